"""Customers as rows: written, read and compared. Each function works inside the caller's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import apsw
import msgspec
from msgspec.structs import replace

from softphone.backroom.cleaning import day, moment, stamp
from softphone.backroom.directories.words import line_of
from softphone.domain.customer import Case, Channel, Contact, ContactStatus, Customer, Order, same_contact

SHOWN_CONTACTS = 100  # a card scrolls this far; the rest stays in the book
TAIL_DIGITS = 8

_COLUMNS = (
    "customer_id, name, company, role, tier, since, languages, emails, address, must_see, support_needs, source"
)
_INSERT = f"INSERT INTO customers ({_COLUMNS}, seen_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
_UPDATE = f"UPDATE customers SET ({_COLUMNS}, seen_at) = (?,?,?,?,?,?,?,?,?,?,?,?,?) WHERE customer = ?"


def made_id(customer: Customer) -> str:
    """The id of a customer that came without one: the same for the same person in the next import."""
    first = next(iter((*customer.numbers, *customer.emails)), "")
    mark = first or f"{customer.name}\0{customer.company}\0{customer.address}"
    return "A-" + hashlib.blake2b(mark.casefold().encode(), digest_size=8).hexdigest()


def row_of(connection: apsw.Connection, customer_id: str) -> int | None:
    found: int | None = connection.execute(
        "SELECT customer FROM customers WHERE customer_id = ?", (customer_id,)
    ).get
    return found


def insert(connection: apsw.Connection, customer: Customer, seen_at: int | None = None) -> int:
    connection.execute(_INSERT, (*_scalars(customer), seen_at))
    row = connection.last_insert_rowid()
    _add_numbers(connection, row, customer.numbers)
    connection.execute("INSERT INTO words (rowid, line) VALUES (?, ?)", (row, _line(customer)))
    if customer.orders:
        put_orders(connection, row, customer.orders)
    if customer.cases:
        put_cases(connection, row, customer.cases)
    if customer.contacts:
        put_contacts(connection, row, customer.contacts)
    return row


def update(connection: apsw.Connection, row: int, old: Customer, new: Customer, seen_at: int | None = None) -> None:
    """Writes what differs. Numbers, orders and cases that `new` no longer has go; contacts only ever come."""
    connection.execute(_UPDATE, (*_scalars(new), seen_at, row))
    if new.numbers != old.numbers:
        connection.execute("DELETE FROM numbers WHERE customer = ?", (row,))
        _add_numbers(connection, row, new.numbers)
    if new.orders != old.orders:
        connection.execute("DELETE FROM orders WHERE customer = ?", (row,))
        put_orders(connection, row, new.orders)
    if new.cases != old.cases:
        connection.execute("DELETE FROM cases WHERE customer = ?", (row,))
        put_cases(connection, row, new.cases)
    known = set(old.contacts)
    fresh = [c for c in new.contacts if c not in known]
    for contact in fresh:  # the same line at another time is still the same line
        connection.execute("DELETE FROM contacts WHERE customer = ? AND contact_id = ?", (row, contact.contact_id))
    _let_go_of_told_again(connection, row, old.contacts, fresh)
    put_contacts(connection, row, fresh)
    line = _line(new)
    if line != _line(old):
        connection.execute("UPDATE words SET line = ? WHERE rowid = ?", (line, row))


def _let_go_of_told_again(
    connection: apsw.Connection, row: int, known: Iterable[Contact], fresh: Iterable[Contact]
) -> None:
    """A line that our own wrap-up made goes when the CRM tells the same contact under an id of its own."""
    for contact in known:
        if not any(same_contact(contact, other) for other in fresh):
            continue
        ours = connection.execute("SELECT 1 FROM interactions WHERE interaction_id = ?", (contact.contact_id,)).get
        if ours:
            connection.execute("DELETE FROM contacts WHERE customer = ? AND contact_id = ?", (row, contact.contact_id))


def delete(connection: apsw.Connection, row: int) -> None:
    """Everything of this customer; numbers, orders, cases and contacts go by their foreign keys."""
    connection.execute("DELETE FROM words WHERE rowid = ?", (row,))
    connection.execute("DELETE FROM customers WHERE customer = ?", (row,))


def put_orders(connection: apsw.Connection, row: int, orders: Iterable[Order]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO orders VALUES (?,?,?,?,?,?,?)",
        (
            (row, o.order_id, o.title, o.status, o.promised_on and o.promised_on.isoformat(), o.open, o.detail)
            for o in orders
        ),
    )


def put_cases(connection: apsw.Connection, row: int, cases: Iterable[Case]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO cases VALUES (?,?,?,?,?,?,?)",
        (
            (row, c.case_id, c.title, c.status, c.opened_on and c.opened_on.isoformat(), c.open, c.product)
            for c in cases
        ),
    )


def put_contacts(connection: apsw.Connection, row: int, contacts: Iterable[Contact]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO contacts VALUES (?,?,?,?,?,?,?,?)",
        (
            (row, stamp(c.at), c.contact_id, c.channel.value, c.subject, c.detail, c.status.value, c.inbound)
            for c in contacts
        ),
    )


def read(connection: apsw.Connection, row: int, contacts: int = SHOWN_CONTACTS) -> Customer | None:
    """The whole card, the newest `contacts` first."""
    found = connection.execute(f"SELECT {_COLUMNS} FROM customers WHERE customer = ?", (row,)).get
    if found is None:
        return None
    (customer_id, name, company, role, tier, since, languages, emails, address, must_see, needs, source) = found
    return Customer(
        customer_id=customer_id,
        name=name,
        company=company,
        role=role,
        tier=tier,
        since=since,
        languages=tuple(msgspec.json.decode(languages)),
        numbers=numbers_of(connection, row),
        emails=tuple(msgspec.json.decode(emails)),
        address=address,
        must_see=must_see,
        support_needs=tuple(msgspec.json.decode(needs)),
        orders=tuple(
            Order(order_id, title, status, day(promised), bool(is_open), detail)
            for _, order_id, title, status, promised, is_open, detail in connection.execute(
                "SELECT * FROM orders WHERE customer = ? ORDER BY open DESC, promised_on", (row,)
            )
        ),
        cases=tuple(
            Case(case_id, title, status, day(opened), bool(is_open), product)
            for _, case_id, title, status, opened, is_open, product in connection.execute(
                "SELECT * FROM cases WHERE customer = ? ORDER BY open DESC, opened_on DESC", (row,)
            )
        ),
        contacts=tuple(
            Contact(contact_id, moment(at), Channel(channel), subject, detail, ContactStatus(status), bool(inbound))
            for _, at, contact_id, channel, subject, detail, status, inbound in connection.execute(
                "SELECT * FROM contacts WHERE customer = ? ORDER BY at DESC, contact_id LIMIT ?", (row, contacts)
            )
        ),
        source=source,
    )


def numbers_of(connection: apsw.Connection, row: int) -> tuple[str, ...]:
    return tuple(
        number
        for (number,) in connection.execute("SELECT number FROM numbers WHERE customer = ? ORDER BY number", (row,))
    )


def merged(old: Customer, new: Customer) -> Customer:
    """What is known after `new` came: its words win, lists join, orders and cases of the same id are replaced."""
    orders = {o.order_id: o for o in old.orders} | {o.order_id: o for o in new.orders}
    cases = {c.case_id: c for c in old.cases} | {c.case_id: c for c in new.cases}
    known = {c.contact_id for c in old.contacts}
    return replace(
        old,
        name=new.name or old.name,
        company=new.company or old.company,
        role=new.role or old.role,
        tier=new.tier or old.tier,
        since=new.since or old.since,
        languages=_joined(old.languages, new.languages),
        numbers=tuple(sorted({*old.numbers, *new.numbers})),
        emails=_joined(old.emails, new.emails),
        address=new.address or old.address,
        must_see=new.must_see or old.must_see,
        support_needs=_joined(old.support_needs, new.support_needs),
        orders=tuple(orders.values()),
        cases=tuple(cases.values()),
        contacts=(*(c for c in new.contacts if c.contact_id not in known), *old.contacts),
    )


def tail(number: str) -> str:
    return "".join(c for c in number if c.isdigit())[-TAIL_DIGITS:]


def _joined(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _scalars(customer: Customer) -> tuple[str | int | None, ...]:
    return (
        customer.customer_id,
        customer.name,
        customer.company,
        customer.role,
        customer.tier,
        customer.since,
        _list(customer.languages),
        _list(customer.emails),
        customer.address,
        customer.must_see,
        _list(customer.support_needs),
        customer.source,
    )


def _list(texts: tuple[str, ...]) -> str:
    return msgspec.json.encode(texts).decode() if texts else "[]"


def _line(customer: Customer) -> str:
    return line_of(
        (
            customer.name,
            customer.company,
            customer.customer_id,
            *customer.emails,
            *(o.order_id for o in customer.orders),
            *(c.case_id for c in customer.cases),
        )
    )


def _add_numbers(connection: apsw.Connection, row: int, numbers: Iterable[str]) -> None:
    connection.executemany("INSERT OR IGNORE INTO numbers VALUES (?,?,?)", ((n, row, tail(n)) for n in numbers))
