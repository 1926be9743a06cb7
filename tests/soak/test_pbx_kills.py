"""A PBX killed under a call again and again: told each time, registered again by itself, and nothing left behind.

`--times=N` another number than fifty. What is told (with -s) is how soon the line was back after the PBX was.
"""

from __future__ import annotations

import statistics
import time

import psutil
import pytest
import trustme

from softphone.domain.call import Phase
from softphone.domain.line import LineState, Transport
from softphone.domain.protocol import Dial, HangUp, LineChanged
from tests.engine.agents import Agent
from tests.peers.asterisk import HOST, Asterisk, phone_of, running_asterisk

FIRST = 5  # until then pools and caches fill up
MORE_MB, MORE_HANDLES = 8.0, 4
NOTICED_S = 60.0  # UDP: two questions without an answer
BACK_S = 90.0


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("transport", [Transport.UDP, Transport.TCP])
def test_a_killed_pbx_costs_its_call_and_nothing_else(request: pytest.FixtureRequest, transport: Transport) -> None:
    times: int = request.config.getoption("--times")
    taken: list[float] = []
    with (
        running_asterisk(trustme.CA().issue_cert(HOST)) as pbx,
        phone_of(pbx, "101", mic_hz=440, ear_hz=440, transport=transport) as anna,
    ):
        anna.come_up()
        weight = (0.0, 0)
        for number in range(times):
            taken.append(killed_under_a_call(pbx, anna, f"echo {number}"))
            anna.forget()
            if number + 1 == min(FIRST, times):
                weight = weight_of(anna)
        mb, handles = weight_of(anna)
        print(  # noqa: T201
            f"\n{transport.value}: {times} kills, back after {statistics.median(taken):.2f} s in the median, "
            f"{max(taken):.2f} at most; {weight[0]:.1f} to {mb:.1f} MB, {weight[1]} to {handles} handles"
        )
        assert mb - weight[0] < MORE_MB
        assert handles - weight[1] <= MORE_HANDLES


def killed_under_a_call(pbx: Asterisk, anna: Agent, call_id: str) -> float:
    """Seconds from the PBX being there again to the line being proven again."""
    anna.do(Dial(call_id, "*43"))
    anna.phase(Phase.TALKING)
    anna.hears()
    pbx.kill()
    anna.until(LineChanged, lambda e: e.line.state is LineState.LOST, NOTICED_S)
    pbx.start()
    begun = time.monotonic()
    anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED, BACK_S)
    took = time.monotonic() - begun
    if all(call.phase is not Phase.ENDED for call in anna.calls()):  # a re-INVITE may have been told 481 before
        anna.do(HangUp(call_id))
        anna.phase(Phase.ENDED)
    return took


def weight_of(agent: Agent) -> tuple[float, int]:
    """Megabytes and handles of an engine."""
    process = psutil.Process(agent.process.pid)
    return process.memory_info().rss / 1e6, process.num_fds()
