"""Why a customer probably calls: a few rules over what stands on the card, each naming its evidence.

No learning and no weights that nobody can explain: an agent who asks "why this?" finds the order, the case or the
contact. The words are made in the UI.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from softphone.domain.customer import (
    Case,
    Channel,
    Contact,
    ContactStatus,
    Customer,
    Order,
    Reason,
    ReasonKind,
)
from softphone.domain.interaction import Promise

MOST = 3
DUE_SOON_DAYS = 2  # people ask where it is when it should come today or tomorrow
UNANSWERED_DAYS = 30  # who wrote longer ago and got no answer has stopped waiting
AGAIN_DAYS = 7

# What stands first when several rules speak. A promise of ours that is due beats all; an order that is merely open
# says little. Each rule adds at most 9 to its own figure, so that the order of the rules never changes by accident.
_SCORES = {
    ReasonKind.PROMISE_DUE: 90,
    ReasonKind.ORDER_LATE: 80,
    ReasonKind.UNANSWERED: 70,
    ReasonKind.CALLED_AGAIN: 60,
    ReasonKind.CASE_OPEN: 50,
    ReasonKind.ORDER_DUE: 40,
    ReasonKind.ORDER_OPEN: 20,
}


def why(customer: Customer, now: datetime, promises: Iterable[Promise] = ()) -> tuple[Reason, ...]:
    """At most three reasons, the likeliest first. `now` is aware and in the agent's zone: "late" is a matter of days.

    `promises` may be anybody's; those to the customer's numbers count. In a reason `days` is how late (order,
    promise), how long ago (contact, case) or how soon (due).
    """
    today = now.date()
    waiting = _unanswered(customer.contacts, now)
    reasons: list[Reason] = []
    told: set[str] = set()  # contacts that already stand as evidence of something better
    reasons += _promises(customer, now, promises)
    for order in customer.orders:
        asked = next((c for c in waiting if _names(c, order.order_id)), None)
        if order.open and (reason := _order(order, asked, today)):
            reasons.append(reason)
            if asked and reason.kind is ReasonKind.ORDER_LATE:
                told.add(asked.contact_id)
    reasons += (_case(case, today) for case in customer.cases if case.open)
    reasons += _contacts(customer.contacts, waiting, told, now)
    reasons.sort(key=lambda r: -r.score)
    return tuple(reasons[:MOST])


def _promises(customer: Customer, now: datetime, promises: Iterable[Promise]) -> Iterator[Reason]:
    for promise in promises:
        late = (now.date() - promise.due_at.astimezone(now.tzinfo).date()).days
        if promise.done or promise.number not in customer.numbers or late < -1:
            continue
        yield _reason(ReasonKind.PROMISE_DUE, promise.reason or promise.promise_id, late, "", more=late)


def _order(order: Order, asked: Contact | None, today: date) -> Reason | None:
    if order.promised_on is None:
        return _reason(ReasonKind.ORDER_OPEN, order.order_id, 0, order.status)
    late = (today - order.promised_on).days
    if late > 0:
        evidence = order.detail or order.status
        return _reason(ReasonKind.ORDER_LATE, order.order_id, late, asked.subject if asked else evidence, more=late)
    if -late <= DUE_SOON_DAYS:
        return _reason(ReasonKind.ORDER_DUE, order.order_id, -late, order.status, more=DUE_SOON_DAYS + late)
    return _reason(ReasonKind.ORDER_OPEN, order.order_id, -late, order.status)


def _case(case: Case, today: date) -> Reason:
    age = (today - case.opened_on).days if case.opened_on else 0
    return _reason(ReasonKind.CASE_OPEN, case.case_id, max(age, 0), case.title, more=9 - age)


def _contacts(contacts: Iterable[Contact], waiting: list[Contact], told: set[str], now: datetime) -> Iterator[Reason]:
    for contact in waiting:
        if contact.contact_id not in told:
            ago = _days_ago(contact, now)
            yield _reason(ReasonKind.UNANSWERED, contact.subject, ago, contact.detail, more=9 - ago)
            break  # one is enough: the latest says what they want now
    calls = [c for c in contacts if c.channel is Channel.CALL and c.inbound and 0 <= _days_ago(c, now) <= AGAIN_DAYS]
    unsolved = [c for c in calls if c.status in (ContactStatus.UNSOLVED, ContactStatus.PROMISED)]
    if unsolved or len(calls) > 1:
        last = max(unsolved or calls, key=lambda c: c.at)
        yield _reason(ReasonKind.CALLED_AGAIN, last.subject, _days_ago(last, now), last.detail, more=len(calls))


def _unanswered(contacts: Iterable[Contact], now: datetime) -> list[Contact]:
    """What they wrote and nobody answered, latest first."""
    wrote = (
        c
        for c in contacts
        if c.inbound and c.channel is not Channel.CALL and c.status is ContactStatus.OPEN
    )
    recent = [c for c in wrote if 0 <= _days_ago(c, now) <= UNANSWERED_DAYS]
    return sorted(recent, key=lambda c: c.at, reverse=True)


def _names(contact: Contact, order_id: str) -> bool:
    return bool(order_id) and (order_id in contact.subject or order_id in contact.detail)


def _days_ago(contact: Contact, now: datetime) -> int:
    return (now.date() - contact.at.astimezone(now.tzinfo).date()).days


def _reason(kind: ReasonKind, subject: str, days: int, evidence: str, *, more: int = 0) -> Reason:
    return Reason(kind, subject, days, evidence, _SCORES[kind] + min(max(more, 0), 9))
