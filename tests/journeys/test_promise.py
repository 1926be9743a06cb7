"""A question goes on by itself from one who declines over one who is silent to one who answers: real window, engines
and PBX, nobody at the keys after Enter."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DEADLINE_MS, DrivenDesk

QUESTION = "How long is the warranty on a cooling unit?"
ANSWER = "Five years on rails, two on everything else, from the day of delivery."


def test_it_goes_past_who_declines_and_who_is_silent_to_who_answers_and_all_are_told(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder, "taken_s=4")
    desk.shows(line="registered")
    desk.order("start", scenario="late-order")
    desk.shows(ringing=1, customer="M. Lindqvist")
    desk.order("press", action="answer")
    desk.shows(phase="talking")
    desk.order("press", action="side_chat")
    desk.order("type", text="Warranty")
    desk.order("enter")
    desk.shows(writing=True)
    desk.order("type", text=QUESTION)
    desk.order("enter")
    qtbot.waitUntil(lambda: desk.order("state")["asked"][:1] == [["A. Brandt", "declined"]], timeout=DEADLINE_MS)
    desk.kill()  # the promise is in the journal, not in the window
    desk = DrivenDesk(qtbot, programs, folder, "taken_s=4")
    asked = [["A. Brandt", "declined"], ["B. Ofori", "released"], ["J. Kern", "answered"]]
    state = desk.shows(asked=asked, promise=False, phase="talking")
    assert state["said"][-1] == ANSWER
    assert QUESTION in state["said"][0]
    told = [text for text, _ in state["every_question"] if text.startswith("✓")]
    assert told == ["✓ J. Kern has taken the question. Thank you, nothing more to do here."]
    desk.leave()
