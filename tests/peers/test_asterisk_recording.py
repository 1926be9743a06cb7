"""Asterisk 22 records for us by the recipe: begins when asked, stands still in a pause, goes on in the same file."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator

import pytest

from softphone.domain.call import Phase
from softphone.domain.protocol import Answer, Configure, Dial, HangUp, PauseRecording, Record
from softphone.domain.recording import RecordingSetup, Taping
from tests.engine.agents import DEADLINE_S, Agent
from tests.peers.asterisk import Asterisk, phone_of

pytestmark = pytest.mark.peer("Asterisk 22")

SETUP = RecordingSetup(by_pbx=True, consent=False, announce=False)
A_SECOND = 16_000  # bytes of its file
WATCHED_S = 1.5


@pytest.fixture
def customer(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "trunk", mic_hz=880, ear_hz=440) as agent:
        yield agent.come_up()


@pytest.fixture
def anna(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "101", mic_hz=440, ear_hz=880) as agent:
        agent.come_up()
        agent.do(Configure(agent.line, agent.gate, recording=SETUP))
        yield agent


def until(what: str, happened: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE_S
    while not happened():
        assert time.monotonic() < end, what
        select.select([], [], [], 0.05)


def grows(pbx: Asterisk) -> None:
    before = pbx.recorded_bytes
    until("nothing is recorded", lambda: pbx.recorded_bytes > before + A_SECOND)


def stands_still(pbx: Asterisk) -> None:
    """As soon as it does; what it had not written yet is written first."""

    def rests() -> bool:
        before = pbx.recorded_bytes
        select.select([], [], [], WATCHED_S)
        return pbx.recorded_bytes == before

    until("it goes on recording", rests)


@pytest.mark.proves("recording by the PBX, and its pause")
@pytest.mark.parametrize("incoming", [True, False])
def test_the_pbx_records_pauses_and_goes_on(
    asterisk: Asterisk, anna: Agent, customer: Agent, incoming: bool
) -> None:
    with phone_of(asterisk, "103", mic_hz=880, ear_hz=440) as expert:
        if incoming:
            customer.do(Dial("c", "101"))
            call_id = anna.phase(Phase.OFFERED).call_id
            anna.do(Answer(call_id))
        else:
            expert.come_up()
            anna.do(Dial(call_id := "d", "103"))
            expert.do(Answer(expert.phase(Phase.OFFERED).call_id))
        anna.phase(Phase.TALKING)
        anna.hears()
        files = asterisk.recordings
        anna.do(Record(call_id, True))
        anna.call(lambda call: call.recording.state is Taping.ON)
        grows(asterisk)
        anna.do(PauseRecording(call_id, True))
        anna.call(lambda call: call.recording.state is Taping.PAUSED)
        stands_still(asterisk)
        anna.do(PauseRecording(call_id, False))
        anna.call(lambda call: call.recording.state is Taping.ON)
        grows(asterisk)
        anna.do(Record(call_id, False))
        anna.call(lambda call: call.recording.state is Taping.OFF)
        stands_still(asterisk)
        assert asterisk.recordings == files + 1
        anna.hears()
        anna.do(HangUp(call_id))
        anna.phase(Phase.ENDED)
