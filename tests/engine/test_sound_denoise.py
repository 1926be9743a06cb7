"""Keys and a dog out of the microphone, by the real network on real sentences."""

from __future__ import annotations

import logging
import sys

import numpy as np
import pytest

from benchmarks.clean import OURS, RATE, noises, run, sentences
from softphone.domain.audio import Switches
from softphone.engine.sound import denoise
from softphone.engine.sound.cleaning import Cleaner
from tests.engine.sound_server import Samples

KEYS = Switches(keys=True)
LATE = denoise.HOP
PAUSE = 4 * RATE


@pytest.fixture(scope="module")
def voice() -> Samples:
    """A pause and a sentence, in a quiet room."""
    whole = np.concatenate([np.zeros(PAUSE), sentences(OURS[:1])])
    return whole[: len(whole) // 320 * 320] + np.random.default_rng(4).normal(0, 0.0001, len(whole) // 320 * 320)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests run beside these: how long it takes says nothing."""
    monkeypatch.setattr(denoise, "MOST_S", 1.0)


def loudness_db(samples: Samples) -> float:
    return float(10 * np.log10((samples**2).mean() + 1e-12))


@pytest.mark.parametrize("name", ["keyboard", "dog"])
def test_what_comes_and_goes_is_softer_between_the_words_and_the_words_stay(voice: Samples, name: str) -> None:
    noise = noises(2 * len(voice))[name]
    noise *= 10 ** (-35 / 20) / np.sqrt((noise**2).mean())
    left = run(KEYS, noise * 0, np.concatenate([voice, voice]) + noise)[len(voice) :]
    noise, paused = noise[len(voice) :], slice(RATE // 2, PAUSE)
    assert loudness_db(left[paused]) < loudness_db(noise[paused]) - 10
    kept, heard = voice[PAUSE:-LATE], left[PAUSE + LATE : len(voice)]
    assert np.corrcoef(kept, heard)[0, 1] > 0.95


def test_where_nothing_comes_and_goes_a_voice_leaves_as_it_came(voice: Samples) -> None:
    left = run(KEYS, voice * 0, voice)
    assert np.array_equal(left[RATE:], np.trunc(voice[RATE - LATE : -LATE] * 32767) / 32768)


@pytest.mark.allows_log("keys and dogs stay")
def test_a_computer_that_is_too_slow_sends_the_voice_as_it_came_and_says_so(
    voice: Samples, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(denoise, "MOST_S", 0.0)
    with caplog.at_level(logging.WARNING):
        left = run(KEYS, voice * 0, voice)
    assert "keys and dogs stay" in caplog.text
    assert np.abs(left[RATE:] - voice[RATE - LATE : -LATE]).max() < 0.001


@pytest.mark.allows_log("keys and dogs stay")
def test_where_numpy_does_not_load_a_fan_is_taken_out_at_least(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "softphone.engine.sound.denoise", None)
    noise = np.random.default_rng(3).normal(0, 0.003, RATE * 6)
    with caplog.at_level(logging.WARNING):
        cleaner = Cleaner(KEYS)
    assert "keys and dogs stay" in caplog.text
    frames = (noise * 32767).astype("<i2").tobytes()
    left = b"".join(cleaner.clean(frames[at : at + 640]) for at in range(0, len(frames), 640))
    assert loudness_db(np.frombuffer(left[-96_000:], "<i2") / 32768) < loudness_db(noise) - 8
