"""A reply is kept and answers the same question the second time: a window by its keys, a real engine and store."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DrivenDesk, in_a_call


def test_a_reply_is_tapped_pinned_kept_and_offered_the_second_time(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    in_a_call(desk)
    replied = desk.shows(tapped=True)  # the engine says that nobody speaks: told by ear at once
    answer = replied["said"][-1]
    desk.order("press", action="pin")
    desk.shows(pinned=[answer])
    desk.order("press", action="keep_answer")
    desk.order("keep")
    desk.shows(kept=1, offers=[])
    desk.order("press", action="side_chat")
    if not desk.order("state")["drawer"]:
        desk.order("press", action="side_chat")  # the caret was in the drawer: the key closed it
    desk.order("type", text="adaptor for rails")  # a slip, and fewer words
    (question,) = desk.shows(kept=1, writing=True)["offers"] or offered(qtbot, desk)
    assert "adapter" in question
    desk.order("press", action="offer_1")
    desk.order("press", action="solved_it")
    desk.shows(draft="", offers=[], minutes_saved=1)
    desk.kill()
    desk = DrivenDesk(qtbot, programs, folder)
    desk.shows(line="registered", pinned=[answer])
    desk.leave()


def offered(qtbot: QtBot, desk: DrivenDesk) -> list[str]:
    """What is offered once the store has been asked."""
    last: list[str] = []

    def came() -> bool:
        last[:] = desk.order("state")["offers"]
        return bool(last)

    qtbot.waitUntil(came, timeout=20_000)
    return last
