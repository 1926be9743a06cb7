"""The experts an agent can ask, and when they can be reached."""

from __future__ import annotations

from dataclasses import dataclass

from softphone.domain.presence import Presence, Reach


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours in the expert's own zone. `days` are ISO weekdays 1 to 7, minutes count from midnight."""

    days: frozenset[int]
    start_min: int
    end_min: int
    zone: str = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Expert:
    expert_id: str
    name: str
    address: str  # SIP URI, or a Matrix id: "@kern:example.org"
    team: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours: Hours | None = None
    colleague: bool = True  # their number counts as a colleague's


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    experts: tuple[str, ...]  # expert_ids, best first


_ORDER = {Reach.AVAILABLE: 0, Reach.UNKNOWN: 1, Reach.BUSY: 2, Reach.AWAY: 3, Reach.OFFLINE: 4}


def topics(experts: tuple[Expert, ...], presence: dict[str, Presence]) -> tuple[Topic, ...]:
    """All topics by name, their experts ordered by who can be reached now, then by name.

    `presence` is by expert address."""
    by_name: dict[str, list[Expert]] = {}
    for expert in experts:
        for topic in expert.topics:
            by_name.setdefault(topic, []).append(expert)

    def rank(expert: Expert) -> tuple[int, str]:
        return _ORDER[presence.get(expert.address, Presence()).reach], expert.name.casefold()

    return tuple(
        Topic(name, tuple(e.expert_id for e in sorted(members, key=rank)))
        for name, members in sorted(by_name.items(), key=lambda item: item[0].casefold())
    )
