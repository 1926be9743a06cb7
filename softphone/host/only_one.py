"""One window for each home. The first one listens; a second copy hands its links over and leaves."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 1000
MOST_BYTES = 16 * 1024  # a few links; more is no link
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SHOW = b"\n"
_REPORT = "\0report "
_CHECKUP = "\0checkup "
_FORGET = "\0forget "  # no link has a NUL: claim takes them out


class OnlyOne(QObject):
    """`called(links)` when another copy was started: show the window, take the links (may be none)."""

    called = Signal(list)
    forget = Signal(str)  # `aside book forget NUMBER` erased this number from the store: the screen must let it go too

    report = Signal(str)  # `aside report FILE`: to be written there
    checkup = Signal(str)  # `aside doctor`: to be written there

    def __init__(self, name: str, lock: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lock = QLockFile(str(lock))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def claim(self, links: list[str]) -> bool:
        """True when we are the first. Else the first has our links and has been asked to show itself."""
        locked = self._lock.tryLock(0)
        # A full disk takes no lock file: then who answers is first, and nobody who answers makes us so.
        taken = self._lock.error() is QLockFile.LockError.LockFailedError
        if locked or (not taken and not somebody_runs(self._name)):
            QLocalServer.removeServer(self._name)  # ours alone now: a file left by a killed one
            self._server.listen(self._name)
            return True
        _tell(self._name, [_CONTROL.sub("", link) for link in links])
        return False

    def close(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Guest(socket, self)


class _Guest(QObject):
    """Another copy at the door: what it says until it hangs up are its links."""

    def __init__(self, socket: QLocalSocket, host: OnlyOne) -> None:
        super().__init__(host)
        self._host = host
        self._socket = socket
        self._said = b""
        socket.setParent(self)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self._done)
        if socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
            self._done()

    def _read(self) -> None:
        self._said += bytes(self._socket.readAll().data())
        if len(self._said) > MOST_BYTES:
            self._socket.disconnected.disconnect(self._done)
            self._socket.abort()
            self.deleteLater()

    def _done(self) -> None:
        self._read()
        self.deleteLater()
        if not self._said:
            return  # who only looked whether somebody is here
        lines = self._said.decode("utf-8", "replace").split("\n")
        if lines[0].startswith(_FORGET):
            self._host.forget.emit(lines[0].removeprefix(_FORGET))
        elif lines[0].startswith(_REPORT):
            self._host.report.emit(lines[0].removeprefix(_REPORT))
        elif lines[0].startswith(_CHECKUP):
            self._host.checkup.emit(lines[0].removeprefix(_CHECKUP))
        else:
            self._host.called.emit([line for line in lines if line.strip()])


def tell_to_forget(name: str, number: str) -> bool:
    """Whether a desk runs there and was told that this number is to be forgotten."""
    return _tell(name, [_FORGET + _CONTROL.sub("", number)])


def tell_to_report(name: str, path: str) -> bool:
    """Whether a desk runs there and was told to write a report of a problem into that file."""
    return _tell(name, [_REPORT + _CONTROL.sub("", path)])


def tell_to_check(name: str, path: str) -> bool:
    """Whether a desk runs there and was told to write a check-up into that file."""
    return _tell(name, [_CHECKUP + _CONTROL.sub("", path)])


def somebody_runs(name: str) -> bool:
    probe = QLocalSocket()
    probe.connectToServer(name)
    there = probe.waitForConnected(ANSWER_MS)
    probe.abort()
    return there


def _tell(name: str, lines: list[str]) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(ANSWER_MS):
        return False
    socket.write("\n".join(lines).encode("utf-8", "replace")[:MOST_BYTES] + _SHOW)
    socket.waitForBytesWritten(ANSWER_MS)
    socket.disconnectFromServer()
    return True
