"""A faint noise for the ear while the line brings nothing at all, so that a silent line is not taken for a dead one.

Digital silence is what a hold, a muted customer or a codec that sends no packets in pauses (RFC 3389) leaves behind.
Anything the line brings, be it as soft as it may, is louder than this and replaces it.
"""

from __future__ import annotations

import random
from array import array
from functools import cache

from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.sound.pcm import WIDTH, louder, mixed, peak

LOUDNESS = 0.14  # of two sums of random bytes: -67 dBFS, what a quiet line has
BEGINS_AFTER = SAMPLE_RATE_HZ // 5  # samples of silence
RISES_IN = SAMPLE_RATE_HZ // 2


class Comfort:
    """`on` is set from another thread."""

    def __init__(self) -> None:
        self.on = False
        self._silent = 0  # samples since the line last brought anything
        self._at = 0

    def under(self, samples: bytes, count: int) -> bytes:
        """For the ear's thread: `samples` as they are, or noise where they are silence."""
        if not self.on or peak(samples) > 1:
            self._silent = 0
            return samples
        self._silent += count
        risen = min(1.0, (self._silent - BEGINS_AFTER) / RISES_IN)
        return louder(self._noise(count), risen) if risen > 0 else samples

    def _noise(self, count: int) -> bytes:
        kept, wanted = _kept(), count * WIDTH
        taken = (kept[self._at :] + kept * (wanted // len(kept) + 1))[:wanted]
        self._at = (self._at + wanted) % len(kept)
        return taken


@cache
def _kept() -> bytes:
    """Two seconds: nobody hears that they repeat."""
    bright = array("h", array("b", random.Random(1).randbytes(2 * SAMPLE_RATE_HZ))).tobytes()
    # With itself one sample later: less at the top, as on a line.
    return louder(mixed(bright, bright[WIDTH:] + bright[:WIDTH]), LOUDNESS)
