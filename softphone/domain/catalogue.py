"""The topic catalogue: who stands for a topic, when, and how fast an answer is promised. Topics that only experts name
are there too; the catalogue says more about those it knows."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from softphone.domain.expert import Expert, Hours


class Topic(Struct, frozen=True):
    name: str
    owner: str = ""  # address, extension or name of an expert: asked when nobody of the topic took it
    deputies: tuple[str, ...] = ()  # after the owner, in this order
    hours: Hours | None = None  # of those who have none of their own
    languages: tuple[str, ...] = ()  # of those who have none of their own
    answered_s: int = 0  # the promise; 0: as the settings say
    ready: tuple[str, ...] = ()  # what to have at hand, or to have tried, before asking
    words: tuple[str, ...] = ()  # found by these too


def topic_named(catalogue: tuple[Topic, ...], name: str) -> Topic:
    """An empty one where the catalogue has none of this name."""
    key = name.casefold()
    return next((t for t in catalogue if t.name.casefold() == key), Topic(name))


def open_at(hours: Hours | None, at: datetime) -> bool:
    """Whether somebody with these hours may be asked. Hours over midnight belong to the day they began."""
    if hours is None:
        return True
    local = at.astimezone(_zone(hours.zone))
    minute = local.hour * 60 + local.minute
    if hours.start_min < hours.end_min:
        return local.isoweekday() in hours.days and hours.start_min <= minute < hours.end_min
    if minute >= hours.start_min:
        return local.isoweekday() in hours.days
    return (local - timedelta(days=1)).isoweekday() in hours.days and minute < hours.end_min


def expert_called(experts: tuple[Expert, ...], who: str) -> Expert | None:
    """The expert with this address, extension (the user of their address) or name."""
    key = who.strip().casefold()
    if not key:
        return None
    for expert in experts:
        address = expert.address.casefold()
        if key in (address, address.partition(":")[2].partition("@")[0], expert.name.casefold()):
            return expert
    return None


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")  # a name that no system knows: better asked at a wrong hour than never
