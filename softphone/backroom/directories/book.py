"""The local customer book: who has this number, and search as you type, at a million customers.

Every method belongs to the backroom thread and returns within a few milliseconds. Reading is direct; what writes
takes a connection and runs inside a transaction of `Database.write`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import apsw
import phonenumbers
from msgspec import Struct
from msgspec.structs import replace

from softphone.backroom.database import Database
from softphone.backroom.directories import rows
from softphone.backroom.directories.words import INDEXED_CHARS, number_beginnings, question, tokens_of, without_marks
from softphone.domain.customer import Contact, Customer

MOST_MATCHES = 20  # more than fit under a search field
MOST_ALIKE = 10  # customers with one number: a switchboard's
LOOKED_THROUGH = 500
CANDIDATES = 120  # looked at to put the best of them on top
SEARCH_CONTACTS = 1


class Counts(Struct, frozen=True):
    added: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.added + other.added, self.changed + other.changed, self.same + other.same)


class Book:
    """`country` (ISO 3166) says how a number typed without a country code is meant."""

    def __init__(self, database: Database, country: str = "DE") -> None:
        self._database = database
        self._country_code = phonenumbers.country_code_for_region(country)

    # --- Finding ------------------------------------------------------------------------------------------

    def with_id(self, customer_id: str) -> Customer | None:
        connection = self._database.connection
        row = rows.row_of(connection, customer_id)
        return None if row is None else rows.read(connection, row)

    def with_number(self, number: str) -> tuple[Customer, ...]:
        """All who have it. Exactly as E.164 first; else by the last eight digits, where one of the two numbers is
        only the end of the other: "5550142" without its area code, never another area's number that ends alike."""
        connection = self._database.connection
        found = [row for (row,) in connection.execute(_EXACT, (number, MOST_ALIKE))]
        if not found:
            found = self._by_tail(connection, number)
        customers = (rows.read(connection, row) for row in found[:MOST_ALIKE])
        return tuple(c for c in customers if c is not None)

    def search(self, typed: str) -> tuple[Customer, ...]:
        """The best matches for what was typed so far: names, companies, numbers, e-mails, orders, cases."""
        connection = self._database.connection
        found: dict[int, None] = {}
        for beginning in number_beginnings(typed, self._country_code):
            after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
            found |= dict.fromkeys(r for (r,) in connection.execute(_BEGINNING, (beginning, after, MOST_MATCHES)))
        if len(found) < MOST_MATCHES:
            candidates = self._candidates(connection, tokens_of(typed))
            wanted = typed.casefold().split()
            candidates.sort(key=lambda c: (not _begins(c[1], wanted), not _begins(c[2], wanted), -(c[3] or 0)))
            found |= dict.fromkeys(c[0] for c in candidates)
        customers = (rows.read(connection, row, SEARCH_CONTACTS) for row in list(found)[:MOST_MATCHES])
        return tuple(c for c in customers if c is not None)

    def count(self) -> int:
        counted: int = self._database.connection.execute("SELECT count(*) FROM customers").get
        return counted

    # --- Writing, inside Database.write -------------------------------------------------------------------

    def put(self, connection: apsw.Connection, customers: Iterable[Customer]) -> Counts:
        """Adds who is new and merges who is known, by id, or by an id made from number, e-mail or name."""
        added = changed = same = 0
        for given in customers:
            customer = given if given.customer_id else replace(given, customer_id=rows.made_id(given))
            row = rows.row_of(connection, customer.customer_id)
            if row is None:
                rows.insert(connection, customer)
                added += 1
                continue
            old = rows.read(connection, row)
            assert old is not None
            new = rows.merged(old, customer)
            if new == old:
                same += 1
            else:
                rows.update(connection, row, old, new)
                changed += 1
        return Counts(added, changed, same)

    def keep(self, connection: apsw.Connection, customer: Customer, seen_at: int | None = None) -> Customer:
        """The customer exactly as given, made or replaced; its contacts are added. What the agent wrote, or what
        the CRM said (`seen_at`: a copy that goes when the time to keep it is over). What the CRM says of a
        customer of the book's own joins it and stays."""
        if not customer.customer_id:
            customer = replace(customer, customer_id=rows.made_id(customer))
        row = rows.row_of(connection, customer.customer_id)
        old = None if row is None else rows.read(connection, row)
        if row is None or old is None:
            row = rows.insert(connection, customer, seen_at)
        elif seen_at is not None and old.source != customer.source:
            rows.update(connection, row, old, rows.merged(old, customer))
        elif seen_at is not None:  # a number that the agent linked outlives what the CRM says
            numbers = tuple(sorted({*old.numbers, *customer.numbers}))
            rows.update(connection, row, old, replace(customer, numbers=numbers), seen_at)
        else:
            rows.update(connection, row, old, customer)
        kept = rows.read(connection, row)
        assert kept is not None
        return kept

    def link(self, connection: apsw.Connection, customer_id: str, number: str) -> Customer | None:
        """The customer with one number more; None when the customer is gone."""
        row = rows.row_of(connection, customer_id)
        if row is None:
            return None
        connection.execute("INSERT OR IGNORE INTO numbers VALUES (?,?,?)", (number, row, rows.tail(number)))
        return rows.read(connection, row)

    def append(self, connection: apsw.Connection, customer_id: str, contact: Contact) -> bool:
        """One line more in the timeline; the same contact_id replaces. False when the customer is gone."""
        row = rows.row_of(connection, customer_id)
        if row is None:
            return False
        connection.execute("DELETE FROM contacts WHERE customer = ? AND contact_id = ?", (row, contact.contact_id))
        rows.put_contacts(connection, row, (contact,))
        return True

    def _candidates(self, connection: apsw.Connection, tokens: tuple[str, ...]) -> list[Any]:
        """Some who match. A long beginning has no index of its own, and the index would first collect everybody who
        shares it (a mail domain: a million). So its first letters are asked for, and those found looked through;
        where too many share the letters and too few the rest, the longest word is asked whole: it is the rarest."""
        if not tokens:
            return []
        if all(len(token) <= INDEXED_CHARS for token in tokens):
            return connection.execute(_CANDIDATES, (question(tokens), CANDIDATES)).fetchall()
        cut = tuple(token[:INDEXED_CHARS] for token in tokens)
        likely, all_seen = self._alike(connection, cut, tokens)
        if len(likely) < MOST_MATCHES and not all_seen:
            longest = max(tokens, key=len)
            asked = tuple(t if t is longest else c for t, c in zip(tokens, cut, strict=True))
            likely, _ = self._alike(connection, asked, tokens)
        return connection.execute(f"{_THESE} ({','.join(likely)})").fetchall()

    def _alike(
        self, connection: apsw.Connection, asked: tuple[str, ...], tokens: tuple[str, ...]
    ) -> tuple[list[str], bool]:
        """Rows that answer to `asked` and hold all of `tokens`, and whether all that answer were looked through."""
        found: Any = connection.execute(_ALIKE, (question(asked), LOOKED_THROUGH)).fetchall()
        lines: Any = connection.execute(f"{_LINES} ({','.join(str(row) for (row,) in found)})")
        bare = [without_marks(token) for token in tokens]
        likely = [str(row) for row, line in lines if _all_in(bare, without_marks(line))]
        return likely[:CANDIDATES], len(found) < LOOKED_THROUGH

    def _by_tail(self, connection: apsw.Connection, number: str) -> list[int]:
        digits = "".join(c for c in number if c.isdigit()).lstrip("0")
        if len(digits) < rows.TAIL_DIGITS:
            return []
        complete = number.startswith("+")
        found: list[Any] = connection.execute(_TAIL, (digits[-rows.TAIL_DIGITS :],)).fetchall()
        alike: list[int] = []
        for row, known in found:
            stored = known.lstrip("+0")
            if (complete and known.startswith("+")) or not (stored.endswith(digits) or digits.endswith(stored)):
                continue
            alike.append(row)
        return list(dict.fromkeys(alike))


def _all_in(tokens: list[str], line: str) -> bool:
    return all(token in line for token in tokens)


def _begins(text: str, wanted: list[str]) -> bool:
    words = text.casefold().split()
    return all(any(word.startswith(w) for word in words) for w in wanted)


_EXACT = "SELECT customer FROM numbers WHERE number = ? LIMIT ?"
_TAIL = "SELECT customer, number FROM numbers WHERE tail = ? LIMIT 50"
_BEGINNING = "SELECT DISTINCT customer FROM numbers WHERE number >= ? AND number < ? LIMIT ?"
_ALIKE = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
_LINES = "SELECT rowid, line FROM words WHERE rowid IN"
_THESE = "SELECT customer, name, company, seen_at FROM customers WHERE customer IN"
# Not ordered by rank: that would weigh every match of "an", and there are a hundred thousand.
_CANDIDATES = """
    SELECT c.customer, c.name, c.company, c.seen_at
    FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?) AS w JOIN customers AS c ON c.customer = w.rowid
"""
