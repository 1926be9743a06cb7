"""A small real PBX on loopback: the sockets around `Registrar` and `Proxy`, and switches that make it misbehave.

Bound on 127.0.0.1 only, UDP and TCP on one port, everything on the thread that made it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QHostAddress, QTcpServer, QTcpSocket, QUdpSocket

from softphone.domain.line import Transport
from softphone.domain.sip import PING, PONG, Framer, Request, read, write
from softphone.domain.sip_address import BadMessage, Uri
from softphone.sandbox.proxy import HOST, Proxy, Send
from softphone.sandbox.registrar import Flow, Registrar

REALM = "aside.practice"
MAX_CONNECTIONS = 64
MAX_UNREAD_BYTES = 1024 * 1024  # a peer that does not read is dropped
_PORT_TRIES = 20

log = logging.getLogger("aside.sandbox")


class Pbx(QObject):
    """Call `start` once. The switches may be turned at any time: `be_silent`, `delay_ms`,
    `registrar.refuse_passwords`, `registrar.forget()`, `proxy.message_code`."""

    invited = Signal(str, str)  # a new call passed: user it goes to, Call-ID

    def __init__(self, users: Mapping[str, str], *, algorithm: str = "MD5", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.silent = False
        self.delay_ms = 0
        self.port = 0
        self.registrar = Registrar(users, REALM, time.monotonic, algorithm=algorithm)
        self.proxy = Proxy(self.registrar, 0, time.monotonic)
        self._udp = QUdpSocket(self)
        self._udp.readyRead.connect(self._read_datagrams)
        self._server = QTcpServer(self)
        self._server.newConnection.connect(self._welcome)
        self._connections: dict[int, tuple[QTcpSocket, Framer]] = {}

    def start(self, port: int = 0) -> int:
        """Bind and say the port. Raises OSError where that does not work."""
        loopback = QHostAddress(QHostAddress.SpecialAddress.LocalHost)
        for _ in range(_PORT_TRIES):
            if self._udp.bind(loopback, port) and self._server.listen(loopback, self._udp.localPort()):
                self.port = self._udp.localPort()
                self.proxy = Proxy(self.registrar, self.port, time.monotonic)
                log.info("pbx_up port=%d", self.port)
                return self.port
            # Of a random UDP port the TCP twin may be taken: then another one.
            self._udp.close()
            if port:
                break
        raise OSError(f"port {port} is taken")

    def stop(self) -> None:
        self._udp.close()
        self._server.close()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Cut every TCP connection, as a PBX does that is restarted."""
        for socket, _ in tuple(self._connections.values()):
            socket.abort()

    def be_silent(self, on: bool) -> None:
        """Dead: nothing in, nothing out. What came while dead is lost, also what nobody has read yet."""
        self._read_datagrams()
        self.silent = on

    def _read_datagrams(self) -> None:
        while self._udp.hasPendingDatagrams():
            datagram = self._udp.receiveDatagram()
            if datagram.senderAddress().toString() != HOST:
                continue
            piece = bytes(datagram.data().data())
            if piece.strip(b"\r\n\0"):  # else a keep-alive: phones send CRLF or a zero octet, and want no answer
                self._take(piece, Flow(Transport.UDP, datagram.senderPort()))

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if len(self._connections) >= MAX_CONNECTIONS:
                log.warning("too_many_connections")
                socket.abort()
                socket.deleteLater()
                continue
            port = socket.peerPort()
            self._connections[port] = (socket, Framer())
            socket.readyRead.connect(partial(self._read_stream, port))
            socket.disconnected.connect(partial(self._gone, port))

    def _read_stream(self, port: int) -> None:
        socket, framer = self._connections[port]
        try:
            pieces = framer.feed(bytes(socket.readAll().data()))
        except BadMessage as error:
            log.info("bad_stream reason=%s", error)
            socket.abort()
            return
        for piece in pieces:
            if piece != PING:
                self._take(piece, Flow(Transport.TCP, port))
            elif not self.silent:
                socket.write(PONG)

    def _gone(self, port: int) -> None:
        socket, _ = self._connections.pop(port)
        self.registrar.drop_flow(Flow(Transport.TCP, port))
        socket.deleteLater()

    def _take(self, piece: bytes, flow: Flow) -> None:
        if self.silent:
            return
        try:
            message = read(piece)
            sends = self.proxy.pass_on(message, flow)
        except BadMessage as error:
            log.info("bad_message reason=%s", error)
            return
        if isinstance(message, Request) and message.method == "INVITE" and not message.recipient.tag:
            self.invited.emit(Uri.read(message.uri).name, message.call_id)
        for send in sends:
            if self.delay_ms:
                QTimer.singleShot(self.delay_ms, self, partial(self._send, send))
            else:
                self._send(send)

    def _send(self, send: Send) -> None:
        if self.silent:
            return
        piece = write(send.message)
        if send.flow.transport is Transport.UDP:
            self._udp.writeDatagram(piece, QHostAddress(QHostAddress.SpecialAddress.LocalHost), send.flow.port)
            return
        held = self._connections.get(send.flow.port)
        if held is None:
            log.info("flow_is_gone")
            return
        held[0].write(piece)
        if held[0].bytesToWrite() > MAX_UNREAD_BYTES:
            log.warning("phone_does_not_read")
            held[0].abort()
