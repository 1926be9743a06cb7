"""Waiting for what another process does, where there is no event to wait for."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_S = 0.1


def came_true(true: Callable[[], bool], within_s: float) -> bool:
    """Whether it became true in time. Blocks: for commands, not for the desk."""
    end = time.monotonic() + within_s
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(LOOK_S)
    return True
