"""What Aside says to a CRM over HTTP and what it understands. The CRM's side needs two addresses, both JSON.

**Who is calling** `GET {address}/customers?number=%2B494055501420` (E.164; or `customer_id=` when the PBX named one),
answered within two seconds by 200 and `Answer`: `{"customers": [...]}`, empty for nobody (404 says the same). Only
`id` and `name` of a customer are needed; see `CrmCustomer`, `CrmOrder`, `CrmCase`, `CrmContact`. Days are
"2026-11-18", times carry a zone: "2026-11-18T14:30:00+01:00". Unknown fields are ignored. At most 256 KiB.

**What came of it** `POST {address}/interactions` with `WrapUpReport` and the header `Idempotency-Key`, the same for
every attempt of the same wrap-up and equal to `interaction_id`: a second one with a known key must change nothing and
answer 2xx; when it later gives the wrap-up back among `contacts`, that contact's `id` is the `interaction_id` too, so
that the agent who wrote it does not see it twice. 2xx: done. 408, 425, 429, 3xx, 5xx or no answer: tried again after
1, 2, 4 … 60 s or as `Retry-After` says.
Any other 4xx: refused, and shown to the agent.

Both carry `Authorization: Bearer TOKEN` when the key store has a token. Redirects are not followed: a call's data go
to the configured address and nowhere else. Plain http is for this computer only.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from softphone.backroom.cleaning import one_line
from softphone.backroom.way_out import LOOPBACK, Proxies, WayOut
from softphone.domain.customer import Case, Channel, Contact, ContactStatus, Customer, Found, Order
from softphone.domain.interaction import Interaction, Outcome
from softphone.domain.quality import Figures
from softphone.domain.text import NAME_CHARS, clean

if TYPE_CHECKING:
    import httpx

MAX_ANSWER_BYTES = 256 * 1024
MOST_ROWS = 200  # orders, cases or contacts of one customer
MOST_CUSTOMERS = 10
_LINE_CHARS = 300
_TEXT_CHARS = 2_000


class CrmOrder(Struct, frozen=True):
    id: str
    title: str = ""
    status: str = ""
    promised_on: date | None = None
    open: bool = True
    detail: str = ""


class CrmCase(Struct, frozen=True):
    id: str
    title: str = ""
    status: str = ""
    opened_on: date | None = None
    open: bool = True
    product: str = ""


class CrmContact(Struct, frozen=True):
    """`channel`: call, email, chat, letter, visit. `status`: open, promised, solved, unsolved, info."""

    id: str
    at: datetime
    channel: Channel = Channel.CALL
    subject: str = ""
    detail: str = ""
    status: ContactStatus = ContactStatus.INFO
    inbound: bool = True


class CrmCustomer(Struct, frozen=True):
    """`numbers` in E.164, `languages` in BCP 47, `since` a year, `must_see` the note no agent may miss."""

    id: str
    name: str
    company: str = ""
    role: str = ""
    tier: str = ""
    since: int | None = None
    languages: list[str] = []
    numbers: list[str] = []
    emails: list[str] = []
    address: str = ""
    must_see: str = ""
    support_needs: list[str] = []
    orders: list[CrmOrder] = []
    cases: list[CrmCase] = []
    contacts: list[CrmContact] = []


class Answer(Struct, frozen=True):
    customers: list[CrmCustomer]


class WrapUpReport(Struct, frozen=True):
    """`outcome`: solved, promised, not_solved or null. `talked_s` is 0 for a call nobody answered. `sound` is how the
    call sounded, for whoever answers for the lines; null where nothing was measured. No sound leaves this PC."""

    interaction_id: str
    customer_id: str
    customer_name: str
    number: str
    incoming: bool
    queue: str
    started_at: datetime
    ended_at: datetime | None
    talked_s: int
    outcome: Outcome | None
    code: str
    note: str
    follow_up_at: datetime | None
    follow_up_any_time: bool
    follow_up_reason: str
    sound: Figures | None = None
    version: int = 1


_ANSWER = msgspec.json.Decoder(Answer)


def schema() -> dict[str, Any]:
    """JSON Schema of both bodies, for who builds the CRM's side."""
    (answer, report), components = msgspec.json.schema_components([Answer, WrapUpReport])
    return {"answer": answer, "report": report, "$defs": components}


def allowed(address: str) -> bool:
    """Whether personal data may go there: https, or this computer."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))


class CrmClient:
    """CRM, lists and whatever else is asked now and then."""

    def __init__(self, proxies: Proxies | None = None) -> None:
        self._way = WayOut(proxies or Proxies())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._way.close()

    async def open(self, url: str) -> None:
        """What the first request would have to load first."""
        import httpx

        with contextlib.suppress(httpx.HTTPError):
            await self._way.client(url)

    @contextlib.asynccontextmanager
    async def stream(self, method: str, url: str, **request: Any) -> AsyncIterator[httpx.Response]:
        async with (await self._way.client(url)).stream(method, url, **request) as response:
            yield response


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def report_of(interaction: Interaction, customer_id: str, customer_name: str) -> WrapUpReport:
    disposition = interaction.disposition
    ended, answered = interaction.ended_at, interaction.answered_at
    customer = interaction.lookup.customer if isinstance(interaction.lookup, Found) else None
    return WrapUpReport(
        interaction_id=interaction.interaction_id,
        customer_id=customer.customer_id if customer else customer_id,
        customer_name=customer.name if customer else customer_name,
        number=interaction.number,
        incoming=interaction.incoming,
        queue=interaction.queue,
        started_at=interaction.started_at,
        ended_at=ended,
        talked_s=max(0, int((ended - answered).total_seconds())) if ended and answered else 0,
        outcome=disposition.outcome,
        code=disposition.code,
        note=disposition.note,
        follow_up_at=disposition.follow_up_at,
        follow_up_any_time=disposition.any_time,
        follow_up_reason=disposition.follow_up_reason,
        sound=interaction.sound if interaction.sound.mos else None,
    )


def read_answer(untrusted_body: bytes) -> tuple[Customer, ...]:
    """The customers in an answer. Raises msgspec.DecodeError for anything that is none."""
    answer = _ANSWER.decode(untrusted_body)
    return tuple(_customer(c) for c in answer.customers[:MOST_CUSTOMERS] if c.id and c.name)


def _customer(c: CrmCustomer) -> Customer:
    return Customer(
        customer_id=_line(c.id),
        name=one_line(c.name, NAME_CHARS),
        company=_line(c.company),
        role=_line(c.role),
        tier=_line(c.tier),
        since=c.since if c.since and 1800 <= c.since <= 9999 else None,
        languages=_lines(c.languages),
        numbers=tuple(sorted(set(_lines(c.numbers)))),
        emails=_lines(c.emails),
        address=_line(c.address),
        must_see=clean(c.must_see, _TEXT_CHARS, lines=True),
        support_needs=_lines(c.support_needs),
        orders=tuple(
            Order(_line(o.id), _line(o.title), _line(o.status), o.promised_on, o.open, _line(o.detail))
            for o in c.orders[:MOST_ROWS]
        ),
        cases=tuple(
            Case(_line(k.id), _line(k.title), _line(k.status), k.opened_on, k.open, _line(k.product))
            for k in c.cases[:MOST_ROWS]
        ),
        contacts=tuple(
            Contact(
                _line(t.id), t.at, t.channel, _line(t.subject), clean(t.detail, _TEXT_CHARS, lines=True), t.status,
                t.inbound,
            )
            for t in c.contacts[:MOST_ROWS]
            if t.at.tzinfo is not None
        ),
        source="crm",
    )  # fmt: skip


def _line(untrusted: str) -> str:
    return one_line(untrusted, _LINE_CHARS)


def _lines(untrusted: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_line, untrusted[:MOST_ROWS]))))
