"""What came of a call: outcome, code, note, promise. The same value is the row that goes to the CRM."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.customer import Found
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import FinishWrapUp, KeepHistory, KeepInteraction, KeepPromise
from softphone.domain.interaction import Delivered, Interaction, Outcome, Promise, WrapUp
from softphone.domain.rules import Step, note, unnote
from softphone.domain.rules.call_keys import GUARD
from softphone.domain.rules.closing import MOST_HISTORY, entry_of, leave
from softphone.domain.settings import WrapUpMode


def edited(desk: Desk, fact: facts.DispositionEdited) -> Step:
    interaction = desk.interactions.get(fact.interaction_id)
    if interaction is None or interaction.wrap_up is WrapUp.DONE:
        return desk, ()
    interaction = replace(interaction, disposition=fact.disposition)
    desk = replace(desk, interactions={**desk.interactions, fact.interaction_id: interaction})
    return unnote(desk, NoticeKind.OUTCOME_NEEDED), (KeepInteraction(interaction),)


def finished(desk: Desk, fact: facts.WrapUpFinished) -> Step:
    interaction = desk.interactions.get(fact.interaction_id)
    if interaction is None or interaction.wrap_up is not WrapUp.OPEN or fact.at - desk.changed_at < GUARD:
        return desk, ()
    if desk.settings.wrap_up_mode is WrapUpMode.MANDATORY and interaction.disposition.outcome is None:
        return note(desk, NoticeKind.OUTCOME_NEEDED, fact.at, interaction_id=fact.interaction_id), ()
    return _finish(desk, interaction)


def _finish(desk: Desk, interaction: Interaction) -> Step:
    interaction = replace(interaction, wrap_up=WrapUp.DONE)
    customer = interaction.lookup.customer if isinstance(interaction.lookup, Found) else None
    entry = entry_of(interaction)
    address = desk.settings.crm_address
    desk = replace(
        desk,
        interactions={**desk.interactions, interaction.interaction_id: interaction},
        history=tuple(entry if h.interaction_id == entry.interaction_id else h for h in desk.history),
    )
    where = Delivered.WAITING if address else Delivered.HERE_ONLY
    desk = _now_delivered(desk, interaction.interaction_id, where)
    effects = (KeepInteraction(interaction), KeepHistory(entry), FinishWrapUp(interaction, customer, address))
    disposition = interaction.disposition
    if disposition.outcome is Outcome.PROMISED and disposition.follow_up_at is not None:
        promise = Promise(
            promise_id=interaction.interaction_id,
            due_at=disposition.follow_up_at,
            number=interaction.number,
            name=entry.name,
            reason=disposition.follow_up_reason or disposition.note[:200],
            any_time=disposition.any_time,
        )
        desk = _with(desk, promise)
        return leave(desk, interaction.interaction_id), (*effects, KeepPromise(promise))
    return leave(desk, interaction.interaction_id), effects


def _now_delivered(desk: Desk, interaction_id: str, where: Delivered) -> Desk:
    """Of the last ones alone: a shift has no end."""
    known = {**desk.delivered, interaction_id: where}
    return replace(desk, delivered=dict(list(known.items())[-MOST_HISTORY:]))


def _with(desk: Desk, promise: Promise) -> Desk:
    others = tuple(p for p in desk.promises if p.promise_id != promise.promise_id)
    kept = others if promise.done else (*others, promise)
    return replace(desk, promises=tuple(sorted(kept, key=lambda p: p.due_at)))


def promise_done(desk: Desk, fact: facts.PromiseDone) -> Step:
    promise = next((p for p in desk.promises if p.promise_id == fact.promise_id), None)
    if promise is None:
        return desk, ()
    done = replace(promise, done=True)
    return unnote(_with(desk, done), NoticeKind.PROMISE_DUE), (KeepPromise(done),)


def promise_moved(desk: Desk, fact: facts.PromiseMoved) -> Step:
    promise = next((p for p in desk.promises if p.promise_id == fact.promise_id), None)
    if promise is None:
        return desk, ()
    moved = replace(promise, due_at=fact.due_at, reminded=False)
    return unnote(_with(desk, moved), NoticeKind.PROMISE_DUE), (KeepPromise(moved),)


def delivered(desk: Desk, fact: facts.WrapUpDelivered) -> Step:
    desk = _now_delivered(desk, fact.interaction_id, fact.delivered)
    if fact.delivered is Delivered.REFUSED:
        desk = note(
            desk, NoticeKind.WRAP_UP_REFUSED, fact.at, interaction_id=fact.interaction_id, detail=fact.reason
        )
    return desk, ()


def not_counted(desk: Desk, gap: timedelta) -> Desk:
    """Time in which nobody could write is none of a time-boxed wrap-up's."""
    later = {
        i.interaction_id: replace(i, wrap_up_since=i.wrap_up_since + gap) for i in desk.wrapping_up if i.wrap_up_since
    }
    return replace(desk, interactions={**desk.interactions, **later}) if later else desk


def remind(desk: Desk, at: datetime) -> Step:
    """Promises that fall due, and time-boxed wrap-ups that are over."""
    effects: tuple[KeepPromise, ...] = ()
    ahead = timedelta(minutes=desk.settings.remind_before_min)
    for promise in desk.promises:
        if not promise.reminded and at >= promise.due_at - ahead:
            reminded = replace(promise, reminded=True)
            desk = note(
                _with(desk, reminded), NoticeKind.PROMISE_DUE, at, detail=promise.name or promise.number,
                target=promise.promise_id,
            )  # fmt: skip
            effects += (KeepPromise(reminded),)
    if desk.settings.wrap_up_mode is not WrapUpMode.TIMED:
        return desk, effects
    limit = timedelta(seconds=desk.settings.wrap_up_s)
    for interaction in desk.wrapping_up:
        if interaction.wrap_up_since is not None and at - interaction.wrap_up_since >= limit:
            desk, more = _finish(desk, interaction)
            return desk, (*effects, *more)
    return desk, effects
