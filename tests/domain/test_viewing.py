"""Whose presence is watched: everybody's of a short list, of a long one that of the experts in view."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk
from softphone.domain.effects import ToEngine
from softphone.domain.expert import Expert
from softphone.domain.matrix import WatchMatrix
from softphone.domain.presence import Presence, Reach
from softphone.domain.protocol import WatchPresence
from softphone.domain.rules.viewing import MOST_WATCHED, watch, watched
from softphone.domain.update import update
from tests.builders import at, in_a_call


def address(n: int) -> str:
    return f"@e{n}:x.example" if n % 2 else f"sip:{n}@pbx.example"


def a_site(experts: int) -> Desk:
    people = tuple(Expert(f"e{n}", f"Name {n:04}", address(n)) for n in range(experts))
    return replace(in_a_call(experts=people), now=at(1))


def told(effects: tuple[object, ...]) -> set[str]:
    found: set[str] = set()
    for effect in effects:
        if isinstance(effect, WatchMatrix):
            found |= set(effect.addresses)
        if isinstance(effect, ToEngine) and isinstance(effect.command, WatchPresence):
            found |= set(effect.command.uris)
    return found


def test_a_short_list_is_watched_whole_each_by_its_own_network() -> None:
    desk = a_site(MOST_WATCHED)
    phone, matrix = watch(desk)
    assert told((phone,)) == {address(n) for n in range(0, MOST_WATCHED, 2)}
    assert told((matrix,)) == {address(n) for n in range(1, MOST_WATCHED, 2)}
    assert update(desk, facts.ExpertsInView(at(2), (address(3),)))[1] == ()


def test_of_five_thousand_those_in_view_are_watched_and_at_most_fifty() -> None:
    seen = tuple(address(n) for n in range(4_000, 4_040))
    desk, effects = update(a_site(5_000), facts.ExpertsInView(at(2), seen))
    assert set(seen) <= told(effects) == set(watched(desk))
    assert len(watched(desk)) == MOST_WATCHED
    assert update(desk, facts.ExpertsInView(at(3), seen))[1] == ()  # nothing is said twice


def test_who_is_spoken_with_stays_watched_whoever_is_in_view() -> None:
    desk = a_site(5_000)
    desk, _ = update(desk, facts.ConversationOpened(at(2), "v", desk.shown or "", "e777"))
    desk, effects = update(desk, facts.ExpertsInView(at(3), tuple(address(n) for n in range(4_000, 4_080))))
    assert address(777) in told(effects)


def test_nobody_is_green_who_is_not_watched() -> None:
    first, other = (tuple(address(n) for n in range(k, k + 40)) for k in (1_000, 2_000))
    desk, _ = update(a_site(5_000), facts.ExpertsInView(at(2), first))
    for n, reach in ((1_001, Reach.AVAILABLE), (1_003, Reach.BUSY)):
        desk, _ = update(desk, facts.PresenceRead(at(3), address(n), Presence(reach, at(3))))
    desk, _ = update(desk, facts.ExpertsInView(at(4), other))
    assert desk.presence[address(1_001)] == Presence(Reach.UNKNOWN, at(4))
    assert desk.presence[address(1_003)].reach is Reach.BUSY
