"""How an answer comes to the agent's notice: tapped when they are silent, held over the card, thanked for."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.answer_effects import ReadOlder
from softphone.domain.answers import ANSWER_CHARS
from softphone.domain.attention import FRESH_FOR, LEAST_BETWEEN, MOST_SHINING, InHand, Tap, is_urgent
from softphone.domain.chat import Conversation
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepConversation, KeepInteraction, ToEngine
from softphone.domain.facts import attention as hands
from softphone.domain.hunt_words import Word
from softphone.domain.interaction import Pinned
from softphone.domain.older import Older, followed
from softphone.domain.protocol import PlayTone, SpeakingChanged
from softphone.domain.rules import Step, chats, hunting, sharing
from softphone.domain.text import NAME_CHARS, clean

MOST_PINS = 3


def happened(desk: Desk, fact: hands.AttentionFact) -> Step:
    match fact:
        case hands.ReplyPicked(_, message_id):
            return replace(desk, attention=replace(desk.attention, picked=message_id)), ()
        case hands.OlderWanted(_, conversation_id):
            return _older_wanted(desk, conversation_id)
        case hands.OlderRead():
            return _older_read(desk, fact), ()
        case hands.AnswerPinned():
            return _pinned(desk, fact)
        case hands.AnswerUnpinned():
            return _unpinned(desk, fact.interaction_id, fact.pin_id)
        case hands.ThanksGiven():
            return _thanked(desk, fact)
    raise TypeError(f"no rule for {type(fact).__name__}")


def shown_conversation(desk: Desk) -> Conversation | None:
    """The one in the drawer."""
    conversation = desk.conversations.get(desk.conversation or "")
    return conversation if conversation is not None and conversation.interaction_id == desk.shown else None


def in_hand(desk: Desk) -> InHand | None:
    conversation = shown_conversation(desk)
    if conversation is None:
        return None
    where = (conversation.conversation_id, conversation.interaction_id)
    if desk.offers.conversation_id == conversation.conversation_id:
        opened = desk.offers.answer(desk.offers.opened)
        if opened is not None:
            return InHand(opened.answer_id, opened.text, opened.owner, *where, opened.topic, kept=True)
    picked = desk.attention.picked
    reply = next((m for m in conversation.messages if m.message_id == picked), None) if picked else None
    reply = reply or conversation.reply
    if reply is None:
        return None
    expert = desk.expert(conversation.expert_id)
    who = expert.name if expert else conversation.address
    return InHand(reply.message_id, reply.text, who, *where, conversation.topic)


def beside(desk: Desk, steps: int) -> str:
    """The reply that lies so many replies after the one in hand; "" past the last."""
    conversation, hand = shown_conversation(desk), in_hand(desk)
    if conversation is None or hand is None or hand.kept:
        return ""
    replies = [m.message_id for m in conversation.messages if not m.ours and m.text]
    at = replies.index(hand.key) + steps if hand.key in replies else len(replies)
    return replies[max(at, 0)] if at < len(replies) - 1 else ""


# --- Taps -------------------------------------------------------------------------------------------------


def came(step: Step, fact: facts.ReplyArrived) -> Step:
    """An answer is on the desk. It is told by ear now, or when the agent is silent."""
    desk, so_far = step
    message = fact.message
    if fact.at - message.at > FRESH_FOR or message.message_id in desk.attention.shining:
        return step
    if any(tap.message_id == message.message_id for tap in desk.attention.waiting):
        return step
    hunt = hunting.hunt_of(desk, fact.conversation_id)
    ask = hunt.ask_in(fact.conversation_id) if hunt is not None and hunt.live else None
    if ask is not None and hunting.read_by(ask, message.text) is not Word.ANSWER:
        return step  # about the promise: the clock's line says it, and the ear is spared
    tap = Tap(message.message_id, fact.at, is_urgent(message.text))
    waiting = (*desk.attention.waiting, tap)[-MOST_SHINING:]
    desk = replace(desk, attention=replace(desk.attention, waiting=waiting))
    desk, more = _tapped(desk, fact.at)
    return desk, (*so_far, *more)


def spoke(desk: Desk, event: SpeakingChanged) -> Step:
    desk = replace(desk, attention=replace(desk.attention, speaking=event.speaking))
    return _tapped(desk, event.at)


def ticked(desk: Desk, at: datetime) -> Step:
    return _tapped(desk, at) if desk.attention.waiting else (desk, ())


def quiet(desk: Desk) -> Desk:
    """The engine is gone, and with it what it said of the microphone."""
    return replace(desk, attention=replace(desk.attention, speaking=False)) if desk.attention.speaking else desk


def _tapped(desk: Desk, at: datetime) -> Step:
    """Everything that waits becomes one tap, if now is the time."""
    attention = desk.attention
    if not attention.waiting:
        return desk, ()
    if attention.speaking and not any(tap.breaks_in(at) for tap in attention.waiting):
        return desk, ()
    ids = tuple(tap.message_id for tap in attention.waiting)
    lately = attention.tapped_at is not None and at - attention.tapped_at < LEAST_BETWEEN
    shining = ((*attention.shining, *ids) if lately else ids)[-MOST_SHINING:]
    # A row of answers is one sound; the time stays that of the sound.
    tapped_at = attention.tapped_at if lately else at
    desk = replace(desk, attention=replace(attention, waiting=(), shining=shining, tapped_at=tapped_at))
    sounds = desk.settings.tap and not lately
    return desk, (ToEngine(PlayTone("tap")),) if sounds else ()


# --- Older messages ---------------------------------------------------------------------------------------


def _older_wanted(desk: Desk, conversation_id: str) -> Step:
    conversation = desk.conversations.get(conversation_id)
    if conversation is None or not desk.older.has_more(conversation):
        return desk, ()
    older = desk.older if desk.older.conversation_id == conversation_id else Older(conversation_id)
    first = next(iter((*older.messages, *conversation.messages)), None)
    if older.asked or first is None:
        return desk, ()
    return replace(desk, older=replace(older, asked=True)), (ReadOlder(conversation_id, first.message_id, first.at),)


def _older_read(desk: Desk, fact: hands.OlderRead) -> Desk:
    older = desk.older
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None or older.conversation_id != fact.conversation_id:
        return desk
    first = next(iter((*older.messages, *conversation.messages)), None)
    if first is None or first.message_id != fact.before:
        return replace(desk, older=replace(older, asked=False))
    messages = (*fact.messages, *older.messages)
    return replace(desk, older=Older(fact.conversation_id, messages, fact.whole))


def follow_older(before: Desk, desk: Desk) -> Desk:
    """After every fact: nothing falls between the older pages and the last two hundred."""
    key = desk.older.conversation_id
    old, new = before.conversations.get(key), desk.conversations.get(key)
    if old is None or new is None:
        return replace(desk, older=Older()) if new is None else desk
    older = followed(desk.older, old, new)
    return desk if older is desk.older else replace(desk, older=older)


# --- Pins and thanks --------------------------------------------------------------------------------------


def _pinned(desk: Desk, fact: hands.AnswerPinned) -> Step:
    interaction = desk.interactions.get(fact.interaction_id)
    text = clean(fact.text, ANSWER_CHARS, lines=True)
    if interaction is None or not text:
        return desk, ()
    if any(pin.pin_id == fact.pin_id for pin in interaction.pinned):
        return _unpinned(desk, fact.interaction_id, fact.pin_id)
    pin = Pinned(fact.pin_id, text, clean(fact.who, NAME_CHARS))
    changed = replace(interaction, pinned=(*interaction.pinned, pin)[-MOST_PINS:])
    interactions = {**desk.interactions, fact.interaction_id: changed}
    return replace(desk, interactions=interactions), (KeepInteraction(changed),)


def _unpinned(desk: Desk, interaction_id: str, pin_id: str) -> Step:
    interaction = desk.interactions.get(interaction_id)
    if interaction is None or all(pin.pin_id != pin_id for pin in interaction.pinned):
        return desk, ()
    changed = replace(interaction, pinned=tuple(pin for pin in interaction.pinned if pin.pin_id != pin_id))
    return replace(desk, interactions={**desk.interactions, interaction_id: changed}), (KeepInteraction(changed),)


def _thanked(desk: Desk, fact: hands.ThanksGiven) -> Step:
    """Once an answer, through the outbox like everything else; the draft stays."""
    conversation = desk.conversations.get(fact.conversation_id)
    reply = conversation.reply if conversation else None
    if conversation is None or reply is None or reply.message_id == conversation.thanked_for:
        return desk, ()
    before, at, text = conversation.draft, fact.at, sharing.leave_asked(desk, conversation, fact.text)
    # No context goes with it: it was told long ago, or never needed.
    bare = chats.put(desk, replace(conversation, context_sent=True))
    asked, effects = chats.asked(bare, facts.QuestionAsked(at, fact.question_id, fact.conversation_id, text))
    thanked = replace(
        asked.conversations[fact.conversation_id],
        draft=before,
        thanks_id=fact.question_id,
        thanked_for=reply.message_id,
    )
    return chats.put(asked, thanked), (*effects, KeepConversation(thanked))
