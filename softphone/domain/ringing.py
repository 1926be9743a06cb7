"""How a call rings: which tone, by its queue and the time of day. The card on the screen shows it in any case."""

from __future__ import annotations

import re
from datetime import time
from enum import StrEnum

_HOURS = re.compile(r"(?:(.+)\s)?([01]?\d|2[0-4])[:.]?([0-5]\d)?\s*[-–]\s*([01]?\d|2[0-4])[:.]?([0-5]\d)?")
_DAY_MIN = 24 * 60


class RingTone(StrEnum):
    DUO = "duo"
    CHIME = "chime"
    MARIMBA = "marimba"
    CLASSIC = "classic"
    SOFT = "soft"
    SILENT = "silent"


def ring_tone(
    usual: RingTone, queue_tones: tuple[str, ...], silent_hours: tuple[str, ...], queue: str, at: time
) -> RingTone:
    """The tone for a call of `queue` ("" for a direct one) at this time of the wall's clock. `queue_tones` are
    "queue=tone", `silent_hours` "20:00-07:00" or "queue 12:00-13:00"; what is neither says nothing."""
    minute = at.hour * 60 + at.minute
    if any(_is_silent(entry, queue, minute) for entry in silent_hours):
        return RingTone.SILENT
    for entry in queue_tones:
        name, _, tone = (part.strip().casefold() for part in entry.rpartition("="))
        if name == queue.casefold() and name and tone in set(RingTone):
            return RingTone(tone)
    return usual


def _is_silent(entry: str, queue: str, minute: int) -> bool:
    found = _HOURS.fullmatch(entry.strip()[:80])
    if found is None:
        return False
    name, *figures = found.groups()
    if name is not None and name.strip().casefold() != queue.casefold():
        return False
    begin, end = (int(figures[n]) * 60 + int(figures[n + 1] or 0) for n in (0, 2))
    begin, end = begin % _DAY_MIN, end % _DAY_MIN
    return begin <= minute < end if begin < end else minute >= begin or minute < end
