"""Measured on real streams: a good call, a deaf one, one with gaps, and a router that writes in our signalling."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from softphone.domain.call import Phase
from softphone.domain.line import LineState
from softphone.domain.protocol import Answer, Dial, EngineNotice, LineChanged, QualityMeasured, Trouble
from softphone.domain.quality import Complaint
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx, sdp
from tests.sandbox.running import RunningPbx, running_pbx


@pytest.fixture
def pbx() -> Generator[RunningPbx]:
    with running_pbx({"anna": "pw", "bert": "pw"}) as running:
        yield running


def test_a_good_call_is_measured_each_second(pbx: RunningPbx) -> None:
    with Agent("anna", pbx.server) as anna, Agent("bert", pbx.server) as bert:
        anna.come_up()
        bert.come_up()
        anna.do(Dial("a1", "bert"))
        bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
        anna.phase(Phase.TALKING)
        told = anna.until(QualityMeasured, lambda e: e.quality.mos > 0)
        later = anna.until(QualityMeasured, lambda e: e.at > told.at)
        assert 0.5 < (later.at - told.at).total_seconds() < 5
        assert later.quality.mos > 3.5
        assert later.quality.complaint is Complaint.NONE


def test_a_call_in_which_nothing_comes_back_is_told_after_five_seconds() -> None:
    with RawPbx() as raw, Agent("anna", raw.server) as anna:
        anna.configure()
        raw.register()
        raw.invite(body=sdp())
        call = anna.phase(Phase.OFFERED)
        anna.do(Answer(call.call_id))
        raw.within("ACK", raw.response(200, "INVITE"), 1)
        talking = anna.phase(Phase.TALKING)
        told = anna.until(QualityMeasured, lambda e: e.quality.complaint is Complaint.ONE_WAY, 15)
        assert talking.answered_at is not None
        assert 4 < (told.at - talking.answered_at).total_seconds() < 12
        anna.kill()


def test_a_router_that_writes_in_our_contact_is_named() -> None:
    with RawPbx() as raw, Agent("anna", raw.server) as anna:
        raw.router_writes_contact = "10.0.0.9"
        anna.configure()
        raw.register()
        anna.until(EngineNotice, lambda e: e.trouble is Trouble.SIP_ALTERED)
        anna.kill()


def test_it_is_told_when_the_other_side_says_that_the_address_of_our_sound_was_changed() -> None:
    with RawPbx() as raw, Agent("anna", raw.server) as anna:
        anna.configure()
        raw.register()
        anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
        anna.do(Dial("a1", "204"))
        raw.answer(raw.request("INVITE"), 200, body=sdp() + b"a=ice-mismatch\r\n")
        anna.until(EngineNotice, lambda e: e.trouble is Trouble.SOUND_ALTERED)
        anna.kill()


def test_a_router_that_writes_in_our_via_is_named_and_the_line_works() -> None:
    with RawPbx() as raw, Agent("anna", raw.server) as anna:
        raw.router_writes = "10.0.0.9"
        anna.configure()
        raw.register()
        anna.until(EngineNotice, lambda e: e.trouble is Trouble.SIP_ALTERED)
        anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
        anna.kill()
