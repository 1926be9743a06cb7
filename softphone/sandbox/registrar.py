"""Who is registered where (RFC 3261 §10.3). Pure: messages in, answers out, the clock is handed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from softphone.domain.line import Transport
from softphone.domain.sip import Request, Response, reply_to
from softphone.domain.sip_address import BadMessage, NameAddr, Uri
from softphone.sandbox.digest import Gatekeeper, Verdict

LONGEST_S = 300  # a phone that died is forgotten soon
MAX_CONTACTS = 8


class Flow(Struct, frozen=True):
    """Where a phone is: everything here is on loopback, so a port is enough."""

    transport: Transport
    port: int

    def __str__(self) -> str:
        return f"{self.transport.value[0]}{self.port}"

    @staticmethod
    def read(untrusted: str) -> Flow | None:
        """The flow named by `str`, None for anything else."""
        found = re.fullmatch("([ut])([0-9]{1,5})", untrusted)
        if not found or not 0 < int(found[2]) < 65536:
            return None
        return Flow(Transport.UDP if found[1] == "u" else Transport.TCP, int(found[2]))


class Binding(Struct, frozen=True):
    contact: Uri
    flow: Flow
    until: float
    sip_call_id: str
    cseq: int


class Registrar:
    """`refuse_passwords` answers 403 to everybody; `longest_s` is the most it grants."""

    def __init__(
        self, users: Mapping[str, str], realm: str, now: Callable[[], float], *, algorithm: str = "MD5"
    ) -> None:
        self.users = dict(users)
        self.refuse_passwords = False
        self.longest_s = LONGEST_S
        self._now = now
        self._gatekeeper = Gatekeeper(realm, now, algorithm)
        self._bindings: dict[str, list[Binding]] = {}

    def knows(self, user: str) -> bool:
        return user in self.users

    def bindings(self, user: str) -> tuple[Binding, ...]:
        """Contacts that have not run out, newest first."""
        now = self._now()
        live = [b for b in self._bindings.get(user, ()) if b.until > now]
        self._bindings[user] = live
        return tuple(reversed(live))

    def flow_of(self, contact: Uri) -> Flow | None:
        """The flow over which somebody registered this very contact."""
        for user in tuple(self._bindings):
            for binding in self.bindings(user):
                if _same(binding.contact, contact):
                    return binding.flow
        return None

    def forget(self) -> None:
        self._bindings.clear()

    def drop_flow(self, flow: Flow) -> None:
        """A connection is gone, and with it the way to whoever registered over it (RFC 5626 §4.2)."""
        for user, held in self._bindings.items():
            self._bindings[user] = [b for b in held if b.flow != flow]

    def register(self, request: Request, flow: Flow) -> Response:
        """The answer to a REGISTER. Raises BadMessage where it makes no sense."""
        user = request.recipient.uri.name
        if self.refuse_passwords:
            return reply_to(request, 403)
        password = self.users.get(user)
        verdict = Verdict.WRONG
        said = request.value("Authorization")
        if said is not None and password is not None:
            verdict = self._gatekeeper.judge(said, "REGISTER", user, password)
        if verdict is not Verdict.RIGHT:
            # A stranger is asked for a password like anybody else: who exists is nobody's business.
            challenge = self._gatekeeper.challenge(stale=verdict is Verdict.STALE)
            return reply_to(request, 401, headers=(("WWW-Authenticate", challenge),))
        return self._store(request, user, flow)

    def _store(self, request: Request, user: str, flow: Flow) -> Response:
        number, _ = request.cseq
        held = list(reversed(self.bindings(user)))
        contacts = request.values("Contact")
        if any(b.sip_call_id == request.call_id and b.cseq > number for b in held) and contacts:
            return reply_to(request, 500, reason="CSeq is too old")
        if contacts == ("*",):
            if request.value("Expires") != "0":
                raise BadMessage("Contact * without Expires 0")
            held = []
        else:
            for text in contacts:
                contact = NameAddr.read(text)
                expires_s = _seconds(contact.param("expires"), _seconds(request.value("Expires"), self.longest_s))
                held = [b for b in held if not _same(b.contact, contact.uri)]
                if expires_s:
                    until = self._now() + min(expires_s, self.longest_s)
                    held.append(Binding(contact.uri, flow, until, request.call_id, number))
        self._bindings[user] = held[-MAX_CONTACTS:]
        return reply_to(
            request,
            200,
            headers=tuple(
                ("Contact", f"<{b.contact}>;expires={max(1, round(b.until - self._now()))}")
                for b in self.bindings(user)
            ),
        )


def _seconds(untrusted: str | None, otherwise: int) -> int:
    if untrusted is None or not re.fullmatch("[0-9]{1,10}", untrusted):
        return otherwise
    return int(untrusted)


def _same(one: Uri, other: Uri) -> bool:
    """Same user, host and port: transport and other parameters do not make it another phone here."""
    return (one.name, one.host.lower(), one.port) == (other.name, other.host.lower(), other.port)
