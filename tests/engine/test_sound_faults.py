"""What the world does to sound: none there, gone in a call, hanging, and nonsense. Never a crash, never a wait."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEventLoop

from softphone.domain.audio import Sound, SoundSetup, SoundState
from softphone.domain.ringing import RingTone
from softphone.engine.sound import keeper, open_ears
from softphone.engine.sound.ears import SystemEars
from softphone.engine.sound.errand import Errand, TookTooLong
from tests.engine.sound_server import SoundServer, sound_server

PATIENCE_S = 20.0
SOON_S = 0.2  # what a call of the engine's thread may take at most on a busy machine; a hang is seconds


class Life:
    def __init__(self) -> None:
        made = open_ears()
        assert isinstance(made, SystemEars)
        self.ears = made
        self.told: list[Sound] = []
        self.ears.start(self.told.append)

    def until(self, state: SoundState, reason: str = "") -> Sound:
        end = time.monotonic() + PATIENCE_S
        while not (self.told and self.told[-1].state is state and reason in self.told[-1].reason):
            assert time.monotonic() < end, f"{state} did not come; told: {self.told[-3:]}"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            self.ears.get_microphone()
            self.ears.put_ear(bytes(640))
        return self.told[-1]


@pytest.fixture
def server() -> Iterator[SoundServer]:
    with sound_server() as running:
        yield running


@pytest.fixture
def make_life(qapp: QCoreApplication) -> Iterator[Callable[[], Life]]:
    lives: list[Life] = []

    def made() -> Life:
        lives.append(Life())
        return lives[-1]

    yield made
    for life in lives:
        life.ears.stop()


@pytest.fixture
def at_server(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> SoundServer:
    server.is_found_here(monkeypatch)
    return server


def test_without_a_sound_server_there_is_a_state_with_a_reason(make_life: Callable[[], Life]) -> None:
    life = make_life()
    begun = time.monotonic()
    life.ears.open_call(True)
    life.ears.tone("busy")
    life.ears.ring(RingTone.DUO)
    assert time.monotonic() - begun < SOON_S
    sound = life.until(SoundState.NONE, "no sound server")
    assert sound.devices == ()
    assert life.ears.get_microphone() == bytes(640)


@pytest.mark.allows_log("engine.sound|fell silent|did not open")
def test_a_server_that_dies_in_a_call_is_told_and_its_return_is_used(
    at_server: SoundServer, make_life: Callable[[], Life]
) -> None:
    life = make_life()
    life.ears.open_call(True)
    life.until(SoundState.WORKING)
    at_server.kill()
    life.until(SoundState.NONE, "no sound server")
    at_server.start()
    sound = life.until(SoundState.WORKING)
    assert (sound.microphone, sound.ear) == ("aside_mic", "aside_ear")


@pytest.mark.allows_log("engine.sound|fell silent|did not open")
def test_a_server_that_hangs_costs_sound_and_never_the_engine_s_thread(
    at_server: SoundServer, make_life: Callable[[], Life], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "ERRAND_S", 0.5)
    life = make_life()
    life.ears.open_call(True)
    life.until(SoundState.WORKING)
    os.kill(at_server.pid, signal.SIGSTOP)
    try:
        life.until(SoundState.NONE, "does not answer")
        begun = time.monotonic()
        life.ears.configure(SoundSetup(ear="aside_ring"))
        life.ears.open_call(False)
        life.ears.open_call(True)
        life.ears.tone("key:5")
        assert time.monotonic() - begun < SOON_S
    finally:
        os.kill(at_server.pid, signal.SIGCONT)
    assert life.until(SoundState.WORKING).ear == "aside_ring"


@pytest.mark.allows_log("engine.sound|fell silent|did not open")
def test_stopping_beside_a_hanging_server_takes_no_longer_than_its_deadline(
    at_server: SoundServer, make_life: Callable[[], Life], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "ERRAND_S", 0.5)
    life = make_life()
    life.ears.open_call(True)
    life.until(SoundState.WORKING)
    os.kill(at_server.pid, signal.SIGSTOP)
    begun = time.monotonic()
    life.ears.stop()
    took = time.monotonic() - begun
    os.kill(at_server.pid, signal.SIGCONT)
    assert took < 3


@given(st.binary(max_size=30_000))
def test_a_frame_of_any_length_is_taken(frame: bytes) -> None:
    ears = SystemEars()
    ears.put_ear(frame)
    ears.put_ear(b"")
    assert len(ears.ear.fill(160)) == 320


@pytest.mark.parametrize("volume", [float("nan"), float("inf"), -1.0, 1e300])
def test_a_volume_that_is_none_is_the_usual_one(volume: float) -> None:
    ears = SystemEars()
    ears.configure(SoundSetup(ear_volume=volume, microphone_volume=volume, ring_volume=volume))
    assert (ears.ear.volume, ears.microphone.volume, ears.bell.volume) == (1.0, 1.0, 0.8)


def test_the_loudest_sample_and_full_volume_clip_and_do_not_wrap() -> None:
    ears = SystemEars()
    ears.configure(SoundSetup(ear_volume=2.0))
    for _ in range(3):  # it begins when there is a reserve
        ears.put_ear(b"\x00\x80" * 320)
    assert ears.ear.fill(320) == b"\x00\x80" * 320
    assert ears.levels()[1] == 0.0
    assert ears.levels()[1] == -96.0


@pytest.mark.allows_log("unknown tone")
def test_a_tone_nobody_knows_is_logged_and_left() -> None:
    ears = SystemEars()
    ears.tone("\n" * 5_000)
    assert not ears.ear.sounding


def test_an_engine_without_ears_hears_silence() -> None:
    told: list[Sound] = []
    ears = open_ears(none=True)
    ears.start(told.append)
    ears.configure(SoundSetup())
    ears.open_call(True)
    ears.put_ear(bytes(640))
    ears.ring(RingTone.DUO)
    ears.tone("busy")
    assert ears.get_microphone() == bytes(640)
    assert ears.levels() == (-96.0, -96.0)
    assert told[0].state is SoundState.NONE
    ears.stop()


def test_an_errand_left_behind_gives_back_what_it_brought() -> None:
    may_end, given_back = threading.Event(), threading.Event()

    def slow() -> str:
        may_end.wait(5)
        return "a device"

    errand = Errand(slow, lambda _: given_back.set())
    with pytest.raises(TookTooLong):
        errand.wait(0.01)
    may_end.set()
    assert given_back.wait(5)


def test_an_errand_s_error_is_raised_where_it_was_asked_for() -> None:
    with pytest.raises(ZeroDivisionError):
        Errand(lambda: 1 / 0).wait(5)
