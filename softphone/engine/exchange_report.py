"""What the engine gives to a report of a problem: its trace, redacted where it is kept, in parts that fit a frame."""

from __future__ import annotations

from datetime import datetime

from softphone.domain.protocol import TraceTold

PART_CHARS = 60_000  # of at most four bytes, below the 256 KiB of a frame
MOST_CHARS = 600_000  # the newest; a link that is 1 MiB behind is dropped


def in_parts(at: datetime, text: str) -> tuple[TraceTold, ...]:
    """At least one, in order."""
    text = text[-MOST_CHARS:]
    parts = [text[start : start + PART_CHARS] for start in range(0, len(text), PART_CHARS)] or [""]
    return tuple(TraceTold(at, part, len(parts) - number) for number, part in enumerate(parts, 1))
