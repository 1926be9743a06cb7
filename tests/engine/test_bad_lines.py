"""Packets are lost on the way between two real engines: each side is told what it can do something about.

It takes twenty seconds: what the other side lost, and how far it is, stands in its reports, which come each five.
"""

from __future__ import annotations

from softphone.domain.call import Phase
from softphone.domain.protocol import Answer, QualityMeasured
from softphone.domain.quality import Complaint
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx, sdp
from tests.engine.rtp_line import RtpLine


def talks(raw: RawPbx, agent: Agent, port: int) -> None:
    agent.configure()
    raw.register()
    raw.invite(body=sdp(port=port))
    agent.do(Answer(agent.phase(Phase.OFFERED).call_id))
    raw.within("ACK", raw.response(200, "INVITE"), 1)
    agent.phase(Phase.TALKING)


def test_who_is_far_away_who_hears_gaps_and_whose_upload_drops_are_told_so() -> None:
    with (
        RtpLine() as line,
        RawPbx() as first,
        RawPbx() as second,
        Agent("anna", first.server) as anna,
        Agent("bert", second.server) as bert,
    ):
        line.reports_late_s = 0.35  # each way, from the start: PJSIP trusts no sudden rise
        talks(first, anna, line.ports[0])
        talks(second, bert, line.ports[1])
        slow = anna.until(QualityMeasured, lambda e: e.quality.complaint is not Complaint.NONE)
        assert slow.quality.complaint is Complaint.SLOW
        assert 600 < slow.quality.round_trip_ms < 1500
        line.loss_from_first = 0.2
        gaps = bert.until(QualityMeasured, lambda e: e.quality.complaint is Complaint.DOWNLOAD)
        assert 10 < gaps.quality.loss_pct < 35
        told = anna.until(QualityMeasured, lambda e: e.quality.complaint is Complaint.UPLOAD)
        assert 4 < told.quality.loss_there_pct < 35
        assert told.quality.loss_pct < 5
        anna.kill()
        bert.kill()
