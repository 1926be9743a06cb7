"""Registration that never lies: what the PBX asks for is obeyed, and one that is back has us again at once."""

from __future__ import annotations

import time
from collections.abc import Generator

import pytest

from softphone.domain.line import LineState, Transport
from softphone.domain.protocol import LineChanged
from tests.engine.agents import Agent
from tests.engine.stream_pbx import StreamPbx
from tests.sandbox.running import RunningPbx, running_pbx


@pytest.fixture
def pbx() -> Generator[StreamPbx]:
    with StreamPbx() as running:
        yield running


@pytest.fixture
def anna(pbx: StreamPbx) -> Generator[Agent]:
    with Agent("anna", pbx.server, transport=Transport.TCP) as agent:
        yield agent


def state(agent: Agent, wanted: LineState, deadline_s: float = 10.0) -> LineChanged:
    return agent.until(LineChanged, lambda e: e.line.state is wanted, deadline_s)


def test_a_pbx_over_tcp_that_is_restarted_has_us_again_within_two_seconds(pbx: StreamPbx, anna: Agent) -> None:
    anna.come_up()
    pbx.stop()
    lost = state(anna, LineState.LOST).line
    assert lost.fault.value == "unreachable"
    time_down = 2.0
    end = time.monotonic() + time_down
    with pytest.raises(AssertionError):
        state(anna, LineState.REGISTERED, end - time.monotonic())
    pbx.start()
    state(anna, LineState.REGISTERED)
    assert time.monotonic() - pbx.up_at < 2.5


def test_a_pbx_over_udp_that_forgot_us_in_five_seconds_has_us_again_without_a_loss() -> None:
    with running_pbx({"anna": "pw"}) as pbx, Agent("anna", pbx.server) as anna:
        anna.come_up()
        pbx.stop()
        with pytest.raises(AssertionError):
            state(anna, LineState.REGISTERED, 5.0)
        pbx.start()
        back_at = time.monotonic()
        wait_until_registered(pbx, anna)
        assert time.monotonic() - back_at < 5
        assert not [e for e in anna.events if isinstance(e, LineChanged) and e.line.state is LineState.REFUSED]


def wait_until_registered(pbx: RunningPbx, anna: Agent) -> None:
    end = time.monotonic() + 10
    while not pbx.registered("anna"):
        state(anna, LineState.REGISTERED, end - time.monotonic())


def test_retry_after_is_obeyed(pbx: StreamPbx, anna: Agent) -> None:
    pbx.status, pbx.more = 503, (("Retry-After", "3 (restarting)"),)
    anna.configure()
    first, _ = pbx.next()
    pbx.status, pbx.more = 200, ()
    second, _ = pbx.next()
    state(anna, LineState.REGISTERED)
    assert 2.9 < second - first < 6


def test_min_expires_is_obeyed(pbx: StreamPbx, anna: Agent) -> None:
    pbx.status, pbx.more = 423, (("Min-Expires", "300"),)
    anna.configure()
    pbx.next()
    pbx.status, pbx.more = 200, ()
    _, second = pbx.next()
    assert int(second.value("Expires") or 0) >= 300
    state(anna, LineState.REGISTERED)


def test_a_forbidden_line_is_asked_for_once(pbx: StreamPbx, anna: Agent) -> None:
    pbx.status = 403
    anna.configure()
    assert state(anna, LineState.REFUSED).line.code == 403
    with pytest.raises(AssertionError):
        state(anna, LineState.REGISTERING, 3.0)
    pbx.next()
    assert pbx.asked.empty()
