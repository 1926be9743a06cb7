"""Three real engines and the practice PBX: a customer, an agent who asks, who is asked. Each speaks its own tone."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from msgspec.structs import replace

from softphone.domain.call import Call, Ending, Hold, Phase, Transfer
from softphone.domain.protocol import (
    Answer,
    Dial,
    GiveBack,
    HangUp,
    LevelsMeasured,
    Merge,
    PassOn,
    SetHold,
    Split,
    TransferTo,
)
from tests.engine.agents import OPEN_GATE, QUIET_DBFS, Agent
from tests.sandbox.running import RunningPbx, running_pbx

# Whole waves in a frame of 20 ms: none is heard in the measure of another.
CUSTOMER_HZ, AGENT_HZ, ASKED_HZ = 400, 950, 650


@pytest.fixture(scope="module")
def pbx() -> Generator[RunningPbx]:
    with running_pbx({"anna": "pw", "bert": "pw", "cora": "pw"}) as running:
        yield running


@pytest.fixture
def customer(pbx: RunningPbx) -> Generator[Agent]:
    """Listens for who is asked."""
    with Agent("anna", pbx.server, mic_hz=CUSTOMER_HZ, ear_hz=ASKED_HZ) as agent:
        yield agent.come_up()


@pytest.fixture
def agent(pbx: RunningPbx) -> Generator[Agent]:
    with Agent("bert", pbx.server, mic_hz=AGENT_HZ, ear_hz=ASKED_HZ) as agent:
        yield agent.come_up()


@pytest.fixture
def asked(pbx: RunningPbx) -> Generator[Agent]:
    """Listens for the customer."""
    with Agent("cora", pbx.server, mic_hz=ASKED_HZ, ear_hz=CUSTOMER_HZ) as agent:
        yield agent.come_up()


def served(customer: Agent, agent: Agent) -> Call:
    customer.do(Dial("a1", "bert"))
    agent.do(Answer(agent.phase(Phase.OFFERED).call_id))
    customer.phase(Phase.TALKING)
    return agent.phase(Phase.TALKING)


def consulting(customer: Agent, agent: Agent, asked: Agent) -> tuple[Call, str]:
    """The customer's call at the agent, who talks with who is asked as "k1"; and how that is called there."""
    call = served(customer, agent)
    agent.do(Dial("k1", "cora", consult_for=call.call_id))
    agent.call(lambda c: c.call_id == call.call_id and c.hold is Hold.OURS)
    customer.call(lambda c: c.hold is Hold.THEIRS)
    asked.do(Answer(asked.phase(Phase.OFFERED).call_id))
    agent.call(lambda c: c.call_id == "k1" and c.phase is Phase.TALKING)
    return call, asked.phase(Phase.TALKING).call_id


def test_two_are_connected_and_the_agent_is_out(customer: Agent, agent: Agent, asked: Agent) -> None:
    call, _ = consulting(customer, agent, asked)
    agent.hears()
    agent.do(PassOn(call.call_id, "k1"))
    endings = {agent.call(lambda c: not c.live).ending for _ in range(2)}
    assert endings == {Ending.TRANSFERRED}
    moved = customer.call(lambda c: c.party.number == "cora")
    assert (moved.call_id, moved.phase) == ("a1", Phase.TALKING)
    customer.hears()
    asked.hears()
    customer.do(HangUp("a1"))
    asked.phase(Phase.ENDED)


def passed_on(colleague: Agent, agent: Agent, asked: Agent) -> Call:
    """The call to somebody whom the agent dialled, asked another about, and connects with them."""
    agent.do(Dial("d1", "anna"))
    colleague.do(Answer(colleague.phase(Phase.OFFERED).call_id))
    agent.phase(Phase.TALKING)
    agent.do(Dial("k1", "cora", consult_for="d1"))
    asked.do(Answer(asked.phase(Phase.OFFERED).call_id))
    agent.call(lambda c: c.call_id == "k1" and c.phase is Phase.TALKING)
    agent.do(PassOn("d1", "k1"))
    return agent.call(lambda c: c.call_id == "d1" and (not c.live or c.transfer is Transfer.REFUSED))


def test_a_colleague_whom_we_dialled_is_connected_with_who_was_asked(
    customer: Agent, agent: Agent, asked: Agent
) -> None:
    customer.gate = replace(OPEN_GATE, colleague_numbers=frozenset({"bert"}))
    customer.configure()
    assert passed_on(customer, agent, asked).ending is Ending.TRANSFERRED
    customer.call(lambda c: c.party.number == "cora")
    customer.hears()
    asked.hears()


def test_who_is_no_colleague_cannot_pass_us_on(customer: Agent, agent: Agent, asked: Agent) -> None:
    assert passed_on(customer, agent, asked).transfer is Transfer.REFUSED
    agent.hears()


def test_a_conference_is_heard_by_all_and_split_again(customer: Agent, agent: Agent, asked: Agent) -> None:
    call, theirs = consulting(customer, agent, asked)
    agent.do(Merge(call.call_id, "k1"))
    agent.call(lambda c: c.call_id == call.call_id and c.hold is Hold.NONE)
    customer.hears()
    asked.hears()
    agent.hears()
    agent.do(Split("k1"))
    agent.call(lambda c: c.call_id == call.call_id and c.hold is Hold.OURS)
    asked.until(LevelsMeasured, lambda e: e.caller_dbfs < QUIET_DBFS)
    agent.hears()
    agent.do(Merge(call.call_id, "k1"))
    asked.hears()
    asked.do(HangUp(theirs))
    stays = agent.call(lambda c: c.call_id == call.call_id and not c.joined)
    assert stays.phase is Phase.TALKING


def test_swapping_goes_to_and_fro(customer: Agent, agent: Agent, asked: Agent) -> None:
    call, _ = consulting(customer, agent, asked)
    agent.do(SetHold(call.call_id, False))
    asked.call(lambda c: c.hold is Hold.THEIRS)
    customer.call(lambda c: c.hold is Hold.NONE)
    agent.do(SetHold("k1", False))
    customer.call(lambda c: c.hold is Hold.THEIRS)
    asked.call(lambda c: c.hold is Hold.NONE)


def test_who_is_busy_gives_the_customer_back(customer: Agent, agent: Agent, asked: Agent) -> None:
    call = served(customer, agent)
    agent.do(Dial("k1", "cora", consult_for=call.call_id))
    agent.call(lambda c: c.hold is Hold.OURS)
    asked.do(GiveBack(asked.phase(Phase.OFFERED).call_id, 486))
    assert agent.call(lambda c: not c.live).ending is Ending.CALLEE_BUSY
    agent.call(lambda c: c.call_id == call.call_id and c.hold is Hold.NONE)
    customer.call(lambda c: c.hold is Hold.NONE)


def test_a_blind_transfer_that_is_refused_there_comes_back_with_its_reason(
    customer: Agent, agent: Agent, asked: Agent
) -> None:
    call = served(customer, agent)
    agent.do(TransferTo(call.call_id, "cora"))
    asked.do(GiveBack(asked.phase(Phase.OFFERED).call_id, 486))
    back = agent.call(lambda c: c.transfer is Transfer.REFUSED)
    assert (back.transfer_code, back.phase, back.hold) == (486, Phase.TALKING, Hold.NONE)
    agent.do(TransferTo(call.call_id, "cora"))  # and again, to somebody who takes it
    asked.do(Answer(asked.phase(Phase.OFFERED).call_id))
    assert agent.phase(Phase.ENDED).ending is Ending.TRANSFERRED
