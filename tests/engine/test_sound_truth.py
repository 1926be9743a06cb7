"""A microphone that brings nothing is told within three seconds, and where it is muted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import NoReturn

import pytest
from PySide6.QtCore import QCoreApplication

from softphone.domain.audio import MicrophoneState, SoundSetup, SoundState
from softphone.engine.sound import devices, truth
from softphone.engine.sound.devices import DeviceError
from softphone.engine.sound.streams import Microphone
from softphone.engine.sound.truth import GATES_AFTER, SILENT_AFTER_S, Truth
from tests.engine.sound_life import Life
from tests.engine.sound_server import SoundServer, sound_server

HEARD, SILENT, BY_SYSTEM, DENIED = MicrophoneState


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    with sound_server() as running:
        running.is_found_here(monkeypatch)
        yield running


@pytest.fixture
def life(server: SoundServer, qapp: QCoreApplication) -> Iterator[Life]:
    living = Life()
    yield living
    living.ears.stop()


def until(life: Life, state: MicrophoneState) -> None:
    life.until(lambda: life.told and life.told[-1].microphone_state is state, state)


def test_muted_in_the_system_silent_and_heard_are_three_things(life: Life, server: SoundServer) -> None:
    voice = server.pactl("load-module", "module-sine", "sink=aside_mouth", "frequency=1000").strip()
    life.ears.configure(SoundSetup("aside_mic", "aside_ear"))
    life.ears.open_call(True)
    life.until(lambda: life.ears.microphone.sounded_at, "a voice")
    server.pactl("set-source-mute", "aside_mic", "1")
    until(life, BY_SYSTEM)
    server.pactl("set-source-mute", "aside_mic", "0")
    until(life, HEARD)
    server.pactl("unload-module", voice)
    until(life, SILENT)
    life.ears.open_call(False)
    until(life, HEARD)  # no call, no microphone, nothing to say


@pytest.mark.allows_log("did not open: access denied")
def test_a_microphone_that_the_privacy_setting_keeps_from_us_is_told_whether_it_is_silent_or_does_not_open(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.ears.configure(SoundSetup("aside_mic", "aside_ear"))
    life.ears.open_call(True)
    until(life, SILENT)
    monkeypatch.setattr(truth, "denied", lambda: True)
    until(life, DENIED)
    life.ears.open_call(False)
    until(life, HEARD)

    def refuses(*_: object) -> NoReturn:
        raise DeviceError("access denied")

    monkeypatch.setattr(devices, "open_microphone", refuses)
    life.ears.open_call(True)
    until(life, DENIED)
    assert life.told[-1].state is SoundState.NO_MICROPHONE
    monkeypatch.setattr(truth, "denied", lambda: False)
    until(life, HEARD)
    assert life.told[-1].reason == "access denied"


def test_it_is_told_within_three_seconds_and_not_in_a_pause_for_breath() -> None:
    microphone = Truth()
    assert not microphone.is_silent(sounded_at=10.0, opened_at=5.0, now=10.0 + SILENT_AFTER_S - 0.1)
    assert microphone.is_silent(sounded_at=10.0, opened_at=5.0, now=10.0 + SILENT_AFTER_S)
    assert not microphone.is_silent(sounded_at=0.0, opened_at=9.0, now=10.0)  # just opened
    assert SILENT_AFTER_S + 0.5 < 3


def test_a_microphone_that_cuts_noise_is_left_alone_after_a_while_but_not_one_muted_by_the_system() -> None:
    microphone = Truth()
    for n in range(GATES_AFTER):
        assert microphone.is_silent(0.0, 0.0, 10.0 * n + 5)
        microphone.found(SILENT)
        assert microphone.state is SILENT
        assert not microphone.is_silent(10.0 * n + 6, 0.0, 10.0 * n + 6)
        assert microphone.state is HEARD
    microphone.found(SILENT)
    assert microphone.state is HEARD
    for cause in (BY_SYSTEM, DENIED):
        microphone.found(cause)
        assert microphone.state is cause


def test_speech_is_seen_while_nobody_takes_it() -> None:
    microphone = Microphone()
    for _ in range(60):
        microphone.heard(bytes(320))
    loud = b"\x00\x20\x00\xe0" * 80
    for _ in range(30):
        microphone.heard(loud)
    assert microphone.speech.speaking
    assert time.monotonic() - microphone.sounded_at < 5
