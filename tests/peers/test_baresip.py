"""Our engine and baresip, through the practice PBX: who rings, who hears whom, who ends it."""

from __future__ import annotations

import select
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.protocol import Answer, Dial, HangUp, SendDigits, SetHold
from tests.engine.agents import Agent
from tests.peers.baresip import DEADLINE_S, TONE_HZ, Baresip, running_baresip
from tests.sandbox.running import RunningPbx, running_pbx

pytestmark = pytest.mark.peer("baresip 1.0")


@pytest.fixture
def pbx() -> Generator[RunningPbx]:
    with running_pbx({"anna": "pw", "bare": "pw"}) as running:
        yield running


def is_registered(pbx: RunningPbx) -> None:
    """baresip tells it once, maybe before anybody listens."""
    end = time.monotonic() + DEADLINE_S
    while not pbx.registered("bare"):
        assert time.monotonic() < end
        select.select([], [], [], 0.05)


@pytest.mark.proves("call in", "sound both ways")
def test_baresip_calls_and_is_heard_until_it_hangs_up(pbx: RunningPbx) -> None:
    with Agent("anna", pbx.server, ear_hz=TONE_HZ) as anna, running_baresip("bare", "pw", pbx.server) as bare:
        anna.come_up()
        bare.do("dial", f"sip:anna@{pbx.server}")
        offered = anna.phase(Phase.OFFERED)
        bare.until("CALL_RINGING")
        anna.do(Answer(offered.call_id))
        anna.phase(Phase.TALKING)
        bare.until("CALL_ESTABLISHED")
        anna.hears()
        bare.do("hangup")

        assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE


@contextmanager
def talking_to_baresip(pbx: RunningPbx) -> Iterator[tuple[Agent, Baresip]]:
    """It was called and answered by itself."""
    with (
        Agent("anna", pbx.server, ear_hz=TONE_HZ) as anna,
        running_baresip("bare", "pw", pbx.server, ";answermode=auto") as bare,
    ):
        is_registered(pbx)
        anna.come_up()
        anna.do(Dial("a1", "bare"))
        anna.phase(Phase.TALKING)
        anna.hears()
        yield anna, bare


@pytest.mark.proves("call out", "sound both ways")
def test_baresip_is_called_answers_and_is_hung_up_on(pbx: RunningPbx) -> None:
    with talking_to_baresip(pbx) as (anna, bare):
        anna.do(HangUp("a1"))
        bare.until("CALL_CLOSED")

        assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_HERE


@pytest.mark.proves("refused and missed calls, said why")
def test_baresip_gives_up_before_anybody_answers(pbx: RunningPbx) -> None:
    with Agent("anna", pbx.server) as anna, running_baresip("bare", "pw", pbx.server) as bare:
        anna.come_up()
        bare.do("dial", f"sip:anna@{pbx.server}")
        anna.phase(Phase.OFFERED)
        bare.do("hangup")

        assert anna.phase(Phase.ENDED).ending is Ending.MISSED


@pytest.mark.proves("hold and resume", "digits (RFC 4733)")
def test_baresip_is_held_heard_again_and_sent_digits(pbx: RunningPbx) -> None:
    with talking_to_baresip(pbx) as (anna, bare):
        anna.do(SetHold("a1", True))
        anna.call(lambda call: call.hold is Hold.OURS)
        anna.do(SetHold("a1", False))
        anna.call(lambda call: call.hold is Hold.NONE)
        anna.catch_up()
        anna.hears()
        anna.do(SendDigits("a1", "7#"))
        assert [bare.until("CALL_DTMF_START")["param"] for _ in "7#"] == list("7#")
