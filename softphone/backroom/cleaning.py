"""Text from files and networks made harmless at a million rows a minute, and times as the store writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from softphone.domain.text import clean

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def one_line(untrusted: str, limit: int) -> str:
    """As `domain.text.clean`; what is short and printable ASCII needs no second look."""
    if len(untrusted) <= limit and untrusted.isascii() and untrusted.isprintable():
        return " ".join(untrusted.split())
    return clean(untrusted, limit)


def stamp(at: datetime) -> int:
    """Microseconds since 1970. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return (at - EPOCH) // MICROSECOND


def moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
