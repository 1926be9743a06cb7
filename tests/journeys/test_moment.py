"""A place tried before the shift, then the child at the door: the real window, a real engine, a customer who calls."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DrivenDesk


def test_a_call_ends_the_check_of_the_place_and_its_agent_may_be_away_for_a_moment(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder, "moment_ask_s=1")
    desk.shows(line="registered")
    desk.order("place")
    desk.shows(place=["quiet", False])
    desk.order("start", scenario="late-order")
    desk.shows(ringing=1, customer="M. Lindqvist", place=["", True])
    desk.order("press", action="answer")
    desk.shows(phase="talking", away=False)
    desk.order("press", action="moment")
    desk.shows(away=True, holds="none", still_there=True)
    desk.order("press", action="moment")
    desk.shows(away=False, still_there=False, phase="talking", holds="none", customer="M. Lindqvist")
    desk.leave()
