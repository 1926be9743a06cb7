"""What an expert's answers have been like of late, and when they asked not to be asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

_OF_LATE = 0.3  # how much the last answer counts: after six others it is nearly forgotten
UNTRIED_S = 90.0  # who never answered here stands between the quick and the slow


class Standing(Struct, frozen=True):
    expert_id: str
    answers_in_s: float = UNTRIED_S
    answers: int = 0
    not_now_until: datetime | None = None


def answered(standing: Standing, took: timedelta) -> Standing:
    seconds = max(0.0, took.total_seconds())
    mean = seconds if not standing.answers else standing.answers_in_s * (1 - _OF_LATE) + seconds * _OF_LATE
    return replace(standing, answers_in_s=round(mean, 1), answers=standing.answers + 1)


def not_now(standing: Standing, at: datetime, minutes: int) -> Standing:
    return replace(standing, not_now_until=at + timedelta(minutes=minutes))


def may_be_asked(standing: Standing | None, at: datetime) -> bool:
    return standing is None or standing.not_now_until is None or at >= standing.not_now_until
