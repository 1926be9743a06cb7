"""One way to one target of the PBX: a UDP socket, or a TCP or TLS connection, direct or through a proxy."""

from __future__ import annotations

import logging
import socket
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QAbstractSocket, QHostAddress, QNetworkProxy, QSsl, QSslSocket, QUdpSocket

from softphone.domain.line import LineFault, LineSetup, Transport
from softphone.domain.sip import PING, PONG, Framer
from softphone.domain.sip_address import BadMessage, Uri
from softphone.engine.carrier.certificates import configuration_for, fault_of
from softphone.engine.carrier.resolver import DEFAULT_PORTS, Target
from softphone.host.network import source_towards

MOST_UNSENT_BYTES = 1024 * 1024
CONNECT_MS = 5_000  # TCP, proxy and TLS together
DATAGRAMS_A_TURN = 16  # the rest waits for the next turn of the loop: answers and the desk's commands have theirs

_PROXY_ERRORS = frozenset(
    {
        QAbstractSocket.SocketError.ProxyAuthenticationRequiredError,
        QAbstractSocket.SocketError.ProxyConnectionRefusedError,
        QAbstractSocket.SocketError.ProxyConnectionClosedError,
        QAbstractSocket.SocketError.ProxyConnectionTimeoutError,
        QAbstractSocket.SocketError.ProxyNotFoundError,
        QAbstractSocket.SocketError.ProxyProtocolError,
    }
)

log = logging.getLogger("aside.engine")


class Place(Struct, frozen=True):
    """Where the PBX sees us."""

    host: str
    port: int
    transport: Transport
    secured: bool = False

    @property
    def sent_by(self) -> str:
        """Host as it stands in a URI or a Via."""
        return f"[{self.host}]" if ":" in self.host else self.host


def local_towards(target: Target) -> str | None:
    """The address of ours that packets to this target leave by. Nothing is sent."""
    family = socket.AF_INET6 if ":" in target.address else socket.AF_INET
    return source_towards(family, target.address, target.port) or None


class DatagramFlow(QObject):
    """One socket for all targets of a line, so that our address stays when the target changes."""

    heard = Signal(bytes, str)  # and who said it, as "address:port"
    stranger = Signal()

    def __init__(self, local: str, targets: tuple[Target, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.targets = targets
        self._socket = QUdpSocket(self)
        self._socket.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self.bound = self._socket.bind(QHostAddress(local), 0)
        self._socket.readyRead.connect(self._read)
        self.place = Place(local, self._socket.localPort(), Transport.UDP)

    def send(self, data: bytes, to: str) -> None:
        host, _, port = to.rpartition(":")
        self._socket.writeDatagram(data, QHostAddress(host.strip("[]")), int(port))

    def close(self) -> None:
        self._socket.close()
        self.deleteLater()

    def _read(self) -> None:
        known = {str(target) for target in self.targets}
        for _ in range(DATAGRAMS_A_TURN):
            if not self._socket.isValid() or not self._socket.hasPendingDatagrams():
                return
            datagram = self._socket.receiveDatagram()
            address = datagram.senderAddress().toString()
            source = f"[{address}]:{datagram.senderPort()}" if ":" in address else f"{address}:{datagram.senderPort()}"
            if source in known:
                self.heard.emit(bytes(datagram.data().data()), source)
            else:
                self.stranger.emit()
        QTimer.singleShot(0, self, self._read)


class StreamFlow(QObject):
    """A TCP or TLS connection. Exactly one of `up` and `died` comes first; after `died` nothing more."""

    up = Signal()
    heard = Signal(bytes, str)  # a whole message, or a PONG
    died = Signal(object)  # a LineFault

    def __init__(self, setup: LineSetup, target: Target, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.target = target
        self.place = Place("", 0, setup.transport)
        self._tls = setup.transport is Transport.TLS
        self._domain = Uri.read(f"sip:{setup.server}").host.strip("[]")
        self._framer = Framer()
        self._over = False
        self._fault = LineFault.UNREACHABLE
        self._socket = QSslSocket(self)
        self._socket.setProxy(read_proxy(setup.proxy))
        self._socket.readyRead.connect(self._read)
        self._socket.errorOccurred.connect(self._failed)
        self._socket.sslErrors.connect(self._refused)
        self._socket.disconnected.connect(self._gone)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._gone)
        self._patience.start(CONNECT_MS)
        if self._tls:
            self._socket.setSslConfiguration(configuration_for(setup))
            self._socket.encrypted.connect(self._connected)
            # The certificate must be of the SIP domain, not of the host that DNS named (RFC 5922 §7.1).
            self._socket.connectToHostEncrypted(target.address, target.port, self._domain)
        else:
            self._socket.connected.connect(self._connected)
            self._socket.connectToHost(target.address, target.port)

    def send(self, data: bytes) -> None:
        if self._over:
            return
        self._socket.write(data)
        if self._socket.bytesToWrite() > MOST_UNSENT_BYTES:
            log.info("pbx_does_not_read")
            self._gone()

    def close(self) -> None:
        """Say the last of it and go; no signal comes any more."""
        self._over = True
        self._patience.stop()
        self._socket.disconnectFromHost()
        if self._socket.state() is QAbstractSocket.SocketState.UnconnectedState:
            self.deleteLater()
        else:
            self._socket.disconnected.connect(self.deleteLater)

    def _connected(self) -> None:
        if self._over:
            return
        secured = (
            self._tls
            and self._socket.isEncrypted()
            and not self._socket.sslHandshakeErrors()
            and self._socket.sessionProtocol() in (QSsl.SslProtocol.TlsV1_2, QSsl.SslProtocol.TlsV1_3)
        )
        if self._tls and not secured:
            self._fault = LineFault.TLS_FAILED
            self._gone()
            return
        self._patience.stop()
        self._socket.setSocketOption(QAbstractSocket.SocketOption.LowDelayOption, 1)
        self._socket.setSocketOption(QAbstractSocket.SocketOption.KeepAliveOption, 1)
        self.place = self._seen_at(secured)
        self.up.emit()

    def _seen_at(self, secured: bool) -> Place:
        """Behind a SOCKS proxy Qt tells what the proxy says, which may be nothing."""
        address, port = self._socket.localAddress(), self._socket.localPort()
        told = port and not address.isNull() and address != QHostAddress(QHostAddress.SpecialAddress.AnyIPv4)
        local = address.toString() if told else local_towards(self.target) or "127.0.0.1"
        return Place(local, port or DEFAULT_PORTS[self.place.transport], self.place.transport, secured)

    def _read(self) -> None:
        data = bytes(self._socket.readAll().data())
        if self._over:
            return
        if data.startswith(PONG):
            self.heard.emit(PONG, "")
        try:
            pieces = self._framer.feed(data)
        except BadMessage as error:
            log.info("bad_stream reason=%s", error)
            self._gone()
            return
        for piece in pieces:
            if piece == PING:
                self._socket.write(PONG)
            elif not self._over:
                self.heard.emit(piece, "")

    def _refused(self) -> None:
        """Qt goes no further by itself: nothing is ever ignored here."""
        self._fault = fault_of(self._socket.sslHandshakeErrors())

    def _failed(self, error: QAbstractSocket.SocketError) -> None:
        proxied = self._socket.proxy().type() is not QNetworkProxy.ProxyType.NoProxy
        # A proxy that says no is a SocketAccessError to Qt.
        if error in _PROXY_ERRORS or (proxied and error is QAbstractSocket.SocketError.SocketAccessError):
            self._fault = LineFault.PROXY
        elif error is QAbstractSocket.SocketError.SslHandshakeFailedError and self._fault is LineFault.UNREACHABLE:
            self._fault = fault_of(self._socket.sslHandshakeErrors())
        elif error is QAbstractSocket.SocketError.NetworkError:
            self._fault = LineFault.NO_NETWORK
        self._gone()

    def _gone(self) -> None:
        if self._over:
            return
        self._over = True
        self._patience.stop()
        self._socket.abort()
        self.died.emit(self._fault)
        self.deleteLater()


def read_proxy(text: str) -> QNetworkProxy:
    """Of "http://[user:password@]host:port" or "socks5://…"; none for anything else."""
    kinds = {"http": QNetworkProxy.ProxyType.HttpProxy, "socks5": QNetworkProxy.ProxyType.Socks5Proxy}
    try:
        parts = urlsplit(text)
        kind, host, port = kinds.get(parts.scheme), parts.hostname, parts.port
    except ValueError:
        kind, host, port = None, None, None
    if kind is None or not host:
        return QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)
    return QNetworkProxy(
        kind, host, port or (8080 if parts.scheme == "http" else 1080),
        unquote(parts.username or ""), unquote(parts.password or ""),
    )  # fmt: skip
