"""One question to the system's resolvers: over UDP, over TCP where the answer was cut, the next server after a second.

An answer counts from the address that was asked, with our id and our question; everything else is passed over.
Loaded with the first question: dnspython takes 90 ms and 7 MB, and a PBX that is named by its address asks none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rdatatype

# dnspython loads these by name; a frozen program has only what is named.
import dns.rdtypes.ANY.OPT
import dns.rdtypes.IN.A
import dns.rdtypes.IN.AAAA
import dns.rdtypes.IN.NAPTR
import dns.rdtypes.IN.SRV
import dns.resolver
from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QAbstractSocket, QHostAddress, QNetworkProxy, QTcpSocket, QUdpSocket

from softphone.engine.carrier.resolver import Answer, Nameserver

TRY_MS = 1_000
ROUNDS = 2


def system_nameservers() -> list[Nameserver]:
    try:
        found = dns.resolver.Resolver()
    except (dns.exception.DNSException, OSError):
        return []
    return [Nameserver(str(address), int(found.port)) for address in found.nameservers][:3]


class Query(QObject):
    """Calls `done` once, from the loop, and goes."""

    def __init__(
        self,
        servers: Sequence[Nameserver],
        name: str,
        kind: str,
        done: Callable[[Answer], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._servers = [server for _ in range(ROUNDS) for server in servers]
        self._done = done
        self._kind = dns.rdatatype.from_text(kind)
        self._udp = QUdpSocket(self)
        self._udp.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._tcp: QTcpSocket | None = None
        self._stream = bytearray()
        self._server = Nameserver("")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        try:
            self._query = dns.message.make_query(dns.name.from_text(name), self._kind, use_edns=0, payload=1232)
        except dns.exception.DNSException:
            self._servers = []
        self._udp.readyRead.connect(self._read)
        self._timer.start(0)

    def close(self) -> None:
        self._done = lambda _: None
        self._end(Answer())

    def _next(self) -> None:
        if not self._servers:
            self._end(Answer())
            return
        self._server = self._servers.pop(0)
        self._timer.start(TRY_MS)
        self._udp.writeDatagram(self._query.to_wire(), QHostAddress(self._server.address), self._server.port)

    def _read(self) -> None:
        while self._udp.isValid() and self._udp.hasPendingDatagrams():
            datagram = self._udp.receiveDatagram()
            sender = datagram.senderAddress()
            if datagram.senderPort() == self._server.port and sender.isEqual(
                QHostAddress(self._server.address), QHostAddress.ConversionModeFlag.TolerantConversion
            ):
                self._take(bytes(datagram.data().data()))

    def _take(self, untrusted: bytes) -> None:
        try:
            answer = dns.message.from_wire(untrusted, ignore_trailing=True)
        except (dns.exception.DNSException, ValueError, IndexError):
            return
        if not self._query.is_response(answer):
            return
        if answer.flags & dns.flags.TC and self._tcp is None:
            self._ask_by_stream()
        else:
            self._end(_read_answer(answer, self._kind))

    def _ask_by_stream(self) -> None:
        self._tcp = QTcpSocket(self)
        self._tcp.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._tcp.connected.connect(self._send_stream)
        self._tcp.readyRead.connect(self._read_stream)
        self._timer.start(TRY_MS)
        self._tcp.connectToHost(QHostAddress(self._server.address), self._server.port)

    def _send_stream(self) -> None:
        assert self._tcp is not None
        wire = self._query.to_wire()
        self._tcp.write(len(wire).to_bytes(2, "big") + wire)

    def _read_stream(self) -> None:
        assert self._tcp is not None
        self._stream += self._tcp.readAll().data()
        if len(self._stream) >= 2:
            length = int.from_bytes(self._stream[:2], "big")
            if len(self._stream) >= 2 + length:
                self._take(bytes(self._stream[2 : 2 + length]))

    def _end(self, answer: Answer) -> None:
        self._timer.stop()
        self._udp.close()
        if self._tcp is not None and self._tcp.state() != QAbstractSocket.SocketState.UnconnectedState:
            self._tcp.abort()
        done, self._done = self._done, lambda _: None
        self.deleteLater()
        done(answer)


def _read_answer(message: dns.message.Message, kind: dns.rdatatype.RdataType) -> Answer:
    records: list[Any] = []
    ttl_s = 0.0
    for rrset in message.answer:
        if rrset.rdtype == kind:
            ttl_s = min(ttl_s, rrset.ttl) if records else rrset.ttl
            records += list(rrset)
    addresses: dict[str, list[str]] = {}
    for rrset in message.additional:
        if rrset.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
            addresses.setdefault(str(rrset.name).rstrip(".").lower(), []).extend(r.address for r in rrset)
    return Answer(tuple(records), ttl_s, addresses)
