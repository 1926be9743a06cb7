"""*Is my place ready?* on the screen: what to do now, the two questions, what was found, and the way to IT."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from softphone.domain.checkup import Check, Checkup, Finding, Verdict
from softphone.domain.desk import Desk
from softphone.domain.facts import Fact
from softphone.domain.facts.place import PlaceAnswered, PlaceOpened, PlaceReportWanted, PlaceStopped, PlaceTryPressed
from softphone.domain.place import EchoCall, Place, Spoken, Step
from softphone.domain.settings import Settings
from softphone.domain.trend import LineDay
from softphone.ui.parts.button import Button
from softphone.ui.parts.chart import MonthChart
from softphone.ui.parts.text import Text
from softphone.ui.place_window import PlaceWindow
from tests.ui import desks
from tests.ui.conftest import TurnedClock

DONE = Place(spoken=Spoken(-70, -50), heard_myself=True, rang=True, echo=EchoCall(200, 180))
LOOKED = Checkup(desks.NOW, (Finding(Check.DISK, Verdict.PASSED, "free", "12.0"),))


def shown(qtbot: QtBot, desk: Desk) -> tuple[PlaceWindow, list[Fact]]:
    posted: list[Fact] = []
    window = PlaceWindow(posted.append, TurnedClock(desks.NOW))
    qtbot.addWidget(window)
    window.show_desk(None, desk)
    window.bring_up()
    return window, posted


def words(window: PlaceWindow) -> set[str]:
    return {text.said for text in window._content.findChildren(Text)}  # type: ignore[union-attr]


def press(window: PlaceWindow, word: str) -> None:
    button = next(b for b in window._content.findChildren(Button) if b.text() == word)  # type: ignore[union-attr]
    button.click()


def test_it_begins_by_a_press_and_says_each_step(qtbot: QtBot) -> None:
    window, posted = shown(qtbot, desks.idle())
    assert "Headset on? Then begin." in words(window)
    press(window, "Begin")
    assert isinstance(posted[-1], PlaceTryPressed)
    for step, said in ((Step.QUIET, "Be quiet"), (Step.SPEAK, "Now read aloud"), (Step.CALL, "A short test call")):
        before = window._desk
        window.show_desk(before, replace(before, place=Place(step=step, running=True)))
        assert any(word.startswith(said) for word in words(window))
    press(window, "Stop")
    assert isinstance(posted[-1], PlaceStopped)


def test_it_asks_what_only_the_agent_knows(qtbot: QtBot) -> None:
    window, posted = shown(qtbot, desks.idle(place=Place(step=Step.RING, running=True, spoken=DONE.spoken)))
    assert "Did you hear yourself?" in words(window)
    assert "Did you hear it ring?" not in words(window)
    press(window, "No")
    assert posted[-1] == PlaceAnswered(desks.NOW, Check.EAR, False)
    before = window._desk
    window.show_desk(before, replace(before, place=Place(spoken=DONE.spoken, heard_myself=True)))
    press(window, "Yes")
    assert posted[-1] == PlaceAnswered(desks.NOW, Check.RINGER, True)


def test_it_says_pass_or_fail_in_words_and_what_to_do(qtbot: QtBot) -> None:
    window, _ = shown(qtbot, desks.idle(place=DONE, checkup=LOOKED))
    assert {"Not good: 1", "12.0 GB are free.", "Sound is back after 180 ms, there and back."} <= words(window)
    assert any("two fingers from your mouth" in word for word in words(window))
    good = replace(DONE, spoken=Spoken(-62, -24))
    assert "Your place is ready." in words(shown(qtbot, desks.idle(place=good, checkup=LOOKED))[0])


def test_the_report_is_copied_sent_where_policy_says_and_asks_for_equipment(qtbot: QtBot) -> None:
    window, _ = shown(qtbot, desks.idle(place=DONE, checkup=LOOKED))
    assert not any(button.text() == "Send to IT" for button in window.findChildren(Button))
    press(window, "Copy")
    assert "Your voice is soft" in QGuiApplication.clipboard().text()
    set_up = desks.idle(place=replace(DONE, sent=False), checkup=LOOKED, settings=Settings(place_report_to="https://it"))
    window, posted = shown(qtbot, set_up)
    press(window, "Send to IT")
    press(window, "Ask for equipment")
    assert [f.equipment for f in posted if isinstance(f, PlaceReportWanted)] == [False, True]
    assert "IT's server did not take it: save it, or copy it." in words(window)


def test_a_call_that_came_is_said_and_it_cannot_begin_in_one(qtbot: QtBot) -> None:
    window, _ = shown(qtbot, desks.talking())
    assert not next(b for b in window.findChildren(Button) if b.text() == "Begin").isEnabled()
    window, _ = shown(qtbot, desks.idle(place=Place(interrupted=True)))
    assert "A call came: begin again when it is over." in words(window)


def test_the_line_of_the_month_stands_as_a_small_chart_with_its_words(qtbot: QtBot) -> None:
    days = (LineDay(date(2026, 11, 20), 3, 4.2), LineDay(date(2026, 11, 21), 1, 3.0))
    window, posted = shown(qtbot, desks.idle(line_month=days))
    assert isinstance(posted[0], PlaceOpened)
    (chart,) = window._content.findChildren(MonthChart)  # type: ignore[union-attr]
    assert chart.accessibleName() == "4 calls in 30 days, sound 3.9 of 4.4 on average"
    assert chart.accessibleName() in words(window)
