"""The report on the screen: all of it before a press keeps it."""

from __future__ import annotations

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from softphone.domain.desk import Report
from softphone.domain.facts import Fact, ReportSaved, ReportWanted
from softphone.ui.report_window import ReportWindow
from tests.ui import desks
from tests.ui.conftest import TurnedClock


def test_the_whole_report_is_shown_and_saved_by_a_press_alone(qtbot: QtBot) -> None:
    posted: list[Fact] = []
    window = ReportWindow(posted.append, TurnedClock(desks.NOW))
    qtbot.addWidget(window)
    idle = desks.idle()
    window.show_desk(None, idle)
    window.bring_up()
    assert [type(fact) for fact in posted] == [ReportWanted]
    assert not window._save.isEnabled()
    text = "=== Aside\n" + "line\n" * 3_000
    shown = replace(idle, report=Report(desks.NOW, text=text))
    window.show_desk(idle, shown)
    assert window._text.toPlainText() == text
    assert window._text.isReadOnly()
    assert window._save.isEnabled()
    window.keep("/tmp/there.txt")
    assert posted[-1] == ReportSaved(desks.NOW, "/tmp/there.txt")
    kept = replace(shown, report=Report(desks.NOW, text=text, kept_at="/tmp/there.txt"))
    window.show_desk(shown, kept)
    assert "there.txt" in window._said.said
    window.show_desk(kept, replace(shown, report=Report(desks.NOW, text=text, failed=True)))
    assert "another folder" in window._said.said
