"""Where the sound of a call is going is said before it is bad; and how it went is kept small."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.interaction import HistoryEntry
from softphone.domain.protocol import CallChanged, QualityMeasured
from softphone.domain.quality import Complaint, Count, Listening, Quality
from softphone.domain.trend import MOST_POINTS, Course, Forecast, Forecaster, went_on
from softphone.ui import call_words
from tests.builders import after, an_ended, at, heard, in_a_call

Figure = Callable[[int], float]


def still(_n: int) -> float:
    return 0.0


def forecasts(seconds: int, upload: Figure = still, loss: Figure = still, jitter: Figure = still,
              trip: Figure = lambda n: 40.0) -> list[Forecast]:  # fmt: skip
    forecaster = Forecaster()
    return [forecaster.look(upload(n), loss(n), jitter(n), trip(n), float(n)) for n in range(seconds)]


def test_an_upload_that_loses_more_each_report_is_foretold_before_it_is_bad() -> None:
    rising = forecasts(60, upload=lambda n: 0.4 * (n // 5))  # reports come each five seconds; 5 % after a minute
    first = rising.index(Forecast.UPLOAD)
    assert 0.4 * (first // 5) < 5.0
    assert first < 50


@pytest.mark.parametrize(
    ("name", "figure", "said"),
    [
        ("loss", lambda n: n / 12, Forecast.DOWNLOAD),
        ("jitter", lambda n: 3 + n, Forecast.DOWNLOAD),
        ("trip", lambda n: 60 + 9 * n, Forecast.SLOWER),
    ],
)
def test_each_figure_that_rises_is_foretold_as_what_it_is(name: str, figure: Figure, said: Forecast) -> None:
    told = set(forecasts(55, **{name: figure}))  # type: ignore[arg-type]
    assert told == {Forecast.NONE, said}


@pytest.mark.parametrize(
    "figure",
    [
        lambda n: 3.0,  # a level that stays is no trend
        lambda n: 4.0 - n / 20,  # nor is one that falls
        lambda n: 0.9 * (n % 2),  # nor what comes and goes
        lambda n: 4.0 if n == 30 else 0.0,  # nor one bad second
        lambda n: n / 100,  # nor what nobody will hear in half a minute
    ],
)
def test_what_does_not_get_worse_is_not_foretold(figure: Figure) -> None:
    assert set(forecasts(60, loss=figure)) == {Forecast.NONE}


def test_a_forecast_ends_when_the_line_recovers() -> None:
    told = forecasts(90, loss=lambda n: n / 12 if n < 50 else 0.0)
    assert Forecast.DOWNLOAD in told
    assert told[-1] is Forecast.NONE


def test_a_stream_that_begins_anew_or_is_on_hold_foretells_nothing() -> None:
    listening = Listening()
    told = [
        listening.hear(Count(n * 50, n * 50, round(n * n / 24), 2.0), float(n), silent_by_wish=n > 40).forecast
        for n in range(50)
    ]
    assert Forecast.DOWNLOAD in told[:41]
    assert set(told[41:]) == {Forecast.NONE}


def said(desk: Desk, second: float, **quality: object) -> Desk:
    measured = QualityMeasured(at(second), "c1", Quality(mos=4.2, **quality), 4.2)  # type: ignore[arg-type]
    return after(desk, heard(measured, second))


def test_it_is_said_with_the_call_and_what_aside_did_and_gives_way_to_what_is_bad_now() -> None:
    desk = said(in_a_call(), 20, forecast=Forecast.DOWNLOAD, buffer_ms=120.0)
    (notice,) = desk.notices
    assert (notice.kind, notice.interaction_id, notice.target) == (NoticeKind.SOUND_WORSENS, "call-c1", "120")
    assert "holds up to 120 ms of it back" in call_words.forecast(notice.detail, notice.target)
    desk = said(desk, 21, forecast=Forecast.DOWNLOAD, complaint=Complaint.DOWNLOAD)
    assert [n.kind for n in desk.notices] == [NoticeKind.SOUND_BAD]
    desk = said(desk, 22, forecast=Forecast.UPLOAD)
    assert [n.detail for n in desk.notices] == [Forecast.UPLOAD]
    assert said(desk, 23).notices == ()
    assert len({call_words.forecast(each, "0") for each in Forecast if each is not Forecast.NONE}) == 3


def test_how_the_call_sounded_is_kept_with_its_line_in_the_history() -> None:
    desk = in_a_call()
    for n in range(20):
        desk = said(desk, 10 + n)
    ended = an_ended(answered_at=at(5), ended_at=at(40))
    desk = after(desk, heard(CallChanged(at(40), replace(ended, phase=Phase.ENDED)), 40))
    (entry,) = desk.history
    assert isinstance(entry, HistoryEntry)
    assert entry.course == (4.2, 4.2, 4.2, 4.2)
    assert call_words.course(entry.course) == "Sound over the call: 4.2 at best, 4.2 at worst, of 4.4"


@given(st.integers(0, 4000), st.floats(1.0, 4.4))
def test_a_long_call_has_coarser_points_and_not_more(seconds: int, mos: float) -> None:
    course = Course()
    for _ in range(seconds):
        course = went_on(course, mos)
    assert len(course.points) <= MOST_POINTS
    assert all(abs(point - mos) <= 0.051 for point in course.points)
    assert len(course.points) * course.every_s + course.seconds >= seconds - course.every_s
