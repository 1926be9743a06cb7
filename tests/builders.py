"""Values for tests: what a test does not care about is filled in here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.call import Call, CallContext, Dialog, Direction, Ending, Party, Phase
from softphone.domain.customer import Case, Channel, Contact, ContactStatus, Customer, Order
from softphone.domain.desk import Desk, EngineState
from softphone.domain.expert import Expert
from softphone.domain.facts import SecretState, StoreState
from softphone.domain.line import Line, LineState
from softphone.domain.presence import Duty, Wish
from softphone.domain.protocol import CallChanged, Event
from softphone.domain.settings import Settings
from softphone.domain.update import update

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def a_call(call_id: str = "c1", phase: Phase = Phase.OFFERED, **changes: Any) -> Call:
    talking = phase in (Phase.TALKING, Phase.ENDED)
    call = Call(
        call_id=call_id,
        direction=Direction.IN,
        phase=phase,
        party=Party("+494055501420", "M. Lindqvist", "sip:+494055501420@pbx.example"),
        offered_at=NOON,
        context=CallContext(queue="Orders", brand="Nordlicht Service", language="de", waited_s=41),
        answered_at=at(5) if talking else None,
        dialog=Dialog("sip-1", "here", "there", "sip:there@192.0.2.1", "sip:+494055501420@pbx.example"),
    )
    return replace(call, **changes)


def an_ended(call_id: str = "c1", ending: Ending = Ending.HUNG_UP_THERE, **changes: Any) -> Call:
    return a_call(call_id, Phase.ENDED, **{"ended_at": at(60), "ending": ending, **changes})


def a_customer(**changes: Any) -> Customer:
    customer = Customer(
        customer_id="k-1",
        name="Maria Lindqvist",
        company="Nordlicht Logistik",
        role="Purchasing",
        tier="Business Plus",
        since=2019,
        languages=("de", "en"),
        numbers=("+494055501420",),
        emails=("m.lindqvist@nordlicht.example",),
        address="Hafenstraße 12, 20457 Hamburg",
        must_see="Call back only after 14:00",
        support_needs=("Needs time to read",),
        orders=(Order("48-1190", "12 × Rack S2", "in depot Bremen", date(2026, 11, 18)),),
        cases=(
            Case("C-2071", "rails do not fit", "Engineering, waiting for photo", date(2026, 11, 14), True, "Rack S2"),
        ),
        contacts=(
            Contact("t-1", NOON - timedelta(days=1), Channel.EMAIL, "Where is my order?", "", ContactStatus.OPEN),
        ),
    )
    return replace(customer, **changes)


KERN = Expert("e-1", "J. Kern", "sip:kern@pbx.example", "Product marketing", ("Rack S2", "Rails"), ("de", "en"))
OSEI = Expert("e-2", "A. Osei", "sip:osei@pbx.example", "Billing", ("Invoice",), ("en",))


def a_desk(**changes: Any) -> Desk:
    """A desk at work: engine up, registered, available, store open, two experts."""
    desk = Desk(
        now=NOON,
        settings=Settings(line_server="pbx.example", line_user="200"),
        engine=EngineState.UP,
        line=Line(LineState.REGISTERED, NOON, 200, "OK"),
        store=StoreState.ENCRYPTED,
        secret=SecretState.KNOWN,
        duty=Duty(Wish.AVAILABLE, NOON),
        experts=(KERN, OSEI),
    )
    return replace(desk, **changes)


def heard(event: Event, seconds: float = 0) -> facts.Heard:
    return facts.Heard(at(seconds), event)


def call_changed(call: Call, seconds: float = 0) -> facts.Heard:
    return heard(CallChanged(at(seconds), call), seconds)


def after(desk: Desk, *happened: facts.Fact) -> Desk:
    """The desk after all of it, effects dropped."""
    for fact in happened:
        desk, _ = update(desk, fact)
    return desk


def in_a_call(**changes: Any) -> Desk:
    """Talking to the customer of `a_customer`, card found, well past every guard."""
    return replace(
        after(
            a_desk(),
            call_changed(a_call()),
            facts.CustomerFound(at(1), "call-c1", a_customer()),
            facts.AnswerPressed(at(5), "c1"),
            call_changed(a_call(phase=Phase.TALKING), 5),
            facts.Ticked(at(10)),
        ),
        **changes,
    )
