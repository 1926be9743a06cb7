"""A desk's backroom in a process of its own, to be killed: asks its questions, and says which of them are kept.

`python -m tests.peers.far_backroom HOME SERVER USER EXPERT FIRST LAST`: question n belongs to talk n % TALKS.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from softphone.domain import facts
from softphone.domain.chat import Delivery
from softphone.domain.facts import Fact
from softphone.domain.matrix import LinkState, LogInMatrix
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert

TALKS = 5


class FarDesk(MatrixDesk):
    def _post(self, fact: Fact) -> None:
        super()._post(fact)
        if isinstance(fact, facts.DeliveryChanged) and fact.delivery is Delivery.KEPT:
            sys.stdout.write(f"kept {fact.message_id[1:]}\n")
            sys.stdout.flush()


def main() -> None:
    home, server, user, expert, first, last = sys.argv[1:]
    desk = FarDesk(Path(home), server).start()
    link = desk.until(facts.MatrixChanged, lambda fact: fact.link.state is not LinkState.OFF).link
    desk.knows(an_expert(expert, "Kern", "Rails"))
    if link.state is LinkState.LOGGED_OUT:
        desk.run(LogInMatrix(user, "pw"))
    for n in range(int(first), int(last)):
        desk.ask(a_talk(expert, n % TALKS), f"Question {n}", f"q{n}")
    threading.Event().wait()  # until it is killed


if __name__ == "__main__":
    main()
