"""The one clock: aware times in UTC, and seconds that only grow."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """Tests turn their own in its place."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds for measuring; no time of day, and not moved by setting the clock."""
        return time.monotonic()
