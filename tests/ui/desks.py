"""Desks in every state a screen can be in, for tests of the window and for its pictures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from softphone.domain.audio import Sound, SoundState
from softphone.domain.call import Call, CallContext, Direction, Ending, Hold, Kind, Party, Phase
from softphone.domain.chat import ChatMessage, Conversation, Delivery, Mask
from softphone.domain.customer import (
    Case,
    Channel,
    Contact,
    ContactStatus,
    Customer,
    Found,
    Lookup,
    NoCustomer,
    Order,
    Searching,
)
from softphone.domain.desk import Desk, EngineState, Levels, interaction_of
from softphone.domain.expert import Expert
from softphone.domain.facts import StoreState
from softphone.domain.interaction import HistoryEntry, Interaction, InteractionKind, Outcome, Promise, WrapUp
from softphone.domain.line import Line, LineState
from softphone.domain.moment import Absence, Moment
from softphone.domain.presence import Duty, Presence, Reach, Wish
from softphone.domain.reasons import why
from softphone.domain.recording import Recording, Taping
from softphone.domain.settings import RecordCalls, Settings
from softphone.domain.texts import CustomerText, TextState, Thread

NOW = datetime(2026, 11, 21, 10, 14, tzinfo=UTC)
NUMBER = "+494055501420"


def ago(**parts: float) -> datetime:
    return NOW - timedelta(**parts)


def a_customer() -> Customer:
    return Customer(
        "c1", "M. Lindqvist", "Nordlicht Logistik", "Purchasing", "Business Plus", 2019, ("de", "en"), (NUMBER,),
        ("m.lindqvist@nordlicht.example",), must_see="Deliver only after a call: the gate is closed at noon.",
        support_needs=("Needs time to read",),
        orders=(Order("48-1190", "12 × Rack S2", "in depot Bremen", date(2026, 11, 19)),),
        cases=(Case("C-2071", "rails do not fit", "Engineering, waiting for photo", date(2026, 11, 15)),),
        contacts=(
            Contact("k1", ago(days=1), Channel.EMAIL, "“Where is my order 48-1190?”",
                    "E-mail to orders@, no answer yet",
                    ContactStatus.OPEN),
            Contact("k2", ago(days=9), Channel.CALL, "Asked whether S2 rails fit older racks",
                    "Answer of product marketing: only from 2021 on, adapter free of charge", ContactStatus.SOLVED),
            Contact("k3", ago(days=49), Channel.CHAT, "Chat: invoice address changed", "Self-service",
                    ContactStatus.SOLVED),
        ),
    )  # fmt: skip


def a_found() -> Found:
    return Found(a_customer(), why(a_customer(), NOW))


def a_call(call_id: str = "a", phase: Phase = Phase.TALKING, **parts: object) -> Call:
    talking = phase is Phase.TALKING
    call = Call(
        call_id, Direction.IN, phase, Party(NUMBER, "Lindqvist"), ago(seconds=260),
        context=CallContext("Orders", NUMBER, "Nordlicht Service", "de", waited_s=41),
        rings_until=NOW + timedelta(seconds=14) if phase is Phase.OFFERED else None,
        answered_at=ago(seconds=252) if talking else None,
    )  # fmt: skip
    return replace(call, **parts)  # type: ignore[arg-type]


EXPERTS = (
    Expert("e1", "J. Kern", "sip:301@pbx", "Product marketing", ("Rails and adapters", "Racks"), ("de", "en")),
    Expert("e2", "S. Albrecht", "sip:302@pbx", "Dispatch", ("Late orders",), ("de",)),
    Expert("e3", "P. Novak", "sip:303@pbx", "Invoices", ("Invoices", "Credit notes"), ("de", "cs")),
)
PRESENCE = {
    "sip:301@pbx": Presence(Reach.AVAILABLE, ago(minutes=12)),
    "sip:302@pbx": Presence(Reach.BUSY, ago(seconds=200)),
    "sip:303@pbx": Presence(Reach.UNKNOWN, ago(seconds=20)),
}
HISTORY = (
    HistoryEntry("h1", ago(minutes=33), True, "+4930111222", "Café Amrum", Ending.HUNG_UP_THERE, 214, Outcome.SOLVED),
    HistoryEntry("h2", ago(minutes=62), False, "+4930111333", "K. Osei", Ending.HUNG_UP_HERE, 95, Outcome.PROMISED),
    HistoryEntry("h3", ago(minutes=76), True, "+4915112345318", "", Ending.MISSED, missed=True, queue="Orders"),
)
PROMISES = (
    Promise("p1", NOW + timedelta(hours=3), "+4930111333", "K. Osei", "Tell the price of the long rails", False),
    Promise("p2", ago(hours=1), "+4930111222", "Café Amrum", "Has the spare part arrived?", False),
)


def idle(**parts: object) -> Desk:
    desk = Desk(
        now=NOW, settings=Settings(line_server="pbx.example", line_user="204", crm_open_url="https://crm.example/{customer_id}"),
        engine=EngineState.UP, line=Line(LineState.REGISTERED, ago(hours=2), 200, uri="sip:204@pbx.example"),
        sound=Sound(SoundState.WORKING, "Desk USB", "Desk USB"), store=StoreState.ENCRYPTED,
        duty=Duty(Wish.AVAILABLE, ago(hours=1)), experts=EXPERTS, presence=PRESENCE, history=HISTORY,
        promises=PROMISES,
    )  # fmt: skip
    return replace(desk, **parts)  # type: ignore[arg-type]


def with_call(call: Call, lookup: Lookup | None = None, **parts: object) -> Desk:
    interaction_id = interaction_of(call.call_id)
    interaction = Interaction(
        interaction_id, InteractionKind.CALL, call.offered_at, call.party.number, call.party.name,
        call_id=call.call_id, queue=call.context.queue, lookup=lookup or a_found(), answered_at=call.answered_at,
    )  # fmt: skip
    desk = idle(
        calls={call.call_id: call}, interactions={interaction_id: interaction}, shown=interaction_id,
        focus=call.call_id if call.phase is Phase.TALKING else None, levels=Levels(-18, -22),
    )  # fmt: skip
    return replace(desk, **parts)  # type: ignore[arg-type]


def ringing(lookup: Lookup | None = None) -> Desk:
    return with_call(a_call(phase=Phase.OFFERED), lookup)


def searching() -> Desk:
    return ringing(Searching())


def talking(*, muted: bool = False, hold: Hold = Hold.NONE, chat: bool = False) -> Desk:
    call = a_call(muted=muted, hold=hold, held_at=ago(seconds=75) if hold is not Hold.NONE else None)
    desk = with_call(call)
    if not chat:
        return desk
    conversation = a_conversation()
    return replace(
        desk, drawer_open=True, conversation=conversation.conversation_id,
        conversations={conversation.conversation_id: conversation},
    )  # fmt: skip


def a_conversation(interaction_id: str = "call-a") -> Conversation:
    mine = "Rails S2 for a rack of 2020: does the free adapter still ship with replacements? Invoice to [IBAN ••31]."
    messages = (
        ChatMessage("m0", ago(minutes=3), True, "Order 48-1190, case C-2071, German\n" + mine, Delivery.SEEN,
                    masks=(Mask("iban", "[IBAN ••31]"),)),
        ChatMessage("m1", ago(minutes=2), False, "Yes, until March. Part AD-7, put “R2” as reason and it goes out free"
                    " with the rack."),
        ChatMessage("m2", ago(minutes=1), True, "And can she get it before Friday?", Delivery.SENT),
        ChatMessage("m3", ago(seconds=20), True, "She asks whether tomorrow is possible.", Delivery.REFUSED, "480"),
    )  # fmt: skip
    return Conversation(
        "k", interaction_id, "e1", "sip:301@pbx", "Rails and adapters", "Order 48-1190, case C-2071, German", True,
        ago(minutes=3), ago(minutes=3), ago(minutes=3) + timedelta(seconds=22), messages,
        "And can she get it before Friday", NOW + timedelta(seconds=5),
    )  # fmt: skip


def asking(phase: Phase = Phase.TALKING, *, joined: bool = False) -> Desk:
    """M. Lindqvist is on hold, or at one table with J. Kern, who is asked."""
    hold = Hold.NONE if joined else Hold.OURS
    desk = with_call(a_call(hold=hold, held_at=None if joined else ago(seconds=75), joined=joined))
    asked = a_call(
        "k", phase, direction=Direction.OUT, party=Party("301"), consult_for="a", joined=joined, kind=Kind.COLLEAGUE,
        context=CallContext(), offered_at=ago(seconds=30),
    )  # fmt: skip
    interaction = Interaction(
        interaction_of("k"), InteractionKind.CALL, asked.offered_at, "301", incoming=False, call_id="k",
        lookup=NoCustomer(),
    )  # fmt: skip
    more = {interaction.interaction_id: interaction}
    return replace(desk, calls={**desk.calls, "k": asked}, interactions={**desk.interactions, **more}, focus="k")


def wrapping_up(outcome: Outcome | None = Outcome.PROMISED) -> Desk:
    desk = talking(chat=True)
    interaction = desk.interactions["call-a"]
    what = replace(
        interaction.disposition, outcome=outcome, note="AD-7 goes out free.", code="Product",
        follow_up_at=NOW + timedelta(days=2), any_time=False, follow_up_reason="Tell the delivery date",
    )  # fmt: skip
    done = replace(
        interaction, wrap_up=WrapUp.OPEN, wrap_up_since=ago(seconds=32), ended_at=ago(seconds=32), disposition=what
    )
    return replace(desk, calls={}, focus=None, interactions={"call-a": done})


def second_call() -> Desk:
    desk = talking(chat=True)
    other = a_call("b", Phase.OFFERED, party=Party("+4915112345318", "Osei"), offered_at=ago(seconds=5))
    interaction = Interaction(
        "call-b", InteractionKind.CALL, NOW, other.party.number, "K. Osei", call_id="b", lookup=Searching()
    )
    return replace(
        desk, calls={**desk.calls, "b": other}, interactions={**desk.interactions, "call-b": interaction}
    )


def taped(state: Taping, *, settings: Settings | None = None, **parts: object) -> Desk:
    """A call whose recording is in this state, where recording is allowed."""
    recording = Recording(state, "a.tape", ago(seconds=134) if state is not Taping.OFF else None)
    allowed = settings or Settings(record_calls=RecordCalls.BY_HAND, record_key="age1key")
    desk = replace(talking(), settings=allowed)
    call = replace(desk.calls["a"], recording=replace(recording, **parts))  # type: ignore[arg-type]
    return replace(desk, calls={"a": call})


def texting(*, chat: bool = False) -> Desk:
    """A customer writes; with `chat` an expert was asked about it."""
    number = "+491715550142"
    texts = (
        CustomerText("c-1", ago(minutes=4), False, "Hi, where is my order 48-1190? The gate closes at noon."),
        CustomerText("a-1", ago(minutes=3), True, "Good morning! It is in Bremen. I am asking when it goes on."),
        CustomerText("c-2", ago(minutes=1), False, "Thanks. And do the S2 rails fit our old racks?"),
        CustomerText("a-2", ago(seconds=20), True, "One moment, please.", TextState.REFUSED, "404 Not found"),
    )
    interaction = Interaction(
        "t-1", InteractionKind.TEXT, ago(minutes=4), number, lookup=a_found(), reply="S2 rails fit racks from 2021 on"
    )
    desk = idle(
        interactions={"t-1": interaction},
        threads={"t-1": Thread("t-1", number, "sip:01715550142@gateway", texts)},
        shown="t-1",
    )
    if not chat:
        return desk
    conversation = a_conversation("t-1")
    key = conversation.conversation_id
    return replace(desk, conversations={key: conversation}, conversation=key, drawer_open=True)


def away(seconds: float = 42, asked_before: float | None = None, **more: object) -> Desk:
    """Away from the call for a moment, and asked whether one is still there; `more` changes the desk."""
    asked_at = ago(seconds=asked_before) if asked_before is not None else None
    call = a_call(moment=Moment(ago(seconds=seconds)))
    return replace(with_call(call), absence=Absence("a", ago(seconds=seconds), asked_at), **more)  # type: ignore[arg-type]
