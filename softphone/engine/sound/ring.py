"""A short queue of samples between two clocks: the device's and PJMEDIA's.

One thread puts, one thread gets. There is no lock: the putting side alone moves `_written`, the getting side
alone moves `_read`, and each is one assignment. Two clocks never run alike, and a device hands over what it
gathered while opening all at once: without a drain every such surplus stays in the way as delay for the rest of
the call. So the getting side watches the least depth over a window of gets; what always stays behind is
surplus, and is cut out by fading from the older samples to the newer, which nobody hears. A computer that is
late again and again (underruns) gets a little more reserve, up to MOST_MARGIN, and loses it again in quiet times: in
longer and longer ones where it was missed at once, as with a sound server that hands on in bursts. One that stands
still now and then gets none, for no reserve would do: what waits goes back to what it was before.
What two quartzes drift apart, and what a computer that was late leaves behind, is given back sample by sample, each
faded over a whole get (drift.py).

Counts are of samples, pieces are bytes of 16-bit samples.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.sound.drift import PLAY, WINDOW, Drift
from softphone.engine.sound.pcm import WIDTH, faded, longer

CAPACITY = 8_192  # 512 ms at 16 kHz: more is not delay but a fault
SOON_GETS = 25  # what devices that open, or a server that stalled, hand over at once goes in half a second
WINDOW_GETS = 500  # later 5 or 10 s: the phase of two clocks wanders to and fro by a device's period in seconds
MARGIN_STEP = 80  # 5 ms: five underruns on a busy computer cost less than a frame of delay
LEAST_STEP = 32  # 2 ms: a server's bursts miss the reserve by a few samples, and the delay should not jump for them
MOST_MARGIN = 640  # 40 ms: beyond it the delay disturbs a talk more than a rare gap
WANDER = 320  # 20 ms: less than that may be the phase, and waits for the end of the window
# A cut in running speech is a step in time, and 15 ms disturb nobody: less stays, or goes sample by sample. Two clocks
# that meet well have 10 of it by their phase and 2 by the play of the drift.
LEAST_CUT = 240
START_GETS = 100  # while devices open, sound comes in bursts and gaps that say nothing about the call
CALM_GETS = 1_500  # 15 s of an ear, 30 of a microphone without an underrun: a step of reserve can go, at first
TROUBLED_GETS = 1_000  # 10 s of an ear, 20 of a microphone: who runs dry again in them needs more reserve
LONG_TROUBLED_GETS = 6_000  # the same for little that is missing: one step of reserve may do, but more would not
LONG_AGO = -LONG_TROUBLED_GETS
SLIP_EVERY = 640  # at most: a sample in 40 ms is 0.16 %, three hundredths of a semitone
LONGEST_GATHERED = CAPACITY // 16  # who has put nothing for longer gathers no more, but stands still

_SIZE = CAPACITY * WIDTH


class Ring:
    """`margin` samples may stay behind each get as a reserve against jitter; what is above is drained. `clock` tells
    seconds. `least` is what must be there after a get, counting what the writer has gathered since its last put: a
    block of its and some jitter. Two phases may meet so well that less does, until they have turned."""

    def __init__(self, margin: int, clock: Callable[[], float] = time.perf_counter, *, least: int = 0) -> None:
        self.margin = margin
        self.underruns = 0
        self.drained = 0
        self.overflowed = 0
        self._first_margin = margin
        self._needed = least
        self._kept = bytearray(_SIZE)
        self._written = 0  # bytes since ever; where in `_kept` is this modulo _SIZE
        self._read = 0
        self._least = CAPACITY  # of this window
        self._least_soon = CAPACITY  # of the last SOON_GETS
        self._waited = 0.0  # summed over them, beyond the reserve
        self._gets = 0
        self._flowing = False
        self._calm_gets = 0
        self._calm_needed = CALM_GETS
        self._started_gets = 0
        self._trouble_at = self._stepped_down_at = LONG_AGO  # in started gets
        self._stepped_down_from = margin
        self._clock = clock
        self._put_at = clock()
        self._drift = Drift(least - margin)
        self._owed = 0  # samples to be left out, or to be put in if negative
        self._slip_every = SLIP_EVERY
        self._unslipped = 0  # samples since the last of them

    @property
    def depth(self) -> int:
        return (self._written - self._read) // WIDTH

    def put(self, piece: bytes) -> None:
        """Takes whole samples and what fits; a getter that stopped must not be given old sound, so the rest is lost."""
        written = self._written
        taken = min(len(piece) // WIDTH * WIDTH, _SIZE - (written - self._read))
        self.overflowed += (len(piece) - taken) // WIDTH
        at = written % _SIZE
        first = min(taken, _SIZE - at)
        self._kept[at : at + first] = piece[:first]
        self._kept[: taken - first] = piece[first:taken]
        self._written = written + taken
        self._put_at = self._clock()

    def get(self, count: int) -> bytes:
        """Always `count` samples: what is missing is silence at the end."""
        depth = self.depth
        left = depth - count
        gathered = min((self._clock() - self._put_at) * SAMPLE_RATE_HZ, LONGEST_GATHERED)
        if not self._started_gets and 0 <= left < self._needed - gathered:
            return bytes(count * WIDTH)  # to begin with it costs nobody a word
        if left < 0:
            if self._flowing:
                self._ran_dry(-left)
            self._flowing = False
            self._forget_window()
            self._drift.begin_window()
            self._owed = 0
            return self._take(depth) + bytes((count - depth) * WIDTH)
        self._flowing = True
        self._stay_calm()
        self._least, self._least_soon = min(self._least, left), min(self._least_soon, left)
        self._gets += 1
        waiting = left + gathered - self.margin
        self._waited += waiting
        surplus = 0
        if left > CAPACITY // 2:  # far behind: no window is needed to see it
            surplus = left - self.margin
        elif self._gets % SOON_GETS == 0:
            surplus = self._surplus()
        if surplus > 0:
            return self._cut(count, surplus)
        if owed := self._drift.see(waiting, count):
            self._owed, self._slip_every = owed, max(SLIP_EVERY, WINDOW // abs(owed))
        self._unslipped += count
        return self._slipped(count) if self._owed and self._unslipped >= self._slip_every else self._take(count)

    def clear(self) -> None:
        """Starts anew: while nobody gets, or from the getting side."""
        self._read = self._written
        self.margin = self._first_margin
        self.underruns = self.drained = self.overflowed = 0
        self._flowing = False
        self._calm_gets = self._started_gets = 0
        self._calm_needed = CALM_GETS
        self._trouble_at = self._stepped_down_at = LONG_AGO
        self._forget_window()
        self._drift.forget()
        self._owed = 0

    def _surplus(self) -> int:
        """To be cut at the end of half a second: what has come since the beginning, or all if that was too much."""
        apart = self._drift.apart(self._waited / SOON_GETS)
        if self._gets >= WINDOW_GETS:
            surplus, bound = self._least - self.margin, LEAST_CUT
            self._forget_window()
        else:
            surplus, bound = self._least_soon - self.margin, WANDER if self._started_gets > START_GETS else 0
            self._least_soon, self._waited = CAPACITY, 0.0
        if surplus <= bound:
            return 0
        if apart <= PLAY:
            self._drift.forget()
            return surplus
        return int(min(surplus, apart))

    def _ran_dry(self, missing: int) -> None:
        self._calm_gets = 0
        now = self._started_gets
        if now < START_GETS:
            return
        self.underruns += 1
        since = now - self._trouble_at
        if since < SOON_GETS:
            return  # it is the same trouble still
        self._trouble_at = now
        is_missed = now - self._stepped_down_at < CALM_GETS
        if since < TROUBLED_GETS:
            most = MOST_MARGIN
        elif is_missed:
            most = self._stepped_down_from
        elif since < LONG_TROUBLED_GETS and missing <= MARGIN_STEP:
            most = self._first_margin + MARGIN_STEP
        else:
            return
        self._calm_needed = 2 * self._calm_needed if is_missed else CALM_GETS
        self.margin = max(self.margin, min(self.margin + min(max(LEAST_STEP, 2 * missing), MARGIN_STEP), most))

    def _stay_calm(self) -> None:
        self._started_gets += 1
        self._calm_gets += 1
        if self._calm_gets >= self._calm_needed and self.margin > self._first_margin:
            self._calm_gets = 0
            self._stepped_down_at, self._stepped_down_from = self._started_gets, self.margin
            step = max(LEAST_STEP, (self.margin - self._first_margin) // 2)
            self.margin = max(self.margin - step, self._first_margin)

    def _forget_window(self) -> None:
        self._least = self._least_soon = CAPACITY
        self._waited = 0.0
        self._gets = 0

    def _take(self, count: int) -> bytes:
        read, wanted = self._read, count * WIDTH
        at = read % _SIZE
        first = min(wanted, _SIZE - at)
        taken = bytes(self._kept[at : at + first])
        if first < wanted:
            taken += self._kept[: wanted - first]
        self._read = read + wanted
        return taken

    def _cut(self, count: int, surplus: int) -> bytes:
        whole = self._take(count + surplus)
        self.drained += surplus
        self._forget_window()
        self._drift.begin_window()
        self._owed = 0
        return faded(whole[: count * WIDTH], whole[surplus * WIDTH :])

    def _slipped(self, count: int) -> bytes:
        """One sample more or less than usual, as `count`."""
        self._unslipped = 0
        if self._owed < 0:
            self._owed += 1
            return longer(self._take(count - 1))
        if self.depth <= count:
            return self._take(count)
        self._owed -= 1
        whole = self._take(count + 1)
        return faded(whole[:-WIDTH], whole[WIDTH:])
