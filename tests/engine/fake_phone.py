"""A telephone and ears that remember what they were told; the test says what the network does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from softphone.domain.audio import Route, Sound, SoundSetup
from softphone.domain.call import Call, Dialog, Party
from softphone.domain.line import LineSetup
from softphone.domain.nat import NatSetup
from softphone.domain.presence import DigitsBy, Gate, Presence
from softphone.domain.protocol import Answer, CallChanged, Command, Configure, Dial, Event
from softphone.domain.quality import Count
from softphone.domain.ringing import RingTone
from softphone.engine.exchange import Exchange
from softphone.engine.exchange_recording import OpenRecorder
from softphone.engine.ports import (
    Connected,
    FileEnded,
    LegEnded,
    News,
    Offered,
    Registration,
    Soothing,
    TapeSink,
    TextAnswered,
)

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LINE = LineSetup("anna", "127.0.0.1:5080", "pw")
GATE = Gate(register=True, customers=True, second_call=True, colleague_numbers=frozenset({"204"}), internal_length=3)
DIALOG = Dialog("net-1", "ours", "theirs", "sip:x@127.0.0.1:9", "sip:x@127.0.0.1")

E = TypeVar("E")


class FakePhone:
    """`did` is every command as a tuple. `news` are told at the next tick, as the contract says."""

    def __init__(self) -> None:
        self.did: list[tuple[object, ...]] = []
        self.news: list[News] = []
        self.routes: frozenset[Route] = frozenset()
        self.legs: set[str] = set()
        self.counts: dict[str, Count] = {}
        self.tapes: dict[str, TapeSink] = {}
        self.line: LineSetup | None = None
        self.nat = NatSetup()
        self.relay_there = False
        self.music_there = self.words_there = True
        self.rehearsal: Callable[[bytes], None] | None = None
        self._tell: Callable[[News], None] = lambda _: None

    def start(self, tell: Callable[[News], None]) -> None:
        self._tell = tell

    def tick(self) -> None:
        while self.news:
            news = self.news.pop(0)
            if isinstance(news, LegEnded):
                self.legs.discard(news.leg)
            elif isinstance(news, Offered):
                self.legs.add(news.leg)
            self._tell(news)

    def stop(self) -> None:
        self.did.append(("stop",))

    def use_line(self, setup: LineSetup | None, name: str = "") -> None:
        if not name:
            self.line = setup
        self.did.append(("use_line", setup, *filter(None, [name])))

    def register(self, on: bool, name: str = "") -> None:
        self.did.append(("register", on, *filter(None, [name])))

    def network_changed(self, *, slept: bool) -> None:
        self.did.append(("network_changed", slept))

    def use_nat(self, setup: NatSetup) -> None:
        self.nat = setup

    def take_relay(self, leg: str) -> bool:
        self.did.append(("take_relay", leg))
        taken, self.relay_there = self.relay_there, False
        return taken

    def try_line(self, setup: LineSetup) -> None:
        self.did.append(("try_line", setup))

    def dial(self, leg: str, target: str, headers: tuple[tuple[str, str], ...], line: str = "") -> None:
        self.did.append(("dial", leg, target, *filter(None, [line])))
        self._begin(leg)

    def take_back(self, leg: str, dialog: Dialog, line: str = "") -> None:
        self.did.append(("take_back", leg, dialog))
        self._begin(leg)

    def ring(self, leg: str) -> None:
        self.did.append(("ring", leg))

    def answer(self, leg: str) -> None:
        self.did.append(("answer", leg))

    def refuse(self, leg: str, code: int) -> None:
        self.did.append(("refuse", leg, code))
        self._end(leg, code)

    def hang_up(self, leg: str) -> None:
        self.did.append(("hang_up", leg))
        self._end(leg, 200)

    def hold(self, leg: str, on: bool) -> None:
        self.did.append(("hold", leg, on))

    def digits(self, leg: str, digits: str, by: DigitsBy = DigitsBy.EVENTS) -> None:
        self.did.append(("digits", leg, digits, by))

    def deflect(self, leg: str, target: str) -> None:
        self.did.append(("deflect", leg, target))
        self._end(leg, 302)

    def refer(self, leg: str, target: str) -> None:
        self.did.append(("refer", leg, target))

    def refer_to(self, leg: str, other: str) -> None:
        self.did.append(("refer_to", leg, other))

    def trust(self, leg: str) -> None:
        self.did.append(("trust", leg))

    def route(self, wanted: frozenset[Route]) -> None:
        self.routes = wanted

    def soothe(self, leg: str, words: str, music: str) -> Soothing:
        self.did.append(("soothe", leg, words, music))
        plays = bool(music) and self.music_there and leg in self.legs
        return Soothing(plays, plays and bool(words) and self.words_there)

    def rehearse(self, take: Callable[[bytes], None] | None) -> None:
        self.rehearsal = take

    def record(self, leg: str, sink: TapeSink | None) -> None:
        self.did.append(("record", leg, sink is not None))
        if sink is None:
            self.tapes.pop(leg, None)
        else:
            self.tapes[leg] = sink

    def ask_record(self, leg: str, on: bool) -> None:
        self.did.append(("ask_record", leg, on))

    def play(self, leg: str, path: str) -> None:
        self.did.append(("play", leg, path))
        if path:
            self.news.append(FileEnded(leg, path))

    def send_text(
        self, token: str, to: str, content_type: str, body: str, headers: tuple[tuple[str, str], ...]
    ) -> None:
        self.did.append(("send_text", token, to, content_type, body, headers))
        if self.line is None:
            self.news.append(TextAnswered(token, 503, "no line"))

    def watch(self, uris: tuple[str, ...]) -> None:
        self.did.append(("watch", uris))

    def publish(self, presence: Presence) -> None:
        self.did.append(("publish", presence.reach, presence.note))

    def measure(self, leg: str) -> Count | None:
        return self.counts.get(leg)

    def report(self) -> str:
        return "trace\n" * 20_000

    def _begin(self, leg: str) -> None:
        if self.line is None:
            self.news.append(LegEnded(leg, 503, ""))
        else:
            self.legs.add(leg)

    def _end(self, leg: str, code: int) -> None:
        if leg in self.legs:
            self.legs.discard(leg)
            self.news.append(LegEnded(leg, code, ""))


@dataclass
class FakeEars:
    did: list[tuple[str, Any]] = field(default_factory=list)

    def start(self, changed: Callable[[Sound], None]) -> None:
        changed(Sound(reason="fake"))

    def stop(self) -> None:
        self.did.append(("stop", None))

    def configure(self, setup: SoundSetup) -> None:
        self.did.append(("configure", setup))

    def open_call(self, on: bool) -> None:
        self.did.append(("open_call", on))

    def put_ear(self, frame: bytes) -> None: ...

    def get_microphone(self) -> bytes:
        return bytes(640)

    speaking = False

    def levels(self) -> tuple[float, float]:
        return -20.04, -30.0

    def ring(self, tone: RingTone | None) -> None:
        self.did.append(("ring", tone))

    def play(self, samples: bytes) -> None:
        self.did.append(("play", len(samples)))

    def tone(self, name: str | None) -> None:
        self.did.append(("tone", name))


class Bench:
    """An exchange between a fake telephone and fake ears, with a clock that the test turns."""

    def __init__(
        self, gate: Gate = GATE, *, configured: bool = True, open_recorder: OpenRecorder | None = None
    ) -> None:
        self.now = START
        self.phone = FakePhone()
        self.ears = FakeEars()
        self.events: list[Event] = []
        self.exchange = Exchange(
            self.phone, self.ears, self.events.append, lambda: self.now, lambda: 0.0, open_recorder
        )
        if configured:
            self.do(Configure(LINE, gate))
            self.tell(Registration(200, "OK", 60))
            self.forget()

    def forget(self) -> None:
        self.events.clear()
        self.phone.did.clear()
        self.ears.did.clear()

    def do(self, *commands: Command) -> None:
        for command in commands:
            self.exchange.command(command)

    def tell(self, *news: News) -> None:
        self.phone.news.extend(news)
        self.exchange.tick()

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.exchange.tick()

    def all(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def last(self, kind: type[E]) -> E:
        return self.all(kind)[-1]

    def call(self, call_id: str) -> Call:
        """As it was said last."""
        return next(e.call for e in reversed(self.all(CallChanged)) if e.call.call_id == call_id)

    def ring_in(self, call_id: str = "c1", number: str = "+49405550142", *headers: tuple[str, str]) -> None:
        self.tell(Offered(call_id, Party(number, "", f"sip:{number}@127.0.0.1"), headers, DIALOG))

    def talk(self, call_id: str = "c1") -> None:
        self.ring_in(call_id)
        self.do(Answer(call_id))
        self.tell(Connected(call_id, DIALOG))

    def dial_out(self, call_id: str = "d1", target: str = "+49891234", *, emergency: bool = False) -> None:
        self.do(Dial(call_id, target, emergency))


