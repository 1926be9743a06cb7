"""Settings on the desk: not kept, locked by policy, wrong in the policy; each is said."""

from __future__ import annotations

from softphone.domain import facts
from softphone.domain.desk import NoticeKind
from softphone.domain.effects import KeepSettings
from softphone.domain.facts import SettingsNotKept
from softphone.domain.settings import Settings
from softphone.domain.update import update
from tests.builders import a_desk, after, at


def test_settings_that_could_not_be_saved_are_said_once() -> None:
    desk = after(a_desk(), SettingsNotKept(at(1)), SettingsNotKept(at(2)))
    assert [notice.kind for notice in desk.notices] == [NoticeKind.SETTINGS_NOT_KEPT]


def test_what_policy_locks_stays_whatever_asks_for_another_value() -> None:
    desk = a_desk(settings=Settings(ring_s=30), managed={"ring_s": "10-all.json"})
    desk, effects = update(desk, facts.SettingsChanged(at(1), Settings(ring_s=99, country="AT")))
    assert (desk.settings.ring_s, desk.settings.country) == (30, "AT")
    assert KeepSettings(desk.settings) in effects


def test_a_mistake_in_the_policy_is_said() -> None:
    desk, _ = update(a_desk(), facts.PolicyBad(at(1), "10-all.json: ring_s"))
    assert (desk.notices[-1].kind, desk.notices[-1].detail) == (NoticeKind.POLICY_BAD, "10-all.json: ring_s")
