"""Settings that could not be written are said to be so, once."""

from __future__ import annotations

from softphone.domain.desk import NoticeKind
from softphone.domain.facts import SettingsNotKept
from tests.builders import a_desk, after, at


def test_settings_that_could_not_be_saved_are_said_once() -> None:
    desk = after(a_desk(), SettingsNotKept(at(1)), SettingsNotKept(at(2)))
    assert [notice.kind for notice in desk.notices] == [NoticeKind.SETTINGS_NOT_KEPT]
