"""The customer waits while a colleague is asked by voice: the real window by its keys, real engines, practice PBX."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DrivenDesk, pass_on


def test_a_colleague_is_asked_heard_by_all_and_the_customer_is_spoken_with_again(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    desk.shows(line="registered")
    desk.order("start", scenario="late-order")
    desk.shows(ringing=1, customer="M. Lindqvist")
    desk.order("press", action="answer")
    desk.shows(phase="talking", asking="", holds="none")
    pass_on(qtbot, desk, "Kern")
    desk.shows(asking="You speak with J. Kern", holds="ours", customer="M. Lindqvist")
    desk.order("press", action="swap")
    desk.shows(asking="You speak with M. Lindqvist", holds="none")
    desk.order("press", action="swap")
    desk.shows(asking="You speak with J. Kern", holds="ours")
    desk.order("press", action="conference")
    desk.shows(asking="Conference: you, M. Lindqvist and J. Kern hear each other", holds="none")
    desk.order("press", action="conference")
    desk.shows(asking="You speak with J. Kern", holds="ours")
    desk.order("press", action="to_customer")
    desk.shows(asking="", holds="none", phase="talking", customer="M. Lindqvist")
    desk.order("quit")
