"""The loopback ends that PJSIP speaks to: UDP datagrams one for one, or one TCP connection. Nobody else is heard."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QHostAddress, QNetworkProxy, QTcpServer, QTcpSocket, QUdpSocket

from softphone.domain.sip import PING, PONG, Framer
from softphone.domain.sip_address import BadMessage
from softphone.engine.carrier.own_sockets import is_ours

LOOPBACK = "127.0.0.1"
NO_PROXY = QNetworkProxy.ProxyType.NoProxy

log = logging.getLogger("aside.engine")


class InnerDatagrams(QObject):
    """`peer_port` is PJSIP's; until it is known nothing is heard."""

    heard = Signal(bytes)
    stranger = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.peer_port = 0
        self._socket = QUdpSocket(self)
        self._socket.setProxy(QNetworkProxy(NO_PROXY))
        self._socket.bind(QHostAddress(LOOPBACK), 0)
        self.port = self._socket.localPort()
        self._socket.readyRead.connect(self._read)

    def send(self, data: bytes) -> None:
        if self.peer_port:
            self._socket.writeDatagram(data, QHostAddress(LOOPBACK), self.peer_port)

    def close(self) -> None:
        self._socket.close()

    def _read(self) -> None:
        while self._socket.isValid() and self._socket.hasPendingDatagrams():
            datagram = self._socket.receiveDatagram()
            if datagram.senderPort() != self.peer_port or datagram.senderAddress().toString() != LOOPBACK:
                self.stranger.emit()
                continue
            data = bytes(datagram.data().data())
            if data.strip(b"\r\n\0"):  # else a keep-alive
                self.heard.emit(data)


class InnerStream(QObject):
    """One connection at a time, from a socket of this very process. A new one of PJSIP's takes the old one's place."""

    heard = Signal(bytes)
    stranger = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.peer_port = 0
        self._connection: QTcpSocket | None = None
        self._framer = Framer()
        self._server = QTcpServer(self)
        self._server.setProxy(QNetworkProxy(NO_PROXY))
        self._server.listen(QHostAddress(LOOPBACK), 0)
        self.port = self._server.serverPort()
        self._server.newConnection.connect(self._welcome)

    def send(self, data: bytes) -> None:
        if self._connection is not None:
            self._connection.write(data)
            self._connection.flush()
        else:
            log.info("pjsip_not_connected")

    def close(self) -> None:
        self._server.close()
        self._drop()

    def _welcome(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            if not is_ours(connection.peerPort(), self.port):
                connection.abort()
                connection.deleteLater()
                self.stranger.emit()
                continue
            self._drop()
            self._connection = connection
            self._framer = Framer()
            self.peer_port = connection.peerPort()
            connection.readyRead.connect(self._read)
            connection.disconnected.connect(self._gone)

    def _read(self) -> None:
        if self._connection is None:
            return
        try:
            pieces = self._framer.feed(bytes(self._connection.readAll().data()))
        except BadMessage as error:
            log.warning("pjsip_stream reason=%s", error)
            self._drop()
            return
        for piece in pieces:
            if piece == PING:
                self.send(PONG)
            else:
                self.heard.emit(piece)

    def _gone(self) -> None:
        if self.sender() is self._connection:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.abort()
            connection.deleteLater()


Inner = InnerDatagrams | InnerStream
