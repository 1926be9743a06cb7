"""How far two clocks have run apart: from what waits between them, averaged until a hundredth of a second shows.

A sound card's quartz is off by up to 200 millionths: 0.7 s in an hour. What waits in a ring jumps by a block with each
put and each get, so what the writer has gathered since its last put is counted too; then the mean of four seconds is
steady to a few samples. Windows in which one of the two was late say nothing and are left out.
"""

from __future__ import annotations

from softphone.engine.ports import SAMPLE_RATE_HZ

WINDOW = 4 * SAMPLE_RATE_HZ
CALM = 48.0  # samples of standard deviation, 3 ms: a busy computer's usual lateness is half of it
PLAY = 32  # 2 ms: less is left alone, so that clocks that agree are never touched
STEP = 480  # 30 ms: no clock, but somebody who stood still; from there on it is counted anew


class Drift:
    """`see` belongs to the getting side. What waits is told as more or less than the reserve that is wanted."""

    def __init__(self) -> None:
        self._at_first: float | None = None
        self._cut = False
        self._begin_window()

    def see(self, waiting: float, count: int) -> int:
        """Samples that are too many now, or too few if negative; mostly 0."""
        self._sum += waiting
        self._squares += waiting * waiting
        self._seen += 1
        self._samples += count
        if self._samples < WINDOW:
            return 0
        mean = self._sum / self._seen
        calm = self._squares / self._seen - mean * mean < CALM * CALM
        self._begin_window()
        if not calm:
            return 0
        if self._at_first is None or abs(mean - self._at_first) > STEP or (self._cut and mean < self._at_first):
            self._at_first = mean
        self._cut = False
        apart = round(mean - self._at_first)
        return apart if abs(apart) > PLAY else 0

    def leave_out(self) -> None:
        """One of the two was late."""
        self._begin_window()

    def cut(self) -> None:
        """Part of what waits was cut out. What is still more than at first is given back; less is the new measure."""
        self._cut = True
        self._begin_window()

    def forget(self) -> None:
        """What waits is no longer what it was."""
        self._at_first = None
        self._begin_window()

    def _begin_window(self) -> None:
        self._sum = self._squares = 0.0
        self._seen = self._samples = 0
