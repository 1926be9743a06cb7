"""What the agent's hands did to a question on its way, and to the catalogue of topics."""

from __future__ import annotations

from dataclasses import dataclass

from softphone.domain.catalogue import Topic
from softphone.domain.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class HuntStopped(Fact):
    hunt_id: str


@dataclass(frozen=True, slots=True)
class HuntWidened(Fact):
    """One more is asked now: this one, or whoever is next."""

    hunt_id: str
    expert_id: str = ""


@dataclass(frozen=True, slots=True)
class PickingBegun(Fact):
    """Whom to ask next is chosen by hand; the list is shown for it."""

    hunt_id: str


@dataclass(frozen=True, slots=True)
class CatalogueEdited(Fact):
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class CatalogueRead(Fact):
    """From the address that the settings name. `trouble` leaves what was there."""

    topics: tuple[Topic, ...] = ()
    trouble: str = ""
