"""Who is calling and why: the customer's card as one frozen value."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

TOLD_WITHIN = timedelta(days=1)
SAME_MINUTES = timedelta(minutes=5)


class Channel(StrEnum):
    CALL = "call"
    EMAIL = "email"
    CHAT = "chat"
    LETTER = "letter"
    VISIT = "visit"


class ContactStatus(StrEnum):
    OPEN = "open"
    PROMISED = "promised"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    INFO = "info"


class Order(Struct, frozen=True):
    order_id: str
    title: str  # "12 × Rack S2"
    status: str
    promised_on: date | None = None
    open: bool = True
    detail: str = ""


class Case(Struct, frozen=True):
    case_id: str
    title: str
    status: str
    opened_on: date | None = None
    open: bool = True
    product: str = ""


class Contact(Struct, frozen=True):
    """One line of the timeline."""

    contact_id: str
    at: datetime
    channel: Channel
    subject: str
    detail: str = ""
    status: ContactStatus = ContactStatus.INFO
    inbound: bool = True


def same_contact(one: Contact, other: Contact) -> bool:
    """Whether two lines tell of one contact: the same words within a day, for a CRM may write down when it heard of
    it; without words the same few minutes."""
    if one.channel is not other.channel or one.inbound is not other.inbound:
        return False
    apart = abs(one.at - other.at)
    if one.detail and other.detail:
        return apart <= TOLD_WITHIN and (one.detail in other.detail or other.detail in one.detail)
    return apart <= SAME_MINUTES


class Customer(Struct, frozen=True):
    customer_id: str
    name: str
    company: str = ""
    role: str = ""
    tier: str = ""
    since: int | None = None  # year
    languages: tuple[str, ...] = ()  # BCP 47
    numbers: tuple[str, ...] = ()  # E.164
    emails: tuple[str, ...] = ()
    address: str = ""
    must_see: str = ""  # the note that must be seen
    support_needs: tuple[str, ...] = ()  # "Needs time to read"
    orders: tuple[Order, ...] = ()
    cases: tuple[Case, ...] = ()
    contacts: tuple[Contact, ...] = ()  # newest first
    source: str = "book"  # book, crm


class ReasonKind(StrEnum):
    """Which rule spoke; the words are made in the UI, in the agent's language."""

    ORDER_LATE = "order_late"
    ORDER_DUE = "order_due"
    UNANSWERED = "unanswered"  # they wrote, nobody answered
    CASE_OPEN = "case_open"
    PROMISE_DUE = "promise_due"
    CALLED_AGAIN = "called_again"
    ORDER_OPEN = "order_open"


class Reason(Struct, frozen=True):
    """Why they probably call. `subject` is the evidence's id or title, `days` how late, old or soon."""

    kind: ReasonKind
    subject: str
    days: int = 0
    evidence: str = ""  # a second line: status, or the contact that says so
    score: int = 0


# --- A look-up is never None: each state is a value -------------------------------------------------------


class Searching(Struct, frozen=True):
    pass


class Found(Struct, frozen=True):
    customer: Customer
    reasons: tuple[Reason, ...] = ()
    cached: bool = False


class Several(Struct, frozen=True):
    """More than one customer has this number: the agent chooses."""

    customers: tuple[Customer, ...]


class Unknown(Struct, frozen=True):
    pass


class Unavailable(Struct, frozen=True):
    """The directory did not answer; `why` is for words, never a stack trace."""

    why: str = ""


class NoCustomer(Struct, frozen=True):
    """An internal interaction has none."""


Lookup = Searching | Found | Several | Unknown | Unavailable | NoCustomer
