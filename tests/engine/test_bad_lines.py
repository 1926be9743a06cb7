"""Packets are lost on the way between two real engines: each side is told what it can do something about.

They take twenty seconds and half a minute: what the other side lost, and how far it is, stands in its reports, which
come each five, and a trend is seen from fifteen on.
"""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.facts import Heard
from softphone.domain.protocol import Answer, QualityMeasured
from softphone.domain.quality import Complaint
from softphone.domain.trend import Forecast
from softphone.domain.update import update
from softphone.ui import call_words
from tests.builders import in_a_call
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


def test_a_line_that_gets_worse_is_foretold_at_both_ends_with_what_aside_did_about_it() -> None:
    with (
        RtpLine() as line,
        RawPbx() as first,
        RawPbx() as second,
        Agent("anna", first.server) as anna,
        Agent("bert", second.server) as bert,
    ):
        talks(first, anna, line.ports[0])
        talks(second, bert, line.ports[1])
        line.worse_by = (0.035 / 1_500, 0.06 / 1_500)  # after half a minute: 3.5 % lost, up to 60 ms late
        for agent, forecast in ((bert, Forecast.DOWNLOAD), (anna, Forecast.UPLOAD)):
            told = agent.until(QualityMeasured, lambda e, of=forecast: e.quality.forecast is of, 60)  # type: ignore[misc]
            seconds = [e for e in agent.events if isinstance(e, QualityMeasured) and e.at <= told.at]
            assert {e.quality.complaint for e in seconds} == {Complaint.NONE}  # it was not bad yet
            desk, _ = update(in_a_call(), Heard(told.at, replace(told, call_id="c1")))
            (notice,) = desk.notices
            said = call_words.forecast(notice.detail, notice.target)
            if agent is bert:
                at_most_ms = [e.quality.buffer_ms for e in seconds if e.quality.buffer_ms]
                # One packet while they come evenly, two on a busy computer; with frames of 20 ms it would be 80.
                assert min(at_most_ms) <= 40
                assert 20 <= max(e.quality.held_ms for e in seconds) <= 200
                assert told.quality.buffer_ms >= 40  # two at least
                assert f"Aside holds up to {told.quality.buffer_ms:.0f} ms of it back" in said
            else:
                assert "Your upload is getting worse" in said
        anna.kill()
        bert.kill()
