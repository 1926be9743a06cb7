"""New versions are asked for a while after the start and then a few times a day, and told between calls."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.facts.updates import UpdateFound
from softphone.domain.rules import Step, note
from softphone.domain.updates import AskForUpdates, Updates

FIRST_AFTER = timedelta(minutes=2)
EVERY = timedelta(hours=6)


def ticked(desk: Desk, at: datetime) -> Step:
    """Nothing during a call: neither a question nor a notice."""
    settings, known = desk.settings, desk.updates
    if not (settings.update_address and settings.update_key) or desk.calls:
        return desk, ()
    if known.version and not known.told:
        desk = replace(desk, updates=replace(known, told=True))
        return note(desk, NoticeKind.UPDATE_THERE, at, detail=known.version), ()
    if known.ask_at is None:
        return replace(desk, updates=replace(known, ask_at=at + FIRST_AFTER)), ()
    if at < known.ask_at:
        return desk, ()
    ask = AskForUpdates(settings.update_address, settings.update_ring, settings.update_key)
    return replace(desk, updates=replace(known, ask_at=at + EVERY)), (ask,)


def found(desk: Desk, fact: UpdateFound) -> Step:
    """Each version is told once in a day's work."""
    if fact.version == desk.updates.version:
        return desk, ()
    return replace(desk, updates=Updates(desk.updates.ask_at, fact.version)), ()
