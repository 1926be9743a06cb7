"""A side that crashed without a word frees the other (RFC 4028), whichever of the two had to refresh."""

from __future__ import annotations

import time

import pytest

from softphone.domain.call import Phase
from softphone.domain.protocol import Answer, CallChanged, Dial
from softphone.domain.sip import Request
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx, sdp

pytestmark = pytest.mark.timeout(300)  # they last their 94 and 154 s


def test_who_was_to_refresh_crashed() -> None:
    with RawPbx() as raw, Agent("anna", raw.server) as anna:
        anna.configure()
        raw.register()
        raw.invite(("Supported", "timer"), ("Session-Expires", "90;refresher=uac"), body=sdp())
        anna.do(Answer(anna.phase(Phase.OFFERED).call_id))
        ok = raw.response(200, "INVITE")
        assert "timer" in (ok.value("Require") or "")
        raw.within("ACK", ok, 1)
        anna.phase(Phase.TALKING)
        ended_s, _ = until_it_ends(anna, raw, 95)
        assert ended_s > 55  # RFC 4028 §10: a third of it, at most 32 s, before the end


def test_we_refresh_and_a_side_that_knows_no_timers_crashed() -> None:
    with RawPbx() as raw, Agent("anna", raw.server) as anna:
        anna.configure()
        raw.register()
        anna.do(Dial("ours", "sip:bert@" + raw.server))
        invite = raw.request("INVITE")
        assert invite.value("Session-Expires") == "180"
        raw.answer(invite, 200, body=sdp())
        anna.phase(Phase.TALKING)
        ended_s, refreshes = until_it_ends(anna, raw, 180)
        assert ended_s > 85  # half of it, then 32 s for the refresh and 32 for the BYE that nobody answers
        assert refreshes >= 1


def until_it_ends(anna: Agent, raw: RawPbx, within_s: float) -> tuple[float, int]:
    """How long it lived with nobody but the line answered, and how many refreshes came."""
    began = time.monotonic()
    refreshes = 0
    while not any(isinstance(e, CallChanged) and e.call.phase is Phase.ENDED for e in anna.events):
        assert time.monotonic() - began < within_s
        raw.drain_and_answer()
        unread, raw._unread = raw._unread, []
        refreshes += sum(isinstance(m, Request) and m.method in ("INVITE", "UPDATE") for m in unread)
        anna._read(0.05)
    ended_s = time.monotonic() - began
    anna.kill()
    return ended_s, refreshes
