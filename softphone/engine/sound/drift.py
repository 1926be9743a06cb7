"""How far two clocks have run apart: from what waits between them, averaged until a hundredth of a second shows.

A sound card's quartz is off by up to 200 millionths: 0.7 s in an hour. What waits in a ring jumps by a block with each
put and each get, so what the writer has gathered since its last put is counted too. Sound servers hand on in bursts of
their own, so it still goes up and down by 20 ms; but the middle half of what was seen in two seconds has a mean that is
steady to a few samples, and forgets when one of the two was late for a moment. Where two such seconds and the next two
do not agree, somebody stood still, and the window says nothing of clocks. Once two clocks have shown that they differ,
their pace is learned and given back in each window: what waits then stays where it is, instead of running off and being
fetched back again and again. What somebody leaves behind who stood still is given back as well, but teaches no pace:
the ring would run as far below afterwards.
"""

from __future__ import annotations

from math import inf
from statistics import fmean

from softphone.engine.ports import SAMPLE_RATE_HZ

WINDOW = 4 * SAMPLE_RATE_HZ
CALM = 48.0  # samples, 3 ms: the halves of a window are apart by less, unless one of the two stood still
PLAY = 32  # 2 ms: less is left alone, so that clocks that agree are never touched
AT_ONCE, LEARNED = 0.5, 0.1  # of what they are apart: given back in the next window, and in each from now on
MOST_PACE = 50  # a sample in 80 ms, 0.08 %: no quartz is off by more, so of more nothing is learned
STEP = 480  # 30 ms: no clock, but somebody who stood still; from there on it is counted anew


class Drift:
    """`see` belongs to the getting side. What waits is told as more or less than the reserve that is wanted; where it
    was less than `least` at first, it is brought there."""

    def __init__(self, least: float = -inf) -> None:
        self._least = least
        self._at_first: float | None = None
        self._pace = 0.0  # samples that a window brings too many, as far as is known
        self._given = 0
        self.begin_window()

    def see(self, waiting: float, count: int) -> int:
        """Samples that are too many now, or too few if negative; mostly 0."""
        self._seen.append(waiting)
        self._samples += count
        if self._samples < WINDOW:
            return 0
        middle = len(self._seen) // 2
        earlier, later = _mean_of_middle_half(self._seen[:middle]), _mean_of_middle_half(self._seen[middle:])
        foreseen = (self._pace - self._given) / 2
        self.begin_window()
        self._given = self._owed((earlier + later) / 2, abs(later - earlier - foreseen) <= CALM)
        return self._given

    def _owed(self, mean: float, is_calm: bool) -> int:
        if not is_calm:
            return round(self._pace)
        if self._at_first is None or abs(mean - self._at_first) > STEP:
            self._at_first = max(mean, self._least)
        apart = mean - self._at_first
        if abs(apart) <= PLAY and abs(self._pace) < 1:
            self._pace = 0.0
            return 0
        if abs(AT_ONCE * apart + self._pace) <= MOST_PACE:
            self._pace += LEARNED * max(-PLAY, min(PLAY, apart))
        return round(AT_ONCE * apart + self._pace)

    def apart(self, waiting: float) -> float:
        """How much more that is than at first; endless while nothing is known."""
        return inf if self._at_first is None else waiting - self._at_first

    def forget(self) -> None:
        """What waits is no longer what it was, nor perhaps the device."""
        self._at_first = None
        self._pace = 0.0
        self.begin_window()

    def begin_window(self) -> None:
        """Anew: one of the two was late, or part of what waits was cut out."""
        self._seen: list[float] = []
        self._samples = 0
        self._given = 0


def _mean_of_middle_half(seen: list[float]) -> float:
    quarter = len(seen) // 4
    return fmean(sorted(seen)[quarter : len(seen) - quarter])
