"""Notices that the computer slept, that we were stopped, or that somebody set the clock. Ask once a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

# Above what a busy machine does to a timer of one second, below what anybody would call a sleep.
LEAST_SLEEP_S = 5.0
LEAST_JUMP_S = 2.0


class GapKind(StrEnum):
    SLEPT = "slept"  # or were stopped: connections are old
    CLOCK_JUMPED = "clock_jumped"


class Gap(Struct, frozen=True):
    kind: GapKind
    seconds: float  # a clock set back is negative


def boot_s() -> float:
    """Seconds that go on in sleep, where the system counts them (Linux); else of the monotonic clock."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) if boot is not None else time.monotonic()


class Watch:
    def __init__(self, wall_s: Callable[[], float] = time.time, boot_s: Callable[[], float] = boot_s) -> None:
        self._wall_s = wall_s
        self._boot_s = boot_s
        self._wall = wall_s()
        self._boot = boot_s()

    def check(self) -> Gap | None:
        """What happened since the last check. Where the counter stands still in sleep (macOS), a sleep looks like
        a clock set forward."""
        wall, boot = self._wall_s(), self._boot_s()
        passed, jumped = boot - self._boot, (wall - self._wall) - (boot - self._boot)
        self._wall, self._boot = wall, boot
        if passed >= LEAST_SLEEP_S:
            return Gap(GapKind.SLEPT, passed)
        if abs(jumped) >= LEAST_JUMP_S:
            return Gap(GapKind.CLOCK_JUMPED, jumped)
        return None
