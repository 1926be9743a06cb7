"""Where the PBX is: NAPTR, SRV, A and AAAA (RFC 3263), never blocking, kept for as long as DNS says.

NAPTR and SRV are asked of the system's resolvers in packets that dnspython makes; addresses come from the system
itself, in a thread, so that the hosts file and a VPN's names work. What was found last is used while DNS is dead.
"""

from __future__ import annotations

import ipaddress
import logging
import random
import socket
import threading
import time
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer

from softphone.domain.line import Transport
from softphone.domain.sip_address import BadMessage, Uri

DEFAULT_PORTS = {Transport.UDP: 5060, Transport.TCP: 5060, Transport.TLS: 5061}
SERVICES = {Transport.UDP: "_sip._udp", Transport.TCP: "_sip._tcp", Transport.TLS: "_sips._tcp"}
NAPTR_SERVICES = {Transport.UDP: "SIP+D2U", Transport.TCP: "SIP+D2T", Transport.TLS: "SIPS+D2T"}
LEAST_TTL_S, MOST_TTL_S = 30, 3600
ADDRESS_TTL_S = 60  # the system does not say
MOST_TARGETS = 16
POLL_MS = 20
QUESTION = "question"

if TYPE_CHECKING:
    from softphone.engine.carrier.query import Query

log = logging.getLogger("aside.engine")


class Target(Struct, frozen=True):
    host: str  # the name it was found under
    address: str
    port: int

    def __str__(self) -> str:
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"


class Nameserver(Struct, frozen=True):
    address: str
    port: int = 53


class Answer(Struct, frozen=True):
    """Empty where the name has no such record, or nobody answered."""

    records: tuple[Any, ...] = ()
    ttl_s: float = 0
    addresses: dict[str, list[str]] = {}  # what came along, by name in small letters


class _Ask(Struct, frozen=True):
    name: str
    kind: str  # NAPTR or SRV


class _Addresses(Struct, frozen=True):
    name: str


Search = Generator[_Ask | _Addresses, Answer | list[str], tuple[list[Target], float]]
Done = Callable[[tuple[Target, ...]], None]


def system_addresses(name: str) -> list[str]:
    """IPv4 and IPv6 in the order the system prefers (RFC 6724). Can take 40 s."""
    try:
        found = socket.getaddrinfo(name, None, socket.AF_UNSPEC, socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Resolver(QObject):
    """`find` calls `done` once, now or from the loop, with the targets in the order to try; none: not found."""

    def __init__(
        self,
        nameservers: Callable[[], Sequence[Nameserver]] | None = None,
        addresses: Callable[[str], list[str]] = system_addresses,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._nameservers = nameservers
        self._addresses = addresses
        self._known: dict[tuple[str, Transport], tuple[tuple[Target, ...], float]] = {}
        self._waiting: list[tuple[list[list[str]], Callable[[list[str]], None]]] = []
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """A look-up of addresses is under way."""
        return bool(self._waiting)

    def close(self) -> None:
        self._waiting.clear()
        self._poll.stop()
        for query in cast("list[Query]", self.findChildren(QObject, QUESTION)):
            query.close()

    def find(self, server: str, transport: Transport, done: Done) -> None:
        known = self._known.get((server, transport))
        if known and time.monotonic() < known[1]:
            done(known[0])
            return
        try:
            uri = Uri.read(f"sip:{server.strip()}")
        except BadMessage:
            done(())
            return
        search = _search(uri.host, uri.port, transport)
        self._advance(search, None, partial(self._found, (server, transport), done))

    def _advance(
        self, search: Search, told: Answer | list[str] | None, found: Callable[[list[Target], float], None]
    ) -> None:
        try:
            wanted = search.send(told) if told is not None else next(search)
        except StopIteration as end:
            found(*end.value)
            return
        then = partial(self._advance, search, found=found)
        match wanted:
            case _Ask(name, kind):
                from softphone.engine.carrier.query import Query, system_nameservers

                servers = (self._nameservers or system_nameservers)()
                Query(servers, name, kind, then, parent=self).setObjectName(QUESTION)
            case _Addresses(name):
                box: list[list[str]] = []
                self._waiting.append((box, then))
                look_up = threading.Thread(target=lambda: box.append(self._addresses(name)), name="name", daemon=True)
                look_up.start()
                self._poll.start()

    def _look(self) -> None:
        ready = [entry for entry in self._waiting if entry[0]]
        self._waiting = [entry for entry in self._waiting if not entry[0]]
        if not self._waiting:
            self._poll.stop()
        for box, then in ready:
            then(box[0])

    def _found(self, key: tuple[str, Transport], done: Done, targets: list[Target], ttl_s: float) -> None:
        if targets:
            until = time.monotonic() + min(max(ttl_s, LEAST_TTL_S), MOST_TTL_S)
            self._known[key] = (tuple(targets[:MOST_TARGETS]), until)
        log.info("resolved targets=%d ttl_s=%d transport=%s", len(targets), ttl_s, key[1].value)
        done(self._known[key][0] if key in self._known else ())


def _search(host: str, port: int | None, transport: Transport) -> Search:
    """RFC 3263 §4 for a transport that is given: a literal, else a port that is given, else NAPTR, SRV, addresses."""
    literal = host.strip("[]")
    if _is_address(literal):
        return [Target(host, literal, port or DEFAULT_PORTS[transport])], MOST_TTL_S
    places: list[tuple[str, int]] = [(host, port or DEFAULT_PORTS[transport])]
    ttl_s: float = ADDRESS_TTL_S
    known: dict[str, list[str]] = {}
    if port is None:
        service = f"{SERVICES[transport]}.{host}"
        asked = yield _Ask(host, "NAPTR")
        assert isinstance(asked, Answer)
        if replacement := _service_of(asked, transport):
            service = replacement
        answer = yield _Ask(service, "SRV")
        assert isinstance(answer, Answer)
        if answer.records:
            places = _in_order(answer)
            ttl_s = min(answer.ttl_s, asked.ttl_s if asked.records else answer.ttl_s)
            known = answer.addresses
    targets = []
    for name, port_there in places[:MOST_TARGETS]:
        addresses = known.get(name.lower())
        if not addresses:
            told = yield _Addresses(name)
            assert isinstance(told, list)
            addresses = told
        targets += [Target(name, address, port_there) for address in addresses]
    return targets, ttl_s


def _service_of(answer: Answer, transport: Transport) -> str:
    """The SRV name of the best NAPTR record for this transport; others are not looked at: TLS never becomes less."""
    records = sorted(answer.records, key=lambda r: (r.order, r.preference))
    for record in records:
        service = record.service.decode("ascii", "replace").upper()
        if service == NAPTR_SERVICES[transport] and record.flags.lower() == b"s":
            return str(record.replacement).rstrip(".")
    return ""


def _in_order(answer: Answer) -> list[tuple[str, int]]:
    """RFC 2782: by priority, and among equals by chance in proportion to the weight."""
    left = sorted(answer.records, key=lambda r: r.priority)
    ordered = []
    while left:
        equals = [r for r in left if r.priority == left[0].priority]
        chosen = random.choices(equals, [r.weight + 0.01 for r in equals])[0]
        left.remove(chosen)
        name = str(chosen.target).rstrip(".")
        if name and chosen.port:  # "." says: no such service here
            ordered.append((name, int(chosen.port)))
    return ordered


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
