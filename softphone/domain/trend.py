"""Where the sound of a call is going, from half a minute and not from its level alone; and how it went, kept small."""

from __future__ import annotations

from collections import deque
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

WINDOW_S = 30.0
AHEAD_S = 30.0  # as far as one can see from there
LEAST_SECONDS = 15  # of measurements: less is chance
HOLDS_S = 8.0  # a forecast does not flicker
MOST_POINTS = 60
FIRST_EVERY_S = 5


class Forecast(StrEnum):
    """What is getting worse, and would be bad within half a minute."""

    NONE = "none"
    UPLOAD = "upload"  # the caller will hear gaps
    DOWNLOAD = "download"  # we shall
    SLOWER = "slower"


class Trend:
    """One figure, once a second. `bad` is where people complain, `least` below which nobody hears anything."""

    def __init__(self, bad: float, least: float) -> None:
        self._bad, self._least = bad, least
        self._seen: deque[tuple[float, float]] = deque()

    def forget(self) -> None:
        self._seen.clear()

    def worsens(self, value: float, now: float) -> bool:
        """Whether it rises so that it is bad soon, from what was and what is now."""
        self._seen.append((now, value))
        while now - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()
        if len(self._seen) < LEAST_SECONDS:
            return False
        third = len(self._seen) // 3
        values = [each for _, each in self._seen]
        before, lately = sum(values[:third]) / third, sum(values[-third:]) / third
        if lately < self._least or lately < 1.5 * before or lately >= self._bad:
            return False
        return lately + self._slope() * AHEAD_S >= self._bad

    def _slope(self) -> float:
        """A second, by least squares."""
        count = len(self._seen)
        mid_t = sum(at for at, _ in self._seen) / count
        mid_v = sum(value for _, value in self._seen) / count
        spread = sum((at - mid_t) ** 2 for at, _ in self._seen)
        return sum((at - mid_t) * (value - mid_v) for at, value in self._seen) / spread if spread else 0.0


class Forecaster:
    """Of one call."""

    def __init__(self) -> None:
        self._upload = Trend(5.0, 1.0)  # percent lost, as `quality.BAD_LOSS_PCT`
        self._download = Trend(5.0, 1.0)
        self._jitter = Trend(60.0, 15.0)
        self._trip = Trend(600.0, 150.0)
        self._told, self._told_at = Forecast.NONE, 0.0

    def forget(self) -> None:
        """The stream began anew."""
        for trend in (self._upload, self._download, self._jitter, self._trip):
            trend.forget()
        self._told = Forecast.NONE

    def look(self, loss_there: float, loss: float, jitter_ms: float, trip_ms: float, now: float) -> Forecast:
        upload = self._upload.worsens(loss_there, now)
        lost, uneven = self._download.worsens(loss, now), self._jitter.worsens(jitter_ms, now)
        slower = self._trip.worsens(trip_ms, now)
        seen = (
            Forecast.UPLOAD if upload
            else Forecast.DOWNLOAD if lost or uneven
            else Forecast.SLOWER if slower
            else Forecast.NONE
        )  # fmt: skip
        if seen is not Forecast.NONE:
            self._told, self._told_at = seen, now
        elif now - self._told_at >= HOLDS_S:
            self._told = Forecast.NONE
        return self._told


class Course(Struct, frozen=True):
    """How a call sounded from its begin to now: at most MOST_POINTS means, each of `every_s` seconds."""

    points: tuple[float, ...] = ()
    every_s: int = FIRST_EVERY_S
    seconds: int = 0  # since the last point
    total: float = 0.0


class LineDay(Struct, frozen=True):
    """How the line was on one day: `mos` is the mean of its `calls`."""

    day: date
    calls: int
    mos: float


def went_on(course: Course, mos: float) -> Course:
    """One second more. A long call has coarser points, not more of them."""
    if not mos:
        return course
    course = replace(course, seconds=course.seconds + 1, total=course.total + mos)
    if course.seconds < course.every_s:
        return course
    points = (*course.points, round(course.total / course.seconds, 1))
    every_s = course.every_s
    if len(points) > MOST_POINTS:
        points = tuple(round(sum(points[n : n + 2]) / len(points[n : n + 2]), 1) for n in range(0, len(points), 2))
        every_s *= 2
    return Course(points, every_s)
