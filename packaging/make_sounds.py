"""Writes moment.wav and bursts.wav into resources/sounds.

moment.wav is what a caller hears while the agent is away for a moment, composed here: four calm chords, a soft pad
under a plucked figure, nothing above 2 kHz, so that a telephone carries all of it. It ends where it begins and goes
round and round. bursts.wav is what the pre-shift check sends to the echo extension (engine/sound/trial.py).
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from pathlib import Path

from softphone.engine.sound.trial import BURST_EVERY_S, BURSTS, FIRST_BURST_S

RATE_HZ = 8_000
BAR_S = 3.2
CHORDS = ((48, 60, 64, 67, 71), (45, 60, 64, 67, 69), (41, 57, 60, 64, 69), (43, 59, 62, 65, 71))  # MIDI, bass first
FIGURE = (1, 3, 2, 4, 3, 2, 3, 1)  # which note of the chord is plucked, eight a bar
PEAK = 0.22  # -13 dBFS: softer than somebody who speaks
BURST_PEAK = 0.5
BURST_SAMPLES = 640


def hertz(note: int) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def compose() -> array[float]:
    bar = round(BAR_S * RATE_HZ)
    sound = array("d", bytes(8 * bar * len(CHORDS)))

    def add(start: int, note: int, length_s: float, loud: float, attack_s: float, decay: float) -> None:
        step = math.tau * hertz(note) / RATE_HZ
        for n in range(round(length_s * RATE_HZ)):
            t = n / RATE_HZ
            shape = min(t / attack_s, 1.0) * math.exp(-decay * t) * min((length_s - t) / 0.05, 1.0)
            tone = math.sin(step * n) + 0.25 * math.sin(2 * step * n) * math.exp(-3 * t)
            sound[(start + n) % len(sound)] += loud * shape * tone

    for number, chord in enumerate(CHORDS):
        start = number * bar
        for note in chord:
            add(start, note, BAR_S + 0.8, 0.10, 0.9, 0.35)
        for place, which in enumerate(FIGURE):
            add(start + place * bar // len(FIGURE), chord[which] + 12, 1.6, 0.26, 0.012, 2.6)
    return sound


def bursts() -> array[float]:
    """A sine of 1 kHz for 80 ms each 1.2 s, the first after half a second."""
    sound = array("d", bytes(8 * round(6.0 * RATE_HZ)))
    for n in range(BURSTS):
        start = round((FIRST_BURST_S + n * BURST_EVERY_S) * RATE_HZ)
        for at in range(BURST_SAMPLES):
            sound[start + at] = math.sin(math.tau * at / 8) * min(1.0, at / 40, (BURST_SAMPLES - at) / 40)
    return sound


def write(path: Path, sound: array[float], high: float) -> None:
    loudest = max(abs(each) for each in sound)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(array("h", (round(32_767 * high * each / loudest) for each in sound)).tobytes())


def main(folder: Path) -> None:
    write(folder / "moment.wav", compose(), PEAK)
    write(folder / "bursts.wav", bursts(), BURST_PEAK)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "resources/sounds")
