"""Whether the agent speaks, decided from the microphone's own frames: nothing of it is kept or leaves this PC.

A frame is loud when it stands well above the quietest moment of the last seconds, so a fan or a street is
silence after a while. Speech is loud for several frames in a row; a key that is struck is not, and agents type all day.
WebRTC's detector hears typing as speech in a third of all frames, and costs the engine's start 0.1 s (benchmarks).
"""

from __future__ import annotations

from collections import deque

from softphone.engine.sound.pcm import strength

BEGINS_AFTER = 4  # frames of 20 ms in a row: a key click rings for two
ENDS_AFTER = 35  # frames: who thinks for half a second in mid-sentence is still speaking
ABOVE = 3.2  # times the quietest moment, 10 dB
LEAST = 80  # of 32768, -52 dBFS: below is what a headset makes of a breath
BLOCK = 25  # frames, half a second: the quietest of each is kept
BLOCKS = 8


class Floor:
    """The quietest moment of the last four seconds: what the room is where nobody speaks."""

    def __init__(self) -> None:
        self._seen, self._lowest = 0, 32768
        self._floors: deque[int] = deque(maxlen=BLOCKS)

    def under(self, now: int) -> int:
        """`now` is the strength of the next 20 ms, 0 to 32768, and so is what comes back."""
        self._lowest = min(self._lowest, now)
        floor = min(self._lowest, *self._floors) if self._floors else self._lowest
        self._seen += 1
        if self._seen == BLOCK:
            self._floors.append(self._lowest)
            self._seen, self._lowest = 0, 32768
        return floor


class SpeechGate:
    """`see` belongs to the thread that brings the frames; `speaking` may be read from any."""

    def __init__(self) -> None:
        self.speaking = False
        self._run = self._quiet = 0
        self._floor = Floor()

    def see(self, samples: bytes) -> None:
        """The next 20 ms."""
        now = strength(samples)
        floor = self._floor.under(now)
        self._run = self._run + 1 if now > max(LEAST, floor * ABOVE) else 0
        self._quiet = 0 if self._run >= BEGINS_AFTER else self._quiet + 1
        if self._run >= BEGINS_AFTER:
            self.speaking = True
        elif self._quiet >= ENDS_AFTER:
            self.speaking = False
