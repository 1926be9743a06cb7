"""The whole desk killed fifty times in one live call: back by itself in time, and every question asked arrives."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from softphone.domain.call import Phase
from softphone.host.relaunch import STARTS, WINDOW_S, read_pid
from tests.journeys.live_call import LiveCall
from tests.journeys.processes import Programs, log_of
from tests.journeys.whole_desk import DrivenDesk, in_a_call
from tests.soak.test_kills import NEW_DESK_S, TIMES, tell

DEADLINE_MS = 60_000


@pytest.mark.timeout(2400)
def test_a_killed_desk_is_back_by_itself_within_two_seconds_fifty_times(programs: Programs, qtbot: QtBot) -> None:
    """The engine starts three in a minute at most, so a kill is due every twenty seconds."""
    live = LiveCall(programs, "--relaunch-desk")
    home = live.home
    home.settings_file.write_text(f'{{"line_server": "{live.server}", "line_user": "agent"}}')
    taken: list[float] = []
    for n in range(TIMES + 1):
        begun, joined = time.monotonic(), log_of(home).count("joined role=desk")
        if n == 0:
            live.kill_desk()  # the scripted one; the first real one comes for it
        else:
            os.kill(read_pid(home, "desk"), signal.SIGKILL)
        qtbot.waitUntil(lambda joined=joined: log_of(home).count("joined role=desk") > joined, timeout=DEADLINE_MS)
        taken.append(time.monotonic() - begun)
        assert live.customers_call.phase is Phase.TALKING
        due = begun + WINDOW_S / STARTS + 0.5
        qtbot.waitUntil(lambda due=due: time.monotonic() > due, timeout=DEADLINE_MS)
    tell("desk back by itself, window and call", taken[1:])
    os.kill(read_pid(home, "desk"), signal.SIGTERM)
    live.customer.call(Phase.ENDED)
    assert sorted(taken)[int(TIMES * 0.95)] < NEW_DESK_S


def put_the_caret(desk: DrivenDesk) -> None:
    """Into the side chat: a desk that was just started may have it nowhere, and the key pressed inside closes."""
    if not desk.order("state")["writing"]:
        desk.order("press", action="side_chat")
    desk.shows(writing=True, drawer=True)


@pytest.mark.timeout(1800)
def test_no_question_is_lost_by_fifty_killed_desks(programs: Programs, qtbot: QtBot, folder: Path) -> None:
    """Killed the moment Enter was pressed: a question is sent, or it is still in the draft. In the call and after."""
    desk = DrivenDesk(qtbot, programs, folder)
    in_a_call(desk)
    still_drafts = 0
    asked: list[str] = []
    for n in range(TIMES):
        question = f"Question {n}, killed at once?"
        put_the_caret(desk)
        desk.order("type", text=question)
        desk.shows(draft=question, drawer=True)
        desk.order("enter")
        desk.kill()
        desk = DrivenDesk(qtbot, programs, folder)
        state = desk.shows(line="registered", customer="M. Lindqvist", drawer=True)
        if question in state["draft"]:
            still_drafts += 1
            put_the_caret(desk)
            desk.order("enter")
        else:
            assert any(question in text for text in state["said"]), (n, state["said"], state["draft"])
        asked.append(question)

    def all_arrived() -> bool:
        return set(desk.order("state")["delivery"]) <= {"sent", "delivered", "seen"}

    qtbot.waitUntil(all_arrived, timeout=DEADLINE_MS)
    said = "\n".join(desk.order("state")["said"])
    assert [said.count(question) for question in asked] == [1] * TIMES
    print(f"\n{TIMES} questions, {still_drafts} still a draft after the kill")  # noqa: T201
    desk.leave()
