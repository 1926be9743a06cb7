"""The desk's end of the practice world: starts the world where none runs, waits for it, and stays its guest.

A world whose last guest has gone ends by itself, so nobody has to end it; `leave` does it sooner.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from softphone.host.paths import Home
from softphone.host.relaunch import Launcher
from softphone.sandbox.world_file import running_world

LOOK_EVERY_MS = 50
MAX_LINE_BYTES = 64 * 1024

log = logging.getLogger("aside.sandbox")


class Visit(QObject):
    """`ready(WorldFile)` once everybody is registered, again after a world that had to be started anew."""

    ready = Signal(object)
    told = Signal(dict)  # an event or an answer of the world, as it came

    def __init__(self, home: Home, words: Sequence[str] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._launcher = Launcher(home)
        self._words = [*words]
        self._socket = QLocalSocket(self)
        self._socket.readyRead.connect(self._read)
        self._socket.disconnected.connect(self._again)
        self._rest = b""
        self._leaving = False
        self._look = QTimer(self, interval=LOOK_EVERY_MS)
        self._look.timeout.connect(self._enter)

    def start(self) -> None:
        """Raises OSError where no process can be started."""
        if running_world(self._home) is None:
            self._launcher.start(["world", *self._words])
        self._look.start()

    def order(self, **order: Any) -> None:
        """Tell the world what to do: `order(do="next")`. Its answer comes by `told`."""
        self._socket.write(json.dumps(order).encode() + b"\n")

    def leave(self) -> None:
        """End the world."""
        self._leaving = True
        self._look.stop()
        if self._socket.state() is QLocalSocket.LocalSocketState.ConnectedState:
            self.order(do="quit")
            self._socket.flush()
            self._socket.disconnectFromServer()

    def _enter(self) -> None:
        world = running_world(self._home)
        if world is None:
            return
        if self._socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
            self._socket.connectToServer(world.socket)
        if world.ready and self._socket.state() is QLocalSocket.LocalSocketState.ConnectedState:
            self._look.stop()
            self.ready.emit(world)

    def _again(self) -> None:
        if not self._leaving:
            log.info("world_gone")
            self.start()

    def _read(self) -> None:
        self._rest += bytes(self._socket.readAll().data())
        *lines, self._rest = self._rest.split(b"\n")
        if len(self._rest) > MAX_LINE_BYTES:
            self._rest = b""
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                self.told.emit(event)
