"""A real engine against a PBX that is one socket, and two real ones: 302, digits in three ways, what answers itself."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain.call import Ending, Phase
from softphone.domain.presence import DigitsBy
from softphone.domain.protocol import (
    Answer,
    CallRefused,
    Configure,
    Deflect,
    Dial,
    DigitHeard,
    LevelsMeasured,
    Ping,
    Pong,
    SendDigits,
)
from tests.engine.agents import OPEN_GATE, Agent
from tests.engine.raw_pbx import RawPbx, sdp
from tests.sandbox.running import running_pbx

FIRST_ROW_HZ = 697  # of the keys 1, 2, 3


def test_a_call_is_sent_on_with_the_address_in_its_302() -> None:
    with RawPbx() as pbx, Agent("anna", pbx.server) as anna:
        anna.configure()
        pbx.register()
        invite = pbx.invite(body=sdp())
        offered = anna.phase(Phase.OFFERED)
        anna.do(Deflect(offered.call_id, "204"))
        moved = pbx.response(302, "INVITE")
        assert moved.value("Contact") == f"<sip:204@{pbx.server}>"
        pbx.ack(invite, moved)
        assert anna.phase(Phase.ENDED).ending is Ending.FORWARDED
        anna.do(Configure(anna.line, replace(OPEN_GATE, customers=False, forward_away="300")))
        anna.do(Ping(1))
        anna.until(Pong)  # else the INVITE may overtake what was said before it
        invite = pbx.invite(body=sdp())
        moved = pbx.response(302, "INVITE")
        assert moved.value("Contact") == f"<sip:300@{pbx.server}>"
        pbx.ack(invite, moved)
        assert anna.until(CallRefused).call.ending is Ending.FORWARDED


def test_a_withheld_number_and_a_reason_pass_through() -> None:
    with RawPbx() as pbx, Agent("anna", pbx.server) as anna:
        anna.configure()
        pbx.register()
        anna.do(Dial("a1", "204", headers=(("Privacy", "id"),)))
        invite = pbx.request("INVITE")
        assert invite.value("Privacy") == "id"
        pbx.answer(invite, 503, ("Reason", "Q.850;cause=34"))
        assert anna.phase(Phase.ENDED).ending is Ending.CONGESTED


@pytest.mark.parametrize("by", [DigitsBy.INFO, DigitsBy.SOUND])
def test_digits_arrive_as_info_or_are_heard(by: DigitsBy) -> None:
    gate = replace(OPEN_GATE, digits_by=by)
    with (
        running_pbx({"anna": "pw", "bert": "pw"}) as pbx,
        Agent("anna", pbx.server, mic_hz=0, gate=gate) as anna,
        Agent("bert", pbx.server, mic_hz=880, ear_hz=FIRST_ROW_HZ) as bert,
    ):
        anna.come_up()
        bert.come_up()
        anna.do(Dial("a1", "bert"))
        bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
        anna.phase(Phase.TALKING)
        bert.phase(Phase.TALKING)
        anna.do(SendDigits("a1", "12"))
        if by is DigitsBy.INFO:
            assert [bert.until(DigitHeard).digit for _ in range(2)] == ["1", "2"]
        else:
            bert.until(LevelsMeasured, lambda e: e.caller_dbfs > -40)
        assert anna.close() == 0


def test_a_call_answers_itself_where_the_pbx_may_say_so() -> None:
    with RawPbx() as pbx, Agent("anna", pbx.server, gate=replace(OPEN_GATE, auto_by_header=True)) as anna:
        anna.configure()
        pbx.register()
        pbx.invite(("Call-Info", "<sip:pbx>;answer-after=0"), body=sdp())
        assert pbx.response(200, "INVITE").body
        anna.phase(Phase.ANSWERING)
