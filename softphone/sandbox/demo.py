"""The customers and experts of the practice world in the desk's own types, fresh on any day."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from softphone.domain.customer import Case, Channel, Contact, ContactStatus, Customer, Order
from softphone.domain.expert import Expert, Hours
from softphone.host.paths import resource


class _Order(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    status: str
    promised: int | None = None
    detail: str = ""


class _Case(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    status: str
    opened: int
    product: str = ""


class _Contact(msgspec.Struct, forbid_unknown_fields=True):
    day: int
    time: str
    channel: Channel
    subject: str
    status: ContactStatus
    detail: str = ""
    inbound: bool = True


class _Customer(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    company: str
    role: str
    tier: str
    since: int
    languages: tuple[str, ...]
    numbers: tuple[str, ...]
    emails: tuple[str, ...]
    address: str
    must_see: str = ""
    support_needs: tuple[str, ...] = ()
    order: tuple[_Order, ...] = ()
    case: tuple[_Case, ...] = ()
    contact: tuple[_Contact, ...] = ()


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    customer: tuple[_Customer, ...]


def customers(today: date) -> tuple[Customer, ...]:
    """The demo book as it stands on `today`."""
    book = msgspec.toml.decode(resource("demo/book.toml").read_bytes(), type=_Book)
    return tuple(_customer(each, today) for each in book.customer)


def experts(server: str) -> tuple[Expert, ...]:
    """The demo experts; `server` is host:port of the practice PBX."""
    with resource("demo/experts.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Expert(
                expert_id=f"demo-{row['address']}",
                name=row["name"],
                address=f"sip:{row['address']}@{server}",
                team=row["team"],
                topics=_list(row["topics"]),
                languages=_list(row["languages"]),
                hours=_hours(row),
            )
            for row in csv.DictReader(file)
        )


def _customer(each: _Customer, today: date) -> Customer:
    def day(offset: int | None) -> date | None:
        return None if offset is None else today + timedelta(days=offset)

    return Customer(
        customer_id=each.id,
        name=each.name,
        company=each.company,
        role=each.role,
        tier=each.tier,
        since=each.since,
        languages=each.languages,
        numbers=each.numbers,
        emails=each.emails,
        address=each.address,
        must_see=each.must_see,
        support_needs=each.support_needs,
        orders=tuple(Order(o.id, o.title, o.status, day(o.promised), detail=o.detail) for o in each.order),
        cases=tuple(Case(c.id, c.title, c.status, day(c.opened), product=c.product) for c in each.case),
        contacts=tuple(
            Contact(
                contact_id=f"{each.id}-{n}",
                at=_at(today + timedelta(days=c.day), c.time),
                channel=c.channel,
                subject=c.subject,
                detail=c.detail,
                status=c.status,
                inbound=c.inbound,
            )
            for n, c in enumerate(sorted(each.contact, key=lambda c: (c.day, c.time), reverse=True))
        ),
    )


def _at(day: date, clock: str) -> datetime:
    """That time of day where the agent sits, in UTC."""
    return datetime.combine(day, time.fromisoformat(clock)).astimezone(UTC)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _hours(row: dict[str, str]) -> Hours:
    first, _, last = row["days"].partition("-")
    start, end = (int(h) * 60 + int(m) for h, _, m in (row[k].partition(":") for k in ("from", "to")))
    return Hours(frozenset(range(int(first), int(last) + 1)), start, end, row["zone"])
