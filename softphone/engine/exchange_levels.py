"""How loud it is, ten times a second while a call is heard; and whether the agent speaks, when that changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from softphone.domain.protocol import Event, LevelsMeasured, SpeakingChanged
from softphone.engine.ports import Ears

LEVELS_EVERY = timedelta(milliseconds=90)  # ten a second by a tick of 100 ms that is early or late


class Levels:
    def __init__(self, ears: Ears, emit: Callable[[Event], None]) -> None:
        self._ears = ears
        self._emit = emit
        self._told_at: datetime | None = None
        self._speaking = False

    def tick(self, now: datetime, *, heard: bool) -> None:
        """`heard`: a call is in the agent's ear. Without one nobody listens whether they speak."""
        speaking = heard and self._ears.speaking
        if speaking is not self._speaking:
            self._speaking = speaking
            self._emit(SpeakingChanged(now, speaking))
        if heard and (self._told_at is None or now >= self._told_at + LEVELS_EVERY):
            self._told_at = now
            you, caller = self._ears.levels()
            self._emit(LevelsMeasured(round(you, 1), round(caller, 1)))
