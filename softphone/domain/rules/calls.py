"""Calls: what the engine says of them."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.call import Call, Direction, Ending, Hold, Kind, Party, Phase, Transfer
from softphone.domain.customer import NoCustomer, Searching
from softphone.domain.desk import Desk, NoticeKind, interaction_of
from softphone.domain.effects import Effect, FindCustomer, KeepInteraction, ToEngine
from softphone.domain.endings import read_refusal
from softphone.domain.facts import StoreState
from softphone.domain.interaction import Interaction, InteractionKind, WrapUp
from softphone.domain.phone import customer_key
from softphone.domain.protocol import (
    CallChanged,
    CallRefused,
    CommandFailed,
    Snapshot,
    TakeBack,
)
from softphone.domain.rules import Step, consulting, note
from softphone.domain.rules.closing import close
from softphone.domain.rules.dialling import rules_of
from softphone.domain.rules.shift import after_call, pause_not_answered

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
        interaction_id, why = interaction_of(call.call_id), read_refusal(call.transfer_code)
        desk = note(desk, NoticeKind.TRANSFER_REFUSED, event.at, interaction_id=interaction_id, detail=why)
    return desk, effects


def _new(desk: Desk, call: Call) -> Step:
    interaction_id = interaction_of(call.call_id)
    known = desk.interactions.get(interaction_id)
    colleague = call.kind is not Kind.CUSTOMER
    consult = call.consult_for in desk.calls
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
        context=replace(call.context, headers=()),
    )
    if known is not None and known.ended_at is not None:  # it was thought lost and is here after all
        interaction = replace(known, ended_at=None, ending=None, wrap_up=WrapUp.NONE)
    desk = replace(desk, interactions={**desk.interactions, interaction_id: interaction})
    others_busy = any(c.phase is not Phase.OFFERED for c in desk.calls.values() if c.call_id != call.call_id)
    if consult:
        pass  # the customer's card stays
    elif call.direction is Direction.OUT or call.phase is not Phase.OFFERED:
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
        talking = [c for c in calls.values() if c.phase is Phase.TALKING]
        talking.sort(key=lambda c: (c.call_id != call.consult_for, c.hold is not Hold.NONE))
        desk = replace(desk, focus=talking[0].call_id if talking else None)
    desk, effects = close(consulting.told(desk, call, at), call, at)
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
