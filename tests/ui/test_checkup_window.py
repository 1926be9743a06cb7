"""The check-up on the screen: under way, then a row each, in the language that is on."""

from __future__ import annotations

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from softphone.domain.checkup import Check, Checkup, Finding, Verdict
from softphone.domain.facts import CheckupWanted, Fact
from softphone.ui.checkup_window import CheckupWindow
from softphone.ui.parts.text import Text
from tests.ui import desks
from tests.ui.conftest import TurnedClock

FOUND = (
    Finding(Check.LINE, Verdict.PASSED, "registered", "sip:anna@pbx.example"),
    Finding(Check.DISK, Verdict.FAILED, "full", "0.2"),
)


def words(window: CheckupWindow) -> list[str]:
    return [text.said for text in window.findChildren(Text)]


def test_it_looks_when_it_comes_up_and_shows_a_row_for_each(qtbot: QtBot) -> None:
    posted: list[Fact] = []
    window = CheckupWindow(posted.append, TurnedClock(desks.NOW))
    qtbot.addWidget(window)
    idle = desks.idle()
    window.show_desk(None, idle)
    window.bring_up()
    assert [type(fact) for fact in posted] == [CheckupWanted]
    assert "Being looked at …" in words(window)
    done = replace(idle, checkup=Checkup(desks.NOW, FOUND))
    window.show_desk(idle, done)
    assert {"good", "not good", "Only 0.2 GB are free.", "Not good: 1"} <= set(words(window))
