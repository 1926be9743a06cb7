"""What every fact has: its time. And those of the clock and the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from softphone.domain.protocol import Event


@dataclass(frozen=True, slots=True)
class Fact:
    at: datetime


@dataclass(frozen=True, slots=True)
class Ticked(Fact):
    """Once a second."""


@dataclass(frozen=True, slots=True)
class EngineUp(Fact):
    build: str = ""


@dataclass(frozen=True, slots=True)
class EngineDown(Fact):
    """The link to the engine is gone; a new engine is on its way."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class EngineFailed(Fact):
    """It was started three times and did not stay."""


@dataclass(frozen=True, slots=True)
class EngineDiffers(Fact):
    """One of another build runs and cannot speak with us: it finishes its calls, then ours is started."""


@dataclass(frozen=True, slots=True)
class Heard(Fact):
    event: Event
