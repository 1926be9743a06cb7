"""The network gone for 1 to 60 s under a call through Asterisk, again and again: the same call is heard afterwards.

`--times=N` another number than fifty; lengths go by a fixed seed. Needs root for the network namespaces. The PBX ends a
call that it does not hear for 60 s (`rtp_timeout` of the recipe), so the longest loss ends just before.
"""

from __future__ import annotations

import random
import select
import statistics
import time

import pytest
import trustme

from softphone.domain.call import Phase
from softphone.domain.line import LineState
from softphone.domain.protocol import Dial, HangUp, LevelsMeasured, LineChanged
from tests.engine.agents import QUIET_DBFS, Agent
from tests.peers.asterisk import HOST, phone_of, running_asterisk
from tests.peers.namespaces import PBX, two_ways
from tests.soak.test_pbx_kills import FIRST, MORE_HANDLES, MORE_MB, weight_of

SHORTEST_S, LONGEST_S = 1.0, 55.0  # with what it takes to take the network away and give it back, 60 at most
SEED = 7
HEARD_AGAIN_S = 30.0


@pytest.mark.timeout(7200)
def test_the_same_call_is_heard_after_each_loss(request: pytest.FixtureRequest) -> None:
    times: int = request.config.getoption("--times")
    chance, taken = random.Random(SEED), list[float]()
    with two_ways() as ways:
        ways.up("wifi")
        certificate, beside = trustme.CA().issue_cert(HOST), ("ip", "netns", "exec", ways.pbx)
        with (
            running_asterisk(certificate, PBX, within=beside) as pbx,
            phone_of(pbx, "101", mic_hz=440, ear_hz=440, within=ways.within) as anna,
        ):
            anna.come_up()
            anna.do(Dial("echo", "*43"))
            anna.phase(Phase.TALKING)
            weight = (0.0, 0)
            for number in range(times):
                anna.hears()
                ways.down("wifi")
                anna.until(LevelsMeasured, lambda e: e.caller_dbfs < QUIET_DBFS)
                end = time.monotonic() + chance.uniform(SHORTEST_S, LONGEST_S)
                while (left := end - time.monotonic()) > 0:
                    select.select([], [], [], min(left, 1.0))
                    anna.catch_up()
                ways.up("wifi")
                begun = time.monotonic()
                anna.hears(HEARD_AGAIN_S)
                taken.append(time.monotonic() - begun)
                is_proven(anna)
                assert not [call for call in anna.calls() if call.phase is Phase.ENDED]
                anna.forget()
                if number + 1 == min(FIRST, times):
                    weight = weight_of(anna)
            mb, handles = weight_of(anna)
            anna.do(HangUp("echo"))
            anna.phase(Phase.ENDED)
    print(  # noqa: T201
        f"\n{times} losses, heard after {statistics.median(taken):.2f} s in the median, {max(taken):.2f} at most; "
        f"{weight[0]:.1f} to {mb:.1f} MB, {weight[1]} to {handles} handles"
    )
    assert mb - weight[0] < MORE_MB
    assert handles - weight[1] <= MORE_HANDLES


def is_proven(anna: Agent) -> None:
    told = [e.line.state for e in anna.events if isinstance(e, LineChanged)]
    if told[-1:] != [LineState.REGISTERED]:
        anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED, HEARD_AGAIN_S)
