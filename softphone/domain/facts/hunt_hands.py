"""What the agent's hands did to a question on its way, and to the catalogue of topics."""

from __future__ import annotations

from softphone.domain.catalogue import Topic
from softphone.domain.facts.fact import Fact


class HuntStopped(Fact, frozen=True):
    hunt_id: str


class HuntWidened(Fact, frozen=True):
    """One more is asked now: this one, or whoever is next."""

    hunt_id: str
    expert_id: str = ""


class PickingBegun(Fact, frozen=True):
    """Whom to ask next is chosen by hand; the list is shown for it."""

    hunt_id: str


class CatalogueEdited(Fact, frozen=True):
    topics: tuple[Topic, ...]


class CatalogueRead(Fact, frozen=True):
    """From the address that the settings name. `trouble` leaves what was there."""

    topics: tuple[Topic, ...] = ()
    trouble: str = ""
