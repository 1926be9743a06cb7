"""How a call sounds, second by second: what is said, when, and what is not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.protocol import CallChanged, QualityMeasured
from softphone.domain.quality import HELD_LOOKS, Complaint, Count, Figures, Listening, Quality, estimate_mos
from softphone.domain.update import update
from softphone.ui import call_words
from tests.builders import an_ended, at, heard, in_a_call


def second(n: int, *, lost: int = 0, lost_there: int = 0, jitter_ms: float = 2.0, deaf: bool = False) -> Count:
    """Of a stream of 50 packets a second; `lost` of them each second. The other side reports each fifth."""
    received = 0 if deaf else n * (50 - lost)
    return Count(n * 50, received, n * lost, jitter_ms, n // 5 * 5 * lost_there, 20.0, reports=n // 5)


def run(seconds: int, *, on_hold: bool = False, **each: object) -> list[Complaint]:
    listening = Listening()
    return [
        listening.hear(second(n, **each), float(n), silent_by_wish=on_hold).complaint  # type: ignore[arg-type]
        for n in range(seconds)
    ]


def test_the_estimate_falls_with_loss_jitter_and_delay_and_stays_in_its_range() -> None:
    assert estimate_mos(0, 0, 0) == pytest.approx(4.4, abs=0.05)
    assert estimate_mos(1, 5, 40) > 4
    assert 2.5 < estimate_mos(10, 20, 100) < 3.6
    assert estimate_mos(100, 500, 3000) == 1
    worse = [estimate_mos(loss, 10, 100) for loss in range(0, 50, 5)]
    assert worse == sorted(worse, reverse=True)


def test_a_good_call_complains_of_nothing() -> None:
    assert set(run(60)) == {Complaint.NONE}


def test_one_way_sound_is_told_after_five_seconds_and_not_on_hold() -> None:
    told = run(9, deaf=True)
    assert told.index(Complaint.ONE_WAY) == 5
    assert set(run(20, deaf=True, on_hold=True)) == {Complaint.NONE}


def test_gaps_here_and_there_are_told_after_three_seconds() -> None:
    assert run(8, lost=5)[:4] == [Complaint.NONE] * 4
    assert run(8, lost=5)[-1] is Complaint.DOWNLOAD
    assert run(9, lost_there=5)[-1] is Complaint.UPLOAD
    assert set(run(30, lost=1)) == {Complaint.NONE}


def test_what_was_lost_there_is_measured_by_what_left_between_two_reports() -> None:
    listening = Listening()
    told = [listening.hear(second(n, lost_there=1), float(n), silent_by_wish=False) for n in range(30)]
    assert {quality.loss_there_pct for quality in told} == {0.0, 2.0}
    assert {quality.complaint for quality in told} == {Complaint.NONE}


def test_a_report_that_is_old_is_forgotten() -> None:
    listening = Listening()
    for n in range(11):
        listening.hear(second(n, lost_there=5), float(n), silent_by_wish=False)
    last = second(10, lost_there=5)
    for n in range(11, 30):  # nothing more is reported
        quality = listening.hear(replace(last, sent=n * 50, received=n * 50), float(n), silent_by_wish=False)
        assert quality.loss_there_pct == (10.0 if n < 25 else 0.0)


def test_one_bad_second_is_no_bad_line_and_a_new_stream_begins_anew() -> None:
    listening = Listening()
    for n in range(5):
        listening.hear(second(n), float(n), silent_by_wish=False)
    assert listening.hear(replace(second(5), lost=20), 5.0, silent_by_wish=False).complaint is Complaint.NONE
    assert listening.hear(Count(3, 2, 0), 6.0, silent_by_wish=False).complaint is Complaint.NONE
    assert listening.whole.mos > 3


def test_what_is_held_back_is_the_mean_of_whole_frames_seen_at_many_moments() -> None:
    listening = Listening()
    frames = [1, 2, 2, 1, 2] * HELD_LOOKS
    held = [
        listening.hear(Count(n, n, 0, held_ms=10.0 * each), float(n), silent_by_wish=False).held_ms
        for n, each in enumerate(frames, 1)
    ]
    assert all(15 <= each <= 17 for each in held[HELD_LOOKS:])


def test_the_figures_of_a_call_are_the_means_of_its_seconds() -> None:
    listening = Listening()
    for n in range(21):
        listening.hear(second(n, lost=5, jitter_ms=2.0 + 4 * (n % 2)), float(n), silent_by_wish=False)
    whole = listening.whole
    assert (whole.loss_pct, whole.jitter_ms, whole.round_trip_ms, whole.loss_there_pct) == (10.0, 4.0, 20.0, 0.0)
    assert 2 < whole.mos < 3.7
    assert Listening().whole == Figures()


def measured(desk: Desk, complaint: Complaint, seconds: float) -> Desk:
    event = QualityMeasured(at(seconds), "c1", Quality(mos=2.9, complaint=complaint, held_ms=40.0), 3.0)
    desk, _ = update(desk, heard(event, seconds))
    return desk


def test_what_is_wrong_stands_with_its_call_and_goes_when_it_is_over() -> None:
    desk = measured(in_a_call(), Complaint.UPLOAD, 20)
    assert [(n.kind, n.interaction_id) for n in desk.notices] == [(NoticeKind.SOUND_BAD, "call-c1")]
    assert "the caller hears gaps" in call_words.complaint(desk.notices[0].detail)
    figures = call_words.sound_figures(desk.quality["c1"])
    assert "Sound 2.9 of 4.4" in figures
    assert "40 ms held back" in figures
    assert measured(desk, Complaint.UPLOAD, 21).notices is desk.notices
    assert measured(desk, Complaint.NONE, 22).notices == ()


def test_how_a_call_sounded_stays_in_its_history() -> None:
    desk = measured(in_a_call(), Complaint.ONE_WAY, 20)
    desk, _ = update(desk, heard(CallChanged(at(60), an_ended()), 60))
    assert desk.history[0].mos == 3.0
    assert desk.interactions["call-c1"].sound.mos == 3.0
    assert [n for n in desk.notices if n.kind is NoticeKind.SOUND_BAD] == []
    assert call_words.bad_sound(3.0) == "poor sound"
    assert call_words.bad_sound(4.2) == call_words.bad_sound(0) == ""


def test_a_call_that_is_gone_is_measured_no_more() -> None:
    desk, _ = update(in_a_call(), heard(CallChanged(at(60), an_ended()), 60))
    assert measured(desk, Complaint.NONE, 61).quality == desk.quality
    assert Phase.ENDED is an_ended().phase
