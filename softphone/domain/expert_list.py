"""The expert list as CSV: what somebody keeps in a spreadsheet, read row by row; a bad row is named and left out.

Columns: name, address, and if there team, topics, languages, days (1-5), from, to (08:00), zone, colleague.
Delimiters comma, semicolon and tab; lists inside a cell are split at semicolons or slashes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from enum import StrEnum

from msgspec import Struct

from softphone.domain.expert import Expert, Hours
from softphone.domain.matrix import is_matrix_id, read_matrix_id
from softphone.domain.phone import DialRules, NotANumber, NumberKind, read_number
from softphone.domain.text import NAME_CHARS, clean

MOST_EXPERTS = 5_000
_ZONE = "Europe/Berlin"
_ZONE_NAME = re.compile(r"[A-Za-z_]{2,20}(?:/[A-Za-z0-9_+\-]{1,30}){0,2}")
# What German spreadsheets call the columns.
_COLUMNS = {
    "name": "name", "expert": "name", "experte": "name", "expertin": "name",
    "address": "address", "adresse": "address", "sip": "address", "nummer": "address", "number": "address",
    "durchwahl": "address", "extension": "address",
    "team": "team", "abteilung": "team", "department": "team",
    "topics": "topics", "topic": "topics", "themen": "topics", "thema": "topics",
    "languages": "languages", "language": "languages", "sprachen": "languages", "sprache": "languages",
    "days": "days", "tage": "days", "from": "from", "von": "from", "to": "to", "bis": "to",
    "zone": "zone", "timezone": "zone", "zeitzone": "zone", "colleague": "colleague", "kollege": "colleague",
}  # fmt: skip


class BadRow(StrEnum):
    NO_NAME = "no_name"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    BAD_HOURS = "bad_hours"
    TOO_MANY = "too_many"


class ExpertList(Struct, frozen=True):
    experts: tuple[Expert, ...] = ()
    bad: tuple[tuple[int, BadRow], ...] = ()  # line in the file and why
    readable: bool = True  # False: no column is called name or address


def read_experts(untrusted_csv: str, server: str) -> ExpertList:
    """The experts of a CSV text. `server` completes addresses that are only a user."""
    head, _, _ = untrusted_csv.lstrip("\ufeff").partition("\n")
    delimiter = max(";\t,", key=head.count)
    rows = csv.reader(io.StringIO(untrusted_csv.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    columns: list[str] = []
    experts: dict[str, Expert] = {}
    bad: list[tuple[int, BadRow]] = []
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if not columns:
                columns = [_COLUMNS.get(clean(cell, NAME_CHARS).casefold(), "") for cell in row]
                if "name" not in columns or "address" not in columns:
                    return ExpertList(readable=False)
                continue
            cells = {c: clean(cell, 400) for c, cell in zip(columns, row, strict=False) if c}
            read = BadRow.TOO_MANY if len(experts) >= MOST_EXPERTS else _expert(cells, server)
            if isinstance(read, Expert):
                experts[read.expert_id] = read
            else:
                bad.append((rows.line_num, read))
    except csv.Error:
        return ExpertList(tuple(experts.values()), tuple(bad), readable=bool(experts))
    return ExpertList(tuple(experts.values()), tuple(bad), readable=bool(columns))


def write_hours(hours: Hours | None) -> str:
    """1-5 08:00-16:00, or nothing where they can always be asked."""
    if hours is None:
        return ""
    days = sorted(hours.days)
    row = len(days) > 1 and days == list(range(days[0], days[-1] + 1))
    shown = f"{days[0]}-{days[-1]}" if row else ",".join(str(d) for d in days)
    return f"{shown} {_clock(hours.start_min)}-{_clock(hours.end_min)}"


def read_hours(untrusted: str, zone: str = _ZONE) -> Hours | BadRow | None:
    """What `write_hours` writes, also with blanks and dashes of other kinds. None for nothing."""
    text = clean(untrusted, 60).replace("–", "-")
    if not text:
        return None
    days_text, _, times = text.partition(" ")
    start, _, end = times.replace(" ", "").partition("-")
    days, first, last = _days(days_text), _minutes(start), _minutes(end)
    if not days or first is None or last is None or first == last:
        return BadRow.BAD_HOURS
    return Hours(days, first, last, zone if _ZONE_NAME.fullmatch(zone) else _ZONE)


def read_address(untrusted: str, server: str) -> str | None:
    """A SIP address from an address, a user or an extension, or a Matrix id; None for what is none."""
    text = clean(untrusted, 255)
    if not text:
        return None
    if is_matrix_id(text):
        return read_matrix_id(text)
    if "@" not in text and ":" not in text:
        if not server or not text.isascii() or not all(c.isalnum() or c in "._-+*" for c in text):
            return None
        text = f"sip:{text}@{server}"
    number = read_number(text, DialRules())
    if isinstance(number, NotANumber) or number.kind is not NumberKind.ADDRESS:
        return None
    return number.typed


def an_expert_id(address: str) -> str:
    """The same for the same address in the next import."""
    return "x-" + hashlib.blake2b(address.casefold().encode(), digest_size=8).hexdigest()


def split_list(cell: str) -> tuple[str, ...]:
    parts = (clean(p, NAME_CHARS) for p in cell.replace("/", ";").replace(",", ";").split(";"))
    return tuple(dict.fromkeys(p for p in parts if p))[:40]


def _expert(cells: dict[str, str], server: str) -> Expert | BadRow:
    name = clean(cells.get("name", ""), NAME_CHARS)
    if not name:
        return BadRow.NO_NAME
    if not cells.get("address"):
        return BadRow.NO_ADDRESS
    address = read_address(cells["address"], server)
    if address is None:
        return BadRow.BAD_ADDRESS
    hours: Hours | None = None
    if cells.get("from") or cells.get("to"):
        read = read_hours(
            f"{cells.get('days') or '1-5'} {cells.get('from') or '00:00'}-{cells.get('to') or '24:00'}",
            cells.get("zone", ""),
        )
        if isinstance(read, BadRow):
            return read
        hours = read
    return Expert(
        an_expert_id(address),
        name,
        address,
        clean(cells.get("team", ""), NAME_CHARS),
        split_list(cells.get("topics", "")),
        tuple(t.lower() for t in split_list(cells.get("languages", ""))),
        hours,
        cells.get("colleague", "").casefold() not in ("no", "nein", "false", "0"),
    )


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            return frozenset()
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= 7:
            return frozenset()
        days.update(range(low, high + 1))
    return frozenset(days)


def _minutes(text: str) -> int | None:
    hours, _, minutes = text.partition(":")
    if not (hours.isdecimal() and (minutes or "0").isdecimal() and len(hours) <= 2):
        return None
    total = int(hours) * 60 + int(minutes or 0)
    return total if total <= 24 * 60 and int(minutes or 0) < 60 else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
