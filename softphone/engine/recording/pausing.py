"""Asks the running engine to pause every tape, for a program that the policy names, and says what came of it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QTimer

from softphone import BUILD
from softphone.domain.protocol import CommandFailed, PauseAll, TapesRest
from softphone.host.paths import open_home
from softphone.host.token import read_token
from softphone.wire.link import LinkClient

ANSWER_MS = 3_000
REFUSED, NOBODY = 1, 3


def ask(home_given: str | None, on: bool, secret: str) -> int:
    """Exit code 0: done, and no tape runs (or all run again). 1: this program may not. 3: nobody answered in time."""
    home = open_home(home_given)
    app = QCoreApplication.instance() or QCoreApplication([])
    link = LinkClient(home.socket_name("engine"), lambda: read_token(home), build=BUILD, role="program")

    def heard(message: object) -> None:
        if isinstance(message, TapesRest):
            word = "paused" if message.resting else "running"
            sys.stdout.write(f"{message.tapes} {word}\n")
            app.exit(0)
        elif isinstance(message, CommandFailed):
            sys.stderr.write("This program may not pause recordings: the policy does not know its secret.\n")
            app.exit(REFUSED)

    link.received.connect(heard)
    link.up.connect(lambda _: link.send(PauseAll(on, secret)))
    link.start()
    QTimer.singleShot(ANSWER_MS, lambda: app.exit(NOBODY))
    code = app.exec()
    link.stop()
    if code == NOBODY:
        sys.stderr.write("Aside does not answer: nothing was paused.\n")
    return code
