"""Why they probably call: each reason names its evidence, and there are at most three."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

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
from softphone.domain.reasons import why

NOW = datetime(2026, 11, 21, 10, 14, tzinfo=ZoneInfo("Europe/Berlin"))
LINDQVIST = Customer("c1", "M. Lindqvist", numbers=("+494055501420",))
RACK = Order("48-1190", "12 × Rack S2", "in depot Bremen", promised_on=date(2026, 11, 19))
WHERE = Contact("k1", NOW - timedelta(days=1), Channel.EMAIL, "Where is my order 48-1190?", status=ContactStatus.OPEN)


def kinds(reasons: tuple[Reason, ...]) -> list[ReasonKind]:
    return [r.kind for r in reasons]


def test_a_late_order_names_how_late_and_where_it_is() -> None:
    (reason,) = why(replace(LINDQVIST, orders=(RACK,)), NOW)
    assert (reason.kind, reason.subject, reason.days) == (ReasonKind.ORDER_LATE, "48-1190", 2)
    assert reason.evidence == "in depot Bremen"


def test_a_question_about_the_late_order_is_its_evidence_and_not_told_twice() -> None:
    (reason,) = why(replace(LINDQVIST, orders=(RACK,), contacts=(WHERE,)), NOW)
    assert reason.kind is ReasonKind.ORDER_LATE
    assert reason.evidence == "Where is my order 48-1190?"


def test_a_question_about_something_else_stands_by_itself() -> None:
    other = replace(WHERE, subject="Invoice address")
    reasons = why(replace(LINDQVIST, orders=(RACK,), contacts=(other,)), NOW)
    assert kinds(reasons) == [ReasonKind.ORDER_LATE, ReasonKind.UNANSWERED]


def test_three_reasons_at_most_and_a_due_promise_first() -> None:
    customer = replace(
        LINDQVIST,
        orders=(RACK, replace(RACK, order_id="48-1200", promised_on=date(2026, 11, 22))),
        cases=(Case("C-2071", "rails do not fit", "waiting for photo", date(2026, 11, 15)),),
        contacts=(
            replace(WHERE, subject="Invoice"),
            Contact("k2", NOW - timedelta(days=2), Channel.CALL, "Rails", status=ContactStatus.UNSOLVED),
        ),
    )
    promise = Promise("p1", NOW - timedelta(minutes=5), "+494055501420", "M. Lindqvist", "news on the rails")
    reasons = why(customer, NOW, [promise])
    assert kinds(reasons) == [ReasonKind.PROMISE_DUE, ReasonKind.ORDER_LATE, ReasonKind.UNANSWERED]
    assert reasons[0].subject == "news on the rails"


def test_promises_to_others_kept_ones_and_far_ones_say_nothing() -> None:
    promise = Promise("p1", NOW, "+494055501420", "", "r")
    quiet = [
        replace(promise, number="+491"),
        replace(promise, done=True),
        replace(promise, due_at=NOW + timedelta(days=5)),
    ]
    assert why(LINDQVIST, NOW, quiet) == ()


def test_late_is_counted_in_the_days_of_the_agent() -> None:
    just_after_midnight = datetime(2026, 11, 20, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert just_after_midnight.astimezone(UTC).date() == date(2026, 11, 19)
    customer = replace(LINDQVIST, orders=(RACK,))
    assert kinds(why(customer, just_after_midnight)) == [ReasonKind.ORDER_LATE]
    assert kinds(why(customer, just_after_midnight - timedelta(hours=1))) == [ReasonKind.ORDER_DUE]


def test_what_is_closed_answered_or_long_ago_says_nothing() -> None:
    customer = replace(
        LINDQVIST,
        orders=(replace(RACK, open=False),),
        cases=(Case("C-1", "t", "s", open=False),),
        contacts=(
            replace(WHERE, status=ContactStatus.SOLVED),
            replace(WHERE, at=NOW - timedelta(days=90)),
            replace(WHERE, inbound=False),
        ),
    )
    assert why(customer, NOW) == ()


def test_a_second_call_within_a_week_is_a_reason() -> None:
    call = Contact("k", NOW - timedelta(days=3), Channel.CALL, "Rails")
    assert why(replace(LINDQVIST, contacts=(call,)), NOW) == ()
    (reason,) = why(replace(LINDQVIST, contacts=(call, replace(call, contact_id="k2"))), NOW)
    assert (reason.kind, reason.days) == (ReasonKind.CALLED_AGAIN, 3)


DAYS = st.dates(date(1, 1, 2), date(9999, 12, 30))
ORDERS = st.builds(Order, st.text(max_size=5), st.just("t"), st.just("s"), st.none() | DAYS, st.booleans())
CASES = st.builds(Case, st.text(max_size=5), st.just("t"), st.just("s"), st.none() | DAYS, st.booleans())
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CONTACTS = st.builds(
    Contact,
    st.text(max_size=3),
    MOMENTS,
    st.sampled_from(Channel),
    st.text(max_size=5),
    st.just("d"),
    st.sampled_from(ContactStatus),
    st.booleans(),
)


@given(st.lists(ORDERS, max_size=4), st.lists(CASES, max_size=4), st.lists(CONTACTS, max_size=6), MOMENTS)
def test_any_card_gives_at_most_three_sorted_reasons_that_name_something_on_it(
    orders: list[Order], cases: list[Case], contacts: list[Contact], now: datetime
) -> None:
    customer = replace(LINDQVIST, orders=tuple(orders), cases=tuple(cases), contacts=tuple(contacts))
    reasons = why(customer, now)
    assert len(reasons) <= 3
    assert [r.score for r in reasons] == sorted((r.score for r in reasons), reverse=True)
    named = {o.order_id for o in orders} | {c.case_id for c in cases} | {c.subject for c in contacts}
    assert {r.subject for r in reasons} <= named
