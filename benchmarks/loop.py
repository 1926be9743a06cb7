"""One small loop for a benchmark's own ends: sockets and pipes are read as soon as they have something."""

from __future__ import annotations

import selectors
import time
from collections.abc import Callable
from socket import socket
from typing import IO

End = socket | IO[bytes]

PATIENCE_S = 20.0


class Loop:
    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()

    def add(self, end: End, read: Callable[[float], None]) -> None:
        """`read` is called with the time (perf_counter) at which `end` had something."""
        self._selector.register(end, selectors.EVENT_READ, read)

    def remove(self, end: End) -> None:
        self._selector.unregister(end)

    def turn(self, wait_s: float) -> None:
        ready = self._selector.select(max(0.0, wait_s))
        at = time.perf_counter()
        for key, _ in ready:
            key.data(at)

    def until(self, happened: Callable[[], object], what: str, patience_s: float = PATIENCE_S) -> None:
        """Turns until it has happened. Raises TimeoutError naming `what`."""
        end = time.perf_counter() + patience_s
        while not happened():
            left = end - time.perf_counter()
            if left <= 0:
                raise TimeoutError(f"{what} did not come within {patience_s:g} s")
            self.turn(min(left, 0.05))

    def rest(self, seconds: float) -> None:
        """Goes on turning for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.turn(left)

    def close(self) -> None:
        self._selector.close()
