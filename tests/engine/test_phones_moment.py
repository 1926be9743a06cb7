"""Away for a moment, with real engines and real sound: words, then music, then the agent again."""

from __future__ import annotations

import math
import wave
from array import array
from collections.abc import Generator
from pathlib import Path

import pytest

from softphone.domain.call import Hold, Phase
from softphone.domain.moment import OUR_WORDS
from softphone.domain.protocol import Answer, Dial, EngineNotice, LevelsMeasured, SetMoment, Trouble
from softphone.domain.wave import Unplayable, what_is_wrong
from tests.engine.agents import LOUD_DBFS, QUIET_DBFS, Agent
from tests.sandbox.running import running_pbx

VOICE_HZ = 440


@pytest.fixture(scope="module")
def pair() -> Generator[tuple[Agent, Agent]]:
    """Anna speaks with bert, who hears her voice alone; she hears his. Each test leaves it so."""
    with (
        running_pbx({"anna": "pw", "bert": "pw"}) as pbx,
        Agent("anna", pbx.server, mic_hz=VOICE_HZ, ear_hz=880) as anna,
        Agent("bert", pbx.server, mic_hz=880, ear_hz=VOICE_HZ) as bert,
    ):
        anna.come_up()
        bert.come_up()
        anna.do(Dial("a1", "bert"))
        bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
        anna.phase(Phase.TALKING)
        bert.phase(Phase.TALKING)
        anna.hears()
        bert.hears()
        yield anna, bert


def troubles(agent: Agent) -> list[Trouble]:
    return [event.trouble for event in agent.events if isinstance(event, EngineNotice)]


def a_tone(path: Path, hz: float, seconds: float, loud: int = 8_000) -> str:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        samples = (round(loud * math.sin(math.tau * hz * n / 8_000)) for n in range(round(seconds * 8_000)))
        file.writeframes(array("h", samples).tobytes())
    return str(path)


def test_the_caller_hears_the_words_once_the_music_again_and_again_and_nothing_of_the_agent(
    pair: tuple[Agent, Agent], tmp_path: Path
) -> None:
    anna, bert = pair
    words, music = a_tone(tmp_path / "words.wav", 1_500, 1.0, 1_000), a_tone(tmp_path / "music.wav", VOICE_HZ, 0.5)
    anna.do(SetMoment("a1", True, words, music))
    bert.until(LevelsMeasured, lambda e: e.caller_dbfs < QUIET_DBFS)  # the words have another pitch: no voice is there
    anna.until(LevelsMeasured, lambda e: e.caller_dbfs < QUIET_DBFS)  # and she does not listen in
    for _ in range(12):  # 1.2 s: the music has begun anew twice
        bert.until(LevelsMeasured, lambda e: e.caller_dbfs > LOUD_DBFS)
    anna.do(SetMoment("a1", False))
    anna.hears()
    bert.hears()


def test_the_music_that_comes_with_aside_is_no_voice(pair: tuple[Agent, Agent]) -> None:
    anna, bert = pair
    anna.do(SetMoment("a1", True))
    bert.until(LevelsMeasured, lambda e: e.caller_dbfs < QUIET_DBFS)
    assert anna.call(lambda call: call.moment is not None).hold is Hold.NONE  # the PBX knows nothing of it
    anna.do(SetMoment("a1", False))
    bert.hears()


def test_music_that_cannot_be_read_becomes_a_hold(pair: tuple[Agent, Agent]) -> None:
    anna, bert = pair
    anna.do(SetMoment("a1", True, "", "/nowhere.wav"))
    bert.call(lambda call: call.hold is Hold.THEIRS)
    anna.do(SetMoment("a1", False))
    bert.call(lambda call: call.hold is Hold.NONE)
    bert.hears()


@pytest.mark.parametrize("width", [2, 3])
def test_words_that_are_said_to_be_playable_are_and_others_are_told(
    pair: tuple[Agent, Agent], tmp_path: Path, width: int
) -> None:
    anna, bert = pair
    path = tmp_path / "words.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, width, 44_100, 0, "NONE", ""))
        file.writeframes(bytes(2 * width * 44_100))
    playable = what_is_wrong(path.read_bytes(), path.stat().st_size) is Unplayable.NONE
    anna.catch_up()
    anna.forget()
    anna.do(SetMoment("a1", True, str(path)))
    bert.until(LevelsMeasured, lambda e: e.caller_dbfs < QUIET_DBFS)
    anna.do(SetMoment("a1", False))
    anna.hears()
    bert.hears()
    assert troubles(anna) == ([] if playable else [Trouble.WORDS_UNPLAYABLE])
    assert playable is (width == 2)


@pytest.mark.parametrize("language", OUR_WORDS)
def test_our_own_line_is_said_by_a_real_engine(pair: tuple[Agent, Agent], language: str) -> None:
    anna, bert = pair
    anna.catch_up()
    anna.forget()
    anna.do(SetMoment("a1", True, language))
    bert.until(LevelsMeasured, lambda e: e.caller_dbfs < QUIET_DBFS)
    anna.do(SetMoment("a1", False))
    anna.hears()
    bert.hears()
    assert troubles(anna) == []
