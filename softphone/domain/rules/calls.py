"""Calls: what the engine says of them, and what the agent's hands may do to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from softphone.domain import facts
from softphone.domain.call import Call, Direction, Ending, Kind, Party, Phase, Transfer
from softphone.domain.customer import Found, NoCustomer, Searching
from softphone.domain.desk import Desk, NoticeKind, interaction_of
from softphone.domain.effects import Effect, FindCustomer, KeepHistory, KeepInteraction, ToEngine
from softphone.domain.facts import StoreState
from softphone.domain.interaction import HistoryEntry, Interaction, InteractionKind, WrapUp
from softphone.domain.phone import customer_key
from softphone.domain.protocol import (
    Answer,
    CallChanged,
    CallRefused,
    CommandFailed,
    GiveBack,
    HangUp,
    SendDigits,
    SetHold,
    SetMute,
    Snapshot,
    TakeBack,
)
from softphone.domain.rules import Step, note, unnote
from softphone.domain.rules.dialling import rules_of
from softphone.domain.rules.shift import after_call, pause_not_answered

GUARD = timedelta(seconds=1)  # issue 2: End does nothing for one second after any change of call
MOST_HISTORY = 200

_MISSED = frozenset({Ending.MISSED, Ending.NOT_ANSWERED, Ending.REFUSED_BY_STATE, Ending.ALL_LEGS_BUSY})
_DIAL_TROUBLE = frozenset(
    {
        Ending.CALLEE_BUSY,
        Ending.CALLEE_DECLINED,
        Ending.NO_ANSWER,
        Ending.NOT_FOUND,
        Ending.NOT_ALLOWED,
        Ending.UNREACHABLE,
        Ending.FAILED,
        Ending.ALL_LEGS_BUSY,
    }
)


# --- From the engine -------------------------------------------------------------------------------------


def changed(desk: Desk, event: CallChanged) -> Step:
    """A call is new, different or over."""
    call = event.call
    if not call.live:
        return _ended(desk, call, event.at)
    old = desk.calls.get(call.call_id)
    lost = {k: v for k, v in desk.lost.items() if k != call.call_id}
    desk = replace(desk, calls={**desk.calls, call.call_id: call}, lost=lost)
    effects: tuple[Effect, ...] = ()
    if old is None:
        desk, effects = _new(desk, call)
    if old is None or old.phase is not call.phase:
        desk = replace(desk, changed_at=event.at)
    if call.phase is Phase.TALKING:
        desk, more = _talking(desk, call, event.at)
        effects += more
        if call.taken_back and (old is None or old.phase is not Phase.TALKING):
            desk = note(desk, NoticeKind.CALL_TAKEN_BACK, event.at, interaction_id=interaction_of(call.call_id))
    if call.transfer is Transfer.REFUSED and (old is None or old.transfer is not Transfer.REFUSED):
        desk = note(desk, NoticeKind.TRANSFER_REFUSED, event.at, interaction_id=interaction_of(call.call_id))
    return desk, effects


def _new(desk: Desk, call: Call) -> Step:
    interaction_id = interaction_of(call.call_id)
    known = desk.interactions.get(interaction_id)
    colleague = call.kind is not Kind.CUSTOMER
    interaction = known or Interaction(
        interaction_id=interaction_id,
        kind=InteractionKind.CALL,
        started_at=call.offered_at,
        number=call.party.number,
        caller_name=call.party.name,
        incoming=call.direction is Direction.IN,
        queue=call.context.queue,
        call_id=call.call_id,
        lookup=NoCustomer() if colleague else Searching(),
    )
    if known is not None and known.ended_at is not None:  # it was thought lost and is here after all
        interaction = replace(known, ended_at=None, ending=None, wrap_up=WrapUp.NONE)
    desk = replace(desk, interactions={**desk.interactions, interaction_id: interaction})
    others_busy = any(c.phase is not Phase.OFFERED for c in desk.calls.values() if c.call_id != call.call_id)
    if call.direction is Direction.OUT or call.phase is not Phase.OFFERED:
        desk = replace(desk, shown=interaction_id, focus=desk.focus if others_busy and desk.focus else call.call_id)
    elif not others_busy and not desk.wrapping_up and not _rings_already(desk, call):
        desk = replace(desk, shown=interaction_id)
    keep = KeepInteraction(interaction)
    if isinstance(interaction.lookup, Searching):
        number = customer_key(call.party.number, rules_of(desk.settings)) or call.party.number
        return desk, (FindCustomer(interaction_id, number, call.context.customer_id), keep)
    return desk, (keep,)


def _rings_already(desk: Desk, call: Call) -> bool:
    shown = desk.interactions.get(desk.shown or "")
    return shown is not None and shown.call_id != call.call_id and shown.call_id in desk.calls


def _talking(desk: Desk, call: Call, at: datetime) -> Step:
    interaction_id = interaction_of(call.call_id)
    effects: tuple[Effect, ...] = ()
    if desk.focus not in desk.calls:
        desk = replace(desk, focus=call.call_id)
    interaction = desk.interactions[interaction_id]
    if interaction.answered_at is None:
        interaction = replace(interaction, answered_at=call.answered_at or at)
        desk = replace(desk, interactions={**desk.interactions, interaction_id: interaction})
        effects = (KeepInteraction(interaction),)
    return desk, effects


def _ended(desk: Desk, call: Call, at: datetime) -> Step:
    if call.call_id not in desk.calls and call.call_id not in desk.lost and not _open(desk, call):
        return desk, ()  # told twice
    calls = {k: v for k, v in desk.calls.items() if k != call.call_id}
    lost = {k: v for k, v in desk.lost.items() if k != call.call_id}
    was_busy = desk.busy or bool(desk.lost)
    desk = replace(desk, calls=calls, lost=lost, changed_at=at)
    if desk.focus == call.call_id:
        talking = [c.call_id for c in calls.values() if c.phase is Phase.TALKING]
        desk = replace(desk, focus=talking[0] if talking else None)
    desk, effects = close(desk, call, at)
    if call.ending is Ending.NOT_ANSWERED and call.kind is Kind.CUSTOMER:
        desk, more = pause_not_answered(desk, at)
        effects += more
    if was_busy and not desk.busy and not desk.lost:
        desk, more = after_call(desk, at)
        effects += more
    return desk, effects


def _open(desk: Desk, call: Call) -> bool:
    interaction = desk.interactions.get(interaction_of(call.call_id))
    return interaction is not None and interaction.ended_at is None


def close(desk: Desk, call: Call, at: datetime) -> Step:
    """History, wrap-up and notices of a call that is over."""
    interaction_id = interaction_of(call.call_id)
    interaction = desk.interactions.get(interaction_id)
    if interaction is None:
        interaction = Interaction(
            interaction_id,
            InteractionKind.CALL,
            call.offered_at,
            call.party.number,
            call.party.name,
            call.direction is Direction.IN,
            call.context.queue,
            call.call_id,
            NoCustomer(),
        )
    ended_at = call.ended_at or at
    answered_at = interaction.answered_at or call.answered_at
    wraps = answered_at is not None and call.kind is Kind.CUSTOMER
    interaction = replace(
        interaction,
        answered_at=answered_at,
        ended_at=ended_at,
        ending=call.ending,
        wrap_up=WrapUp.OPEN if wraps else WrapUp.NONE,
        wrap_up_since=ended_at if wraps else None,
        disposition=replace(interaction.disposition, note=interaction.disposition.note or interaction.note),
    )
    entry = entry_of(interaction)
    history = (entry, *(h for h in desk.history if h.interaction_id != interaction_id))[:MOST_HISTORY]
    desk = replace(desk, interactions={**desk.interactions, interaction_id: interaction}, history=history)
    if call.kind is Kind.EMERGENCY:
        desk = unnote(desk, NoticeKind.EMERGENCY)
    if call.ending is Ending.LOST:
        desk = note(desk, NoticeKind.CALL_LOST, at, interaction_id=interaction_id, target=interaction.number)
    elif answered_at is None and call.direction is Direction.OUT and call.ending in _DIAL_TROUBLE:
        desk = note(
            desk, NoticeKind.CALL_FAILED, at, interaction_id=interaction_id, detail=call.ending or "",
            target=interaction.number,
        )  # fmt: skip
    if not wraps:
        desk = leave(desk, interaction_id)
    return desk, (KeepInteraction(interaction), KeepHistory(entry))


def entry_of(interaction: Interaction) -> HistoryEntry:
    """The line in the call history."""
    customer = interaction.lookup.customer if isinstance(interaction.lookup, Found) else None
    talked = (
        int((interaction.ended_at - interaction.answered_at).total_seconds())
        if interaction.ended_at and interaction.answered_at
        else 0
    )
    return HistoryEntry(
        interaction_id=interaction.interaction_id,
        at=interaction.started_at,
        incoming=interaction.incoming,
        number=interaction.number,
        name=customer.name if customer else interaction.caller_name,
        ending=interaction.ending,
        talked_s=max(0, talked),
        outcome=interaction.disposition.outcome if interaction.wrap_up is WrapUp.DONE else None,
        missed=interaction.incoming and interaction.ending in _MISSED,
        customer_id=customer.customer_id if customer else "",
        queue=interaction.queue,
    )


def leave(desk: Desk, interaction_id: str) -> Desk:
    """Put a finished interaction away. One whose side chat waits for somebody stays on the list."""
    if not any(c.waits for c in desk.conversations_of(interaction_id)):
        kept = {k: v for k, v in desk.interactions.items() if k != interaction_id}
        desk = replace(desk, interactions=kept)
    if desk.shown == interaction_id:
        live = sorted(desk.calls.values(), key=lambda c: (c.phase is Phase.OFFERED, c.offered_at))
        following = next((interaction_of(c.call_id) for c in live), None)
        if following is None and desk.wrapping_up:
            following = desk.wrapping_up[0].interaction_id
        desk = replace(desk, shown=following)
    return desk


def refused(desk: Desk, event: CallRefused) -> Step:
    """The engine answered for the agent: only history knows."""
    if any(h.interaction_id == interaction_of(event.call.call_id) for h in desk.history):
        return desk, ()
    return close(desk, event.call, event.at)


def snapshot(desk: Desk, event: Snapshot) -> Step:
    """All there is. What we knew and it does not know has ended, or died with the engine before."""
    effects: tuple[Effect, ...] = ()
    known = {c.call_id for c in event.calls if c.live or c.call_id in desk.calls or c.call_id in desk.lost}
    missing = {k: v for k, v in {**desk.calls, **desk.lost}.items() if k not in known}
    desk = replace(
        desk, line=event.line, sound=event.sound, calls={k: v for k, v in desk.calls.items() if k in known}
    )
    if event.focus in known:
        desk = replace(desk, focus=event.focus)
    for call in event.calls:
        if call.call_id in known:
            desk, more = changed(desk, CallChanged(event.at, call))
            effects += more
    over = tuple(c for c in event.calls if c.call_id not in known)
    if desk.store is StoreState.OPENING:
        desk = replace(desk, ended_before=over)
    else:
        desk, more = catch_up(desk, over, event.at)
        effects += more
    for call in missing.values():
        if not event.configured and call.phase is Phase.TALKING and call.dialog is not None:
            desk = replace(desk, lost={**desk.lost, call.call_id: call})
            effects += (ToEngine(TakeBack(call)),)
        else:
            desk = replace(desk, lost={**desk.lost, call.call_id: call})
            gone = replace(call, phase=Phase.ENDED, ended_at=event.at, ending=Ending.LOST)
            desk, more = _ended(desk, gone, event.at)
            effects += more
    return desk, effects


def catch_up(desk: Desk, over: tuple[Call, ...], at: datetime) -> Step:
    """Calls that ended while no desk looked: those that history does not know yet."""
    effects: tuple[Effect, ...] = ()
    for call in over:
        if not any(h.interaction_id == interaction_of(call.call_id) for h in desk.history):
            desk, more = close(desk, call, at)
            effects += more
    return replace(desk, ended_before=()), effects


def engine_down(desk: Desk, fact: facts.EngineDown) -> Step:
    """The engine is gone: keep what can be taken back, remember the rest until a snapshot speaks."""
    return replace(desk, lost={**desk.lost, **desk.calls}, calls={}, focus=None, changed_at=fact.at), ()


def command_failed(desk: Desk, event: CommandFailed) -> Step:
    if event.command == TakeBack.__name__ and event.call_id in desk.lost:
        call = desk.lost[event.call_id]
        return _ended(desk, replace(call, phase=Phase.ENDED, ended_at=event.at, ending=Ending.LOST), event.at)
    return note(
        desk, NoticeKind.COMMAND_FAILED, event.at, interaction_id=interaction_of(event.call_id), detail=event.command
    ), ()


def settle(desk: Desk, at: datetime) -> Step:
    """After a start: an interaction that was open when the desk died and whose call is no more is over."""
    effects: tuple[Effect, ...] = ()
    for interaction in tuple(desk.interactions.values()):
        gone = interaction.call_id not in desk.calls and interaction.call_id not in desk.lost
        if interaction.kind is InteractionKind.CALL and interaction.ended_at is None and interaction.call_id and gone:
            call = Call(
                interaction.call_id,
                Direction.IN if interaction.incoming else Direction.OUT,
                Phase.ENDED,
                party=Party(interaction.number, interaction.caller_name),
                offered_at=interaction.started_at,
                answered_at=interaction.answered_at,
                ended_at=at,
                ending=Ending.HUNG_UP_THERE if interaction.answered_at else Ending.MISSED,
            )
            desk, more = close(desk, call, at)
            effects += more
    return desk, effects


# --- The agent's hands -----------------------------------------------------------------------------------


def answer(desk: Desk, fact: facts.AnswerPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    if call is None or call.phase is not Phase.OFFERED:
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
    return desk, (ToEngine(SetMute(call.call_id, fact.on)),)


def digits(desk: Desk, fact: facts.DigitsPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    wanted = "".join(d for d in fact.digits.upper() if d in "0123456789*#ABCD")
    if call is None or call.phase is not Phase.TALKING or not wanted:
        return desk, ()
    return desk, (ToEngine(SendDigits(call.call_id, wanted)),)
