"""A stateless proxy (RFC 3261 §16.11) for one loopback domain. Pure: a message in, messages out.

It keeps nothing that a retransmission or a restart would miss: the way back is in the branch of its Via, the way
of a dialog in its Record-Route, both as the text of a Flow. Two Record-Routes, one a side (RFC 5658), carry a
call between UDP and TCP. Only the choice among several phones of a user is remembered for the life of an INVITE.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.line import Transport
from softphone.domain.sip import Headers, Message, Request, Response, reply_to
from softphone.domain.sip_address import BadMessage, NameAddr, Uri, Via
from softphone.sandbox.registrar import Flow, Registrar

FORWARDED = frozenset(
    ["INVITE", "ACK", "BYE", "CANCEL", "MESSAGE", "SUBSCRIBE", "NOTIFY", "REFER", "OPTIONS", "INFO", "UPDATE", "PRACK"]
)
_OPEN_DIALOGS = frozenset({"INVITE", "SUBSCRIBE", "REFER"})
HOST = "127.0.0.1"
_COOKIE = "z9hG4bK"
_TAG = "aside-pbx-"  # in To: an answer of our own, so the ACK to it ends here
_CHOICE_LIVES_S = 64.0  # 64·T1 is 32 s; an INVITE may ring longer before it is cancelled, but not by much here
_MAX_CHOICES = 2000

log = logging.getLogger("aside.sandbox")


class Send(Struct, frozen=True):
    flow: Flow
    message: Message


class Proxy:
    """`message_code` answers every MESSAGE with that status instead of passing it on."""

    def __init__(self, registrar: Registrar, port: int, now: Callable[[], float]) -> None:
        self.message_code: int | None = None
        self._registrar = registrar
        self._port = port
        self._now = now
        self._choices: dict[str, tuple[float, Flow, str]] = {}

    def pass_on(self, message: Message, flow: Flow) -> list[Send]:
        """What to send because `message` came over `flow`. Raises BadMessage."""
        if isinstance(message, Response):
            return self._answer(message)
        via = message.via
        back = _way_back(via, flow)
        request = message.without_first("Via").with_first("Via", str(via.arrived_from(HOST, flow.port)))
        hops = request.value("Max-Forwards") or "70"
        if not hops.isdecimal() or len(hops) > 3:
            return self._refuse(request, back, 400)
        if hops.strip("0") == "":
            return self._refuse(request, back, 483)
        if request.method == "REGISTER":
            return [Send(back, self._registrar.register(request, flow))]
        request = request.with_value("Max-Forwards", str(int(hops) - 1))
        return self._forward(request, back)

    def _forward(self, request: Request, back: Flow) -> list[Send]:
        if request.method == "ACK" and request.recipient.tag.startswith(_TAG):
            return []
        if request.method not in FORWARDED:
            return self._refuse(request, back, 405, (("Allow", ", ".join(sorted(FORWARDED))),))
        if request.method == "MESSAGE" and self.message_code is not None:
            return self._refuse(request, back, self.message_code)
        request, named = self._pop_routes(request)
        uri = Uri.read(request.uri)
        if uri.scheme != "sip":
            return self._refuse(request, back, 416)
        if named is not None:
            target: Flow | None = named
        elif self._is_us(uri):
            if not uri.user:
                return self._refuse(request, back, 200 if request.method == "OPTIONS" else 405)
            if not self._registrar.knows(uri.name):
                return self._refuse(request, back, 404)
            target, request = self._choose(request, uri.name)
        elif uri.host == HOST and uri.port:
            target = self._registrar.flow_of(uri)
            if target is None and uri.param("transport") != "tcp":
                target = Flow(Transport.UDP, uri.port)
        else:
            return self._refuse(request, back, 404)
        if target is None:
            return self._refuse(request, back, 481 if request.method == "CANCEL" else 480)
        if request.method in _OPEN_DIALOGS and not request.recipient.tag:
            request = self._record(request, back, target)
        return [Send(target, request.with_first("Via", self._via(request, back, target)))]

    def _answer(self, response: Response) -> list[Send]:
        via = response.via
        flow = Flow.read(via.branch.split(".")[1]) if via.branch.count(".") == 2 else None
        if (via.host, via.port) != (HOST, self._port) or flow is None:
            log.info("stray_answer status=%d", response.status)
            return []
        passed = response.without_first("Via")
        return [Send(flow, passed)] if passed.values("Via") else []

    def _refuse(self, request: Request, back: Flow, status: int, headers: Headers = ()) -> list[Send]:
        if request.method == "ACK":
            return []
        return [Send(back, reply_to(request, status, to_tag=_TAG + _digest(request.via.branch), headers=headers))]

    def _pop_routes(self, request: Request) -> tuple[Request, Flow | None]:
        """Without our own Routes; the last of them names the flow of whoever is next."""
        named: Flow | None = None
        while (route := request.value("Route")) is not None:
            uri = NameAddr.read(route).uri
            if not self._is_us(uri):
                raise BadMessage("a Route through somebody else")
            named = Flow.read(uri.name)
            request = request.without_first("Route")
        return request, named

    def _choose(self, request: Request, user: str) -> tuple[Flow | None, Request]:
        """One phone of `user`: CANCEL, ACK and retransmissions go where the INVITE went."""
        key = f"{request.via}"
        chosen = self._choices.get(key)
        if chosen is None:
            bindings = self._registrar.bindings(user)
            if not bindings:
                return None, request
            chosen = (self._now(), bindings[0].flow, str(bindings[0].contact))
            if request.method == "INVITE":
                self._forget_old_choices()
                self._choices[key] = chosen
        _, flow, contact = chosen
        return flow, replace(request, uri=contact)

    def _forget_old_choices(self) -> None:
        now = self._now()
        if len(self._choices) >= _MAX_CHOICES:
            self._choices.clear()
        for key, (at, _, _) in tuple(self._choices.items()):
            if now - at <= _CHOICE_LIVES_S:
                break
            del self._choices[key]

    def _record(self, request: Request, back: Flow, target: Flow) -> Request:
        for side in (back, target):
            transport = ";transport=tcp" if side.transport is Transport.TCP else ""
            request = request.with_first("Record-Route", f"<sip:{side}@{HOST}:{self._port}{transport};lr>")
        return request

    def _via(self, request: Request, back: Flow, target: Flow) -> str:
        """Our Via. The branch depends on what CANCEL and ACK share with their INVITE (§16.11), nothing else."""
        theirs = request.via
        seed = theirs.branch if theirs.branch.startswith(_COOKIE) else f"{request.call_id} {request.cseq[0]}"
        branch = f"{_COOKIE}.{back}.{_digest(f'{seed} {theirs.host} {theirs.port}')}"
        return str(Via(target.transport.value.upper(), HOST, self._port, (("branch", branch),)))

    def _is_us(self, uri: Uri) -> bool:
        if uri.host.lower() not in (HOST, "localhost"):
            return False
        return uri.port == self._port or (uri.port is None and (not uri.user or self._registrar.knows(uri.name)))


def _way_back(via: Via, flow: Flow) -> Flow:
    """Where the answer goes (§18.2.2): the connection it came on, else the port asked for."""
    if flow.transport is Transport.TCP or via.param("rport") is not None:
        return flow
    return Flow(Transport.UDP, via.port or 5060)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
