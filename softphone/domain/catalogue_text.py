"""The catalogue of topics as text: CSV as somebody keeps it in a spreadsheet, or JSON as a program writes it.

CSV: one row a topic, columns `topic`, and if there `owner`, `deputies`, `days` (1-5), `from`, `to` (08:00), `zone`,
`languages`, `answer_s`, `ready`, `words`; delimiters comma, semicolon and tab, lists inside a cell split at semicolons
or slashes. JSON: `{"topics": [{"topic": …, the same names}]}`, lists as lists; `schema()` is its JSON Schema.
Owner and deputies are named by address, extension or name of the list of experts. A bad row is named and left out.
"""

from __future__ import annotations

import csv
import io
import json
from enum import StrEnum
from typing import Any

from msgspec import Struct

from softphone.domain.catalogue import Topic
from softphone.domain.expert import Hours
from softphone.domain.expert_list import BadRow, read_hours, split_list, write_hours
from softphone.domain.text import NAME_CHARS, clean

MOST_TOPICS = 1_000
MOST_ANSWER_S = 3_600
_LINE_CHARS = 200
_COLUMNS = {
    "topic": "topic", "thema": "topic", "name": "topic",
    "owner": "owner", "verantwortlich": "owner", "besitzer": "owner",
    "deputies": "deputies", "vertretung": "deputies", "vertreter": "deputies",
    "days": "days", "tage": "days", "from": "from", "von": "from", "to": "to", "bis": "to",
    "zone": "zone", "zeitzone": "zone", "languages": "languages", "sprachen": "languages",
    "answer_s": "answer_s", "zusage": "answer_s", "zusage_s": "answer_s",
    "ready": "ready", "bereit": "ready", "vorher": "ready", "words": "words", "stichworte": "words",
}  # fmt: skip


class BadTopic(StrEnum):
    NO_NAME = "no_name"
    BAD_HOURS = "bad_hours"
    BAD_PROMISE = "bad_promise"
    TOO_MANY = "too_many"


class CatalogueText(Struct, frozen=True):
    topics: tuple[Topic, ...] = ()
    bad: tuple[tuple[int, BadTopic], ...] = ()  # line or place in the list, and why
    readable: bool = True


def read_catalogue(untrusted: str) -> CatalogueText:
    text = untrusted.lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        return _read_json(text)
    return _read_csv(text)


def write_json(topics: tuple[Topic, ...]) -> str:
    """What `read_catalogue` reads again."""
    rows = []
    for topic in topics:
        hours = topic.hours
        days, _, times = write_hours(hours).partition(" ")
        start, _, end = times.partition("-")
        row: dict[str, Any] = {
            "topic": topic.name, "owner": topic.owner, "deputies": list(topic.deputies), "days": days, "from": start,
            "to": end, "zone": hours.zone if hours else "", "languages": list(topic.languages),
            "answer_s": topic.answered_s or "", "ready": list(topic.ready), "words": list(topic.words),
        }  # fmt: skip
        rows.append({key: value for key, value in row.items() if value})
    return json.dumps({"topics": rows}, ensure_ascii=False, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """JSON Schema of the JSON form."""
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    properties = {
        "topic": text, "owner": text, "deputies": texts, "days": {"type": "string", "examples": ["1-5"]},
        "from": {"type": "string", "examples": ["08:00"]}, "to": {"type": "string", "examples": ["16:00"]},
        "zone": {"type": "string", "examples": ["Europe/Berlin"]}, "languages": texts,
        "answer_s": {"type": "integer", "minimum": 5, "maximum": MOST_ANSWER_S}, "ready": texts, "words": texts,
    }  # fmt: skip
    row = {"type": "object", "required": ["topic"], "properties": properties}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["topics"],
        "properties": {"topics": {"type": "array", "maxItems": MOST_TOPICS, "items": row}},
    }


def _read_json(text: str) -> CatalogueText:
    try:
        rows = json.loads(text)["topics"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return CatalogueText(readable=False)
    if not isinstance(rows, list):
        return CatalogueText(readable=False)
    cells = []
    for row in rows[: MOST_TOPICS + 1]:
        known = row if isinstance(row, dict) else {}
        cells.append({name: _as_cell(value) for name, value in known.items() if name in _COLUMNS.values()})
    return _gathered(list(enumerate(cells, start=1)))


def _read_csv(text: str) -> CatalogueText:
    head, _, _ = text.partition("\n")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=head.count))
    columns: list[str] = []
    cells: list[tuple[int, dict[str, str]]] = []
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if not columns:
                columns = [_COLUMNS.get(clean(cell, NAME_CHARS).casefold(), "") for cell in row]
                if "topic" not in columns:
                    return CatalogueText(readable=False)
                continue
            cells.append((rows.line_num, {c: cell for c, cell in zip(columns, row, strict=False) if c}))
            if len(cells) > MOST_TOPICS:
                break
    except csv.Error:
        return CatalogueText(readable=False)
    read = _gathered(cells)
    return read if columns else CatalogueText(readable=False)


def _gathered(rows: list[tuple[int, dict[str, str]]]) -> CatalogueText:
    """The later of two rows of one name counts."""
    topics: dict[str, Topic] = {}
    bad: list[tuple[int, BadTopic]] = []
    for line, cells in rows:
        read = BadTopic.TOO_MANY if len(topics) >= MOST_TOPICS else _topic(cells)
        if isinstance(read, Topic):
            topics[read.name.casefold()] = read
        else:
            bad.append((line, read))
    return CatalogueText(tuple(topics.values()), tuple(bad))


def _topic(cells: dict[str, str]) -> Topic | BadTopic:
    name = clean(cells.get("topic", ""), NAME_CHARS)
    if not name:
        return BadTopic.NO_NAME
    hours: Hours | BadRow | None = None
    if cells.get("from") or cells.get("to"):
        span = f"{cells.get('days') or '1-5'} {cells.get('from') or '00:00'}-{cells.get('to') or '24:00'}"
        hours = read_hours(span, clean(cells.get("zone", ""), NAME_CHARS))
    if isinstance(hours, BadRow):
        return BadTopic.BAD_HOURS
    answer_s = read_promise(cells.get("answer_s", ""))
    if answer_s is None:
        return BadTopic.BAD_PROMISE
    return Topic(
        name,
        clean(cells.get("owner", ""), _LINE_CHARS),
        split_list(cells.get("deputies", "")),
        hours,
        tuple(tag.lower() for tag in split_list(cells.get("languages", ""))),
        answer_s,
        split_list(cells.get("ready", "")),
        split_list(cells.get("words", "")),
    )


def read_promise(untrusted: str) -> int | None:
    """Seconds; 0 for nothing, None for what is no promise."""
    text = untrusted.strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return None
    return int(text) if 5 <= int(text) <= MOST_ANSWER_S else None


def _as_cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_as_cell(each) for each in value[:40] if not isinstance(each, list | dict))
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
