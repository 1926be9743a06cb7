"""A STUN or TURN server as we know it: found by name, and asked again and again whether it is there.

A relay is asked once whether it takes our password, by a place that is given back at once: PJSIP drops the sound of a
call that a relay refuses. For a server that is gone it waits ten seconds, and nobody's phone may ring so much later:
it hears only of those that answered a moment ago. It gets addresses, no names, for it stands still while it resolves.
"""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QHostAddress, QNetworkProxy, QSslSocket, QUdpSocket

from softphone.domain.line import Transport
from softphone.domain.nat import NatSetup
from softphone.domain.sip_address import BadMessage, Uri
from softphone.engine.carrier.certificates import configuration_with
from softphone.engine.carrier.flow import read_proxy
from softphone.engine.carrier.resolver import Resolver, Target
from softphone.engine.carrier.stun import ALLOCATE, BINDING, REFRESH, Login, ask, new_id, read_reply

PORTS = {Transport.UDP: 3478, Transport.TCP: 3478, Transport.TLS: 5349}  # RFC 5389 §9, RFC 5766 §6.1
ASK_S = 5.0  # one that answers
ASK_SOON_S = 1.0  # one that does not, yet
ASK_SELDOM_S = 30.0  # one that did not for a while
SILENT_S = 16.0  # three answers lost in a row: it is gone
SOON_FOR_S = 15.0
NO_PROXY = QNetworkProxy.ProxyType.NoProxy

log = logging.getLogger("aside.engine")


class Outpost(QObject):
    def __init__(
        self,
        server: str,
        by: Transport,
        resolver: Resolver,
        ca_files: tuple[str, ...] = (),
        login: Login | None = None,
        proxy: str = "",
        parent: QObject | None = None,
    ) -> None:
        """`login`: it is a relay. `proxy` is for TCP and TLS."""
        super().__init__(parent)
        self.target: Target | None = None
        self.by = by
        self._server = _with_port(server, by)
        self._ca_files = ca_files
        self._proxy = proxy
        self._resolver = resolver
        self._answered_at: float | None = None
        self._ask_at = 0.0
        self._soon_until = time.monotonic() + SOON_FOR_S
        self._login = login
        self._signed: Login | None = None  # with the realm and nonce of the server
        self._proved = login is None
        self.refused = 0  # the code that it answered our password with
        self._asked = b""
        self._finding = False
        self._closed = False
        self._udp = QUdpSocket(self)
        self._udp.setProxy(QNetworkProxy(NO_PROXY))
        self._udp.readyRead.connect(self._read)
        self._stream: QSslSocket | None = None

    @property
    def answers(self) -> bool:
        return self._answered_at is not None and time.monotonic() - self._answered_at < SILENT_S

    def tick(self, now: float) -> None:
        if now < self._ask_at:
            return
        soon = now < self._soon_until
        self._ask_at = now + (ASK_S if self.answers else ASK_SOON_S if soon else ASK_SELDOM_S)
        if not self._finding:
            self._finding = True
            self._resolver.find(self._server, self.by, self._found)

    def look(self) -> None:
        """The network is another one: what was known of the server is old."""
        self._answered_at = None
        self._proved = self._login is None
        self._ask_at = 0.0
        self._soon_until = time.monotonic() + SOON_FOR_S

    def close(self) -> None:
        self._closed = True
        self._drop()
        self._udp.close()
        self.deleteLater()

    def stream_to(self, target: Target, parent: QObject) -> QSslSocket:
        """On its way to be connected; over TLS with a certificate of the name that was set, or it comes to nothing."""
        stream = QSslSocket(parent)
        stream.setProxy(read_proxy(self._proxy))
        if self.by is Transport.TLS:
            stream.setSslConfiguration(configuration_with(self._ca_files))
            stream.connectToHostEncrypted(target.address, target.port, target.host.strip("[]"))
        else:
            stream.connectToHost(target.address, target.port)
        return stream

    def _found(self, targets: tuple[Target, ...]) -> None:
        self._finding = False
        if self._closed:
            return
        self.target = next((target for target in targets if ":" not in target.address), None)  # media are IPv4
        if self.target is None:
            return
        self._signed = None
        if self.by is not Transport.UDP:
            self._connect(self.target)
            return
        if self._udp.state() is QUdpSocket.SocketState.UnconnectedState:
            self._udp.bind(QHostAddress(QHostAddress.SpecialAddress.AnyIPv4), 0)
        self._ask()

    def _ask(self) -> None:
        self._say(BINDING if self._proved else ALLOCATE)

    def _say(self, method: int) -> None:
        self._asked = new_id()
        request = ask(method, self._asked, self._signed)
        if self._stream is not None:
            self._stream.write(request)
        elif self.target is not None:
            self._udp.writeDatagram(request, QHostAddress(self.target.address), self.target.port)

    def _read(self) -> None:
        while self._udp.isValid() and self._udp.hasPendingDatagrams():
            datagram = self._udp.receiveDatagram()
            told = Target("", datagram.senderAddress().toString(), datagram.senderPort())
            if self.target is not None and str(told) == str(self.target):
                self._hear(bytes(datagram.data().data()))

    def _hear(self, data: bytes) -> None:
        reply = read_reply(data, self._asked)
        if reply is None:
            return
        if reply.method == ALLOCATE and reply.code == 401 and self._signed is None and self._login is not None:
            self._signed = self._login.told(reply)
            self._say(ALLOCATE)
            return
        if reply.method == ALLOCATE and reply.code:
            log.info("relay_refused code=%d", reply.code)
            self.refused, self._soon_until = reply.code, 0.0
        elif reply.method != REFRESH:
            if not self.answers:
                log.info("outpost_answers by=%s", self.by.value)
            self._answered_at, self.refused, self._proved = time.monotonic(), 0, True
            if reply.method == ALLOCATE:
                self._say(REFRESH)
                return
        self._drop()

    def _connect(self, target: Target) -> None:
        self._drop()
        stream = self._stream = self.stream_to(target, self)
        (stream.encrypted if self.by is Transport.TLS else stream.connected).connect(self._ask)
        stream.readyRead.connect(self._read_stream)

    def _read_stream(self) -> None:
        if self._stream is not None:
            self._hear(bytes(self._stream.readAll().data()))  # one small segment; of a torn one the rest is asked anew

    def _drop(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort()
            stream.deleteLater()


def outpost_of(setup: NatSetup, resolver: Resolver, parent: QObject | None = None) -> Outpost:
    """The relay of this setup."""
    login = Login(setup.relay_user, setup.relay_password)
    return Outpost(setup.relay, setup.relay_by, resolver, setup.ca_files, login, setup.proxy, parent)


def _with_port(server: str, by: Transport) -> str:
    """With a port no SRV record of SIP is asked for."""
    try:
        uri = Uri.read(f"sip:{server.strip()}")
    except BadMessage:
        return server
    return f"{uri.host}:{uri.port or PORTS[by]}"
