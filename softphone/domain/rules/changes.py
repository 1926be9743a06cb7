"""Correcting and taking back the last word. What is corrected is masked like what is new."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import changes
from softphone.domain.audit import AuditEvent, counted
from softphone.domain.changes import ChangeEffect, last_word
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepConversation
from softphone.domain.hunt import stopped
from softphone.domain.rules import Step, chats, hunting, masking
from softphone.domain.text import clean


def happened(desk: Desk, fact: changes.ChangeFact) -> Step:
    match fact:
        case changes.CorrectionBegun(_, conversation_id):
            return _begun(desk, conversation_id)
        case changes.CorrectionLeft(_, conversation_id):
            conversation = desk.conversations.get(conversation_id)
            if conversation is None or not conversation.correcting:
                return desk, ()
            return _kept(desk, replace(conversation, draft="", correcting=""))
        case changes.MessageCorrected():
            return _corrected(desk, fact)
        case changes.MessageTakenBack():
            return _taken_back(desk, fact)
    raise TypeError(f"no rule for {type(fact).__name__}")


def _begun(desk: Desk, conversation_id: str) -> Step:
    """Only over an empty composer: what is being written is not lost for it."""
    conversation = desk.conversations.get(conversation_id)
    message = last_word(conversation) if conversation is not None else None
    if conversation is None or message is None or message.attached or conversation.draft.strip():
        return desk, ()
    return _kept(desk, replace(conversation, draft=message.text, correcting=message.message_id))


def _corrected(desk: Desk, fact: changes.MessageCorrected) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    message = last_word(conversation) if conversation is not None else None
    if conversation is None:
        return desk, ()
    if message is None or message.message_id != conversation.correcting:
        return _kept(desk, replace(conversation, correcting=""))  # something else was said meanwhile: it is a draft
    masked = masking.masked(desk, conversation, clean(fact.text, chats.MOST_QUESTION_CHARS, lines=True))
    conversation = replace(conversation, draft="", correcting="")
    if not masked.text or masked.text == message.text:
        return _kept(desk, conversation)
    stands = masking.lifted_in(desk, conversation, fact.text)
    message = replace(message, text=masked.text, masks=masked.masks, edited=True)
    desk, effects = _changed(desk, conversation, message, fact.change_id)
    kinds, let_stand = counted(m.kind for m in masked.masks), counted(kind for kind, _ in stands)
    asked = masking.audited(desk, conversation, fact.at, AuditEvent.ASKED, masked=kinds, lifted=let_stand)
    return desk, (*effects, asked)


def _taken_back(desk: Desk, fact: changes.MessageTakenBack) -> Step:
    """Its words go back into an empty composer. A promise that hung on it is settled."""
    conversation = desk.conversations.get(fact.conversation_id)
    message = last_word(conversation) if conversation is not None else None
    if conversation is None or message is None:
        return desk, ()
    hunt = hunting.hunt_of(desk, fact.conversation_id)
    if hunt is not None and hunt.live and any(ask.message_id == message.message_id for ask in hunt.asks):
        desk = replace(desk, hunts={**desk.hunts, hunt.hunt_id: stopped(hunt, fact.at)})
    draft = conversation.draft or ("" if message.attached else message.text)
    gone = replace(message, text="", removed=True, quote="", reactions=(), attached=None)
    return _changed(desk, replace(conversation, draft=draft, correcting=""), gone, fact.change_id)


def _changed(desk: Desk, conversation: Conversation, message: ChatMessage, change_id: str) -> Step:
    message = replace(message, changing=True)
    messages = tuple(message if m.message_id == message.message_id else m for m in conversation.messages)
    conversation = replace(conversation, messages=messages, lifted=())
    desk, effects = _kept(desk, conversation)
    return desk, (*effects, ChangeEffect(change_id, conversation.conversation_id, message))


def _kept(desk: Desk, conversation: Conversation) -> Step:
    return chats.put(desk, conversation), (KeepConversation(conversation),)
