"""How the line was by day: means of the calls that were heard, as the clock on the wall has the days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from softphone.backroom.journal import Journal
from softphone.domain.interaction import HistoryEntry
from tests.backroom.places import a_database

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_the_month_is_told_by_day_without_what_was_not_heard(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    journal = Journal(database)
    for n, (days, mos) in enumerate([(0, 4.0), (0, 3.0), (2, 4.4), (2, 0.0), (45, 1.0)]):
        entry = HistoryEntry(f"call-{n}", NOON - timedelta(days=days), True, "+4930", "", None, mos=mos)
        database.transact(lambda _, entry=entry: journal.keep_history(entry))  # type: ignore[misc]
    days = journal.line_days(NOON - timedelta(days=30))
    assert [(day.calls, day.mos) for day in days] == [(1, 4.4), (2, 3.5)]
    assert days[0].day < days[1].day
