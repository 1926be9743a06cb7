"""What the agent did in the pre-shift check, and what became of its report."""

from __future__ import annotations

from softphone.domain.checkup import Check
from softphone.domain.facts.fact import Fact
from softphone.domain.trend import LineDay


class PlaceFact(Fact, frozen=True):
    """Any of these."""


class PlaceTryPressed(PlaceFact, frozen=True):
    pass


class PlaceOpened(PlaceFact, frozen=True):
    """The window of it came up."""


class LineMonthRead(PlaceFact, frozen=True):
    days: tuple[LineDay, ...]


class PlaceStopped(PlaceFact, frozen=True):
    pass


class PlaceAnswered(PlaceFact, frozen=True):
    """Did you hear yourself (EAR), did it ring (RINGER)?"""

    check: Check
    yes: bool


class PlaceReportWanted(PlaceFact, frozen=True):
    """To the address of the settings; `equipment`: what fails, with the wish for something better."""

    equipment: bool
    german: bool


class PlaceReportSaved(PlaceFact, frozen=True):
    path: str
    german: bool


class PlaceReported(PlaceFact, frozen=True):
    done: bool
