"""Customers read from files of others: CSV of any delimiter and encoding, and vCard. Streams; holds one row at a time.

A row that cannot be used is a `BadRow` with its line and one word why, and the rest goes in. Nothing here writes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import phonenumbers
from msgspec import Struct

from softphone.backroom.cleaning import one_line
from softphone.backroom.columns import guess_mapping
from softphone.domain.customer import Case, Customer, Order
from softphone.domain.phone import DialRules, customer_key
from softphone.domain.text import NAME_CHARS, clean

SAMPLE_BYTES = 256 * 1024  # encoding and delimiter are told from the beginning
PREVIEW_ROWS = 20
MAX_TEXT_CHARS = 4_000_000
MOST_COLUMNS = 200
MAX_FIELD_CHARS = 100_000  # a quote that is never closed would swallow the file
MAX_CARD_LINES = 5_000  # a photo has some hundred
_LINE_CHARS = 300
_TEXT_CHARS = 2_000
_DELIMITERS = (";", ",", "\t", "|")
_SEPARATORS = str.maketrans("", "", " \t()-/.\u00a0")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_NATIONAL = re.compile(r"0[1-9][0-9]{5,12}")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%m/%d/%Y", "%Y%m%d")
_CLOSED = ("closed", "done", "delivered", "cancelled", "geschlossen", "erledigt", "geliefert", "storniert", "solved")


class NotReadable(Exception):
    """No rows can be read from this file. The text is one word: missing, empty, not_text, not_csv."""


class Table(Struct, frozen=True):
    """A CSV file as it was understood."""

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]


class BadRow(Struct, frozen=True):
    """`why`: columns, number, date, nobody, too_long, not_csv, not_vcard."""

    line: int
    why: str


def is_vcard(path: Path) -> bool:
    """By what it holds, not by its name."""
    with path.open("rb") as file:
        return file.read(200).lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCARD")


def open_table(path: Path) -> Table:
    """Raises NotReadable."""
    sample = _sample(path)
    encoding = _encoding(sample)
    text = sample.decode(encoding, errors="replace")
    if len(sample) == SAMPLE_BYTES:
        text = text.rpartition("\n")[0] or text
    delimiter = max(_DELIMITERS, key=lambda d: _fit(text, d))
    try:
        csv.field_size_limit(MAX_FIELD_CHARS)
        columns = next(csv.reader(text.splitlines(), delimiter=delimiter), [])
    except csv.Error:
        raise NotReadable("not_csv") from None
    names = tuple(one_line(c, NAME_CHARS) for c in columns[:MOST_COLUMNS])
    if not any(names):
        raise NotReadable("empty")
    return Table(path, encoding, delimiter, names)


def preview(path: Path) -> tuple[Table, tuple[tuple[str, ...], ...], dict[str, str]]:
    """The table, its first rows as they are, and the guessed mapping. Raises NotReadable."""
    table = open_table(path)
    with open_lines(table) as lines:
        reader = csv.reader(lines, delimiter=table.delimiter)
        next(reader, None)
        try:
            first = list(islice(reader, PREVIEW_ROWS))
        except csv.Error:
            raise NotReadable("not_csv") from None
    rows = tuple(tuple(one_line(c, _LINE_CHARS) for c in row[:MOST_COLUMNS]) for row in first)
    return table, rows, guess_mapping(table.columns)


def read_text(path: Path) -> str:
    """A small file whole, in whatever encoding it is. Raises NotReadable."""
    encoding = _encoding(_sample(path))
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return file.read(MAX_TEXT_CHARS)


def count_lines(path: Path) -> int:
    """About how many rows there are: line ends, those inside quotes included."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def read_rows(table: Table, mapping: dict[str, str], rules: DialRules) -> Iterator[tuple[int, Customer | BadRow]]:
    """Every row with its line: a customer or what is wrong with it."""
    place = {name: n for n, name in reversed(list(enumerate(table.columns)))}
    wanted = {field: place[column] for field, column in mapping.items() if column in place}
    width = len(table.columns)
    national = _national_reader(rules)
    with open_lines(table) as lines:
        reader = csv.reader(lines, delimiter=table.delimiter)
        next(reader, None)
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                yield reader.line_num, BadRow(reader.line_num, "too_long" if "limit" in str(error) else "not_csv")
                continue
            if row is None:
                return
            if not row or not any(row):
                continue
            line = reader.line_num
            if len(row) > width and any(row[width:]):
                yield line, BadRow(line, "columns")
                continue
            values = {field: row[n].strip() for field, n in wanted.items() if n < len(row)}
            try:
                yield line, _customer(values, national)
            except _Unusable as error:
                yield line, BadRow(line, str(error))


def read_cards(path: Path, rules: DialRules) -> Iterator[tuple[int, Customer | BadRow]]:
    """Every vCard with the line it begins on. Raises NotReadable."""
    encoding = _encoding(_sample(path))
    national = _national_reader(rules)
    card: list[str] = []
    began = 0
    with path.open(encoding=encoding, errors="replace", newline=None) as lines:
        for number, line in enumerate(lines, start=1):
            mark = line.strip().upper()
            if mark == "BEGIN:VCARD":
                if card:
                    yield began, BadRow(began, "not_vcard")
                card, began = [], number
            if began:
                card.append(line[:MAX_FIELD_CHARS])
            if mark == "END:VCARD" and began:
                yield began, _card("".join(card), began, national)
                card, began = [], 0
            elif len(card) > MAX_CARD_LINES:
                yield began, BadRow(began, "too_long")
                card, began = [], 0
    if card:
        yield began, BadRow(began, "not_vcard")


class _Unusable(Exception):
    pass


def _customer(values: dict[str, str], national: Callable[[str], str]) -> Customer:
    get = values.get
    name = one_line(get("name", ""), NAME_CHARS) or one_line(
        f"{get('first_name', '')} {get('last_name', '')}", NAME_CHARS
    )
    company = one_line(get("company", ""), _LINE_CHARS)
    numbers = tuple(sorted({national(get(f, "")) for f in ("number", "number_2", "number_3")} - {""}))
    emails = tuple(dict.fromkeys(filter(None, (one_line(get(f, ""), _LINE_CHARS) for f in ("email", "email_2")))))
    if not name and not company and not numbers and not emails:
        raise _Unusable("nobody")
    address = one_line(get("address", ""), _LINE_CHARS) or ", ".join(
        filter(None, (one_line(get("street", ""), 100), one_line(f"{get('zip', '')} {get('city', '')}", 100)))
    )
    since = get("since", "")[:4]
    orders: tuple[Order, ...] = ()
    if get("order_id"):
        status = one_line(get("order_status", ""), _LINE_CHARS)
        title = one_line(get("order_title", ""), _LINE_CHARS)
        promised = _day(get("order_promised", ""))
        orders = (Order(one_line(values["order_id"], 80), title, status, promised, _is_open(status)),)
    cases: tuple[Case, ...] = ()
    if get("case_id"):
        status = one_line(get("case_status", ""), _LINE_CHARS)
        title = one_line(get("case_title", ""), _LINE_CHARS)
        cases = (Case(one_line(values["case_id"], 80), title, status, None, _is_open(status)),)
    return Customer(
        customer_id=one_line(get("id", ""), 80),
        name=name or company or next(iter((*emails, *numbers))),
        company=company,
        role=one_line(get("role", ""), _LINE_CHARS),
        tier=one_line(get("tier", ""), 80),
        since=int(since) if since.isascii() and since.isdigit() and 1800 <= int(since) <= 2200 else None,
        languages=tuple(filter(None, re.split(r"[,;/ ]+", one_line(get("language", ""), 80).lower()))),
        numbers=numbers,
        emails=emails,
        address=address,
        must_see=clean(get("must_see", ""), _TEXT_CHARS, lines=True),
        support_needs=tuple(filter(None, (one_line(n, 80) for n in get("support_needs", "").split(";")))),
        orders=orders,
        cases=cases,
    )


def _card(text: str, line: int, national: Callable[[str], str]) -> Customer | BadRow:
    import vobject  # 60 ms, and most files are CSV

    try:
        card: Any = vobject.readOne(text, allowQP=True)
        name = str(card.fn.value) if hasattr(card, "fn") else ""
        if not name and hasattr(card, "n"):
            name = f"{card.n.value.given} {card.n.value.family}"
        organisation = card.org.value if hasattr(card, "org") else []
        values = {
            "id": str(card.uid.value) if hasattr(card, "uid") else "",
            "name": name,
            "company": str(organisation[0]) if organisation else "",
            "role": str(card.title.value) if hasattr(card, "title") else "",
            "language": str(card.lang.value) if hasattr(card, "lang") else "",
        }
        emails = [str(e.value) for e in getattr(card, "email_list", [])]
        values |= dict(zip(("email", "email_2"), emails, strict=False))
        phones = [str(t.value).removeprefix("tel:") for t in getattr(card, "tel_list", [])]
        values |= dict(zip(("number", "number_2", "number_3"), phones, strict=False))
        if hasattr(card, "adr"):
            adr = card.adr.value
            values |= {"street": str(adr.street), "zip": str(adr.code), "city": str(adr.city)}
        return _customer(values, national)
    except _Unusable as error:
        return BadRow(line, str(error))
    except Exception:  # noqa: BLE001 vobject raises whatever its plug-ins do: a runner that turns it into a report
        return BadRow(line, "not_vcard")


def _national_reader(rules: DialRules) -> Callable[[str], str]:
    """Reads a number to E.164; "" for an empty cell; raises _Unusable for what is none. The common shapes are read
    without the numbering plans, twenty times as fast; what comes out is the same."""
    code = phonenumbers.country_code_for_region(rules.country)
    trunk = phonenumbers.ndd_prefix_for_region(rules.country, True) == "0"

    def read(untrusted: str) -> str:
        if not untrusted:
            return ""
        bare = untrusted.translate(_SEPARATORS)
        if _E164.fullmatch(bare) and "(0)" not in untrusted:
            return bare
        if trunk and _NATIONAL.fullmatch(bare):
            return f"+{code}{bare[1:]}"
        number = customer_key(untrusted, rules)
        if number:
            return number
        digits = re.sub(r"[^0-9]", "", untrusted)
        if digits and len(digits) <= max(rules.internal_length, 3):
            return digits
        raise _Unusable("number")

    return read


def _day(text: str) -> date | None:
    if not text:
        return None
    for shape in _DAYS:
        try:
            return datetime.strptime(text[:10].strip(), shape).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise _Unusable("date")


def _is_open(status: str) -> bool:
    return status.casefold() not in _CLOSED


def _sample(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
    except OSError:
        raise NotReadable("missing") from None
    if not sample.strip():
        raise NotReadable("empty")
    return sample


def _encoding(sample: bytes) -> str:
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        sample[: sample.rfind(b"\n") + 1 or None].decode()
        if b"\0" not in sample:
            return "utf-8"
    except UnicodeDecodeError:
        pass
    # Not at the top: 30 ms at each start for something done once a month.
    from charset_normalizer import from_bytes

    best = from_bytes(sample[: 64 * 1024]).best()
    if best is None:
        raise NotReadable("not_text")
    return str(best.encoding)


def open_lines(table: Table) -> TextIO:
    # A few bytes that do not fit the encoding must not stop a million rows.
    return table.path.open(encoding=table.encoding, errors="replace", newline="")


def _fit(text: str, delimiter: str) -> int:
    """How often the same number of columns, more than one, comes in the first lines."""
    try:
        widths = [len(row) for row in islice(csv.reader(text.splitlines()[:50], delimiter=delimiter), 20) if row]
    except csv.Error:
        return 0
    if not widths or widths[0] < 2:
        return 0
    return sum(1000 + widths[0] for width in widths if width == widths[0])
