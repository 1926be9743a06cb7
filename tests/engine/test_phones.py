"""Two and three real engines and the practice PBX, over real sockets."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from softphone.domain.call import Ending, Phase
from softphone.domain.line import Transport
from softphone.domain.protocol import Answer, Dial, HangUp
from tests.engine.agents import Agent
from tests.sandbox.running import RunningPbx, running_pbx


@pytest.fixture(scope="module")
def pbx() -> Generator[RunningPbx]:
    with running_pbx({"anna": "pw", "bert": "pw", "cora": "pw"}) as running:
        yield running


@pytest.mark.parametrize("transport", list(Transport))
def test_a_call_is_heard_both_ways_and_ends_at_both_ends(pbx: RunningPbx, transport: Transport) -> None:
    with (
        Agent("anna", pbx.server, mic_hz=440, ear_hz=880, transport=transport) as anna,
        Agent("bert", pbx.server, mic_hz=880, ear_hz=440) as bert,
    ):
        anna.come_up()
        bert.come_up()
        anna.do(Dial("a1", "bert"))
        offered = bert.phase(Phase.OFFERED)
        assert offered.party.number == "anna"
        anna.phase(Phase.ALERTING)
        bert.do(Answer(offered.call_id))
        talking = anna.phase(Phase.TALKING)
        bert.phase(Phase.TALKING)
        assert talking.dialog is not None
        assert talking.dialog.local_tag
        assert talking.dialog.remote_tag
        anna.hears()
        bert.hears()
        anna.do(HangUp("a1"))
        assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_HERE
        assert bert.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE
        assert anna.close() == 0
        assert bert.close() == 0
