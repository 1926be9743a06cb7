"""Whether a sound file can be played to a caller, and what is said of one that cannot."""

from __future__ import annotations

import io
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.domain.effects import ReadSoundFile
from softphone.domain.facts import SettingsChanged, SoundFileRead
from softphone.domain.update import update
from softphone.domain.wave import Unplayable, what_is_wrong
from softphone.host.paths import resource
from tests.builders import a_desk, at

MINE = "/sounds/hello.wav"


def a_wave(seconds: float, *, width: int = 2, rate: int = 8_000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, width, rate, 0, "NONE", ""))
        sound.writeframes(bytes(round(seconds * rate) * width))
    return file.getvalue()


WITH_A_TAG = a_wave(1)[:12] + b"LIST\x05\0\0\0tags.\0" + a_wave(1)[12:]
FLOATS = a_wave(1).replace(b"\x10\0\0\0\x01\0", b"\x10\0\0\0\x03\0")


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (a_wave(1), Unplayable.NONE),
        (a_wave(1, rate=48_000), Unplayable.NONE),
        (WITH_A_TAG, Unplayable.NONE),
        (a_wave(0.1), Unplayable.SHORT),
        (a_wave(1)[:60], Unplayable.SHORT),
        (a_wave(1, width=3), Unplayable.OTHER_WAVE),
        (FLOATS, Unplayable.OTHER_WAVE),
        (b"ID3\x04" + bytes(500), Unplayable.NO_WAVE),
        (b"", Unplayable.NO_WAVE),
    ],
)
def test_it_is_read_from_its_head(content: bytes, wrong: Unplayable) -> None:
    assert what_is_wrong(content, len(content)) is wrong


@pytest.mark.parametrize("name", ["moment.wav", "moment-en.wav", "moment-de.wav"])
def test_what_comes_with_aside_can_be_played(name: str) -> None:
    content = resource(f"sounds/{name}").read_bytes()
    assert what_is_wrong(content, len(content)) is Unplayable.NONE
    assert len(content) < 250_000


@given(st.binary(max_size=200), st.booleans())
def test_no_file_breaks_the_reader(tail: bytes, has_head: bool) -> None:
    content = (b"RIFF\0\0\0\0WAVE" if has_head else b"") + tail
    assert isinstance(what_is_wrong(content, len(content)), Unplayable)


def test_a_file_of_the_agents_own_is_looked_at_when_it_is_chosen_and_ours_are_not() -> None:
    desk = a_desk()
    desk, effects = update(desk, SettingsChanged(at(1), replace(desk.settings, moment_words=MINE)))
    assert ReadSoundFile("moment_words", MINE) in effects
    desk, _ = update(desk, SoundFileRead(at(2), "moment_words", MINE, Unplayable.SHORT))
    assert desk.unplayable == {"moment_words": Unplayable.SHORT}
    late, _ = update(desk, SoundFileRead(at(2), "moment_music", MINE, Unplayable.SHORT))
    assert late.unplayable is desk.unplayable
    desk, effects = update(desk, SettingsChanged(at(3), replace(desk.settings, moment_words="de")))
    assert desk.unplayable == {}
    assert not [each for each in effects if isinstance(each, ReadSoundFile)]
