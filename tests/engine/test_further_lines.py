"""A main line and a team's on one engine: each registered by itself, each says what it rings for."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.line import LineState, Transport
from softphone.domain.protocol import Answer, CommandFailed, Dial, HangUp, LineChanged, Quit
from tests.engine.agents import Agent
from tests.sandbox.running import RunningPbx, running_pbx


@pytest.fixture
def pbx() -> Generator[RunningPbx]:
    with running_pbx({"anna": "pw", "orders": "team-pw", "bert": "pw"}) as running:
        yield running


@pytest.fixture(params=[Transport.UDP, Transport.TCP])
def anna(pbx: RunningPbx, request: pytest.FixtureRequest) -> Generator[Agent]:
    with Agent("anna", pbx.server, transport=request.param) as agent:
        agent.more = (replace(agent.line, user="orders", password="team-pw", name="Team"),)
        agent.come_up()
        state(agent, "Team", LineState.REGISTERED)
        yield agent


@pytest.fixture
def bert(pbx: RunningPbx) -> Generator[Agent]:
    with Agent("bert", pbx.server) as agent:
        yield agent.come_up()


def state(agent: Agent, name: str, wanted: LineState) -> None:
    seen = [e.line for e in agent.events if isinstance(e, LineChanged) and e.line.name == name]
    if not seen or seen[-1].state is not wanted:
        agent.until(LineChanged, lambda e: e.line.name == name and e.line.state is wanted)


def test_a_call_says_by_which_line_it_came_and_goes_out_by_the_one_that_was_chosen(
    pbx: RunningPbx, anna: Agent, bert: Agent
) -> None:
    for user, name in (("orders", "Team"), ("anna", "")):
        bert.do(Dial(f"to-{user}", user))
        offered = anna.phase(Phase.OFFERED)
        assert offered.line == name
        anna.do(Answer(offered.call_id))
        bert.phase(Phase.TALKING)
        anna.do(HangUp(offered.call_id))
        bert.phase(Phase.ENDED)
        anna.phase(Phase.ENDED)
    for line, user in (("Team", "orders"), ("", "anna")):
        anna.do(Dial(f"by-{user}", "bert", line=line))
        ringing = bert.phase(Phase.OFFERED)
        assert ringing.party.number == user
        bert.do(Answer(ringing.call_id))
        assert anna.phase(Phase.TALKING).line == line
        anna.do(HangUp(f"by-{user}"))
        bert.phase(Phase.ENDED)
        anna.phase(Phase.ENDED)


def test_a_line_that_is_refused_leaves_the_other_alone(pbx: RunningPbx, anna: Agent) -> None:
    anna.more = (replace(anna.more[0], password="wrong"),)
    anna.configure()
    state(anna, "Team", LineState.REFUSED)
    assert len(pbx.registered("anna")) == 1
    mine = [e.line.state for e in anna.events if isinstance(e, LineChanged) and not e.line.name]
    assert mine[-1] is LineState.REGISTERED


def test_a_desk_that_does_not_know_the_password_leaves_the_line_and_one_that_takes_it_out_ends_it(
    pbx: RunningPbx, anna: Agent
) -> None:
    before = pbx.registered("orders")
    kept, anna.more = anna.more, (replace(anna.more[0], password=""),)
    anna.configure()
    anna.more = kept
    anna.configure()
    assert pbx.registered("orders") == before
    anna.more = ()
    anna.configure()
    state(anna, "Team", LineState.UNCONFIGURED)
    anna.do(Quit())
    assert anna.process.wait(5) == 0
    assert pbx.registered("orders") == pbx.registered("anna") == []


def test_a_line_in_use_is_not_changed_during_a_call(pbx: RunningPbx, anna: Agent, bert: Agent) -> None:
    bert.do(Dial("b1", "orders"))
    offered = anna.phase(Phase.OFFERED)
    anna.do(Answer(offered.call_id))
    anna.phase(Phase.TALKING)
    anna.more = ()
    anna.configure()
    assert anna.until(CommandFailed).command == "Configure"
    anna.do(HangUp(offered.call_id))
    bert.phase(Phase.ENDED)
