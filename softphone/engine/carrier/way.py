"""The way to the PBX, kept up: found by name, connected, listened to, replaced when it dies, brought back to the first.

A line moves to another target only while it has no call, unless the flow is dead. All targets are of the line's own
transport: TLS never becomes less. Nothing here reads SIP beyond its own OPTIONS.
"""

from __future__ import annotations

import logging
import random
import secrets
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from softphone.domain.line import LineFault, LineSetup, Transport
from softphone.domain.sip import PING, PONG
from softphone.engine.carrier.certificates import read_anew
from softphone.engine.carrier.flow import DatagramFlow, Place, StreamFlow, local_towards
from softphone.engine.carrier.pulse import DATAGRAM_IDLE_S, STREAM_IDLE_S, Beat, Pulse, Seeking
from softphone.engine.carrier.race import Race
from softphone.engine.carrier.resolver import Resolver, Target

TURN_S = 0.25
BACK_TO_FIRST_S = 30.0
SHORT_LIFE_S = 5.0  # a connection that died sooner is no success: the next one waits

log = logging.getLogger("aside.engine")


class Way(QObject):
    """`send` while it is up; `heard` gives whole messages and who sent them."""

    heard = Signal(bytes, str)
    up = Signal(object)  # a Place: where the PBX sees us now; again when it was silent and may have been restarted
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
        self._races: list[Race] = []  # a new one each second, beside those that still wait for an answer
        self._scout: StreamFlow | None = None  # to the first target, while another one is used
        self._search = 0  # for names: number of the one under way, answers to older ones are dropped
        self._looking = False
        self._rounds = 0  # of tries to get there
        self._given_up = False  # said to be down since it was up last
        self._seeking = Seeking(random.random)
        self._fault = LineFault.NONE
        self._pulse = Pulse(time.monotonic())
        self._mark = secrets.token_hex(8)
        self._probes = 0
        self._first_at = 0.0
        self._up_at = 0.0
        self._silent = False  # on UDP: nothing is heard, the socket is kept
        self._seek_at: float | None = None  # while it is silent or down: when to look again
        self._closed = False
        self._turn_at = 0.0

    def start(self) -> None:
        self.look()

    def close(self) -> None:
        self._drop_flows()
        self.place = None
        self._seek_at = None
        self._closed = True

    def tick(self) -> None:
        """Every few milliseconds."""
        now = time.monotonic()
        for race in tuple(self._races):
            race.tick(now)
        if self._seek_at is not None and now >= self._seek_at:
            self._seek_at = now + self._seeking.next_s(now)
            if self._silent:
                self._probe(str(self._targets[self._current]))
            else:
                self.look()
        if now >= self._turn_at:
            self._turn_at = now + TURN_S
            self._turn(now)

    @property
    def hopeless(self) -> bool:
        """Nothing is up, and the last try failed: an answer can be given at once."""
        return self.place is None and (self._given_up or not (self._looking or self._races))

    @property
    def silent(self) -> bool:
        """On UDP: there is a socket, and nobody answers on it."""
        return self._silent

    @property
    def fault(self) -> LineFault:
        return self._fault

    def look(self) -> None:
        """Find the PBX and go there, now. What is known of it is tried before the names are answered."""
        if self.place is not None or self._closed:
            return
        rounds = self._rounds
        if not self._looking:
            self._ask_names()
        if self._targets and self.place is None and self._rounds == rounds:
            self._go()

    def reconsider(self, *, old: bool) -> None:
        """The network is another one, or `old`: we slept, and a connection from before may be long gone."""
        if self._closed:
            return
        self._seeking.found()
        self._search += 1  # name servers may be others now
        self._looking = False
        if self.place is None:
            self.look()
            return
        local = local_towards(self._targets[self._current])
        worn = self._stream is not None and (old or bool(self._setup.proxy))
        if worn or local != self.place.host:
            self._replace(LineFault.UNREACHABLE if local else LineFault.NO_NETWORK)
        else:
            self._pulse.asked(time.monotonic())
            self._probe(str(self._targets[self._current]))

    def send(self, data: bytes, back: str = "", *, asks: bool = False) -> None:
        """`back`: to whom on UDP, an answer's own way. `asks`: a living PBX answers this at once."""
        if asks:
            self._pulse.asked(time.monotonic())
        if self._datagrams is not None:
            self._datagrams.send(data, back or str(self._targets[self._current]))
        elif self._stream is not None:
            self._stream.send(data)

    # --- Finding and connecting ---------------------------------------------------------------------------

    def _ask_names(self) -> None:
        self._search += 1
        self._looking = True
        search = self._search
        self._resolver.find(self._setup.server, self._setup.transport, lambda targets: self._found(search, targets))

    def _found(self, search: int, targets: tuple[Target, ...]) -> None:
        if self._closed or search != self._search:
            return
        self._looking = False
        new = bool(targets) and targets != self._targets
        if self.place is None:
            if new:
                self._targets, self._current = targets, 0
            if not self._targets:
                self._fail(LineFault.NAME_NOT_FOUND)
            elif new or not self._races:
                self._go()
        elif new and self._silent and self._datagrams is not None:
            self._targets = self._datagrams.targets = targets
            self._current = 0

    def _go(self) -> None:
        self._rounds += 1
        if self._setup.transport is Transport.UDP:
            self._open_datagrams()
            return
        now = time.monotonic()
        self._seek_at = now + self._seeking.next_s(now)
        race = Race(self._setup, self._targets, self)
        self._races.append(race)
        race.won.connect(self._use)
        race.lost.connect(lambda fault: self._lost_race(race, fault))
        race.start()

    def _lost_race(self, race: Race, fault: LineFault) -> None:
        self._races.remove(race)
        self._fail(fault)

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

    def _use(self, flow: StreamFlow) -> None:
        self._end_races()
        flow.heard.connect(self._hear)
        flow.died.connect(self._stream_died)
        self._stream = flow
        self._current = self._targets.index(flow.target) if flow.target in self._targets else 0
        self._come_up(flow.place)

    def _come_up(self, place: Place) -> None:
        now = time.monotonic()
        self.place = place
        self._up_at = now
        self._silent = self._given_up = False
        self._seek_at = None
        self._fault = LineFault.NONE
        self._pulse = self._new_pulse()
        self._first_at = now
        self._probe(str(self._targets[self._current]))  # who answers this one will be missed when it falls silent
        log.info("way up target=%d of=%d transport=%s", self._current, len(self._targets), place.transport.value)
        self.up.emit(place)

    def _fail(self, fault: LineFault) -> None:
        """Not there; it is looked for again and again by `_seek_at`."""
        if fault is LineFault.CERTIFICATE_UNKNOWN_ISSUER and not self._given_up and not self._in_call():
            read_anew()
        if not self._given_up or fault is not self._fault:
            log.info("way down fault=%s", fault.value)
        self._fault = fault
        self._given_up = True
        now = time.monotonic()
        if self._seek_at is None or self._seek_at < now:
            self._seek_at = now + self._seeking.next_s(now)
        self.down.emit(fault)

    def _stream_died(self, fault: LineFault) -> None:
        self._stream = None
        self._lose(fault)

    def _lose(self, fault: LineFault) -> None:
        """The flow is dead: its registration too. The next one is tried at once, if this one had a life."""
        if time.monotonic() - self._up_at < SHORT_LIFE_S:
            self._drop_flows()
            self.place = None
            self._fail(fault)
            return
        self._seeking.found()
        self._replace(fault)

    def _replace(self, fault: LineFault) -> None:
        """By another flow, at once."""
        self._drop_flows()
        self.place = None
        self._fault = fault
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
        self._silent = True
        self._fault = LineFault.UNREACHABLE
        self._seeking.found()
        self._seek_at = now + self._seeking.next_s(now)
        self._pulse = self._new_pulse()
        self.down.emit(LineFault.UNREACHABLE)
        self._ask_names()

    def _new_pulse(self) -> Pulse:
        return Pulse(time.monotonic(), DATAGRAM_IDLE_S if self._datagrams is not None else STREAM_IDLE_S)

    def _end_races(self) -> None:
        for race in self._races:
            race.close()
        self._races.clear()

    def _drop_flows(self) -> None:
        for flow in (self._datagrams, self._stream, self._scout):
            if flow is not None:
                flow.close()
        self._datagrams = self._stream = self._scout = None
        self._silent = False
        self._end_races()

    # --- While it is up -----------------------------------------------------------------------------------

    def _hear(self, data: bytes, source: str) -> None:
        now = time.monotonic()
        probe = data.startswith(b"SIP/2.0 ") and self._mark.encode() in data
        if probe and self._current and source == str(self._targets[0]):
            self._back_to_first()
            return
        if not source or source == str(self._targets[self._current]):
            gap = self._pulse.heard(answer_to_probe=probe or data == PONG, now=now)
            if self._silent or gap:
                log.info("way back silent=%s", self._silent)
                self._silent = False
                self._seek_at = None
                self._fault = LineFault.NONE
                self.up.emit(self.place)
        if not probe and data.strip(b"\r\n\0"):
            self.heard.emit(data, source)

    def _turn(self, now: float) -> None:
        if self.place is None or self._silent:
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
        self._pulse = self._new_pulse()
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
            scout.up.disconnect()
            scout.died.disconnect()
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
