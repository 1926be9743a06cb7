"""The way to the PBX, kept up: found by name, connected, listened to, replaced when it dies, brought back to the first.

A line moves to another target only while it has no call, unless the flow is dead. All targets are of the line's own
transport: TLS never becomes less. Nothing here reads SIP beyond its own OPTIONS.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from softphone.domain.line import LineFault, LineSetup, Transport
from softphone.domain.sip import PING, PONG
from softphone.engine.carrier.flow import DatagramFlow, Place, StreamFlow, local_towards
from softphone.engine.carrier.pulse import Beat, Pulse
from softphone.engine.carrier.resolver import Resolver, Target

TURN_S = 0.25
NEXT_TARGET_S = 1.5  # before another host is tried beside the one that does not answer
NEXT_ADDRESS_S = 0.25  # before another address of the same host is: happy eyeballs (RFC 8305 §5)
BACK_TO_FIRST_S = 30.0
RETRY_S = (0.5, 1, 2, 4, 8, 15)
SHORT_LIFE_S = 5.0  # a connection that died sooner is no success: the next one waits
SEEK_EVERY_S, SEEK_FAST_S, SEEK_SELDOM_S = 1.0, 60.0, 5.0  # a PBX that fell silent on UDP

log = logging.getLogger("aside.engine")


class Way(QObject):
    """`send` while it is up; `heard` gives whole messages and who sent them."""

    heard = Signal(bytes, str)
    up = Signal(object)  # a Place: where the PBX sees us now
    down = Signal(object)  # a LineFault: nothing that was registered holds any more
    moved = Signal()  # on the socket we have, to another target: who is registered is not registered there
    stranger = Signal()

    def __init__(
        self, setup: LineSetup, resolver: Resolver, in_call: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._setup = setup
        self._resolver = resolver
        self._in_call = in_call
        self.place: Place | None = None  # None: down
        self._targets: tuple[Target, ...] = ()
        self._current = 0
        self._datagrams: DatagramFlow | None = None
        self._stream: StreamFlow | None = None
        self._attempts: list[StreamFlow] = []
        self._scout: StreamFlow | None = None  # to the first target, while another one is used
        self._looking = False  # for names
        self._failures = 0
        self._fault = LineFault.NONE
        self._pulse = Pulse(time.monotonic())
        self._mark = secrets.token_hex(8)
        self._probes = 0
        self._first_at = 0.0
        self._up_at = 0.0
        self._silent_since: float | None = None  # on UDP: fell silent, the socket is kept
        self._sought_at = 0.0
        self._closed = False
        self._turn_at = 0.0
        self._attempt_at: float | None = None
        self._retry_at: float | None = None

    def start(self) -> None:
        self.look()

    def close(self) -> None:
        self._drop_flows()
        self.place = None
        self._attempt_at = self._retry_at = None
        self._closed = True

    def tick(self) -> None:
        """Every few milliseconds."""
        now = time.monotonic()
        if self._attempt_at is not None and now >= self._attempt_at:
            self._attempt()
        if self._retry_at is not None and now >= self._retry_at:
            self.look()
        if now >= self._turn_at:
            self._turn_at = now + TURN_S
            self._turn(now)

    @property
    def hopeless(self) -> bool:
        """Nothing is up and nothing is being tried: an answer can be given at once."""
        return self.place is None and not self._looking and not self._attempts and self._attempt_at is None

    @property
    def fault(self) -> LineFault:
        return self._fault

    def look(self) -> None:
        """Find the PBX and go there, now; what is up or on its way stays."""
        if self._looking or self._attempts or (self.place is not None):
            return
        self._retry_at = None
        self._looking = True
        self._resolver.find(self._setup.server, self._setup.transport, self._found)

    def send(self, data: bytes, back: str = "", *, asks: bool = False) -> None:
        """`back`: to whom on UDP, an answer's own way. `asks`: a living PBX answers this at once."""
        if asks:
            self._pulse.asked(time.monotonic())
        if self._datagrams is not None:
            self._datagrams.send(data, back or str(self._targets[self._current]))
        elif self._stream is not None:
            self._stream.send(data)

    # --- Finding and connecting ---------------------------------------------------------------------------

    def _found(self, targets: tuple[Target, ...]) -> None:
        if self._closed:
            return
        self._looking = False
        self._targets = targets
        self._current = 0
        if not targets:
            self._fail(LineFault.NAME_NOT_FOUND)
        elif self._setup.transport is Transport.UDP:
            self._open_datagrams()
        else:
            self._fault = LineFault.UNREACHABLE
            self._attempt()

    def _open_datagrams(self) -> None:
        for at, target in enumerate(self._targets):
            local = local_towards(target)
            flow = DatagramFlow(local, self._targets, self) if local else None
            if flow is not None and flow.bound:
                flow.heard.connect(self._hear)
                flow.stranger.connect(self.stranger)
                self._datagrams, self._current = flow, at
                self._come_up(flow.place)
                return
        self._fail(LineFault.NO_NETWORK)

    def _attempt(self) -> None:
        """Try one target more; whichever is up first is taken."""
        self._attempt_at = None
        at = self._current
        if at >= len(self._targets):
            if not self._attempts:
                self._fail(self._fault)
            return
        target = self._targets[at]
        self._current = at + 1
        flow = StreamFlow(self._setup, target, self)
        self._attempts.append(flow)
        flow.up.connect(lambda: self._chosen(flow))
        flow.died.connect(lambda fault: self._attempt_failed(flow, fault))
        if at + 1 < len(self._targets):
            same_host = self._targets[at + 1].host == target.host
            self._attempt_at = time.monotonic() + (NEXT_ADDRESS_S if same_host else NEXT_TARGET_S)

    def _attempt_failed(self, flow: StreamFlow, fault: LineFault) -> None:
        self._attempts.remove(flow)
        if fault is not LineFault.UNREACHABLE or self._fault is LineFault.NONE:
            self._fault = fault
        if self._current < len(self._targets):
            self._attempt()
        elif not self._attempts:
            self._fail(self._fault)

    def _chosen(self, flow: StreamFlow) -> None:
        self._attempt_at = None
        for other in self._attempts:
            if other is not flow:
                other.close()
        self._attempts.clear()
        self._use(flow)

    def _use(self, flow: StreamFlow) -> None:
        flow.up.disconnect()
        flow.died.disconnect()
        flow.heard.connect(self._hear)
        flow.died.connect(self._stream_died)
        self._stream = flow
        self._current = self._targets.index(flow.target) if flow.target in self._targets else 0
        self._come_up(flow.place)

    def _come_up(self, place: Place) -> None:
        now = time.monotonic()
        self.place = place
        self._up_at = now
        self._silent_since = None
        self._fault = LineFault.NONE
        self._pulse = Pulse(now)
        self._first_at = now
        self._probe(str(self._targets[self._current]))  # who answers this one will be missed when it falls silent
        log.info("way up target=%d of=%d transport=%s", self._current, len(self._targets), place.transport.value)
        self.up.emit(place)

    def _fail(self, fault: LineFault) -> None:
        self._fault = fault
        wait_s = RETRY_S[min(self._failures, len(RETRY_S) - 1)]
        self._failures += 1
        log.info("way down fault=%s retry_s=%.1f", fault.value, wait_s)
        self._retry_at = time.monotonic() + wait_s
        self.down.emit(fault)

    def _stream_died(self, fault: LineFault) -> None:
        self._stream = None
        self._lose(fault)

    def _lose(self, fault: LineFault) -> None:
        """The flow is dead: its registration too. The next one is tried at once, if this one had a life."""
        self._drop_flows()
        self.place = None
        if time.monotonic() - self._up_at < SHORT_LIFE_S:
            self._fail(fault)
            return
        self._failures = 0
        log.info("way lost fault=%s", fault.value)
        self.down.emit(fault)
        self.look()

    def _fall_silent(self) -> None:
        """On UDP the only target says nothing: the socket stays, for calls that may live, unless our address went."""
        now = time.monotonic()
        target = self._targets[self._current]
        if self.place is None or local_towards(target) != self.place.host:
            self._lose(LineFault.NO_NETWORK)
            return
        log.info("way silent")
        self._silent_since = self._sought_at = now
        self._pulse = Pulse(now)
        self.down.emit(LineFault.UNREACHABLE)
        self._resolver.find(self._setup.server, self._setup.transport, self._found_again)

    def _found_again(self, targets: tuple[Target, ...]) -> None:
        if not self._closed and targets and self._datagrams is not None and set(targets) != set(self._targets):
            self._targets = self._datagrams.targets = targets
            self._current = 0

    def _drop_flows(self) -> None:
        for flow in (self._datagrams, self._stream, self._scout, *self._attempts):
            if flow is not None:
                flow.close()
        self._datagrams = self._stream = self._scout = None
        self._attempts.clear()

    # --- While it is up -----------------------------------------------------------------------------------

    def _hear(self, data: bytes, source: str) -> None:
        now = time.monotonic()
        probe = data.startswith(b"SIP/2.0 ") and self._mark.encode() in data
        if probe and self._current and source == str(self._targets[0]):
            self._back_to_first()
            return
        if not source or source == str(self._targets[self._current]):
            self._pulse.heard(answer_to_probe=probe or data == PONG, now=now)
            if self._silent_since is not None:
                self._silent_since = None
                log.info("way back")
                self.up.emit(self.place)
        if not probe and data.strip(b"\r\n\0"):
            self.heard.emit(data, source)

    def _turn(self, now: float) -> None:
        if self.place is None:
            return
        if self._silent_since is not None:
            every_s = SEEK_EVERY_S if now - self._silent_since < SEEK_FAST_S else SEEK_SELDOM_S
            if now - self._sought_at >= every_s:
                self._sought_at = now
                self._probe(str(self._targets[self._current]))
            return
        elsewhere = len(self._targets) > 1 and self._datagrams is not None
        if elsewhere and self._pulse.unanswered(now) and not self._in_call():
            self._move((self._current + 1) % len(self._targets))
            return
        match self._pulse.beat(now):
            case Beat.PROBE:
                self._probe(str(self._targets[self._current]))
            case Beat.DEAD if elsewhere:
                self._move((self._current + 1) % len(self._targets))
            case Beat.DEAD if self._datagrams is not None:
                self._fall_silent()
            case Beat.DEAD:
                self._lose(LineFault.UNREACHABLE)
        if self._current and now - self._first_at >= BACK_TO_FIRST_S and not self._in_call():
            self._first_at = now
            self._try_first()

    def _move(self, to: int) -> None:
        log.info("way moved target=%d of=%d", to, len(self._targets))
        self._current = to
        self._pulse = Pulse(time.monotonic())
        self._first_at = time.monotonic()
        self.moved.emit()

    def _try_first(self) -> None:
        if self._datagrams is not None:
            self._probe(str(self._targets[0]))
            return
        if self._scout is not None:
            self._scout.close()
        scout = self._scout = StreamFlow(self._setup, self._targets[0], self)
        scout.up.connect(self._back_to_first)
        scout.died.connect(self._scout_died)

    def _scout_died(self) -> None:
        self._scout = None

    def _back_to_first(self) -> None:
        if self._in_call():
            if self._scout is not None:
                self._scout.close()
                self._scout = None
        elif self._datagrams is not None:
            self._move(0)
        elif self._scout is not None:
            scout, self._scout = self._scout, None
            if self._stream is not None:
                self._stream.close()
            self.place = None
            self.down.emit(LineFault.NONE)
            self._use(scout)

    def _probe(self, to: str) -> None:
        """An OPTIONS that belongs to nobody; any answer to it is life."""
        place = self.place
        if place is None:
            return
        if self._stream is not None:
            self._stream.send(PING)
        self._probes += 1
        user, server = self._setup.user, self._setup.server
        lines = (
            f"OPTIONS sip:{server} SIP/2.0",
            f"Via: SIP/2.0/{place.transport.value.upper()} {place.sent_by}:{place.port};rport;"
            f"branch=z9hG4bKacp{self._mark}{self._probes}",
            "Max-Forwards: 70",
            f"From: <sip:{user}@{server}>;tag={self._mark}",
            f"To: <sip:{server}>",
            f"Call-ID: {self._mark}{self._probes}",
            "CSeq: 1 OPTIONS",
            "Content-Length: 0",
        )
        self.send("\r\n".join((*lines, "", "")).encode(), to)
