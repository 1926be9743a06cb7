"""A call through Asterisk while the network goes: for some seconds, or for another one. Needs root for namespaces."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator

import pytest
import trustme

from softphone.domain.call import Phase
from softphone.domain.line import LineState
from softphone.domain.protocol import Dial, HangUp, LevelsMeasured, LineChanged
from tests.engine.agents import QUIET_DBFS, Agent
from tests.peers.asterisk import HOST, phone_of, running_asterisk
from tests.peers.namespaces import PBX, TwoWays, two_ways

pytestmark = pytest.mark.peer("Asterisk 22")

GONE_S = 5.0
HEARD_AGAIN_S = 15.0


@pytest.fixture
def ways() -> Iterator[TwoWays]:
    with two_ways() as ways:
        ways.up("wifi")
        yield ways


@pytest.fixture
def anna(ways: TwoWays, ca: trustme.CA) -> Iterator[Agent]:
    """She hears herself: the echo is on the other side of the network."""
    with (
        running_asterisk(ca.issue_cert(HOST), PBX, within=("ip", "netns", "exec", ways.pbx)) as pbx,
        phone_of(pbx, "101", mic_hz=440, ear_hz=440, within=ways.within) as agent,
    ):
        agent.come_up()
        agent.do(Dial("echo", "*43"))
        agent.phase(Phase.TALKING)
        agent.hears()
        yield agent


def lose(ways: TwoWays, anna: Agent) -> None:
    ways.down("wifi")
    anna.until(LineChanged, lambda e: e.line.state is LineState.LOST)
    anna.until(LevelsMeasured, lambda e: e.caller_dbfs < QUIET_DBFS)


def is_whole_again(anna: Agent, since: float) -> None:
    anna.hears(HEARD_AGAIN_S)
    print(f"\nheard again {time.monotonic() - since:.2f} s after the network was there", end="")  # noqa: T201
    while [e.line.state for e in anna.events if isinstance(e, LineChanged)][-1] is not LineState.REGISTERED:
        anna.until(LineChanged)
    assert not [call for call in anna.calls() if call.phase is Phase.ENDED]
    anna.do(HangUp("echo"))
    anna.phase(Phase.ENDED)


@pytest.mark.proves("from Wi-Fi to cable under a call")
def test_a_call_through_the_pbx_goes_on_from_wifi_to_cable(ways: TwoWays, anna: Agent) -> None:
    lose(ways, anna)
    ways.up("cable")
    is_whole_again(anna, time.monotonic())


@pytest.mark.proves("network gone for seconds under a call")
def test_a_call_outlives_five_seconds_without_any_network(ways: TwoWays, anna: Agent) -> None:
    lose(ways, anna)
    select.select([], [], [], GONE_S)
    anna.catch_up()
    ways.up("wifi")
    is_whole_again(anna, time.monotonic())
