"""What the agent's hands may do to calls: answer, give back, end, hold, mute, digits."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.call import Phase
from softphone.domain.desk import Desk, NoticeKind, interaction_of
from softphone.domain.effects import ToEngine
from softphone.domain.protocol import Answer, GiveBack, HangUp, SendDigits, SetHold, SetMute
from softphone.domain.rules import Step, unnote
from softphone.domain.settings import SecondCall

GUARD = timedelta(seconds=1)  # issue 2: End does nothing for one second after any change of call


def may_answer(desk: Desk) -> bool:
    """Not where a second call is only announced: it can be answered when the first is over."""
    return desk.settings.second_call is not SecondCall.ANNOUNCED or not desk.busy


def answer(desk: Desk, fact: facts.AnswerPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    if call is None or call.phase is not Phase.OFFERED or not may_answer(desk):
        return desk, ()
    shown = interaction_of(call.call_id)
    desk = replace(desk, focus=call.call_id, shown=shown, changed_at=fact.at)
    return desk, (ToEngine(Answer(call.call_id)),)  # the engine holds the others


def give_back(desk: Desk, fact: facts.GiveBackPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    if call is None or call.phase is not Phase.OFFERED:
        return desk, ()
    return desk, (ToEngine(GiveBack(call.call_id, 480 if call.context.queue else 486)),)


def end(desk: Desk, fact: facts.EndPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    if call is None or call.phase is Phase.OFFERED or fact.at - desk.changed_at < GUARD:
        return desk, ()
    return desk, (ToEngine(HangUp(call.call_id)),)


def hold(desk: Desk, fact: facts.HoldPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    if call is None or call.phase is not Phase.TALKING:
        return desk, ()
    if fact.on:
        return desk, (ToEngine(SetHold(call.call_id, True)),)
    desk = replace(desk, focus=call.call_id, shown=interaction_of(call.call_id))
    return desk, (ToEngine(SetHold(call.call_id, False)),)


def mute(desk: Desk, fact: facts.MutePressed) -> Step:
    call = desk.calls.get(fact.call_id)
    if call is None or not call.live:
        return desk, ()
    return unnote(desk, NoticeKind.SPOKEN_MUTED), (ToEngine(SetMute(call.call_id, fact.on)),)


def digits(desk: Desk, fact: facts.DigitsPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    wanted = "".join(d for d in fact.digits.upper() if d in "0123456789*#ABCD")
    if call is None or call.phase is not Phase.TALKING or not wanted:
        return desk, ()
    return desk, (ToEngine(SendDigits(call.call_id, wanted)),)
