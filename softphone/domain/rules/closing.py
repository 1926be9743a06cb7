"""What is left of a call that is over: its line in the history, the wrap-up, words about what went wrong."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from softphone.domain.call import Call, Direction, Ending, Kind, Phase
from softphone.domain.customer import Found, NoCustomer
from softphone.domain.desk import Desk, NoticeKind, interaction_of
from softphone.domain.effects import KeepHistory, KeepInteraction
from softphone.domain.interaction import HistoryEntry, Interaction, InteractionKind, WrapUp
from softphone.domain.rules import Step, note, unnote

MOST_HISTORY = 200
OF_SOUND = (NoticeKind.SOUND_BAD, NoticeKind.SOUND_WORSENS)

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
    heard = desk.quality.get(call.call_id)
    interaction = replace(
        interaction,
        answered_at=answered_at,
        ended_at=ended_at,
        ending=call.ending,
        mos=heard.whole.mos if heard else interaction.mos,
        sound=heard.whole if heard else interaction.sound,
        course=heard.course.points if heard else interaction.course,
        wrap_up=WrapUp.OPEN if wraps else WrapUp.NONE,
        wrap_up_since=ended_at if wraps else None,
        disposition=replace(interaction.disposition, note=interaction.disposition.note or interaction.note),
    )
    entry = entry_of(interaction)
    history = (entry, *(h for h in desk.history if h.interaction_id != interaction_id))[:MOST_HISTORY]
    desk = replace(desk, interactions={**desk.interactions, interaction_id: interaction}, history=history)
    kept = tuple(n for n in desk.notices if n.kind not in OF_SOUND or n.interaction_id != interaction_id)
    desk = replace(desk, notices=kept)
    if call.kind is Kind.EMERGENCY:
        desk = unnote(desk, NoticeKind.EMERGENCY)
    if call.ending is Ending.LOST:
        desk = note(desk, NoticeKind.CALL_LOST, at, interaction_id=interaction_id, target=interaction.number)
    elif answered_at is None and call.direction is Direction.OUT and call.ending in _DIAL_TROUBLE and (
        not call.consult_for
    ):
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
        mos=interaction.mos,
        course=interaction.course,
        kind=interaction.kind,
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
