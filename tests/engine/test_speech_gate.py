"""Whether the agent speaks: real speech, fans, keyboards; told on change alone."""

from __future__ import annotations

import random
import wave
from array import array
from collections.abc import Iterator

import pytest

from softphone.domain.protocol import SpeakingChanged
from softphone.engine.exchange_levels import Levels
from softphone.engine.ports import FRAME_SAMPLES
from softphone.engine.sound.pcm import mixed, strength
from softphone.engine.sound.speech import ENDS_AFTER, SpeechGate
from softphone.host.paths import resource
from tests.builders import at
from tests.engine.fake_phone import FakeEars

SILENCE = bytes(2 * FRAME_SAMPLES)
SECOND = 50


def spoken() -> list[bytes]:
    with wave.open(str(resource("demo/speech/late-order-1.wav"))) as file:
        samples = file.readframes(file.getnframes())
    size = 2 * FRAME_SAMPLES
    return [samples[at : at + size] for at in range(0, len(samples) - size, size)]


def noise(dbfs: float, frames: int) -> Iterator[bytes]:
    draw, width = random.Random(5), 10 ** (dbfs / 20) * 32768
    for _ in range(frames):
        yield array("h", [round(draw.gauss(0, width)) for _ in range(FRAME_SAMPLES)]).tobytes()


def typing(frames: int) -> Iterator[bytes]:
    """A key each quarter of a second, as loud as speech, ringing for two frames."""
    draw = random.Random(6)
    for n, quiet in enumerate(noise(-62, frames)):
        loud = array("h", [draw.randint(-9000, 9000) for _ in range(FRAME_SAMPLES)]).tobytes()
        yield loud if n % 12 < 2 else quiet


def heard(gate: SpeechGate, frames: Iterator[bytes] | list[bytes]) -> list[bool]:
    said = []
    for frame in frames:
        gate.see(frame)
        said.append(gate.speaking)
    return said


@pytest.mark.parametrize("room_dbfs", [-90.0, -60.0, -48.0])
def test_speech_is_heard_from_beginning_to_end_in_any_room(room_dbfs: float) -> None:
    gate, speech = SpeechGate(), spoken()
    assert not any(heard(gate, noise(room_dbfs, 5 * SECOND)))
    over = [mixed(a, b) for a, b in zip(speech, noise(room_dbfs, len(speech)), strict=True)]
    said = heard(gate, over)
    loud = [at for at, frame in enumerate(speech) if strength(frame) > 700]
    assert said.index(True) - loud[0] < SECOND / 2
    assert sum(said[at] for at in loud) / len(loud) > 0.9
    assert not heard(gate, noise(room_dbfs, ENDS_AFTER + 10))[-1]


def test_an_agent_who_types_is_silent() -> None:
    assert not any(heard(SpeechGate(), typing(20 * SECOND)))


def test_a_fan_that_starts_is_silence_after_a_few_seconds() -> None:
    gate = SpeechGate()
    heard(gate, [SILENCE] * 5 * SECOND)
    assert not heard(gate, noise(-45, 8 * SECOND))[-1]


def test_a_pause_for_breath_is_no_end_of_the_sentence() -> None:
    gate, tone = SpeechGate(), array("h", [6000, -6000] * (FRAME_SAMPLES // 2)).tobytes()
    heard(gate, [SILENCE] * SECOND)
    assert heard(gate, [tone] * 20)[-1]
    assert all(heard(gate, [SILENCE] * (ENDS_AFTER - 5)))
    assert not heard(gate, [SILENCE] * 10)[-1]


def test_the_desk_is_told_on_change_alone_and_silence_when_the_call_is_over() -> None:
    told: list[object] = []
    ears = FakeEars()
    levels = Levels(ears, told.append)
    for n, (speaking, in_call) in enumerate([(False, True), (True, True), (True, True), (True, False), (True, False)]):
        ears.speaking = speaking
        levels.tick(at(n / 100), heard=in_call)
    said = [event for event in told if isinstance(event, SpeakingChanged)]
    assert [event.speaking for event in said] == [True, False]
