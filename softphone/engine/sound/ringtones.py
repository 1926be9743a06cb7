"""Ring tones, made by code: struck notes that die away, and the electronic one of two tones.

A telephone must be heard beside speech without tearing at anybody's nerves all day: notes between 440 and 1,400 Hz,
where ears are keen and small speakers loud, and a rest of a second or two. A note is one period of its sine, repeated
and made quieter each 2 ms: a few milliseconds of work for a whole tone, once.
"""

from __future__ import annotations

import math
from array import array
from functools import lru_cache
from typing import NamedTuple

from softphone.domain.ringing import RingTone
from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.sound.pcm import WIDTH, louder, mixed
from softphone.engine.sound.tones import Tone, tone

PEAK = 0.16  # of full scale, each note: two or three sound at once
STEP_MS = 2
QUIET = 0.004  # a note that has died away to this is cut


class Note(NamedTuple):
    hertz: int  # a multiple of 5: its period is short
    at_ms: int
    dies_ms: int  # to 1/e
    rises_ms: int = 4
    overtone: int = 0  # times the pitch, at a third: wood has the 4th, a bell the 3rd


NOTES: dict[RingTone, tuple[int, tuple[Note, ...]]] = {
    RingTone.CHIME: (
        3_200,
        (Note(1045, 0, 420, overtone=3), Note(785, 380, 420, overtone=3), Note(660, 760, 600, overtone=3)),
    ),
    RingTone.MARIMBA: (
        3_000,
        tuple(
            Note(hertz, n * 150, 130, overtone=4)
            for n, hertz in enumerate((525, 660, 785, 1045, 785, 660, 785, 1045))
        ),
    ),
    RingTone.CLASSIC: (
        3_000,
        tuple(Note((1010, 1265)[n % 2], n * 45, 60, rises_ms=2, overtone=3) for n in range(24)),
    ),
    RingTone.SOFT: (
        3_800,
        (Note(440, 0, 700, rises_ms=60), Note(660, 350, 700, rises_ms=60), Note(550, 1_100, 900, rises_ms=60)),
    ),
}


@lru_cache(maxsize=8)
def ringing(name: RingTone) -> Tone:
    """The tone of that name, which repeats."""
    if name not in NOTES:
        usual = tone("ring")
        assert usual is not None
        return usual
    length_ms, notes = NOTES[name]
    whole = bytes(length_ms * SAMPLE_RATE_HZ // 1000 * WIDTH)
    for note in notes:
        at = note.at_ms * SAMPLE_RATE_HZ // 1000 * WIDTH
        struck = _struck(note)[: len(whole) - at]
        whole = whole[:at] + mixed(whole[at : at + len(struck)], struck) + whole[at + len(struck) :]
    return Tone(whole, lasting=True)


@lru_cache(maxsize=16)
def _struck_wave(note: Note) -> bytes:
    step = STEP_MS * SAMPLE_RATE_HZ // 1000 * WIDTH
    count = math.ceil((note.rises_ms + note.dies_ms * -math.log(QUIET)) / STEP_MS)
    period = _period(note.hertz, note.overtone)
    wave = (period * (count * step // len(period) + 1))[: count * step]
    return b"".join(
        louder(wave[n * step : (n + 1) * step], _envelope(n * STEP_MS, note)) for n in range(count)
    )


def _struck(note: Note) -> bytes:
    return _struck_wave(note._replace(at_ms=0))


def _envelope(ms: float, note: Note) -> float:
    return min(1.0, (ms + STEP_MS) / note.rises_ms) * math.exp(-max(0.0, ms - note.rises_ms) / note.dies_ms)


def _period(hertz: int, overtone: int) -> bytes:
    count = SAMPLE_RATE_HZ // math.gcd(SAMPLE_RATE_HZ, hertz)
    turn = 2 * math.pi * hertz / SAMPLE_RATE_HZ
    third = 1 / 3 if overtone else 0.0
    loudness = PEAK * 32767 / (1 + third)
    return array(
        "h",
        [round(loudness * (math.sin(turn * n) + third * math.sin(turn * overtone * n))) for n in range(count)],
    ).tobytes()
