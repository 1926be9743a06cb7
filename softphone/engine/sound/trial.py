"""What a trial of microphone, ear and line says in figures, from frames of 20 ms. Pure arithmetic, after the trial."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from softphone.domain.place import Spoken
from softphone.engine.sound.pcm import SILENCE_DBFS, dbfs, peak, strength

FULL = 32_700
ABOVE_DB = 10.0  # over the room: speech
LEAST_FRAMES = 15  # 0.3 s: a cough is no sentence
STILL_SPEAKING = 50  # frames: who has not finished the sentence is no echo
BURST_LOUD = 400  # of 32768, -38 dBFS: far below the burst that left, far above a line's noise
BURST_EVERY_S = 1.2
FIRST_BURST_S = 0.5
BURSTS = 5
AGREE_S = 0.06  # of those that came back; what speaks in between is no echo of ours


def spoken(quiet: Sequence[bytes], said: Sequence[bytes], listened: Sequence[bytes]) -> Spoken:
    """`quiet` is the room, `said` the sentence, `listened` what the microphone brought while the ear played it."""
    noise = _middle(quiet)
    louder = [level for frame in said if (level := dbfs(strength(frame))) > max(noise + ABOVE_DB, -70.0)]
    if len(louder) < LEAST_FRAMES:
        return Spoken(noise, SILENCE_DBFS)
    clipped = 100 * sum(peak(frame) >= FULL for frame in said) / len(said)
    late = sorted(dbfs(strength(frame)) for frame in listened[STILL_SPEAKING:])
    back = late[-len(late) // 4 :]
    return Spoken(noise, _mean(louder), round(clipped, 1), max(0.0, round(_mean(back) - max(noise, -70.0), 1)))


def round_trip_ms(heard: Sequence[tuple[float, bytes]], began: float) -> int:
    """How long the bursts took to come back; 0 where too few did. `heard` are frames with the moment they came."""
    loud = [at for at, frame in heard if strength(frame) >= BURST_LOUD]
    delays = []
    for n in range(BURSTS):
        left = began + FIRST_BURST_S + n * BURST_EVERY_S
        back = next((at for at in loud if left <= at < left + BURST_EVERY_S), None)
        if back is not None:
            delays.append(back - left)
    near = [delay for delay in delays if abs(delay - median(delays)) <= AGREE_S]
    return max(1, round(1000 * median(near))) if len(near) >= 3 else 0


def _middle(frames: Sequence[bytes]) -> float:
    return round(median(dbfs(strength(frame)) for frame in frames), 1) if frames else SILENCE_DBFS


def _mean(levels: Sequence[float]) -> float:
    """Of powers, not of decibels."""
    if not levels:
        return SILENCE_DBFS
    return round(10 * math.log10(sum(10 ** (level / 10) for level in levels) / len(levels)), 1)
