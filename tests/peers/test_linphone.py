"""Our engine and Linphone's command line, through the practice PBX: calls, hold, digits, texts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.protocol import (
    Answer,
    Dial,
    HangUp,
    MessageAccepted,
    MessageReceived,
    SendDigits,
    SendMessage,
    SetHold,
)
from tests.engine.agents import Agent
from tests.peers.linphone import Linphone, running_linphone
from tests.sandbox.running import RunningPbx, running_pbx

pytestmark = pytest.mark.peer("linphone 5.1")


@pytest.fixture
def pbx() -> Iterator[RunningPbx]:
    with running_pbx({"anna": "pw", "lin": "pw"}) as running:
        yield running


@pytest.fixture
def anna(pbx: RunningPbx) -> Iterator[Agent]:
    with Agent("anna", pbx.server) as agent:
        yield agent.come_up()


@pytest.fixture
def lin(pbx: RunningPbx) -> Iterator[Linphone]:
    with running_linphone("lin", "pw", pbx.server, lambda: pbx.registered("lin")) as phone:
        yield phone


@pytest.mark.proves("call in")
def test_linphone_calls_is_answered_and_hangs_up(pbx: RunningPbx, anna: Agent, lin: Linphone) -> None:
    lin.do(f"call sip:anna@{pbx.server}")
    anna.do(Answer(anna.phase(Phase.OFFERED).call_id))
    anna.phase(Phase.TALKING)
    lin.until("connected")
    lin.do("terminate")
    assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE


@pytest.mark.proves("call out", "hold and resume", "digits (RFC 4733)")
def test_linphone_is_called_held_and_sent_a_digit(anna: Agent, lin: Linphone) -> None:
    anna.do(Dial("c", "lin"))
    anna.phase(Phase.TALKING)
    anna.do(SetHold("c", True))
    anna.call(lambda call: call.hold is Hold.OURS)
    anna.do(SetHold("c", False))
    anna.call(lambda call: call.hold is Hold.NONE)
    anna.do(SendDigits("c", "5"))
    lin.until("Receiving tone 5")
    anna.do(HangUp("c"))
    lin.until("ended")


@pytest.mark.proves("MESSAGE out", "MESSAGE in")
def test_a_question_arrives_in_plain_text_and_is_answered(pbx: RunningPbx, anna: Agent, lin: Linphone) -> None:
    """As it comes Linphone takes no CPIM outside a group: asked again in plain text, without a promise of receipts."""
    anna.do(SendMessage("q-1", "lin", "Ist das Kabel da?"))
    lin.until("Ist das Kabel da?")
    assert anna.until(MessageAccepted).imdn_id == ""
    lin.do(f"chat sip:anna@{pbx.server} Ja, drei Stueck")
    assert anna.until(MessageReceived).text == "Ja, drei Stueck"
