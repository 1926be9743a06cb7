"""What a setting is: a row of the table in `settings`, with its range and its words in both languages."""

from __future__ import annotations

from dataclasses import field
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
    return field(
        default=default,
        metadata={
            "group": group,
            "english": english,
            "german": german,
            "low": low,
            "high": high,
            "unit": unit,
            "security": security,
        },
    )
