"""A desk's backroom in a process of its own, to be killed while a file goes up: asks once, goes on at each start.

`python -m tests.peers.far_uploader HOME SERVER USER EXPERT BYTES`.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from softphone.domain import facts
from softphone.domain.chat import ChatMessage
from softphone.domain.effects import KeepConversation, KeepQuestion
from softphone.domain.files import FileTaken, TakeFile
from softphone.domain.matrix import LinkState
from tests.builders import NOON
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert


def main() -> None:
    home, server, user, expert, count = sys.argv[1:]
    desk = MatrixDesk(Path(home), server).start()
    link = desk.until(facts.MatrixChanged, lambda fact: fact.link.state is not LinkState.OFF).link
    desk.knows(an_expert(expert, "Kern", "Rails"))
    if link.state is LinkState.LOGGED_OUT:
        desk.log_in(user)
    if not any(talk.messages for talk in desk.until(facts.Remembered).conversations):
        talk = a_talk(expert)
        desk.run(KeepConversation(talk))
        desk.run(TakeFile(talk.conversation_id, "f1", "large.bin", "", bytes(int(count))))
        file = desk.until(FileTaken).file
        desk.run(KeepQuestion(talk, ChatMessage("f1", NOON, True, "large.bin", attached=file)))
        desk.ask(talk, "Did it come?", "q1")
    threading.Event().wait()  # until it is killed


if __name__ == "__main__":
    main()
