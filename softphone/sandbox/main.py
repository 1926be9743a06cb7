"""`aside world`: a PBX, a customer and two experts on loopback, until told to end.

    aside world --home DIR [--auto] [--stay]     the world; see DIR/world.json
    aside world --pbx-only [--user NAME:PASSWORD …] [--port N]     orders on standard input, for tests
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from softphone.sandbox.orders import OrderPipe, turn
from softphone.sandbox.pbx import Pbx


def main(arguments: Sequence[str]) -> int:
    options = _read_options(arguments)
    application = QCoreApplication(["aside-world"])
    if options.pbx_only:
        return _run_pbx(application, options)
    from softphone.sandbox.world import run_world

    return run_world(application, options.home, auto=options.auto, stay=options.stay)


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("aside world", description="A practice world on this computer.")
    parser.add_argument("--home", help="folder for everything it writes")
    parser.add_argument("--auto", action="store_true", help="calls come by themselves")
    parser.add_argument("--stay", action="store_true", help="do not end when the last program has left")
    parser.add_argument("--pbx-only", action="store_true", help="the PBX alone; orders on standard input")
    parser.add_argument("--user", action="append", default=[], metavar="NAME:PASSWORD")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--digest", choices=("MD5", "SHA-256"), default="MD5")
    return parser.parse_args(arguments)


def _run_pbx(application: QCoreApplication, options: argparse.Namespace) -> int:
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(name)s %(message)s")
    users = dict(user.split(":", 1) for user in options.user)
    pbx = Pbx(users, algorithm=options.digest)
    pipe = OrderPipe(lambda order: turn(pbx, order))
    try:
        port = pbx.start(options.port)
    except OSError as error:
        pipe.tell({"event": "failed", "why": str(error)})
        return 1
    pipe.ended.connect(application.quit)
    pipe.listen()
    pipe.tell({"event": "up", "port": port})
    code = application.exec()
    pbx.stop()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
