"""As `line`, after outages of 30 and 60 s: some minutes."""

from __future__ import annotations

from benchmarks.line import rows
from benchmarks.table import Row

LONG_S, TIMES = (30.0, 60.0), 2


def measure() -> list[Row]:
    return rows(LONG_S, TIMES)
