"""The agent's place in the PBX's queues, as far as the PBX has confirmed it. Who asks for what: rules/queues.py."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Place(StrEnum):
    UNKNOWN = "unknown"
    OUT = "out"
    IN = "in"
    PAUSED = "paused"


class Why(StrEnum):
    """What keeps queue calls away."""

    BREAK = "break"
    WRAP_UP = "wrap_up"
    LINE = "line"
    HEADSET = "headset"


class Queue(Struct, frozen=True):
    """`place` is what the PBX has confirmed; `pending` what it was asked for."""

    place: Place = Place.UNKNOWN
    ours: bool = False  # the pause is ours: nobody else's is lifted. Before a first answer: one may stand from before
    pending: Place | None = None
    code_id: str = ""
    asked_at: datetime | None = None
    refused: int = 0  # SIP status of the last answer, where it was no

    @property
    def may_be_paused(self) -> bool:
        """By us: confirmed, or asked for. What a desk that is restarted must know."""
        return self.ours or self.pending is Place.PAUSED
