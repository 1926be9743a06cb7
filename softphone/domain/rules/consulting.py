"""Asking somebody while the customer is on hold: swap, connect, one table, back; and what went wrong."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.call import RINGING, Call, Ending, Hold, Phase, Transfer
from softphone.domain.desk import Desk, NoticeKind, interaction_of
from softphone.domain.effects import ToEngine
from softphone.domain.phone import NotANumber, NumberKind, dial_string, read_number
from softphone.domain.protocol import Dial, HangUp, Merge, PassOn, SetHold, Split
from softphone.domain.rules import Step, note
from softphone.domain.rules.dialling import ALL_LEGS, rules_of

_PASSING = (Transfer.ASKED, Transfer.ACCEPTED)


class Pair(Struct, frozen=True):
    """The customer, and who is asked about them."""

    customer: Call
    asked: Call

    @property
    def conference(self) -> bool:
        return self.customer.joined and self.asked.joined

    @property
    def answered(self) -> bool:
        return self.asked.phase is Phase.TALKING

    @property
    def passing(self) -> bool:
        return self.customer.transfer in _PASSING


class NotNow(StrEnum):
    """Why a button of a consult is off, for words."""

    NO_CALL = "no_call"
    LEGS_FULL = "legs_full"
    ASKED_ALREADY = "asked_already"
    NOT_ANSWERED = "not_answered"
    PASSING = "passing"


def pair_of(desk: Desk) -> Pair | None:
    """The consult under way, the one on screen before another."""
    pairs = [Pair(desk.calls[c.consult_for], c) for c in desk.calls.values() if c.consult_for in desk.calls]
    pairs.sort(key=lambda pair: interaction_of(pair.customer.call_id) != desk.shown)
    return pairs[0] if pairs else None


def why_no_consult(desk: Desk, call: Call | None) -> NotNow | None:
    """Why nobody can be asked about this call now; None where somebody can."""
    if call is None or call.phase is not Phase.TALKING:
        return NotNow.NO_CALL
    if call.consult_for or any(c.consult_for == call.call_id for c in desk.calls.values()):
        return NotNow.ASKED_ALREADY
    if call.transfer in _PASSING:
        return NotNow.PASSING
    return NotNow.LEGS_FULL if len(desk.calls) >= ALL_LEGS else None


def why_not_together(pair: Pair) -> NotNow | None:
    """Why the two can neither be connected nor sit at one table now."""
    if not pair.answered:
        return NotNow.NOT_ANSWERED
    return NotNow.PASSING if pair.passing else None


# --- The agent's hands -----------------------------------------------------------------------------------


def consult(desk: Desk, fact: facts.ConsultPressed) -> Step:
    number = read_number(fact.target, rules_of(desk.settings))
    if isinstance(number, NotANumber) or number.kind is NumberKind.EMERGENCY:
        why = number.why if isinstance(number, NotANumber) else ""
        return note(desk, NoticeKind.NOT_A_NUMBER, fact.at, detail=why), ()
    match why_no_consult(desk, desk.calls.get(fact.for_call)):
        case NotNow.LEGS_FULL:
            return note(desk, NoticeKind.LEGS_FULL, fact.at), ()
        case None:
            line = desk.calls[fact.for_call].line
            target = dial_string(number, rules_of(desk.settings))
            dial = Dial(fact.call_id, target, consult_for=fact.for_call, line=line)
            return replace(desk, focus=fact.call_id, shown=interaction_of(fact.for_call)), (ToEngine(dial),)
        case _:
            return desk, ()


def swap(desk: Desk) -> Step:
    pair = pair_of(desk)
    if pair is None or pair.conference or pair.passing:
        return desk, ()
    other = pair.customer if desk.focus == pair.asked.call_id else pair.asked
    if other.phase in RINGING:
        return desk, ()
    return replace(desk, focus=other.call_id), (ToEngine(SetHold(other.call_id, False)),)


def connect(desk: Desk) -> Step:
    pair = pair_of(desk)
    if pair is None or why_not_together(pair):
        return desk, ()
    return desk, (ToEngine(PassOn(pair.customer.call_id, pair.asked.call_id)),)


def conference(desk: Desk, on: bool) -> Step:
    pair = pair_of(desk)
    if pair is None or why_not_together(pair) or pair.conference is on:
        return desk, ()
    if on:
        return desk, (ToEngine(Merge(pair.customer.call_id, pair.asked.call_id)),)
    return replace(desk, focus=pair.asked.call_id), (ToEngine(Split(pair.asked.call_id)),)


def back(desk: Desk) -> Step:
    """The engine gives the customer back when the consult that is spoken with ends."""
    pair = pair_of(desk)
    if pair is None:
        return desk, ()
    hung_up = ToEngine(HangUp(pair.asked.call_id))
    desk = replace(desk, focus=pair.customer.call_id, shown=interaction_of(pair.customer.call_id))
    held = not pair.conference and pair.customer.hold in (Hold.OURS, Hold.BOTH)
    return desk, (hung_up, ToEngine(SetHold(pair.customer.call_id, False))) if held else (hung_up,)


# --- From the engine -------------------------------------------------------------------------------------


def told(desk: Desk, call: Call, at: datetime) -> Desk:
    """What the agent must know when one of the two is gone; `call` has ended, the other may still be there."""
    asked = next((c for c in desk.calls.values() if c.consult_for == call.call_id), None)
    if asked is not None and call.ending is Ending.HUNG_UP_THERE:
        return note(desk, NoticeKind.CUSTOMER_LEFT, at, interaction_id=interaction_of(asked.call_id))
    customer = desk.calls.get(call.consult_for)
    if customer is None or call.ending in (Ending.HUNG_UP_HERE, Ending.TRANSFERRED):
        return desk
    kind = NoticeKind.CONSULT_LEFT if call.answered_at is not None else NoticeKind.CONSULT_FAILED
    interaction_id = interaction_of(customer.call_id)
    held = customer.hold in (Hold.OURS, Hold.BOTH)
    target = customer.call_id if kind is NoticeKind.CONSULT_LEFT and held else ""
    return note(desk, kind, at, interaction_id=interaction_id, detail=call.ending or "", target=target)
