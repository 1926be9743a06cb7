"""The experts an agent can ask, and when they can be reached."""

from __future__ import annotations

from msgspec import Struct


class Hours(Struct, frozen=True):
    """Opening hours in the expert's own zone. `days` are ISO weekdays 1 to 7, minutes count from midnight."""

    days: frozenset[int]
    start_min: int
    end_min: int
    zone: str = "Europe/Berlin"


class Expert(Struct, frozen=True):
    expert_id: str
    name: str
    address: str  # SIP URI, or a Matrix id: "@kern:example.org"
    team: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours: Hours | None = None
    colleague: bool = True  # their number counts as a colleague's
