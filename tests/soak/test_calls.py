"""Calls in a row, both ways, held and transferred: no call lost, memory and handles as after the first hundred."""

from __future__ import annotations

import select
import time

import psutil
import pytest

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.protocol import Answer, Dial, HangUp, SetHold, TransferTo
from tests.engine.agents import Agent
from tests.sandbox.running import running_pbx

FIRST = 100  # until then PJSIP's pools and Python's fill up
MORE_MB = 8.0
MORE_HANDLES = 3
CALL_S = 0.15  # at least, one with the next: on a quiet machine thirty a second would be a flood to the gate
HELD_EVERY, TRANSFERRED_EVERY, TOLD_EVERY = 5, 10, 100


class Weight:
    """What an engine weighs."""

    def __init__(self, agent: Agent) -> None:
        process = psutil.Process(agent.process.pid)
        self.mb = process.memory_info().rss / 1e6
        self.handles = process.num_fds()


def ended(agent: Agent, call_id: str) -> Ending | None:
    return agent.call(lambda call: call.call_id == call_id and call.phase is Phase.ENDED).ending


def one_call(number: int, caller: Agent, callee: Agent, third: Agent) -> None:
    name = f"c{number}"
    caller.do(Dial(name, callee.line.user))
    theirs = callee.phase(Phase.OFFERED).call_id
    callee.do(Answer(theirs))
    for agent in (caller, callee):
        agent.phase(Phase.TALKING)
    if number % HELD_EVERY == 0:
        for on, wanted in ((True, Hold.OURS), (False, Hold.NONE)):
            callee.do(SetHold(theirs, on))
            callee.call(lambda call, wanted=wanted: call.hold is wanted)  # type: ignore[misc]
    if number % TRANSFERRED_EVERY == 0:
        callee.do(TransferTo(theirs, third.line.user))
        last = third.phase(Phase.OFFERED).call_id
        third.do(Answer(last))
        third.phase(Phase.TALKING)
        assert ended(callee, theirs) is Ending.TRANSFERRED
        third.do(HangUp(last))
        assert ended(third, last) is Ending.HUNG_UP_HERE
        assert ended(caller, name) is Ending.HUNG_UP_THERE
        return
    first, second = ((caller, name), (callee, theirs)) if number % 3 else ((callee, theirs), (caller, name))
    first[0].do(HangUp(first[1]))
    assert ended(*first) is Ending.HUNG_UP_HERE
    assert ended(*second) is Ending.HUNG_UP_THERE


@pytest.mark.timeout(7200)
def test_calls_in_a_row_leave_nothing_behind(request: pytest.FixtureRequest) -> None:
    count: int = request.config.getoption("--calls")
    assert count > FIRST
    with (
        running_pbx(dict.fromkeys(("anna", "bert", "carl"), "pw")) as pbx,
        Agent("anna", pbx.server) as anna,
        Agent("bert", pbx.server) as bert,
        Agent("carl", pbx.server) as carl,
    ):
        agents = (anna.come_up(), bert.come_up(), carl.come_up())
        before: list[Weight] = []
        began = time.monotonic()
        for number in range(1, count + 1):
            next_at = time.monotonic() + CALL_S
            one_call(number, *((anna, bert) if number % 2 else (bert, anna)), carl)
            select.select([], [], [], max(0.0, next_at - time.monotonic()))
            for agent in agents:
                agent.forget()
            if number == FIRST:
                before = [Weight(agent) for agent in agents]
            if number % TOLD_EVERY == 0:
                told = ", ".join(f"{w.mb:.1f} MB {w.handles} handles" for w in map(Weight, agents))
                print(f"\n{number} calls in {time.monotonic() - began:.0f} s: {told}", end="")  # noqa: T201
        for old, new in zip(before, map(Weight, agents), strict=True):
            assert new.mb - old.mb < MORE_MB
            assert new.handles - old.handles <= MORE_HANDLES
        for agent in agents:
            assert agent.close() == 0
