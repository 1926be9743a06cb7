"""The real desk with a stopwatch inside: run as a program, it tells one JSON line for each thing it has timed.

`--user`, `--server`: its line. The store in its home opens with the key of benchmarks/book.py. `--talk`: it
answers calls, and asks an expert so that what arrives has a place. `--ears`: with the microphone and ear of
tests/engine/sound_server.py, and calls answer themselves. Times are CLOCK_MONOTONIC in seconds, the same
clock in all processes (Linux).
"""

from __future__ import annotations

import argparse
import sys
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QTimer

from benchmarks.beat import Beat, tell
from benchmarks.book import KEY
from softphone import app
from softphone.backroom.ports import SecretName
from softphone.backroom.practice_vault import PracticeVault
from softphone.domain import facts
from softphone.domain.audio import NO_DEVICE
from softphone.domain.call import Phase
from softphone.domain.customer import Found, Lookup, Searching
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.facts import StoreState
from softphone.domain.presence import Wish
from softphone.domain.settings import AutoAnswer
from softphone.host.paths import Home, open_home
from softphone.ui.panes.customer import CustomerPane

EXPERT = "lea"


class Probe(QObject):
    def __init__(self, aside: app.Aside, server: str, talk: bool) -> None:
        super().__init__(aside)
        self._aside = aside
        self._server = server
        self._talk = talk
        self._moved_in = False
        self._painting = ""
        self._texts = -1
        pane = aside.frontage.window.findChild(CustomerPane)
        assert pane is not None
        pane.installEventFilter(self)
        aside.store.changed.connect(self._changed)
        if talk:  # a stopwatch that nobody reads would only be in the way
            Beat(self)

    def eventFilter(self, pane: QObject, event: QEvent) -> bool:
        if self._painting and event.type() == QEvent.Type.Paint:
            call, self._painting = self._painting, ""
            # When this turn of the loop is over, the card stands on the screen.
            QTimer.singleShot(0, lambda: tell(what="card", call=call, at=perf_counter()))
        return super().eventFilter(pane, event)

    def _changed(self, old: Desk, new: Desk) -> None:
        if not self._moved_in and new.store not in (StoreState.OPENING,):
            self._moved_in = True
            self._move_in(new)
        before, now = _lookup(old), _lookup(new)
        if isinstance(now, Found) and before is not now and new.interaction is not None:
            self._painting = new.interaction.call_id
        for conversation in new.conversations.values() if self._talk else ():
            last = conversation.messages[-1].text.partition(":")[0] if conversation.messages else ""
            if last.isdigit() and int(last) > self._texts:
                self._texts = int(last)
                tell(what="texts", at=perf_counter(), count=self._texts + 1)
        if new.ringing and not old.ringing:
            tell(what="rings", at=perf_counter())
        if (old.busy or old.wrapping_up) and not new.busy and not new.wrapping_up:
            tell(what="free", at=perf_counter())
        for call in new.ringing if self._talk else ():
            self._aside.post(facts.AnswerPressed(self._aside.clock.now(), call.call_id))
        if self._talk and new.call is not None and new.call.phase is Phase.TALKING and not new.conversations:
            self._ask(new)

    def _move_in(self, desk: Desk) -> None:
        """What an agent does in the morning: the password, one expert to ask, available."""
        now, post = self._aside.clock.now(), self._aside.post
        post(facts.PasswordGiven(now, "none"))
        post(facts.ExpertsEdited(now, (Expert(EXPERT, "Lea", f"sip:{EXPERT}@{self._server}", topics=("Rails",)),)))
        post(facts.WishChosen(now, Wish.AVAILABLE))
        tell(what="up", store=desk.store.value)

    def _ask(self, desk: Desk) -> None:
        now, post = self._aside.clock.now(), self._aside.post
        post(facts.ConversationOpened(now, "bench", desk.shown or "", EXPERT))
        post(facts.QuestionAsked(now, "bench-1", "bench", "Which rails fit?"))
        tell(what="talking", at=perf_counter())


def _lookup(desk: Desk) -> Lookup:
    return desk.interaction.lookup if desk.interaction is not None else Searching()


class _Vault(PracticeVault):
    """Opens the book of the benchmarks."""

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        self._write({f"{SecretName.STORE_KEY.value}:": KEY})


def main() -> int:
    parser = argparse.ArgumentParser("benchmarks.probe")
    parser.add_argument("--home", required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--server", required=True)
    parser.add_argument("--talk", action="store_true")
    parser.add_argument("--ears", action="store_true")
    given = parser.parse_args()

    class Timed(app.Aside):
        def start(self) -> None:
            Probe(self, given.server, given.talk)
            super().start()

    home = open_home(given.home)
    silent = dict.fromkeys(("microphone", "ear", "ringer"), NO_DEVICE)
    ears = {"microphone": "aside_mic", "ear": "aside_ear", "auto_answer": AutoAnswer.ALL, "auto_answer_s": 0}
    over = {"line_server": given.server, "line_user": given.user, **silent, **(ears if given.ears else {})}
    vars(app).update(Aside=Timed, SystemVault=lambda: _Vault(home))
    return app.main(app.Options(home=given.home, over=over))


if __name__ == "__main__":
    sys.exit(main())
