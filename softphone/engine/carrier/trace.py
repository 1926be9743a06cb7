"""The last ten minutes of SIP, redacted as it comes in and bounded, for *Report a problem*. Never on the disk."""

from __future__ import annotations

from collections import deque

from softphone.engine.carrier.redaction import redact

KEPT_S = 600.0
MOST_BYTES = 2 * 1024 * 1024
MOST_OF_ONE = 4_000


class Trace:
    def __init__(self) -> None:
        self._kept: deque[tuple[float, str, bytes]] = deque()
        self._size = 0

    def add(self, now: float, direction: str, message: bytes) -> None:
        """`direction` is "in" or "out", seen from here."""
        shown = redact(message[:MOST_OF_ONE])
        self._kept.append((now, direction, shown))
        self._size += len(shown)
        while self._kept and (self._size > MOST_BYTES or now - self._kept[0][0] > KEPT_S):
            self._size -= len(self._kept.popleft()[2])

    def text(self, now: float) -> str:
        """Oldest first; the time is how many seconds ago."""
        return "\n".join(
            f"--- {direction} {now - at:.3f} s ago\n{shown.decode('utf-8', 'replace')}"
            for at, direction, shown in self._kept
            if now - at <= KEPT_S
        )
