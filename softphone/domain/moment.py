"""A brief interruption, the child at the door: the call stays up, the agent is away from it for a moment.

The other side hears music and, if wanted, a spoken line first; nobody is heard and nothing leaves the microphone. Where
no music can be played the PBX holds the call instead.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

STILL_THERE = "still-there"  # the tone that asks, on what rings: who is away has no headset on
NO_MUSIC = "none"  # the setting that lets the PBX hold the call
OUR_WORDS = ("en", "de")  # the spoken lines that come with Aside, by their language


class Moment(Struct, frozen=True):
    """What a call knows of it."""

    since: datetime
    music: str = ""  # a WAV file; empty: Aside's own


class Absence(Struct, frozen=True):
    """How long the desk has been waiting for the agent's hand."""

    call_id: str
    counted_from: datetime  # it began, or the agent was still there
    asked_at: datetime | None = None  # "still there?"
    given_up: bool = False  # nobody answered: the call was handed over, or there was nobody to take it
