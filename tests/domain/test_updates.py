"""New versions on the desk: asked for now and then, told between calls, and never where IT does not want it."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.rules.updates import EVERY, FIRST_AFTER
from softphone.domain.settings import Settings
from softphone.domain.update import update
from softphone.domain.updates import AskForUpdates, newer
from tests.builders import a_desk, at, in_a_call

SETTINGS = Settings(update_address="https://it.example/updates.json", update_ring="pilot", update_key="a2V5")
ASK = AskForUpdates("https://it.example/updates.json", "pilot", "a2V5")


def ticked(desk: Desk, seconds: float) -> tuple[Desk, bool]:
    desk, effects = update(desk, facts.Ticked(at(seconds)))
    return desk, ASK in effects


def told(desk: Desk) -> list[str]:
    return [notice.detail for notice in desk.notices if notice.kind is NoticeKind.UPDATE_THERE]


def test_it_is_asked_a_while_after_the_start_and_then_a_few_times_a_day() -> None:
    first, again = FIRST_AFTER.total_seconds(), EVERY.total_seconds()
    desk, asked = ticked(a_desk(settings=SETTINGS), 0)
    assert not asked
    desk, asked = ticked(desk, first)
    assert asked
    desk, asked = ticked(desk, first + 1)
    assert not asked
    _, asked = ticked(desk, first + again)
    assert asked


def test_without_an_address_or_a_key_nobody_is_asked() -> None:
    for settings in (replace(SETTINGS, update_address=""), replace(SETTINGS, update_key="")):
        desk, _ = ticked(a_desk(settings=settings), 0)
        assert ticked(desk, timedelta(days=2).total_seconds()) == (replace(desk, now=at(172_800)), False)


def test_a_call_is_neither_asked_in_nor_told_in() -> None:
    calling = in_a_call(settings=SETTINGS)
    desk, _ = ticked(calling, 0)
    desk, asked = ticked(desk, 10_000)
    assert not asked
    desk, _ = update(desk, facts.UpdateFound(at(10_001), "0.2.0"))
    desk, _ = ticked(desk, 10_002)
    assert told(desk) == []
    desk, _ = ticked(replace(desk, calls={}), 10_003)
    assert told(desk) == ["0.2.0"]


def test_a_version_is_told_once_and_the_next_one_again() -> None:
    desk, _ = update(a_desk(settings=SETTINGS), facts.UpdateFound(at(0), "0.2.0"))
    for n in range(1, 5):
        desk, _ = ticked(desk, n)
        desk, _ = update(desk, facts.UpdateFound(at(n), "0.2.0"))
    assert told(desk) == ["0.2.0"]
    desk, _ = update(desk, facts.UpdateFound(at(9), "0.3.0"))
    desk, _ = ticked(desk, 10)
    assert "0.3.0" in told(desk)


def test_versions_are_compared_by_their_numbers() -> None:
    assert newer("0.10", "0.9.9")
    assert newer("1", "0.9")
    assert not newer("0.1.0", "0.1")
    assert not newer("2.0-evil", "0.1")
