"""Registration against the practice PBX: proven, refused, lost and found again."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.line import LineState, Transport
from softphone.domain.presence import Gate
from softphone.domain.protocol import Configure, Dial, LineChanged, LineTested, Quit, SendMessage
from softphone.domain.protocol import TestLine as TryLine  # pytest would collect a Test…
from tests.engine.agents import OPEN_GATE, Agent
from tests.sandbox.running import RunningPbx, running_pbx


@pytest.fixture
def pbx() -> Generator[RunningPbx]:
    with running_pbx({"anna": "pw", "bert": "pw"}) as running:
        yield running


@pytest.fixture
def anna(pbx: RunningPbx) -> Generator[Agent]:
    with Agent("anna", pbx.server) as agent:
        yield agent.come_up()


def state(agent: Agent, wanted: LineState) -> None:
    agent.until(LineChanged, lambda e: e.line.state is wanted)


def test_a_wrong_password_is_refused_and_the_right_one_registers(pbx: RunningPbx) -> None:
    with Agent("anna", pbx.server, password="wrong") as anna:
        anna.configure()
        state(anna, LineState.REFUSED)
        anna.line = replace(anna.line, password="pw")
        anna.configure()
        state(anna, LineState.REGISTERED)
        assert len(pbx.registered("anna")) == 1


def test_a_line_is_tested_beside_the_real_one(pbx: RunningPbx, anna: Agent) -> None:
    before = pbx.registered("anna")
    anna.do(TryLine(replace(anna.line, password="wrong")))
    assert anna.until(LineTested).line.state is LineState.REFUSED
    anna.do(TryLine(anna.line))
    assert anna.until(LineTested).line.state is LineState.REGISTERED
    anna.do(TryLine(replace(anna.line, server="not a host")))
    assert anna.until(LineTested).line.state is LineState.LOST
    assert before[0] in pbx.registered("anna")
    while len(pbx.registered("anna")) > 1:  # the tested one takes its leave: challenged, like any other
        pass
    anna.do(Dial("a1", "anna"))
    anna.phase(Phase.OFFERED)


@pytest.mark.parametrize("transport", [Transport.UDP, Transport.TCP])
def test_offline_and_quit_un_register(pbx: RunningPbx, transport: Transport) -> None:
    with Agent("anna", pbx.server, transport=transport) as anna:
        anna.come_up()
        anna.do(Configure(anna.line, Gate(register=False)))
        state(anna, LineState.OFFLINE)
        anna.do(Configure(anna.line, OPEN_GATE))
        state(anna, LineState.REGISTERED)
        assert len(pbx.registered("anna")) == 1
        anna.do(Quit())
        assert anna.process.wait(5) == 0
        assert pbx.registered("anna") == []


def test_a_broken_tcp_connection_is_noticed_and_the_line_comes_back(pbx: RunningPbx) -> None:
    with Agent("anna", pbx.server, transport=Transport.TCP) as anna:
        anna.come_up()
        pbx.restart()
        state(anna, LineState.LOST)
        state(anna, LineState.REGISTERED)
        assert len(pbx.registered("anna")) == 1


def test_another_user_takes_the_line_over_with_a_text_still_under_way(pbx: RunningPbx, anna: Agent) -> None:
    pbx.turn(do="silent", on=True)
    anna.do(SendMessage("m-1", "bert", "?"))
    anna.line = replace(anna.line, user="bert")
    anna.configure()
    pbx.turn(do="silent", on=False)
    anna.until(LineChanged, lambda e: e.line.proven and "bert" in e.line.uri)
    assert len(pbx.registered("bert")) == 1
    assert anna.close() == 0
