"""A customer of the recipe's queue on Asterisk 22, an agent, and an expert who is asked: passed on, and all three."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.protocol import Answer, Dial, HangUp, Merge, PassOn
from tests.engine.agents import Agent
from tests.peers.asterisk import Asterisk, phone_of

pytestmark = pytest.mark.peer("Asterisk 22")

CUSTOMER_HZ, AGENT_HZ, EXPERT_HZ = 440, 620, 880


@pytest.fixture
def customer(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "trunk", mic_hz=CUSTOMER_HZ, ear_hz=EXPERT_HZ) as agent:
        yield agent.come_up()


@pytest.fixture
def expert(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "103", mic_hz=EXPERT_HZ, ear_hz=CUSTOMER_HZ) as agent:
        yield agent.come_up()


@pytest.fixture
def anna(asterisk: Asterisk, customer: Agent, expert: Agent) -> Iterator[Agent]:
    """She has a customer of the queue on hold ("the customer's call" is the first) and talks with the expert as "k"."""
    with phone_of(asterisk, "101", mic_hz=AGENT_HZ, ear_hz=EXPERT_HZ) as agent:
        agent.come_up()
        asterisk.cli("queue add member PJSIP/101 to support")
        customer.do(Dial("c", "9000"))
        theirs = agent.phase(Phase.OFFERED).call_id
        agent.do(Answer(theirs))
        agent.phase(Phase.TALKING)
        agent.do(Dial("k", "103", consult_for=theirs))
        agent.call(lambda call: call.call_id == theirs and call.hold is Hold.OURS)
        expert.do(Answer(expert.phase(Phase.OFFERED).call_id))
        agent.call(lambda call: call.call_id == "k" and call.phase is Phase.TALKING)
        agent.hears()
        yield agent
        asterisk.cli("queue remove member PJSIP/101 from support")


@pytest.mark.proves("attended transfer out of the queue")
def test_a_customer_of_the_queue_is_passed_on_after_a_word_with_the_expert(
    anna: Agent, customer: Agent, expert: Agent
) -> None:
    anna.do(PassOn(anna.calls()[0].call_id, "k"))
    assert {anna.call(lambda call: not call.live).ending for _ in range(2)} == {Ending.TRANSFERRED}
    customer.hears()
    expert.hears()
    customer.do(HangUp("c"))
    expert.phase(Phase.ENDED)


@pytest.mark.proves("conference of three at the agent")
def test_customer_expert_and_agent_are_three(anna: Agent, customer: Agent, expert: Agent) -> None:
    anna.do(Merge(anna.calls()[0].call_id, "k"))
    customer.hears()
    expert.hears()
    anna.do(HangUp("k"))
    expert.phase(Phase.ENDED)
    assert not [call for call in customer.calls() if call.phase is Phase.ENDED]
