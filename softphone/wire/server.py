"""The listening end: one desk holds the lease, panels may look on, everybody else is turned away.

On Unix the socket stands in a folder that only its owner may enter, on Windows it is a named pipe of this user.
The lock says who may listen; a socket file left by a dead process is removed only when nobody answers on it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from softphone.domain.protocol import Hello, Message
from softphone.wire.link import TAKEN, Down, Link

# The roles of which there is one at a time: who holds it gives the commands.
LEASED = frozenset({"desk", "script"})
# A desk, a panel, and some that have not said Hello yet.
MAX_PEERS = 8
PROBE_MS = 500

log = logging.getLogger("aside.wire")


class AlreadyRunning(Exception):
    """Another process listens here."""


class LinkServer(QObject):
    """`hello` may be given its token after `listen`, before the loop runs; with none nobody is let in."""

    joined = Signal(object)  # Link; the snapshot has been sent to it
    left = Signal(object, str)  # Link that had joined, Down
    received = Signal(object, object)  # Link, message
    differs = Signal()  # somebody with the right token speaks another protocol

    def __init__(
        self,
        name: str,
        lock_path: Path,
        hello: Hello,
        snapshot: Callable[[], Message] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self.hello = hello
        self._snapshot = snapshot
        self._links: list[Link] = []
        self._lock = QLockFile(str(lock_path))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def listen(self) -> None:
        """Start. Raises AlreadyRunning, or OSError where the system does not let us."""
        if not self._lock.tryLock(0):
            if self._lock.error() is QLockFile.LockError.LockFailedError:
                raise AlreadyRunning
            # A full disk takes no lock file: then who answers is first.
            log.warning("no_lock error=%s", self._lock.error().name)
        if self._somebody_answers():
            self._lock.unlock()
            raise AlreadyRunning
        QLocalServer.removeServer(self._name)
        if not self._server.listen(self._name):
            self._lock.unlock()
            raise OSError(self._server.errorString())

    @property
    def holder(self) -> Link | None:
        """Who has the lease."""
        return next((link for link in self.peers if link.peer is not None and link.peer.role in LEASED), None)

    @property
    def peers(self) -> tuple[Link, ...]:
        return tuple(link for link in self._links if link.is_up)

    def broadcast(self, message: Message) -> None:
        for link in self.peers:
            link.send(message)

    def close(self) -> None:
        self._server.close()
        for link in tuple(self._links):
            link.close(Down.STOPPED)
        self._lock.unlock()

    def _somebody_answers(self) -> bool:
        probe = QLocalSocket()
        probe.connectToServer(self._name)
        if probe.waitForConnected(PROBE_MS):
            probe.abort()
            return True
        errors = QLocalSocket.LocalSocketError
        return probe.error() not in (errors.ServerNotFoundError, errors.ConnectionRefusedError)

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if len(self._links) >= MAX_PEERS:
                log.warning("too_many_peers")
                socket.abort()
                socket.deleteLater()
                continue
            link = Link(socket, self.hello, first=False, role_for=self._role_for, parent=self)
            self._links.append(link)
            # Bound methods of `self` and the link as sender: a lambda would keep the link alive.
            link.up.connect(self._up)
            link.down.connect(self._down)
            link.received.connect(self._hear)

    def _role_for(self, newcomer: Hello) -> str:
        if newcomer.role in LEASED and self.holder is not None:
            log.info("lease_taken newcomer_pid=%d", newcomer.pid)
            return TAKEN
        return self.hello.role

    def _up(self, _hello: Hello) -> None:
        link = self._sender()
        if self._snapshot is not None:
            link.send(self._snapshot())
        self.joined.emit(link)

    def _hear(self, message: Message) -> None:
        self.received.emit(self._sender(), message)

    def _down(self, reason: str) -> None:
        link = self._sender()
        if link in self._links:
            self._links.remove(link)
            link.deleteLater()
            if link.peer is not None:
                self.left.emit(link, reason)
            elif reason == Down.PROTOCOL:
                self.differs.emit()

    def _sender(self) -> Link:
        link = self.sender()
        assert isinstance(link, Link)
        return link
