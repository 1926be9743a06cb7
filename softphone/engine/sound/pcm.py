"""Arithmetic on 16-bit mono samples, as bytes.

By `audioop`: a microsecond a frame, where numpy costs the engine 0.3 s of start-up and 25 MB for the same five sums.
It ends with Python 3.12, where the pjsua2 wheels end too; `audioop-lts` carries it on.
"""

from __future__ import annotations

import math
import warnings
from array import array

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop

WIDTH = 2  # bytes a sample
SILENCE_DBFS = -96.0


def louder(samples: bytes, volume: float) -> bytes:
    """Clipped, never wrapped."""
    return samples if volume == 1.0 else audioop.mul(samples, WIDTH, volume)


def mixed(one: bytes, other: bytes) -> bytes:
    """The sum of two pieces of the same length, clipped."""
    return audioop.add(one, other, WIDTH)


def peak(samples: bytes) -> int:
    """Largest distance from zero, 0 to 32768."""
    return audioop.max(samples, WIDTH)


def strength(samples: bytes) -> int:
    """Root of the mean square, 0 to 32768."""
    return audioop.rms(samples, WIDTH)


def dbfs(largest: int) -> float:
    return max(SILENCE_DBFS, 20 * math.log10(largest / 32768)) if largest > 0 else SILENCE_DBFS


def longer(samples: bytes) -> bytes:
    """The same and one sample more, without a step."""
    return faded(samples + samples[-WIDTH:], samples[:WIDTH] + samples)


def faded(older: bytes, newer: bytes) -> bytes:
    """Two pieces of the same length, from the one to the other without a step."""
    pairs = list(zip(array("h", older), array("h", newer), strict=True))
    count = len(pairs)
    return array("h", [(a * (count - n) + b * n) // count for n, (a, b) in enumerate(pairs)]).tobytes()
