"""The child at the door: the real window by its key, a real engine, a customer who hears music meanwhile."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DrivenDesk


def test_away_asked_whether_still_there_and_back_with_the_customer(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder, "moment_ask_s=1")
    desk.shows(line="registered")
    desk.order("start", scenario="late-order")
    desk.shows(ringing=1, customer="M. Lindqvist")
    desk.order("press", action="answer")
    desk.shows(phase="talking", away=False)
    desk.order("press", action="moment")
    desk.shows(away=True, holds="none", still_there=True)
    desk.order("press", action="moment")
    desk.shows(away=False, still_there=False, phase="talking", holds="none", customer="M. Lindqvist")
    desk.leave()
