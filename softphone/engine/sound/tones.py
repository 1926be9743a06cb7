"""Tones made by code, as 16 kHz samples: what a telephone sounds like in each country, and our own signals.

Cadences are those of ITU-T E.180 Supplement 2 (04/1998), written as in Asterisk's indications.conf:
`frequency[+frequency]/milliseconds`, frequency 0 for silence, comma between segments. A lasting tone repeats.
"""

from __future__ import annotations

import math
from array import array
from functools import lru_cache

from msgspec import Struct

from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.sound.pcm import WIDTH

PEAK = 0.125  # of full scale, -18 dBFS: near the -10 dBm0 of E.180, and no shock beside speech
EDGE_MS = 5  # ramps up and down; a sine cut off clicks
DTMF_ROWS_HZ = (697, 770, 852, 941)
DTMF_COLUMNS_HZ = (1209, 1336, 1477, 1633)
DTMF_KEYS = "123A456B789C*0#D"
KEY_MS = 100


class Country(Struct, frozen=True):
    ringback: str
    busy: str
    congestion: str
    waiting: str


COUNTRIES = {
    "DE": Country("425/1000,0/4000", "425/480,0/480", "425/240,0/240", "425/200,0/200,425/200,0/5000"),
    "AT": Country("420/1000,0/5000", "420/400,0/400", "420/200,0/200", "420/40,0/1960"),
    "CH": Country("425/1000,0/4000", "425/500,0/500", "425/200,0/200", "425/200,0/200,425/200,0/4000"),
    "GB": Country(
        "400+450/400,0/200,400+450/400,0/2000", "400/375,0/375", "400/400,0/350,400/225,0/525", "400/100,0/4000"
    ),
    "US": Country("440+480/2000,0/4000", "480+620/500,0/500", "480+620/250,0/250", "440/300,0/10000"),
    "FR": Country("440/1500,0/3500", "440/500,0/500", "440/250,0/250", "440/300,0/10000"),
}
COUNTRIES["UK"] = COUNTRIES["GB"]  # what people write; ISO 3166 says GB
DEFAULT_COUNTRY = "DE"

# Ours, alike in every country: they come from Aside and not from the network.
SHORT = {
    "tap": "660/60",  # somebody is with you: an expert joined, a message came
    "recording": "1400/400",  # what is said now stands on a tape; the other side hears it too
    "reminder": "523/90,0/60,659/140",  # a call is on hold
    "auto": "880/90,0/50,880/90",  # a call answers itself: the microphone is open from now on
    "line-lost": "587/120,0/60,440/220",  # no calls come any more
    "line-back": "440/120,0/60,587/220",
    "test": "440/1000",  # "do you hear this?" in the preferences
}
LASTING = {
    "orphan": "880/150,0/100,660/150,0/1600",  # the microphone is live and no window controls it
    "ring": "784+1175/220,0/40,988+1480/220,0/40,784+1175/220,0/40,988+1480/440,0/2200",
}


class Tone(Struct, frozen=True):
    samples: bytes
    lasting: bool


class Voice:
    """A tone being played: the device's thread takes, in order; a lasting one never ends."""

    def __init__(self, tone: Tone) -> None:
        self.tone = tone
        self._at = 0

    @property
    def done(self) -> bool:
        return not self.tone.lasting and self._at >= len(self.tone.samples)

    def take(self, count: int) -> bytes:
        """Always `count` samples; silence after the end."""
        wanted = count * WIDTH
        taken = self.tone.samples[self._at : self._at + wanted]
        self._at += len(taken)
        if not self.tone.lasting:
            return taken + bytes(wanted - len(taken))
        while len(taken) < wanted:
            self._at = min(wanted - len(taken), len(self.tone.samples))
            taken += self.tone.samples[: self._at]
        return taken


@lru_cache(maxsize=64)
def tone(name: str, country: str = DEFAULT_COUNTRY) -> Tone | None:
    """The tone of that name; "failure" is congestion, "end" three short pulses, "key:5" a key. None: no such tone."""
    here = COUNTRIES.get(country.upper(), COUNTRIES[DEFAULT_COUNTRY])
    if name.startswith("key:"):
        return _key_tone(name.removeprefix("key:"))
    match name:
        case "ringback":
            return Tone(_samples(here.ringback), lasting=True)
        case "busy":
            return Tone(_samples(here.busy), lasting=True)
        case "congestion" | "failure":
            return Tone(_samples(here.congestion), lasting=True)
        case "waiting":
            return Tone(_samples(here.waiting), lasting=True)
        case "end":
            pulse = f"{here.busy.partition('/')[0]}/180,0/120"
            return Tone(_samples(",".join([pulse] * 3)), lasting=False)
        case _ if name in SHORT:
            return Tone(_samples(SHORT[name]), lasting=False)
        case _ if name in LASTING:
            return Tone(_samples(LASTING[name]), lasting=True)
    return None


def _key_tone(key: str) -> Tone | None:
    at = DTMF_KEYS.find(key.upper())
    if len(key) != 1 or at < 0:
        return None
    row, column = DTMF_ROWS_HZ[at // 4], DTMF_COLUMNS_HZ[at % 4]
    return Tone(_samples(f"{row}+{column}/{KEY_MS}"), lasting=False)


def _samples(cadence: str) -> bytes:
    return b"".join(_segment(part) for part in cadence.split(","))


def _segment(text: str) -> bytes:
    pitches, milliseconds = text.split("/")
    count = int(milliseconds) * SAMPLE_RATE_HZ // 1000
    frequencies = [int(pitch) for pitch in pitches.split("+")]
    if frequencies == [0]:
        return bytes(count * WIDTH)
    # Whole hertz repeat after a part of a second: 1.5 ms of work instead of 20 for two seconds of ringback.
    period = min(count, SAMPLE_RATE_HZ // math.gcd(SAMPLE_RATE_HZ, *frequencies))
    loudness = PEAK * 32767 / len(frequencies)
    steps = [2 * math.pi * hz / SAMPLE_RATE_HZ for hz in frequencies]
    once = array("h", [round(loudness * sum(math.sin(step * n) for step in steps)) for n in range(period)])
    wave = (once * (count // period + 1))[:count]
    edge = EDGE_MS * SAMPLE_RATE_HZ // 1000
    for n in range(min(edge, count // 2)):
        wave[n] = wave[n] * n // edge
        wave[-1 - n] = wave[-1 - n] * n // edge
    return wave.tobytes()
