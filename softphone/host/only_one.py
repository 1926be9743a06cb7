"""One window for each home. The first one listens; a second copy hands its links over and leaves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 1000
MOST_BYTES = 16 * 1024  # a few links; more is no link
_SHOW = b"\n"


class OnlyOne(QObject):
    """`called(links)` when another copy was started: show the window, take the links (may be none)."""

    called = Signal(list)

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
        if self._lock.tryLock(0):
            QLocalServer.removeServer(self._name)  # ours alone now: a file left by a killed one
            self._server.listen(self._name)
            return True
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(ANSWER_MS):
            socket.write("\n".join(links).encode()[:MOST_BYTES] + _SHOW)
            socket.waitForBytesWritten(ANSWER_MS)
            socket.disconnectFromServer()
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
        links = self._said.decode("utf-8", "replace").splitlines()
        self._host.called.emit([link for link in links if link.strip()])
