"""Devices as they ought not to be: every rate and width, silence, nonsense, hangs. The call goes on, nobody waits."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication

from softphone.domain.audio import Sound, SoundDevice, SoundSetup, SoundState
from softphone.domain.protocol import SoundChanged
from softphone.domain.ringing import RingTone
from softphone.engine.sound import devices, windows
from softphone.engine.sound.devices import LONGEST_NAME, DeviceError, Listed, Stream
from softphone.wire.codec import FrameReader, encode
from tests.engine.sound_life import Life, Talk
from tests.engine.sound_server import RATE_HZ, Recording, SoundServer

pytestmark = pytest.mark.allows_log("engine.sound|fell silent|did not open")


@pytest.fixture
def talk(life: Life) -> Iterator[Talk]:
    life.ears.open_call(True)
    talking = Talk(life.ears)
    yield talking
    talking.end()


def loaded(server: SoundServer, *words: str) -> str:
    number = server.pactl("load-module", *words).strip()
    assert number, words
    return number


def loudest_hertz(recording: Recording) -> float:
    """In the last half second; 0 before there is one."""
    seconds = recording.seconds
    if seconds < 0.5:
        return 0.0
    heard = recording.samples(seconds - 0.5, seconds)
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    return float(np.argmax(spectrum)) * RATE_HZ / len(heard)


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (11_025, 2), (96_000, 4), (192_000, 8)])
def test_any_rate_and_number_of_channels_is_heard_and_spoken_to_alike(
    life: Life, talk: Talk, server: SoundServer, rate: int, channels: int
) -> None:
    card = ("module-null-sink", "sink_name=odd_card", "norewinds=1", f"rate={rate}", f"channels={channels}")
    modules = [loaded(server, *card)]
    modules.append(loaded(server, "module-remap-source", "source_name=odd_mic", "master=odd_card.monitor"))
    talk.hertz = 700
    life.ears.configure(SoundSetup("odd_mic", "odd_card"))
    life.until(lambda: life.ears.levels()[0] == pytest.approx(-20, abs=2), "our own 700 Hz, through the card")
    with server.recording("odd_card.monitor") as recording:
        # A busy computer leaves gaps in a half second, and they blur its pitch.
        life.until(lambda: loudest_hertz(recording) == pytest.approx(700, abs=5), "half a second of 700 Hz in the ear")
    for number in reversed(modules):
        server.pactl("unload-module", number)


def test_a_device_that_gives_no_numbers_does_no_harm_and_is_heard_again_afterwards(
    life: Life, talk: Talk, server: SoundServer
) -> None:
    card = ("module-null-sink", "sink_name=float_card", "norewinds=1", "format=float32le", "rate=48000", "channels=1")
    modules = [loaded(server, *card)]
    modules.append(loaded(server, "module-remap-source", "source_name=float_mic", "master=float_card.monitor"))
    life.ears.configure(SoundSetup("float_mic", "aside_ear"))
    life.until(lambda: life.told and life.told[-1].microphone, "the microphone")
    nonsense = np.tile(np.array([np.nan, np.inf, -np.inf, 1e30], dtype="<f4"), 24_000)
    file = server.folder / "nonsense.raw"
    file.write_bytes(nonsense.tobytes())
    form = ("--raw", "--format=float32le", "--rate=48000", "--channels=1")
    command = ["pacat", "--playback", "--device=float_card", *form, str(file)]
    subprocess.run(command, env=server.process_environment(), check=True, timeout=20)
    begun = len(talk.heard)
    voice = loaded(server, "module-sine", "sink=float_card", "frequency=1000")
    life.until(lambda: any(any(frame) for frame in talk.heard[begun:]), "the voice")
    assert all(len(frame) == 640 for frame in talk.heard)
    for number in (voice, *reversed(modules)):
        server.pactl("unload-module", number)


class Dead:
    """Opens and never calls back."""

    callbacks = 0

    def close(self) -> None:
        pass


GOOD, BAD = (Listed(SoundDevice(name, name, True), name == "good", name.encode()) for name in ("good", "bad"))
EAR = Listed(SoundDevice("ear", "ear", False), True, b"ear")


class Living(Dead):
    def __init__(self) -> None:
        self._count = 0

    @property
    def callbacks(self) -> int:  # type: ignore[override]
        self._count += 1
        return self._count


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[Listed], Stream]], Life]]:
    """Ears on devices that do what the test says."""
    lives: list[Life] = []

    def made(opens: Callable[[Listed], Stream]) -> Life:
        monkeypatch.setattr(devices, "devices", lambda: (GOOD, BAD, EAR))
        monkeypatch.setattr(devices, "open_microphone", lambda device, _heard: opens(device))
        monkeypatch.setattr(devices, "open_ear", lambda device, _fill, _period=10: opens(device))
        lives.append(Life())
        return lives[-1]

    yield made
    for life in lives:
        life.ears.stop()


def test_a_device_that_opens_and_gives_nothing_is_left_for_one_that_works(
    qapp: QCoreApplication, faked: Callable[[Callable[[Listed], Stream]], Life]
) -> None:
    life = faked(lambda device: Dead() if device is BAD else Living())
    life.ears.configure(SoundSetup("bad", "ear"))
    life.ears.open_call(True)
    life.until(lambda: life.told and life.told[-1].microphone == "good", "the other microphone")
    assert life.told[-1].state is SoundState.WORKING


def test_a_device_that_refuses_in_words_of_its_own_is_left_too(
    qapp: QCoreApplication, faked: Callable[[Callable[[Listed], Stream]], Life]
) -> None:
    def opens(device: Listed) -> Stream:
        if device is BAD:
            raise DeviceError("\x00\udcff not today \u202e")
        return Living()

    life = faked(opens)
    life.ears.configure(SoundSetup("bad", "ear"))
    life.ears.open_call(True)
    life.until(lambda: life.told and life.told[-1].microphone == "good", "the other microphone")


def test_nothing_the_telephone_asks_of_the_ears_waits_for_a_device_that_hangs(
    qapp: QCoreApplication, faked: Callable[[Callable[[Listed], Stream]], Life]
) -> None:
    reached, may_go_on = threading.Event(), threading.Event()

    def hangs(device: Listed) -> Stream:
        reached.set()
        assert may_go_on.wait(60)
        return Living()

    life = faked(hangs)
    try:
        life.ears.open_call(True)
        assert reached.wait(20)
        life.ears.configure(SoundSetup("bad", "ear", sidetone=0.5))
        life.ears.ring(RingTone.DUO)
        life.ears.ring(None)
        life.ears.tone("busy")
        life.ears.put_ear(bytes(640))
        assert life.ears.get_microphone() == bytes(640)
        assert life.ears.levels() == (-96.0, -96.0)
        life.ears.open_call(False)
        assert not may_go_on.is_set()  # all of it while the device still hung
    finally:
        may_go_on.set()


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
@given(name=st.binary(max_size=255), key=st.binary(max_size=255))
def test_a_name_of_any_bytes_can_be_listed_told_and_shown(system: str, name: bytes, key: bytes) -> None:
    ffi = devices.miniaudio.ffi
    found = ffi.new("ma_device_info *")
    ffi.memmove(found.name, name, len(name))
    ffi.memmove(ffi.addressof(found[0], "id"), key, min(len(key), ffi.sizeof(found.id)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", system)
        listed = devices._listed(found[0], microphone=True)
    assert listed.device.name.isprintable()
    assert len(listed.device.name) <= LONGEST_NAME
    message = SoundChanged(datetime.now(UTC), Sound(devices=(listed.device,)))
    assert list(FrameReader().feed(encode(message))) == [message]


def test_of_windows_two_defaults_the_one_for_talking_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "for_talking", lambda microphone: "good" if microphone else "")
    music = Listed(SoundDevice("music", "music", True), True, b"")
    followed = {each.device.device_id: each.default for each in devices._for_talking([music, GOOD, BAD, EAR])}
    assert followed == {"music": False, "good": True, "bad": False, "ear": True}  # no ear for talking: as it was
