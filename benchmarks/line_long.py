"""As `line`, after outages of 5, 30 and 60 s: some minutes."""

from __future__ import annotations

from benchmarks.line import rows
from benchmarks.table import Row

ALL_S, TIMES = (5.0, 30.0, 60.0), 2


def measure() -> list[Row]:
    return rows(ALL_S, TIMES)
