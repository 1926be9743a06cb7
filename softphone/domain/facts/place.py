"""What the agent did in the pre-shift check, and what became of its report."""

from __future__ import annotations

from dataclasses import dataclass

from softphone.domain.checkup import Check
from softphone.domain.facts.fact import Fact
from softphone.domain.trend import LineDay


@dataclass(frozen=True, slots=True)
class PlaceFact(Fact):
    """Any of these."""


@dataclass(frozen=True, slots=True)
class PlaceTryPressed(PlaceFact):
    pass


@dataclass(frozen=True, slots=True)
class PlaceOpened(PlaceFact):
    """The window of it came up."""


@dataclass(frozen=True, slots=True)
class LineMonthRead(PlaceFact):
    days: tuple[LineDay, ...]


@dataclass(frozen=True, slots=True)
class PlaceStopped(PlaceFact):
    pass


@dataclass(frozen=True, slots=True)
class PlaceAnswered(PlaceFact):
    """Did you hear yourself (EAR), did it ring (RINGER)?"""

    check: Check
    yes: bool


@dataclass(frozen=True, slots=True)
class PlaceReportWanted(PlaceFact):
    """To the address of the settings; `equipment`: what fails, with the wish for something better."""

    equipment: bool
    german: bool


@dataclass(frozen=True, slots=True)
class PlaceReportSaved(PlaceFact):
    path: str
    german: bool


@dataclass(frozen=True, slots=True)
class PlaceReported(PlaceFact):
    done: bool
