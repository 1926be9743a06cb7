"""Time as an agent reads it: running clocks, ages, and days near today by name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

translate = QCoreApplication.translate


def clock(seconds: float, *, padded: bool = False) -> str:
    """4:12, or 04:12 padded, or 1:02:03. Never negative."""
    whole = max(int(seconds), 0)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours}:{minutes:02}:{left:02}"
    return f"{minutes:02}:{left:02}" if padded else f"{minutes}:{left:02}"


def since(start: datetime | None, now: datetime) -> float:
    """Seconds from `start` to `now`, 0 where there is no start or the clock went back."""
    return max((now - start).total_seconds(), 0.0) if start is not None else 0.0


def age(start: datetime | None, now: datetime) -> str:
    """How long something has been so, short: 0:20, 12 min, 3 h, 2 d."""
    if start is None:
        return ""
    seconds = since(start, now)
    if seconds < 600:
        return clock(seconds)
    if seconds < 5400:
        return translate("Times", "{n} min").format(n=int(seconds // 60))
    if seconds < 86400:
        return translate("Times", "{n} h").format(n=round(seconds / 3600))
    return translate("Times", "{n} d").format(n=int(seconds // 86400))


def time_of_day(at: datetime) -> str:
    """The local time, as the language writes it."""
    local = at.astimezone()
    return _short(QLocale(), local.hour, local.minute)


@lru_cache(maxsize=100)
def _short(locale: QLocale, hour: int, minute: int) -> str:
    return locale.toString(QTime(hour, minute), QLocale.FormatType.ShortFormat)


def day(of: date, today: date) -> str:
    """Today, Yesterday, Tomorrow, 12 Nov, 3 Oct 2024."""
    if of == today:
        return translate("Times", "Today")
    if of == today - timedelta(days=1):
        return translate("Times", "Yesterday")
    if of == today + timedelta(days=1):
        return translate("Times", "Tomorrow")
    shape = translate("Times", "d MMM", "day and month, Qt date format")
    if of.year != today.year:
        shape = translate("Times", "d MMM yyyy", "day, month and year, Qt date format")
    return QLocale().toString(QDate(of.year, of.month, of.day), shape)


def moment(at: datetime, now: datetime) -> str:
    """09:41 today, else the day and the time."""
    local, today = at.astimezone(), now.astimezone().date()
    if local.date() == today:
        return time_of_day(at)
    return f"{day(local.date(), today)}, {time_of_day(at)}"


def days(count: int) -> str:
    """One day, 3 days."""
    if count == 1:
        return translate("Times", "one day")
    return translate("Times", "{n} days").format(n=count)
