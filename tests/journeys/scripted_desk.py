"""A desk without a window, as a process of its own, to be killed: registers, answers what rings, says "up" and "talks".

    scripted_desk.py HOME SERVER USER PASSWORD
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication

from softphone.domain.call import Phase
from softphone.domain.line import LineSetup
from softphone.domain.presence import Gate
from softphone.domain.protocol import Answer, CallChanged, Configure, LineChanged, Message, Snapshot
from softphone.host.paths import open_home
from softphone.host.token import read_token, take_token
from softphone.wire.link import LinkClient


def main(folder: str, server: str, user: str, password: str) -> int:
    app = QCoreApplication(["desk"])
    home = open_home(folder)
    token = take_token()
    link = LinkClient(home.socket_name("engine"), lambda: read_token(home) or token, build="test")
    line = LineSetup(user, server, password) if server else None

    def tell(word: str) -> None:
        sys.stdout.write(word + "\n")
        sys.stdout.flush()

    def hear(message: Message) -> None:
        match message:
            case Snapshot():
                link.send(Configure(line, Gate(register=bool(line), customers=True)))
                if line is None or message.line.proven:
                    tell("up")
            case LineChanged() if message.line.proven:
                tell("up")
            case CallChanged() if message.call.phase is Phase.OFFERED:
                link.send(Answer(message.call.call_id))
            case CallChanged() if message.call.phase is Phase.TALKING:
                tell("talks")
            case _:
                pass

    link.received.connect(hear)
    link.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
