"""The recipe's queue on Asterisk 22: who is rung, what the card is told, log-in and pause by feature code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from softphone.domain.call import Ending, Kind, Phase
from softphone.domain.presence import Reach
from softphone.domain.protocol import Answer, Dial, GiveBack, HangUp, TransferTo, WatchPresence
from tests.engine.agents import Agent
from tests.peers.asterisk import Asterisk, phone_of, shows

pytestmark = pytest.mark.peer("Asterisk 22")

LOG_IN, LOG_OUT, PAUSE, GO_ON = "*45", "*46", "*47", "*48"
CUSTOMER = (("X-Customer-Id", "K-4711"),)


@pytest.fixture
def anna(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "101", mic_hz=440, ear_hz=880) as agent:
        yield agent.come_up()
        asterisk.cli("queue remove member PJSIP/101 from support")


@pytest.fixture
def bert(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "102", mic_hz=440, ear_hz=880) as agent:
        yield agent.come_up()
        asterisk.cli("queue remove member PJSIP/102 from support")


@pytest.fixture
def customer(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "trunk", mic_hz=880, ear_hz=440) as agent:
        yield agent.come_up()


def press(agent: Agent, code: str) -> None:
    """Dial a feature code; the PBX does it, says so by a tone and hangs up."""
    call_id = f"code {len(agent.calls())}"
    agent.do(Dial(call_id, code))
    agent.call(lambda call: call.call_id == call_id and call.phase is Phase.ENDED)


def call_in(customer: Agent) -> None:
    customer.do(Dial("c", "9000", headers=CUSTOMER))
    customer.phase(Phase.TALKING)


@pytest.mark.proves("queue with roll-over", "context headers through the queue")
def test_a_call_of_the_queue_carries_what_is_known_and_rolls_over_when_given_back(
    asterisk: Asterisk, anna: Agent, bert: Agent, customer: Agent
) -> None:
    press(anna, LOG_IN)
    press(bert, LOG_IN)
    call_in(customer)
    first = anna.phase(Phase.OFFERED)
    assert first.kind is Kind.CUSTOMER
    assert (first.context.queue, first.context.brand, first.context.customer_id) == ("support", "Example", "K-4711")
    assert first.context.dialled == "9000"
    assert first.context.waited_s in (0, 1, 2)
    anna.do(GiveBack(first.call_id, 480))
    second = bert.phase(Phase.OFFERED)
    assert second.context.customer_id == "K-4711"
    bert.do(Answer(second.call_id))
    bert.hears()
    customer.hears()
    customer.do(HangUp("c"))
    assert bert.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE


@pytest.mark.proves("queue with roll-over")
def test_who_does_not_answer_in_time_passes_the_call_to_the_next(
    asterisk: Asterisk, anna: Agent, bert: Agent, customer: Agent
) -> None:
    press(anna, LOG_IN)
    press(bert, LOG_IN)
    call_in(customer)
    anna.phase(Phase.OFFERED)
    second = bert.phase(Phase.OFFERED, deadline_s=20)
    assert second.context.waited_s is not None
    assert second.context.waited_s >= 9
    bert.do(Answer(second.call_id))
    bert.hears()
    assert anna.phase(Phase.ENDED).ending in (Ending.MISSED, Ending.ANSWERED_ELSEWHERE, Ending.NOT_ANSWERED)


@pytest.mark.proves("queue log-in and pause by feature code")
def test_log_in_pause_and_log_out_are_done_by_code_and_can_be_watched(asterisk: Asterisk, anna: Agent) -> None:
    anna.do(WatchPresence(("*45101", "*47101")))
    press(anna, LOG_OUT)
    shows(anna, "*45101", Reach.AVAILABLE)
    press(anna, LOG_IN)
    shows(anna, "*45101", Reach.BUSY)
    assert "PJSIP/101" in asterisk.cli("queue show support")
    press(anna, f"{PAUSE}3")
    shows(anna, "*47101", Reach.BUSY)
    assert "paused:3" in asterisk.cli("queue show support")
    press(anna, GO_ON)
    shows(anna, "*47101", Reach.AVAILABLE)
    press(anna, LOG_OUT)
    shows(anna, "*45101", Reach.AVAILABLE)
    assert "No Members" in asterisk.cli("queue show support")


@pytest.mark.proves("queue log-in and pause by feature code")
def test_who_is_paused_is_passed_by(asterisk: Asterisk, anna: Agent, bert: Agent, customer: Agent) -> None:
    press(anna, LOG_IN)
    press(bert, LOG_IN)
    press(anna, PAUSE)
    call_in(customer)
    bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
    bert.hears()
    assert not [call for call in anna.calls() if call.kind is Kind.CUSTOMER and call.context.queue]


@pytest.mark.proves("blind transfer")
def test_a_customer_of_the_queue_is_transferred_to_an_expert(asterisk: Asterisk, anna: Agent, customer: Agent) -> None:
    press(anna, LOG_IN)
    with phone_of(asterisk, "103", mic_hz=440, ear_hz=880) as expert:
        expert.come_up()
        call_in(customer)
        theirs = anna.phase(Phase.OFFERED).call_id
        anna.do(Answer(theirs))
        anna.hears()
        anna.do(TransferTo(theirs, "103"))
        expert.do(Answer(expert.phase(Phase.OFFERED).call_id))
        assert anna.call(lambda c: c.call_id == theirs and c.phase is Phase.ENDED).ending is Ending.TRANSFERRED
        expert.hears()
        customer.hears()
