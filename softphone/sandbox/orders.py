"""How others tell the practice world what to do: lines of JSON, `{"do": "…", …}`, each answered by one line.

The answer is `{"ok": true, …}` or `{"ok": false, "why": "…"}`; lines with "event" come unasked. Over a local socket
(`OrderSocket`, the world) or standard input and output (`OrderPipe`, the PBX alone, for tests).
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from softphone.sandbox.pbx import Pbx

MAX_LINE_BYTES = 16 * 1024
MAX_UNREAD_BYTES = 256 * 1024
MAX_GUESTS = 8

Order = dict[str, Any]
Execute = Callable[[Order], Order]

log = logging.getLogger("aside.sandbox")


class BadOrder(ValueError):
    """The text says what is wrong with it."""


def carry_out(line: bytes, execute: Execute) -> bytes:
    """The answer to one line."""
    try:
        if len(line) > MAX_LINE_BYTES:
            raise BadOrder("too long")
        order = json.loads(line)
        if not isinstance(order, dict):
            raise BadOrder("not an object")
        answer = {"ok": True, **execute(order)}
    except (BadOrder, ValueError, RecursionError) as error:
        answer = {"ok": False, "why": str(error)[:200]}
    return json.dumps(answer).encode() + b"\n"


def turn(pbx: Pbx, order: Order) -> Order:
    """Turn a switch of the PBX, or ask it something. Raises BadOrder for what is no order of a PBX."""
    match order:
        case {"do": "silent", "on": bool(on)}:
            pbx.be_silent(on)
        case {"do": "forget"}:
            pbx.registrar.forget()
        case {"do": "refuse_passwords", "on": bool(on)}:
            pbx.registrar.refuse_passwords = on
        case {"do": "message_code", "code": int(code)} if 0 <= code < 700:
            pbx.proxy.message_code = code or None
        case {"do": "delay", "ms": int(delay_ms)} if 0 <= delay_ms <= 60_000:
            pbx.delay_ms = delay_ms
        case {"do": "longest", "s": int(longest_s)} if 1 <= longest_s <= 86_400:
            pbx.registrar.longest_s = longest_s
        case {"do": "drop_connections"}:
            pbx.drop_connections()
        case {"do": "bindings"}:
            registrar = pbx.registrar
            return {"bindings": {u: [str(b.contact) for b in registrar.bindings(u)] for u in registrar.users}}
        case _:
            raise BadOrder("unknown order")
    return {}


class OrderSocket(QObject):
    """A local socket that only this user may enter. Several guests at once; `tell` reaches all of them."""

    left_alone = Signal()  # the last guest went

    def __init__(self, name: str, execute: Execute, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._execute = execute
        self._guests: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    @property
    def guests(self) -> int:
        return len(self._guests)

    def listen(self) -> None:
        """Raises OSError. Whoever calls holds the lock of this world, so a socket left there is nobody's."""
        QLocalServer.removeServer(self.name)
        if not self._server.listen(self.name):
            raise OSError(self._server.errorString())

    def tell(self, event: Order) -> None:
        line = json.dumps(event).encode() + b"\n"
        for guest in tuple(self._guests):
            guest.write(line)
            if guest.bytesToWrite() > MAX_UNREAD_BYTES:
                guest.abort()

    def close(self) -> None:
        self._server.close()
        for guest in tuple(self._guests):
            guest.flush()
            guest.disconnectFromServer()

    def _welcome(self) -> None:
        while (guest := self._server.nextPendingConnection()) is not None:
            if len(self._guests) >= MAX_GUESTS:
                guest.abort()
                guest.deleteLater()
                continue
            self._guests.append(guest)
            guest.readyRead.connect(self._read)
            guest.disconnected.connect(self._gone)

    def _read(self) -> None:
        guest = self.sender()
        assert isinstance(guest, QLocalSocket)
        while guest.canReadLine():
            guest.write(carry_out(bytes(guest.readLine().data()), self._execute))
        if guest.bytesAvailable() > MAX_LINE_BYTES:
            log.warning("endless_order")
            guest.abort()

    def _gone(self) -> None:
        guest = self.sender()
        assert isinstance(guest, QLocalSocket)
        if guest in self._guests:
            self._guests.remove(guest)
            guest.deleteLater()
        if not self._guests:
            self.left_alone.emit()


class OrderPipe(QObject):
    """Standard input and output. A thread reads, because a pipe has no notifier on Windows; its end is `ended`."""

    ended = Signal()
    _line = Signal(bytes)

    def __init__(self, execute: Execute, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._execute = execute
        self._line.connect(self._answer)

    def listen(self) -> None:
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def tell(self, event: Order) -> None:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()

    def _read(self) -> None:
        for line in sys.stdin.buffer:
            self._line.emit(line)
        self.ended.emit()

    def _answer(self, line: bytes) -> None:
        sys.stdout.write(carry_out(line, self._execute).decode())
        sys.stdout.flush()
