"""Whose presence is watched: everybody's where the list is short, else that of the experts in view alone.

Who is available and goes out of view is unknown again: nothing green is older than what is watched. Who was not stays
below the others until they are looked at again; else those in view would change places with those out of it for ever.
"""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.matrix import WatchMatrix, is_matrix_id
from softphone.domain.presence import Presence, Reach
from softphone.domain.protocol import WatchPresence
from softphone.domain.rules import Step

MOST_WATCHED = 50  # the phone has a small pool, and a homeserver serves thousands
TEAM = 20  # the first of the list, at the left of the window


def watched(desk: Desk) -> tuple[str, ...]:
    if len(desk.experts) <= MOST_WATCHED:
        return tuple(e.address for e in desk.experts)
    spoken = (c.address for c in desk.conversations_of(desk.shown or ""))
    team = (e.address for e in desk.experts[:TEAM])
    return tuple(dict.fromkeys((*spoken, *desk.in_view, *team)))[:MOST_WATCHED]


def watch(desk: Desk) -> tuple[Effect, ...]:
    addresses = watched(desk)
    by_phone = tuple(a for a in addresses if not is_matrix_id(a))
    return ToEngine(WatchPresence(by_phone)), WatchMatrix(tuple(a for a in addresses if is_matrix_id(a)))


def seen(desk: Desk, fact: facts.ExpertsInView) -> Step:
    if fact.addresses == desk.in_view:
        return desk, ()
    before = watched(desk)
    desk = replace(desk, in_view=fact.addresses[:MOST_WATCHED])
    now = watched(desk)
    if now == before:
        return desk, ()
    gone = set(before) - set(now)
    unknown = Presence(Reach.UNKNOWN, fact.at)
    stale = {a: unknown for a in gone if desk.presence.get(a, unknown).reach is Reach.AVAILABLE}
    presence = {**desk.presence, **stale} if stale else desk.presence
    return replace(desk, presence=presence), watch(desk)
