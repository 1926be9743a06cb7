"""The ears on a real sound server: what is said, heard, rung and shown."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace

from softphone.domain.audio import NO_DEVICE, Cleaning, SoundSetup, SoundState
from softphone.domain.choices import EchoCancelling
from softphone.domain.ringing import RingTone
from tests.engine.sound_life import Life, Talk
from tests.engine.sound_server import RATE_HZ, Samples, SoundServer

PATIENCE_S = 15.0
EARS = SoundSetup(microphone="aside_mic", ear="aside_ear", ringer="aside_ring")


@pytest.fixture
def life(life: Life) -> Life:
    life.ears.configure(EARS)
    life.until_state(SoundState.WORKING)
    return life


@pytest.fixture
def talk(life: Life) -> Iterator[Talk]:
    life.ears.open_call(True)
    talking = Talk(life.ears)
    life.until(lambda: life.ears.microphone.ring.depth, "sound of the microphone")
    yield talking
    talking.end()


def sine(hertz: float, peak: float, seconds: float = 3.0) -> Samples:
    return peak * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)


def strongest_hz(samples: Samples, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * rate_hz / len(samples)


def recorded(server: SoundServer, source: str, seconds: float = 1.0) -> Samples:
    with server.recording(source) as recording:
        recording.wait(seconds)
    return recording.samples()[-int(seconds * RATE_HZ * 0.6) :]


def microphones_open(server: SoundServer) -> int:
    return sum("protocol-native" in line for line in server.pactl("list", "short", "source-outputs").splitlines())


def ears_open(server: SoundServer) -> int:
    return sum("protocol-native" in line for line in server.pactl("list", "short", "sink-inputs").splitlines())


def test_what_is_said_comes_out_of_the_microphone_at_its_level(life: Life, talk: Talk, server: SoundServer) -> None:
    speaker = server.play(sine(1000, 0.1))
    life.until(lambda: any(any(frame) for frame in talk.heard[-5:]), "the tone")
    begun = len(talk.heard)
    life.until(lambda: len(talk.heard) > begun + 20, "frames")
    life.ears.levels()
    life.until(lambda: len(talk.heard) > begun + 50, "frames")
    microphone, _ = life.ears.levels()
    speaker.kill()
    speaker.wait()
    samples = np.frombuffer(b"".join(talk.heard[begun + 20 :]), dtype=np.int16).astype(float)
    assert all(len(frame) == 640 for frame in talk.heard)
    assert strongest_hz(samples, 16_000) == pytest.approx(1000, abs=5)
    assert microphone == pytest.approx(-20, abs=1)


def test_the_microphone_s_volume_is_what_the_customer_hears(life: Life, talk: Talk, server: SoundServer) -> None:
    life.ears.configure(SoundSetup("aside_mic", "aside_ear", "aside_ring", microphone_volume=2.0))
    speaker = server.play(sine(1000, 0.1))
    life.until(lambda: life.ears.levels()[0] > -15, "the louder tone")
    assert life.ears.levels()[0] < -13 or life.ears.levels()[0] == -96
    speaker.kill()
    speaker.wait()


def test_what_the_caller_says_comes_out_of_the_ear(life: Life, talk: Talk, server: SoundServer) -> None:
    talk.hertz = 700
    samples = recorded(server, "aside_ear.monitor")
    _, ear = life.ears.levels()
    assert strongest_hz(samples, RATE_HZ) == pytest.approx(700, abs=5)
    assert 20 * math.log10(np.abs(samples).max()) == pytest.approx(-20, abs=1)
    assert ear == pytest.approx(-20, abs=1)


def test_the_ear_s_volume_changes_the_ear_and_not_the_meter(life: Life, talk: Talk, server: SoundServer) -> None:
    talk.hertz = 700
    life.ears.configure(SoundSetup("aside_mic", "aside_ear", "aside_ring", ear_volume=0.5))
    samples = recorded(server, "aside_ear.monitor")
    assert 20 * math.log10(np.abs(samples).max()) == pytest.approx(-26, abs=1)
    assert life.ears.levels()[1] == pytest.approx(-20, abs=1)


def test_a_tone_is_heard_without_a_call_and_without_a_microphone(life: Life, server: SoundServer) -> None:
    life.ears.tone("ringback")
    with server.recording("aside_ear.monitor") as recording:
        life.until(lambda: recording.seconds > 1.0, "the recording")
    assert strongest_hz(recording.samples()[:RATE_HZ], RATE_HZ) == pytest.approx(425, abs=5)
    assert microphones_open(server) == 0
    life.ears.tone(None)


def test_the_bell_rings_on_its_own_device_and_not_in_the_ear(life: Life, server: SoundServer) -> None:
    life.ears.ring(RingTone.DUO)
    with server.recording("aside_ring.monitor") as bell, server.recording("aside_ear.monitor") as ear:
        bell.wait(1.0)
    life.ears.ring(None)
    assert np.abs(bell.samples()).max() > 0.05
    assert not ear.samples().any()


def test_the_ear_is_open_while_it_rings_and_the_microphone_is_not(life: Life, server: SoundServer) -> None:
    life.ears.ring(RingTone.DUO)
    life.until(lambda: ears_open(server) == 2, "bell and ear")  # on two devices
    assert microphones_open(server) == 0
    life.ears.ring(None)
    life.until(lambda: ears_open(server) == 0, "the end of both")


def test_no_microphone_is_open_without_a_call(life: Life, server: SoundServer) -> None:
    assert microphones_open(server) == 0
    life.ears.open_call(True)
    life.until(lambda: microphones_open(server) == 1, "the open microphone")
    life.ears.open_call(False)
    life.until(lambda: microphones_open(server) == 0, "the closed microphone")


def test_news_come_on_the_thread_that_started_the_ears(life: Life) -> None:
    assert life.threads == {threading.main_thread().name}


def test_another_device_is_taken_in_the_running_call(life: Life, talk: Talk, server: SoundServer) -> None:
    talk.hertz = 900
    life.ears.configure(SoundSetup("aside_mic", "aside_ring"))
    life.until(lambda: life.told[-1].ear == "aside_ring", "the other ear")
    assert strongest_hz(recorded(server, "aside_ring.monitor"), RATE_HZ) == pytest.approx(900, abs=5)


def test_a_wished_device_that_is_missing_is_replaced_and_said_so(life: Life, talk: Talk) -> None:
    life.ears.configure(SoundSetup("a headset left at home", "aside_ear"))
    life.until(lambda: life.told[-1].reason, "a reason")
    assert life.told[-1].state is SoundState.WORKING
    assert life.told[-1].microphone == "aside_mic"
    assert life.told[-1].reason == "the microphone wished for is not there"


def test_a_headset_plugged_in_is_listed_and_a_wish_for_it_comes_true(life: Life, server: SoundServer) -> None:
    life.ears.configure(SoundSetup("aside_mic", "late_headset"))
    number = server.pactl("load-module", "module-null-sink", "sink_name=late_headset").strip()
    life.until(lambda: "late_headset" in {device.device_id for device in life.told[-1].devices}, "the headset")
    life.until(lambda: not life.told[-1].reason, "the wish")
    server.pactl("unload-module", number)
    life.until(lambda: life.told[-1].reason == "the ear wished for is not there", "its loss")
    assert life.told[-1].ear == "aside_ear"


@pytest.mark.allows_log("fell silent|did not open")
def test_a_device_that_vanishes_in_a_call_is_replaced_by_the_default(
    life: Life, talk: Talk, server: SoundServer
) -> None:
    talk.hertz = 700
    number = server.pactl("load-module", "module-null-sink", "sink_name=short_lived", "norewinds=1").strip()
    life.ears.configure(SoundSetup("aside_mic", "short_lived"))
    life.until(lambda: life.told[-1].ear == "Null Output", "the device")
    server.pactl("unload-module", number)
    life.until(lambda: life.told[-1].ear == "aside_ear", "the default")
    life.until_state(SoundState.WORKING)
    assert strongest_hz(recorded(server, "aside_ear.monitor"), RATE_HZ) == pytest.approx(700, abs=5)


def test_a_device_switched_off_is_neither_opened_nor_called_broken(life: Life, server: SoundServer) -> None:
    life.ears.configure(SoundSetup(NO_DEVICE, "aside_ear", cleaning=Cleaning(noise=True)))
    life.ears.open_call(True)
    life.until_state(SoundState.NO_MICROPHONE)
    life.until(lambda: not life.told[-1].microphone, "no microphone")
    assert microphones_open(server) == 0
    assert life.ears.microphone.cleaner is None


def test_the_microphone_is_cleaned_in_a_call_as_the_setup_says_and_changed_in_it(life: Life, talk: Talk) -> None:
    life.ears.configure(replace(EARS, cleaning=Cleaning(EchoCancelling.AUTO, noise=True)))
    life.until(lambda: life.ears.microphone.cleaner, "cleaning")
    begun = len(talk.heard)
    life.until(lambda: len(talk.heard) > begun + 10, "frames")
    assert all(len(frame) == 640 for frame in talk.heard)
    life.ears.configure(EARS)
    life.until(lambda: life.ears.microphone.cleaner is None, "its end")


def test_monitors_of_sinks_are_no_microphones(life: Life) -> None:
    assert {device.device_id for device in life.told[-1].devices if device.microphone} == {"aside_mic"}
