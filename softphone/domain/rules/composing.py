"""Telling an expert that the agent writes (RFC 3994): once a minute at most, and never what is written."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain.chat import Composing, Conversation
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.matrix import LinkState, TellTyping, is_matrix_id
from softphone.domain.protocol import SendComposing
from softphone.domain.rules import Step

TELL_AGAIN = timedelta(seconds=60)  # RFC 3994 §3.2: the refresh we promise
IDLE_AFTER = timedelta(seconds=15)  # the same section: no key for so long is no writing


def typed(desk: Desk, conversation: Conversation, at: datetime) -> Step:
    """The draft changed. An empty one is no writing."""
    key, known = conversation.conversation_id, desk.composing.get(conversation.conversation_id)
    if not conversation.draft.strip():
        return _idle(desk, key)
    if not _can_tell(desk, conversation.address):
        return desk, ()
    tell = known is None or at - known.told_at >= TELL_AGAIN
    told_at = at if known is None or tell else known.told_at
    writes = Composing(conversation.address, told_at, at)
    desk = replace(desk, composing={**desk.composing, key: writes})
    return desk, (_told(key, conversation.address, True),) if tell else ()


def sent(desk: Desk, conversation_id: str) -> Desk:
    """The message itself says that the writing is over."""
    kept = {k: v for k, v in desk.composing.items() if k != conversation_id}
    return desk if len(kept) == len(desk.composing) else replace(desk, composing=kept)


def ticked(desk: Desk, at: datetime) -> Step:
    """Who stopped writing without sending."""
    effects: tuple[Effect, ...] = ()
    for key, writes in tuple(desk.composing.items()):
        if at - writes.typed_at >= IDLE_AFTER:
            desk, more = _idle(desk, key)
            effects += more
    return desk, effects


def _idle(desk: Desk, conversation_id: str) -> Step:
    known = desk.composing.get(conversation_id)
    if known is None:
        return desk, ()
    return sent(desk, conversation_id), (_told(conversation_id, known.address, False),)


def _can_tell(desk: Desk, address: str) -> bool:
    return desk.matrix.state is LinkState.ONLINE if is_matrix_id(address) else desk.line.proven


def _told(conversation_id: str, address: str, writes: bool) -> Effect:
    if is_matrix_id(address):
        return TellTyping(conversation_id, writes)
    return ToEngine(SendComposing(address, writes))
