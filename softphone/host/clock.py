"""The one clock: aware times in UTC that never go back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from softphone.host.awake import boot_s


class Clock:
    """The wall's time at the start, and from there on the seconds that passed, those of sleep included.

    Setting the computer's clock moves nothing, so that no timer of a call fires early or an hour late. `catch_up`
    takes over a wall clock that is ahead, where no timer runs; one that was set back is followed at the next start.
    Desk and engine have one each and follow whichever is ahead: a time from the other is never in the future.
    """

    def __init__(self, wall: Callable[[], float] = time.time, counter: Callable[[], float] = boot_s) -> None:
        self._wall = wall
        self._counter = counter
        self._offset = wall() - counter()

    def now(self) -> datetime:
        return datetime.fromtimestamp(0, UTC) + timedelta(seconds=self._counter() + self._offset)

    def catch_up(self) -> None:
        """After a gap: the clock was not set when we started, or the counter stood still in sleep."""
        self._offset = max(self._offset, self._wall() - self._counter())

    def follow(self, at: datetime) -> None:
        """The other process says it is `at`, at least."""
        self._offset = max(self._offset, at.timestamp() - self._counter())
