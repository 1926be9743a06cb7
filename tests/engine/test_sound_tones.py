"""Tones: their frequencies by FFT, their cadence by the clock, in every country."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.sound.tones import COUNTRIES, Tone, Voice, tone

LASTING = ("ringback", "busy", "congestion", "failure", "waiting", "orphan", "ring")


def samples(of: Tone) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.frombuffer(of.samples, dtype=np.int16)


def made(name: str, country: str = "DE") -> Tone:
    found = tone(name, country)
    assert found is not None
    return found


def frequencies(piece: np.ndarray[tuple[int], np.dtype[np.int16]]) -> set[int]:
    """Those that stand out of a piece, in whole hertz."""
    size = 1 << 17
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), size))
    least = spectrum.max() / 2
    found: set[int] = set()
    while spectrum.max() >= least:
        at = int(np.argmax(spectrum))
        found.add(round(at * SAMPLE_RATE_HZ / size))
        spectrum[max(0, at - 200) : at + 200] = 0  # 24 Hz to each side
    return found


def cadence_ms(of: Tone) -> list[tuple[bool, int]]:
    """Sound and silence in turn, in milliseconds."""
    blocks = np.abs(samples(of)[: len(of.samples) // 2 // 16 * 16].reshape(-1, 16)).max(axis=1) > 0
    loud = np.convolve(blocks, np.ones(5), mode="same") > 0  # a sine crosses zero
    edges = [0, *(np.flatnonzero(np.diff(loud.astype(int))) + 1), len(loud)]
    return [(bool(loud[a]), int(b - a)) for a, b in pairwise(edges)]


@pytest.mark.parametrize(
    ("country", "name", "hertz", "milliseconds"),
    [
        ("DE", "ringback", {425}, [1000, 4000]),
        ("DE", "busy", {425}, [480, 480]),
        ("DE", "congestion", {425}, [240, 240]),
        ("DE", "waiting", {425}, [200, 200, 200, 5000]),
        ("AT", "ringback", {420}, [1000, 5000]),
        ("AT", "busy", {420}, [400, 400]),
        ("CH", "busy", {425}, [500, 500]),
        ("CH", "congestion", {425}, [200, 200]),
        ("UK", "ringback", {400, 450}, [400, 200, 400, 2000]),
        ("GB", "busy", {400}, [375, 375]),
        ("US", "ringback", {440, 480}, [2000, 4000]),
        ("US", "busy", {480, 620}, [500, 500]),
        ("FR", "ringback", {440}, [1500, 3500]),
        ("FR", "waiting", {440}, [300, 10000]),
    ],
)
def test_a_tone_is_that_of_the_country(country: str, name: str, hertz: set[int], milliseconds: list[int]) -> None:
    found = made(name, country)
    rhythm = cadence_ms(found)
    assert [loud for loud, _ in rhythm] == [n % 2 == 0 for n in range(len(milliseconds))]
    assert [ms for _, ms in rhythm] == pytest.approx(milliseconds, abs=6)
    heard = frequencies(samples(found)[: milliseconds[0] * SAMPLE_RATE_HZ // 1000])
    assert all(any(abs(a - b) <= 3 for b in hertz) for a in heard)
    assert len(heard) == len(hertz)


@pytest.mark.parametrize("country", sorted(COUNTRIES))
@pytest.mark.parametrize("name", LASTING)
def test_a_lasting_tone_lasts_and_is_no_shock(country: str, name: str) -> None:
    found = made(name, country)
    assert found.lasting
    assert np.abs(samples(found)).max() <= 0.13 * 32768


@pytest.mark.parametrize(
    ("key", "row", "column"), [("1", 697, 1209), ("5", 770, 1336), ("#", 941, 1477), ("D", 941, 1633)]
)
def test_a_key_sounds_its_two_frequencies(key: str, row: int, column: int) -> None:
    found = made(f"key:{key}")
    assert not found.lasting
    heard = sorted(frequencies(samples(found)))
    assert heard == pytest.approx([row, column], abs=8)


@pytest.mark.parametrize("name", ["tap", "reminder", "line-lost", "line-back", "test", "end"])
def test_a_short_tone_ends(name: str) -> None:
    voice = Voice(made(name))
    for _ in range(100):
        assert len(voice.take(320)) == 640
    assert voice.done
    assert not any(voice.take(320))


@pytest.mark.parametrize("name", ["", "key:", "key:Z", "key:12", "nonsense", "key:\0"])
def test_an_unknown_name_is_no_tone(name: str) -> None:
    assert tone(name) is None


def test_an_unknown_country_sounds_german() -> None:
    assert made("busy", "XX") == made("busy", "DE")


def test_a_lasting_tone_goes_on_where_it_was_whatever_is_asked() -> None:
    found = made("busy")
    voice = Voice(found)
    wanted = found.samples * 3
    heard = b""
    for count in (1, 320, 7_000, 20_000, 160, 3):
        heard += voice.take(count)
    assert heard == wanted[: len(heard)]
