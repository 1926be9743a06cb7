"""Is my place ready? The trial step by step, what it measures, and what ends it."""

from __future__ import annotations

import math
from array import array

import pytest
from msgspec.structs import replace

from softphone.domain.audio import EAR, MICROPHONE, REHEARSAL, Route
from softphone.domain.line import LineSetup
from softphone.domain.place import EchoCall, Step
from softphone.domain.protocol import Answer, CallChanged, CommandFailed, PlaceTried, TryPlace
from softphone.domain.quality import Count
from softphone.engine.exchange_place import LEG
from softphone.engine.ports import Connected, LegEnded
from softphone.engine.sound.trial import BURST_EVERY_S, BURSTS, FIRST_BURST_S, round_trip_ms, spoken
from tests.engine.agents import Agent
from tests.engine.fake_phone import DIALOG, Bench
from tests.engine.raw_pbx import RawPbx, sdp
from tests.engine.rtp_echo import RtpEcho


def a_frame(dbfs: float) -> bytes:
    """20 ms of a sine whose root mean square is `dbfs`."""
    high = 32_768 * 10 ** (dbfs / 20) * math.sqrt(2)
    return array("h", (max(-32768, min(32767, round(high * math.sin(n / 5)))) for n in range(320))).tobytes()


@pytest.fixture
def bench() -> Bench:
    return Bench()


def hear(bench: Bench, seconds: float, dbfs: float) -> None:
    """The microphone brings this for so long."""
    for _ in range(round(seconds / 0.02)):
        if bench.phone.rehearsal is not None:
            bench.phone.rehearsal(a_frame(dbfs))
        bench.turn(0.02)


def steps(bench: Bench) -> list[Step | None]:
    return [tried.step for tried in bench.all(PlaceTried)]


def test_it_measures_room_voice_and_echo_plays_the_sentence_back_and_rings(bench: Bench) -> None:
    bench.do(TryPlace())
    assert bench.ears.did == [("open_call", True)]
    assert bench.phone.routes == {Route(MICROPHONE, REHEARSAL)}
    hear(bench, 2.9, -66)
    hear(bench, 5.1, -24)
    hear(bench, 5.5, -64)
    assert ("ring", None) not in bench.ears.did
    hear(bench, 3.2, -66)
    assert steps(bench) == [Step.QUIET, Step.SPEAK, Step.LISTEN, Step.RING, None]
    found = bench.last(PlaceTried).spoken
    assert found is not None
    assert (round(found.noise_dbfs), round(found.speech_dbfs), found.clipped_pct) == (-66, -24, 0)
    assert found.echo_db < 4
    played = [length for name, length in bench.ears.did if name == "play"]
    assert 4.5 < played[0] / 32_000 < 5.2
    assert [name for name, tone in bench.ears.did if name == "ring" and tone] == ["ring"]
    assert bench.ears.did[-1] == ("open_call", False)
    assert (bench.phone.rehearsal, bench.phone.routes) == (None, frozenset())


def test_a_call_that_comes_ends_it_and_is_heard_as_ever(bench: Bench) -> None:
    bench.do(TryPlace("777"))
    hear(bench, 1, -60)
    bench.ring_in("c1")
    bench.exchange.tick()
    assert bench.last(PlaceTried) == replace(bench.last(PlaceTried), step=None, interrupted=True)
    bench.do(Answer("c1"))
    bench.tell(Connected("c1", DIALOG))
    assert bench.phone.routes == {Route(MICROPHONE, "c1"), Route("c1", EAR)}
    assert [on for name, on in bench.ears.did if name == "open_call"][-1] is True


def test_it_is_not_begun_in_a_call_nor_twice_and_is_stopped_by_hand(bench: Bench) -> None:
    bench.do(TryPlace(), TryPlace())
    assert [failed.command for failed in bench.all(CommandFailed)] == ["TryPlace"]
    bench.do(TryPlace(stop=True), TryPlace(stop=True))
    assert steps(bench) == [Step.QUIET, None]
    bench.talk()
    bench.do(TryPlace())
    assert len(bench.all(CommandFailed)) == 2


def test_the_test_call_is_unseen_and_a_refusal_is_told(bench: Bench) -> None:
    bench.do(TryPlace("777"))
    hear(bench, 16.5, -60)
    assert steps(bench)[-1] is Step.CALL
    assert ("dial", LEG, "777") in bench.phone.did
    bench.tell(LegEnded(LEG, 404, ""))
    assert bench.last(PlaceTried).echo == EchoCall(404)
    assert bench.all(CallChanged) == []
    assert bench.exchange.calls == {}


def test_nothing_of_the_microphone_goes_into_the_test_call(bench: Bench) -> None:
    bench.do(TryPlace("777"))
    hear(bench, 16.5, -60)
    bench.tell(Connected(LEG, DIALOG))
    assert bench.phone.routes == {Route(LEG, REHEARSAL)}
    bench.phone.counts[LEG] = Count(sent=350, received=330, lost=20, jitter_ms=4.2, lost_there=7, reports=1)
    bench.turn(8)
    echo = bench.last(PlaceTried).echo
    assert echo == EchoCall(200, 0, 5.7, 2.0, 4.2)  # and no sound came back
    assert ("hang_up", LEG) in bench.phone.did


@pytest.mark.parametrize(("delay_s", "told"), [(0.18, 180), (0.9, 900)])
def test_bursts_that_come_back_tell_the_delay(delay_s: float, told: int) -> None:
    times = [FIRST_BURST_S + n * BURST_EVERY_S + delay_s for n in range(BURSTS)]
    heard = [(100.0 + at, a_frame(-30)) for at in times] + [(100.0 + at + 0.5, a_frame(-60)) for at in times]
    assert abs(round_trip_ms(sorted(heard), 100.0) - told) <= 1


def test_somebody_who_speaks_there_is_no_echo() -> None:
    heard = [(100.0 + at, a_frame(-30)) for at in (0.55, 2.6, 3.0, 4.9, 6.2)]
    assert round_trip_ms(heard, 100.0) == 0


def test_who_says_nothing_and_who_shouts_is_told() -> None:
    quiet, room = [a_frame(-70)] * 50, [a_frame(-70)] * 100
    assert spoken(quiet, room, room).speech_dbfs == -96
    assert spoken(quiet, [a_frame(-1)] * 100, room).clipped_pct == 100
    assert spoken(quiet, [a_frame(-25)] * 100, [a_frame(-40)] * 100).echo_db > 25
    assert spoken([], [], []).speech_dbfs == -96


def test_a_real_engine_hears_the_bursts_come_back_from_an_echo_extension() -> None:
    """It takes eight seconds: of four bursts three have to come back for a delay."""
    with RawPbx() as raw, RtpEcho(late_s=0.15) as echo, Agent("anna", raw.server, haste=True) as anna:
        anna.line = LineSetup("anna", raw.server, "pw")
        anna.configure()
        raw.register()
        anna.do(TryPlace("777"))
        raw.answer(raw.request("INVITE"), 200, body=sdp(port=echo.port))
        assert raw.request("ACK").method == "ACK"
        over = anna.until(PlaceTried, lambda tried: tried.step is None)
        assert over.echo is not None
        assert 150 <= over.echo.round_trip_ms <= 500
        assert over.spoken is not None
        assert raw.request("BYE").method == "BYE"
