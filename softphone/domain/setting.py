"""What a setting is: a row of the table in `settings`, with its range and its words in both languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple


class Group(StrEnum):
    LINE = "line"
    CALLS = "calls"
    SOUND = "sound"
    CUSTOMERS = "customers"
    CHAT = "chat"
    RECORDING = "recording"
    WRAP_UP = "wrap_up"
    LOOK = "look"
    PROGRAM = "program"


class Entry(NamedTuple):
    """One row of the table, as the dialogs and the reader see it."""

    name: str
    kind: type
    default: Any
    group: Group
    english: str
    german: str
    low: float | None
    high: float | None
    unit: str
    security: bool


ROWS: list[tuple[Group, str, str, float | None, float | None, str, bool]] = []  # in the order of `Settings`


def setting(
    default: Any,
    group: Group,
    english: str,
    german: str,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    security: bool = False,
) -> Any:
    """The default of a field of `Settings`; the rest of its row goes into the table."""
    ROWS.append((group, english, german, low, high, unit, security))
    return default
