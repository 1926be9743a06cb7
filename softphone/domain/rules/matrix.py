"""The link to the homeserver as the desk shows it, and messages that changed after they were said."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.chat import SHOWN_MESSAGES
from softphone.domain.desk import Desk
from softphone.domain.matrix import LinkState, LogInMatrix, is_matrix_id
from softphone.domain.presence import Presence, Reach
from softphone.domain.rules import Step
from softphone.domain.text import clean

MOST_SECRET_CHARS = 500
GONE = (LinkState.OFF, LinkState.LOGGED_OUT, LinkState.OFFLINE, LinkState.EXPIRED, LinkState.KEYS_CLOSED)


def changed(desk: Desk, fact: facts.MatrixChanged) -> Step:
    """Without the link nothing is known of who could be reached by it."""
    desk = replace(desk, matrix=fact.link)
    if fact.link.state in GONE and any(is_matrix_id(address) for address in desk.presence):
        presence = {a: Presence(Reach.UNKNOWN, fact.at) if is_matrix_id(a) else p for a, p in desk.presence.items()}
        desk = replace(desk, presence=presence)
    return desk, ()


def log_in(desk: Desk, fact: facts.MatrixLogInPressed) -> Step:
    return desk, (LogInMatrix(clean(fact.user, 255), fact.password[:MOST_SECRET_CHARS]),)


def message_changed(desk: Desk, fact: facts.MessageChanged) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None:
        return desk, ()
    here = [m.message_id for m in conversation.messages]
    if fact.message.message_id in here:
        messages = tuple(fact.message if m.message_id == fact.message.message_id else m for m in conversation.messages)
    else:
        messages = (*conversation.messages, fact.message)[-SHOWN_MESSAGES:]
    conversation = replace(conversation, messages=messages)
    return replace(desk, conversations={**desk.conversations, fact.conversation_id: conversation}), ()
