"""The customer book with 1,000,000 customers and 10,000,000 contacts: search as you type, and who has this number.

The book is made once from a fixed seed and kept outside the repository (`made`, some minutes and 2 GB); `copy_into`
gives another benchmark its own. Times are those of the backroom thread, from the question to whole cards.
"""

# ruff: noqa: SIM905 a hundred names read better in a line than in quotes

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import apsw
import platformdirs
from msgspec.structs import replace

from benchmarks.table import Aim, Row
from softphone.backroom.database import Database
from softphone.backroom.directories import rows
from softphone.backroom.directories.book import Book
from softphone.backroom.directories.words import line_of
from softphone.domain.customer import Customer

CUSTOMERS = 1_000_000
CONTACTS_EACH = 10
SEED = 20261121
KEY = "5e" * 32  # of a book in which nobody is real
SHAPE = 1  # another number makes the book anew
SEARCH_AIM = Aim(95, 50.0)
TYPED = 400  # names typed, several searches each
CALLS = 2_000
IMPORTED = 20_000

_FIRST = (
    "Anna Gisela Maria Bo Jörg Käthe Lars Mehmet Nia Olga Paul Renée Søren Thị Ute Věra Willem Yusuf Zoë Ahmed Björn "
    "Claudia Dieter Elif François Greta Hans Ingrid Jan Katarzyna Lukas Marta Nils Oskar Petra Rosa Stefan Tereza"
).split()
_HEAD = "Alt Berg Brand Eich Fried Groß Hart Kalt Lang Müh Neu Ober Rein Schön Stein Tann Unter Vogel Wald Zim".split()
_MIDDLE = "acker bach baum burg dorf feld hagen hof holz kamp land leit mann ried rode sied statt tal wang weg".split()
_TAIL = ("", "er", "mann", "ner", "s", "höfer", "moser", "bauer")
_TRADE = "Logistik Technik Möbel Handel Optik Druck Medien Gebäudetechnik Software Pharma Anlagenbau Textil".split()
_FORM = ("GmbH", "AG", "KG", "e. K.", "OHG", "SE")


def customer(n: int) -> Customer:
    """The same customer for the same n, on every machine."""
    draw = random.Random(SEED + n)
    last = draw.choice(_HEAD) + draw.choice(_MIDDLE) + draw.choice(_TAIL)
    first = draw.choice(_FIRST)
    company = f"{draw.choice(_HEAD)}{draw.choice(_MIDDLE)} {draw.choice(_TRADE)} {draw.choice(_FORM)}"
    domain = "gmail.example" if n % 3 else f"firma{n % 50_000}.example"
    return Customer(
        customer_id=f"K{n:07}",
        name=f"{first} {last}",
        company=company if n % 4 else "",
        tier=("", "Plus", "Business")[n % 3],
        since=2000 + n % 26,
        languages=("de",),
        numbers=number_of(n),
        emails=(f"{first}.{last}{n % 1000}@{domain}".lower(),),
        address=f"Straße {n % 300}, {10_000 + n % 89_999} Stadt",
    )


def number_of(n: int) -> tuple[str, ...]:
    first = f"+4930{n:08}"
    return (first, f"+49151{n:08}") if n % 3 == 0 else (first,)


def order_of(n: int) -> str:
    return f"48-{n:07}"


def made() -> Path:
    """The big book, made now if it is not there yet. Read only: it is everybody's."""
    folder = Path(platformdirs.user_cache_dir("aside-benchmarks", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"book-{SHAPE}-{CUSTOMERS}.db"
    if not file.exists():
        unfinished = file.with_suffix(f".{os.getpid()}")
        began = time.monotonic()
        print(f"making the book of {CUSTOMERS:,} customers in {folder} …", file=sys.stderr, flush=True)
        _make(unfinished)
        os.replace(unfinished, file)
        print(f"made in {time.monotonic() - began:.0f} s, {file.stat().st_size / 1e9:.2f} GB", file=sys.stderr)
    return file


def copy_into(store_file: Path) -> None:
    """A book of one's own, to be opened with KEY."""
    store_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(made(), store_file)
    store_file.chmod(0o600)


def measure() -> list[Row]:
    database = Database(made(), KEY, lambda _: None)
    try:
        book = Book(database)
        return [
            Row("search", "aside book, as you type", tuple(_time_searches(book)), "ms", SEARCH_AIM),
            Row("search", "aside book, who has this number", tuple(_time_look_ups(book)), "ms"),
            _import_row(),
        ]
    finally:
        database.close()


def _time_searches(book: Book) -> Iterator[float]:
    draw = random.Random(SEED)
    for _ in range(TYPED):
        who = customer(draw.randrange(CUSTOMERS))
        order = order_of(3 * draw.randrange(CUSTOMERS // 3))
        whole = draw.choice((who.name, who.name.split()[1], who.company, who.emails[0], order, who.numbers[0]))
        for length in (2, 3, 4, 6, 9, len(whole)):
            if length <= len(whole):
                yield _ms(lambda typed=whole[:length]: book.search(typed))


def _time_look_ups(book: Book) -> Iterator[float]:
    draw = random.Random(SEED + 1)
    for _ in range(CALLS):
        (number, *_) = number_of(draw.randrange(CUSTOMERS))
        yield _ms(lambda number=number: book.with_number(number))


def _import_row() -> Row:
    """A thousand rows an entry, into a book in memory, as an import writes them."""
    database = Database(None, "", lambda _: None)
    book = Book(database)
    samples = []
    for first in range(0, IMPORTED, 1000):
        batch = [replace(customer(n), source="book") for n in range(first, first + 1000)]
        samples.append(_ms(lambda batch=batch: database.transact(lambda c: book.put(c, batch))))
    database.close()
    return Row("search", "aside book, 1,000 rows imported", tuple(samples), "ms")


def _ms(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _make(file: Path) -> None:
    database = Database(file, KEY, lambda _: None)
    connection = database.connection
    connection.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -512000")
    connection.execute("BEGIN")
    for first in range(0, CUSTOMERS, 20_000):
        _put(connection, [(n + 1, customer(n)) for n in range(first, min(first + 20_000, CUSTOMERS))])
    connection.execute(_ORDERS)
    connection.execute(_CASES)
    connection.execute(_CONTACTS)
    connection.execute("COMMIT")
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode = WAL")
    database.close()


def _put(connection: apsw.Connection, people: list[tuple[int, Customer]]) -> None:
    connection.executemany(
        "INSERT INTO customers VALUES (?,?,?,?,'',?,?,'[\"de\"]',json_array(?),?,'','[]','book',NULL)",
        ((row, c.customer_id, c.name, c.company, c.tier, c.since, c.emails[0], c.address) for row, c in people),
    )
    connection.executemany(
        "INSERT INTO numbers VALUES (?,?,?)", ((n, row, rows.tail(n)) for row, c in people for n in c.numbers)
    )
    connection.executemany(
        "INSERT INTO words (rowid, line) VALUES (?,?)",
        ((row, line_of((c.name, c.company, c.customer_id, *c.emails, *_order(row)))) for row, c in people),
    )


def _order(row: int) -> tuple[str, ...]:
    return (order_of(row - 1),) if row % 3 == 1 else ()


_NUMBERED = "WITH RECURSIVE i(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM i WHERE n + 1 < {})"
_ORDERS = f"""
{_NUMBERED.format(CUSTOMERS // 3)}
INSERT INTO orders SELECT 3 * n + 1, printf('48-%07d', 3 * n), (1 + n % 20) || ' × Rack S2', 'in depot',
    date(1763000000 + (n % 60) * 86400, 'unixepoch'), n % 4 = 0, '' FROM i
"""
_CASES = f"""
{_NUMBERED.format(CUSTOMERS // 5)}
INSERT INTO cases SELECT 5 * n + 1, printf('C-%06d', n), 'rails do not fit', 'waiting',
    date(1763000000 + (n % 60) * 86400, 'unixepoch'), n % 2, 'Rack S2' FROM i
"""
_CONTACTS = f"""
{_NUMBERED.format(CUSTOMERS * CONTACTS_EACH)}
INSERT INTO contacts SELECT n / {CONTACTS_EACH} + 1,
    (1700000000 + (n % {CONTACTS_EACH}) * 2592000 + n * 7919 % 86400) * 1000000, 't' || n,
    CASE n % 3 WHEN 0 THEN 'call' WHEN 1 THEN 'email' ELSE 'chat' END,
    CASE n % 4 WHEN 0 THEN 'Where is my order?' WHEN 1 THEN 'Invoice' WHEN 2 THEN 'Rails' ELSE 'Address' END,
    '', CASE n % 5 WHEN 0 THEN 'open' ELSE 'solved' END, n % 2 FROM i
"""
