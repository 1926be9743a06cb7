"""Experts read from a CSV file: name, address, team, topics, languages, and when they can be reached.

`address` is a SIP address or a user of our own server; topics and languages are separated by semicolons or bars;
`days` is "1-5" or "1,3,5" (Monday is 1), `from` and `to` are "08:00", `zone` an IANA name. German headings too.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from softphone.backroom.book_import import BadRow, NotReadable, Table, open_lines, open_table
from softphone.backroom.cleaning import one_line
from softphone.domain.expert import Expert, Hours
from softphone.domain.text import NAME_CHARS

MOST_EXPERTS = 5_000
_HEADINGS = {
    "name": ("name",),
    "address": ("address", "sip", "adresse", "nebenstelle", "extension"),
    "team": ("team", "abteilung", "department"),
    "topics": ("topics", "themen", "topic", "thema"),
    "languages": ("languages", "sprachen", "language", "sprache"),
    "days": ("days", "tage"),
    "from": ("from", "von"),
    "to": ("to", "bis"),
    "zone": ("zone", "zeitzone", "timezone"),
}
_ADDRESS = re.compile(r"(sips?:)?[A-Za-z0-9._~+-]{1,64}(@[A-Za-z0-9.:\[\]-]{1,255})?")
_DAYS = re.compile(r"[1-7](-[1-7])?(,[1-7](-[1-7])?)*")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")


def read_experts(path: Path, server: str) -> tuple[tuple[Expert, ...], tuple[BadRow, ...]]:
    """The experts, and the rows that are none. The same address is one expert, the last row wins; its id is its
    address, so that the next import changes nothing. Raises NotReadable."""
    table = open_table(path)
    place = _places(table)
    if "name" not in place or "address" not in place:
        raise NotReadable("columns")
    experts: dict[str, Expert] = {}
    bad: list[BadRow] = []
    with open_lines(table) as lines:
        reader = csv.reader(lines, delimiter=table.delimiter)
        next(reader, None)
        try:
            for row in reader:
                values = {field: one_line(row[n], 500) for field, n in place.items() if n < len(row)}
                if not any(values.values()):
                    continue
                try:
                    expert = _expert(values, server)
                    experts[expert.expert_id] = expert
                except ValueError as error:
                    bad.append(BadRow(reader.line_num, str(error)))
                if len(experts) >= MOST_EXPERTS:
                    break
        except csv.Error:
            bad.append(BadRow(reader.line_num, "not_csv"))
    return tuple(experts.values()), tuple(bad)


def joined(old: tuple[Expert, ...], new: tuple[Expert, ...]) -> tuple[Expert, ...]:
    """The list after an import: known addresses changed in their place, others added at the end."""
    by_address = {e.address: e for e in new}
    kept = tuple(by_address.pop(e.address, e) for e in old)
    return (*kept, *by_address.values())


def _expert(values: dict[str, str], server: str) -> Expert:
    name = one_line(values.get("name", ""), NAME_CHARS)
    address = values.get("address", "").replace(" ", "")
    if not name:
        raise ValueError("nobody")
    if not _ADDRESS.fullmatch(address):
        raise ValueError("address")
    if not address.startswith(("sip:", "sips:")):
        address = f"sip:{address}"
    if "@" not in address:
        address = f"{address}@{server}"
    return Expert(
        expert_id=address,
        name=name,
        address=address,
        team=one_line(values.get("team", ""), NAME_CHARS),
        topics=_list(values.get("topics", "")),
        languages=tuple(language.lower() for language in _list(values.get("languages", ""), ",; |")),
        hours=_hours(values),
    )


def _hours(values: dict[str, str]) -> Hours | None:
    days, start, end = (values.get(field, "").replace(" ", "") for field in ("days", "from", "to"))
    if not days and not start and not end:
        return None
    zone = values.get("zone") or "Europe/Berlin"
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("zone") from None
    if not _DAYS.fullmatch(days or "1-5"):
        raise ValueError("days")
    numbers: set[int] = set()
    for span in (days or "1-5").split(","):
        first, _, last = span.partition("-")
        numbers |= set(range(int(first), int(last or first) + 1))
    return Hours(frozenset(numbers), _minutes(start or "00:00"), _minutes(end or "24:00"), zone)


def _minutes(clock: str) -> int:
    read = _CLOCK.fullmatch(clock)
    if read is None or int(read[1]) * 60 + int(read[2]) > 24 * 60:
        raise ValueError("time")
    return int(read[1]) * 60 + int(read[2])


def _list(text: str, separators: str = ";|") -> tuple[str, ...]:
    parts = re.split(f"[{re.escape(separators)}]+", text)
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in parts))))


def _places(table: Table) -> dict[str, int]:
    plain = [column.casefold().strip() for column in table.columns]
    return {
        field: plain.index(word)
        for field, words in _HEADINGS.items()
        for word in reversed(words)
        if word in plain
    }
