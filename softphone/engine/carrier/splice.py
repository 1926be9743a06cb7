"""The way of PJSIP to a relay over TCP or TLS: its connection to us on loopback, continued to the server.

The wheel's own TLS is too old, and there is none on Windows; the system's is used here, as for SIP.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QAbstractSocket, QHostAddress, QNetworkProxy, QSslSocket, QTcpServer, QTcpSocket

from softphone.domain.line import Transport
from softphone.engine.carrier.outpost import NO_PROXY, Outpost
from softphone.engine.carrier.own_sockets import LOOPBACK, is_ours

MOST_UNSENT_BYTES = 256 * 1024  # sound that waits so long is of no use any more

log = logging.getLogger("aside.engine")


class Splices(QObject):
    """`port` is where PJSIP finds the relay. Only sockets of this very process are continued."""

    def __init__(self, outpost: Outpost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outpost = outpost
        self._server = QTcpServer(self)
        self._server.setProxy(QNetworkProxy(NO_PROXY))
        self._server.listen(QHostAddress(LOOPBACK), 0)
        self._server.newConnection.connect(self._welcome)
        self.port = self._server.serverPort()

    def close(self) -> None:
        self._server.close()
        self.deleteLater()

    def _welcome(self) -> None:
        # PJSIP binds the socket to the address that its sound has, and reaches us from there.
        while (near := self._server.nextPendingConnection()) is not None:
            target = self._outpost.target
            if target is None or not is_ours(near.peerPort(), self.port, near.peerAddress().toString()):
                log.info("splice_refused")
                near.abort()
                near.deleteLater()
                continue
            _Splice(near, self._outpost.stream_to(target, self), self._outpost.by, self)


class _Splice(QObject):
    """Two ends as one; with one the other goes."""

    def __init__(self, near: QTcpSocket, far: QSslSocket, by: Transport, parent: QObject) -> None:
        super().__init__(parent)
        self._near, self._far = near, far
        near.setParent(self)
        far.setParent(self)
        self._open = False
        near.readyRead.connect(self._outwards)
        far.readyRead.connect(self._inwards)
        near.disconnected.connect(self._end)
        far.disconnected.connect(self._end)
        far.errorOccurred.connect(self._end)
        (far.encrypted if by is Transport.TLS else far.connected).connect(self._opened)

    def _opened(self) -> None:
        self._open = True
        for one in (self._near, self._far):
            one.setSocketOption(QAbstractSocket.SocketOption.LowDelayOption, 1)
        self._outwards()

    def _outwards(self) -> None:
        if self._open:  # what PJSIP says before waits in its socket
            self._pass(self._near, self._far)

    def _inwards(self) -> None:
        if self._open:
            self._pass(self._far, self._near)

    def _pass(self, source: QAbstractSocket, sink: QAbstractSocket) -> None:
        sink.write(bytes(source.readAll().data()))
        if sink.bytesToWrite() > MOST_UNSENT_BYTES:
            self._end()

    def _end(self) -> None:
        for one in (self._near, self._far):
            one.blockSignals(True)
            one.abort()
        self.deleteLater()
