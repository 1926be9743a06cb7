"""One connection between two of our processes over a local socket (`Link`), and the end that calls (`LinkClient`).

The first frame each way is a Hello; the side that listens answers it only when the token is right, then both
look at the protocol. After that both ping each second; who is silent is for the owner of the link to judge.
A peer that does not read is dropped when its unread bytes pass a cap, and comes back to a snapshot.
Nothing here blocks, and nothing here knows what a message means.
"""

from __future__ import annotations

import hmac
import logging
import os
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from softphone.domain.protocol import PROTOCOL, Hello, Message, Ping, Pong
from softphone.wire.codec import BadFrame, FrameReader, Unsendable, encode

# A socket's buffer has no limit of its own: a stopped reader would take all memory (some 50 snapshots fit).
MAX_UNREAD_BYTES = 1024 * 1024
BEAT_MS = 1000
# An engine that says nothing for this long hangs; it pings each second, busy or not.
MAX_SILENCE_BEATS = 5
# The other process may be starting: look often for its first seconds (it takes some 0.3 s), then once a second.
RETRY_MS = (*(50,) * 20, *(200,) * 20, 1000)
# A peer that connects and says nothing holds one of few places.
HELLO_BEATS = 5
SPOKEN = frozenset({PROTOCOL, PROTOCOL - 1})
# What the listening side calls itself when the one lease is held by somebody else.
TAKEN = "taken"

log = logging.getLogger("aside.wire")


class Down(StrEnum):
    """Why a link ended."""

    CLOSED = "closed"  # by the other side, or the process died
    STOPPED = "stopped"  # by us
    UNREACHABLE = "unreachable"  # nobody listens
    REFUSED = "refused"  # wrong token (seen from the other side: closed before it said Hello)
    PROTOCOL = "protocol"  # too old or too new
    TAKEN = "taken"  # another desk has the lease
    BAD_FRAME = "bad_frame"
    BEHIND = "behind"  # the other side does not read
    SILENT = "silent"  # no Hello in time, or judged so by the owner


class Link(QObject):
    """Frames over one socket. `first` says its Hello at once, the other end answers it."""

    received = Signal(object)
    up = Signal(object)  # the peer's Hello
    down = Signal(str)  # a Down; once, and the last signal

    def __init__(
        self,
        socket: QLocalSocket,
        hello: Hello,
        *,
        first: bool,
        role_for: Callable[[Hello], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.peer: Hello | None = None
        self._socket = socket
        self._hello = hello
        self._first = first
        self._role_for = role_for
        self._reader = FrameReader()
        self._over = False
        self._silent_beats = 0
        self._pings = 0
        socket.setParent(self)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self._closed)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start()
        if first:
            self._write(hello)
        # Bytes (or the end) may have come before we listened.
        QTimer.singleShot(0, self, self._read)

    @property
    def is_up(self) -> bool:
        return self.peer is not None and not self._over

    @property
    def silent_s(self) -> int:
        """Seconds without a word from the peer, counted in our own beats: a stop or sleep of ours does not count."""
        return self._silent_beats

    def send(self, message: Message) -> bool:
        """Queue a message. False where it cannot go: the link is not up, or the message fits no frame (logged)."""
        return self.is_up and self._write(message)

    def close(self, reason: Down = Down.STOPPED) -> None:
        """End the link; what was queued still goes out, unless the peer does not read."""
        if self._over:
            return
        self._over = True
        self._beat.stop()
        if reason in (Down.BEHIND, Down.SILENT, Down.BAD_FRAME):
            self._socket.abort()
        else:
            self._socket.flush()
            self._socket.disconnectFromServer()
        self.down.emit(reason.value)

    def _write(self, message: Message) -> bool:
        try:
            frame = encode(message)
        except Unsendable as error:
            log.error("unsendable %s", error)
            return False
        self._socket.write(frame)
        # Else it leaves when the loop comes round, and a pressed Answer waits for the window to be painted.
        self._socket.flush()
        if self._over:
            return False  # the other side was gone already
        if self._socket.bytesToWrite() > MAX_UNREAD_BYTES:
            log.warning("peer_behind bytes=%d", self._socket.bytesToWrite())
            self.close(Down.BEHIND)
            return False
        return True

    def _read(self) -> None:
        if self._over:
            return
        piece = bytes(self._socket.readAll().data())
        if piece:
            try:
                messages = self._reader.feed(piece)
            except BadFrame as error:
                log.warning("bad_frame reason=%s", error)
                self.close(Down.BAD_FRAME)
                return
            for message in messages:
                if self._over:
                    return
                self._silent_beats = 0
                self._take(message)
        if self._socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
            self._closed()

    def _take(self, message: Message) -> None:
        if self.peer is None:
            self._greet(message)
        elif isinstance(message, Ping):
            self._write(Pong(message.n))
        elif isinstance(message, Hello):
            self.close(Down.BAD_FRAME)
        elif not isinstance(message, Pong):
            self.received.emit(message)

    def _greet(self, message: Message) -> None:
        if not isinstance(message, Hello):
            self.close(Down.BAD_FRAME)
            return
        known = self._hello.token.encode()
        if not known or not hmac.compare_digest(message.token.encode(), known):
            log.warning("wrong_token pid=%d", message.pid)
            self.close(Down.REFUSED)
            return
        if not self._first:
            role = self._role_for(message) if self._role_for else self._hello.role
            mine = self._hello
            self._write(Hello(mine.protocol, mine.build, mine.token, mine.pid, role))
            if role == TAKEN:
                self.close(Down.TAKEN)
                return
        elif message.role == TAKEN:
            self.close(Down.TAKEN)
            return
        if message.protocol not in SPOKEN:
            log.warning("protocol_differs theirs=%d ours=%d", message.protocol, PROTOCOL)
            self.close(Down.PROTOCOL)
            return
        if self._over:
            return
        self.peer = message
        self.up.emit(message)

    def _on_beat(self) -> None:
        self._silent_beats += 1
        if self.peer is not None:
            self._pings += 1
            self._write(Ping(self._pings))
        elif self._silent_beats >= HELLO_BEATS:
            self.close(Down.SILENT)

    def _closed(self) -> None:
        if self._over:
            return
        if self._socket.bytesAvailable():
            self._read()
        # The listening side says nothing to a wrong token: closed before Hello is what a client sees of it.
        self.close(Down.REFUSED if self._first and self.peer is None else Down.CLOSED)


class LinkClient(QObject):
    """The calling end: connects to `name`, and again with a short back-off, until told to stop.

    `token` is asked at each attempt, because another engine may have started with another one.
    """

    received = Signal(object)
    up = Signal(object)  # the engine's Hello
    down = Signal(str)  # a Down; an attempt that nobody answered is UNREACHABLE, and the next follows by itself

    def __init__(
        self, name: str, token: Callable[[], str], *, build: str, role: str = "desk", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._token = token
        self._build = build
        self._role = role
        self._link: Link | None = None
        self._socket: QLocalSocket | None = None
        self._attempt = 0
        self._running = False
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._connect)
        self._watch = QTimer(self)
        self._watch.setInterval(BEAT_MS)
        self._watch.timeout.connect(self._judge)

    @property
    def engine(self) -> Hello | None:
        """Who answered, None while the link is not up."""
        return self._link.peer if self._link is not None and self._link.is_up else None

    def start(self) -> None:
        if not self._running:
            self._running = True
            self._attempt = 0
            self._retry.start(0)

    def stop(self) -> None:
        """End the link and try no more."""
        self._running = False
        self._retry.stop()
        if self._link is not None:
            self._link.close(Down.STOPPED)
        elif self._socket is not None:
            self._drop_socket()

    def send(self, message: Message) -> bool:
        """Queue a message. False while the link is not up: what matters is sent again after the next snapshot."""
        return self._link is not None and self._link.send(message)

    def _connect(self) -> None:
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self._connected)
        self._socket.errorOccurred.connect(self._failed)
        self._socket.connectToServer(self._name)

    def _connected(self) -> None:
        socket, self._socket = self._socket, None
        if socket is None:
            return
        socket.errorOccurred.disconnect(self._failed)
        hello = Hello(PROTOCOL, self._build, self._token(), os.getpid(), self._role)
        self._link = Link(socket, hello, first=True, parent=self)
        self._link.received.connect(self.received)
        self._link.up.connect(self._came_up)
        self._link.down.connect(self._went_down)

    def _failed(self) -> None:
        if self._socket is not None:
            self._drop_socket()
            self._again(Down.UNREACHABLE)

    def _came_up(self, hello: Hello) -> None:
        self._attempt = 0
        self._watch.start()
        self.up.emit(hello)

    def _went_down(self, reason: str) -> None:
        self._watch.stop()
        if self._link is not None:
            self._link.deleteLater()
            self._link = None
        self._again(Down(reason))

    def _again(self, reason: Down) -> None:
        if self._running:
            self._retry.start(RETRY_MS[min(self._attempt, len(RETRY_MS) - 1)])
            self._attempt += 1
        self.down.emit(reason.value)

    def _judge(self) -> None:
        if self._link is not None and self._link.silent_s > MAX_SILENCE_BEATS:
            self._link.close(Down.SILENT)

    def _drop_socket(self) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            socket.abort()
            socket.deleteLater()
