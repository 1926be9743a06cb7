"""The whole desk by its keys on Asterisk 22: the queue, who is asked, a call sent on, voice messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from softphone.domain.call import Phase
from softphone.domain.protocol import Answer, Dial, HangUp
from tests.engine.agents import Agent
from tests.journeys.processes import Programs, programs
from tests.journeys.whole_desk import DEADLINE_MS, DrivenDesk, folder, pass_on, wrap_up
from tests.peers.asterisk import Asterisk, phone_of

__all__ = ["folder", "programs"]

pytestmark = [pytest.mark.peer("Asterisk 22"), pytest.mark.timeout(180)]

CUSTOMER_HZ, EXPERT_HZ = 440, 880
CODES = ("queue_login_code=*45", "queue_logout_code=*46", "queue_pause_code=*47{n}", "queue_resume_code=*48")


def a_desk(qtbot: QtBot, programs: Programs, folder: Path, pbx: Asterisk, *more: str) -> DrivenDesk:
    """Agent 101 on their own line, available."""
    line = (f"line_server={pbx.server}", "line_user=101", "password=change-me-101", "internal_length=3")
    desk = DrivenDesk(qtbot, programs, folder, *line, *more)
    desk.order("wish", wish="available")
    desk.shows(line="registered")
    return desk


def says_of_the_queue(qtbot: QtBot, desk: DrivenDesk, *wanted: str) -> None:
    """In this order since it began."""

    def said() -> list[Any]:
        return [word for word in desk.order("state")["queue"] if word]

    try:
        qtbot.waitUntil(lambda: said() == list(wanted), timeout=DEADLINE_MS)
    except Exception as error:
        raise AssertionError(f"wanted {wanted}, said {said()}") from error


@pytest.fixture
def customer(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "trunk", mic_hz=CUSTOMER_HZ, ear_hz=EXPERT_HZ) as agent:
        yield agent.come_up()


@pytest.fixture
def expert(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "103", mic_hz=EXPERT_HZ, ear_hz=CUSTOMER_HZ) as agent:
        yield agent.come_up()


@pytest.mark.proves("queue log-in and pause by feature code", "attended transfer out of the queue")
def test_a_shift_in_the_queue_with_a_break_and_a_customer_who_is_passed_on(
    qtbot: QtBot, programs: Programs, folder: Path, asterisk: Asterisk, customer: Agent, expert: Agent
) -> None:
    desk = a_desk(qtbot, programs, folder, asterisk, *CODES)
    told = ["Queue: logging in …", "Queue: in"]
    says_of_the_queue(qtbot, desk, *told)
    assert "PJSIP/101" in asterisk.cli("queue show support")
    desk.order("wish", wish="break")
    told += ["Queue: pausing …", "Queue: paused (break)"]
    says_of_the_queue(qtbot, desk, *told)
    assert "paused" in asterisk.cli("queue show support")
    desk.order("wish", wish="available")
    told += ["Queue: going on …", "Queue: in"]
    says_of_the_queue(qtbot, desk, *told)

    customer.do(Dial("c", "9000"))
    desk.shows(ringing=1)
    desk.order("press", action="answer")
    desk.shows(phase="talking")
    pass_on(qtbot, desk, "103")
    desk.shows(holds="ours")
    expert.do(Answer(expert.phase(Phase.OFFERED).call_id))
    desk.shows(asking="You speak with 103", holds="ours")
    desk.order("press", action="connect")
    customer.hears()
    expert.hears()
    desk.shows(phase="", asking="")
    told += ["Queue: pausing …", "Queue: paused (wrap-up)"]
    says_of_the_queue(qtbot, desk, *told)
    wrap_up(qtbot, desk)
    told += ["Queue: going on …", "Queue: in"]
    says_of_the_queue(qtbot, desk, *told)
    desk.order("wish", wish="offline")
    told += ["Queue: logging out …", "Queue: logged out"]
    says_of_the_queue(qtbot, desk, *told)
    assert "PJSIP/101" not in asterisk.cli("queue show support")
    customer.do(HangUp("c"))
    expert.phase(Phase.ENDED)
    desk.order("quit")


@pytest.mark.proves("a ringing call sent on (302)")
def test_a_ringing_call_is_sent_on_by_the_transfer_key(
    qtbot: QtBot, programs: Programs, folder: Path, asterisk: Asterisk, customer: Agent, expert: Agent
) -> None:
    desk = a_desk(qtbot, programs, folder, asterisk)
    customer.do(Dial("c", "101"))
    desk.shows(ringing=1)
    pass_on(qtbot, desk, "103")
    expert.do(Answer(expert.phase(Phase.OFFERED).call_id))
    customer.hears()
    expert.hears()
    desk.shows(ringing=0, phase="")
    desk.order("quit")


@pytest.mark.proves("voice messages told (MWI)")
def test_a_voice_message_is_told_as_soon_as_it_is_left(
    qtbot: QtBot, programs: Programs, folder: Path, asterisk: Asterisk, expert: Agent
) -> None:
    desk = a_desk(qtbot, programs, folder, asterisk)
    desk.shows(voice="")
    expert.do(Dial("v", "*98101"))
    expert.phase(Phase.TALKING)
    asterisk.wait_for("core show channels verbose", lambda said: "VoiceMail" in said)
    expert.do(HangUp("v"))
    desk.shows(voice="1 voice message")
    desk.order("quit")
