"""What every fact has: its time. And those of the clock and the engine."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from softphone.domain.protocol import Event


class Fact(Struct, frozen=True):
    at: datetime


class Ticked(Fact, frozen=True):
    """Once a second."""


class EngineUp(Fact, frozen=True):
    build: str = ""


class EngineDown(Fact, frozen=True):
    """The link to the engine is gone; a new engine is on its way."""

    why: str = ""


class EngineFailed(Fact, frozen=True):
    """It was started three times and did not stay."""


class EngineDiffers(Fact, frozen=True):
    """One of another build runs and cannot speak with us: it finishes its calls, then ours is started."""


class Heard(Fact, frozen=True):
    event: Event
