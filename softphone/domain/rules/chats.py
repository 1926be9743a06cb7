"""The side chat: drafts, questions, proofs of delivery, replies. Nothing unmasked ever leaves from here."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from softphone.domain import facts, question_form
from softphone.domain.chat import PROOF, SHOWN_MESSAGES, ChatMessage, Conversation, Delivery, rises, split
from softphone.domain.customer import Customer, Found, NoCustomer
from softphone.domain.desk import Desk
from softphone.domain.effects import (
    AdoptReplies,
    KeepConversation,
    KeepExperts,
    KeepInteraction,
    KeepQuestion,
    MarkSeen,
    ResendQuestion,
    ToEngine,
)
from softphone.domain.finding import lead
from softphone.domain.interaction import Interaction, InteractionKind, WrapUp
from softphone.domain.matrix import is_matrix_id
from softphone.domain.presence import Presence, Reach
from softphone.domain.rules import Step, composing, masking, promising, viewing
from softphone.domain.text import clean

MOST_QUESTION_CHARS = 8_000


def put(desk: Desk, conversation: Conversation) -> Desk:
    return replace(desk, conversations={**desk.conversations, conversation.conversation_id: conversation})


def customer_of(desk: Desk, interaction_id: str) -> Customer | None:
    interaction = desk.interactions.get(interaction_id)
    lookup = interaction.lookup if interaction else None
    return lookup.customer if isinstance(lookup, Found) else None


def drawer(desk: Desk, fact: facts.DrawerSwitched) -> Step:
    return replace(desk, drawer_open=fact.open), ()


def internal(desk: Desk, fact: facts.InternalOpened) -> Step:
    interaction = Interaction(
        fact.interaction_id, InteractionKind.INTERNAL, fact.at, lookup=NoCustomer(), incoming=False
    )
    interactions = {**desk.interactions, fact.interaction_id: interaction}
    desk = replace(desk, interactions=interactions, shown=fact.interaction_id, drawer_open=True, conversation=None)
    return desk, (KeepInteraction(interaction),)


def opened(desk: Desk, fact: facts.ConversationOpened) -> Step:
    """An expert was picked. The same expert in the same interaction is the same conversation."""
    expert = desk.expert(fact.expert_id) or next((e for e in lead(desk) if e.expert_id == fact.expert_id), None)
    interaction = desk.interactions.get(fact.interaction_id)
    if expert is None or interaction is None:
        return desk, ()
    for conversation in desk.conversations_of(fact.interaction_id):
        if conversation.expert_id == fact.expert_id:
            return replace(desk, conversation=conversation.conversation_id, drawer_open=True), ()
    conversation = Conversation(
        conversation_id=fact.conversation_id,
        interaction_id=fact.interaction_id,
        expert_id=fact.expert_id,
        address=expert.address,
        topic=fact.topic,
        context_line=question_form.opening(interaction, customer_of(desk, fact.interaction_id), expert.languages),
        opened_at=fact.at,
    )
    desk = replace(put(desk, conversation), conversation=conversation.conversation_id, drawer_open=True)
    return desk, (KeepConversation(conversation),)


def shown(desk: Desk, fact: facts.ConversationShown) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None:
        return replace(desk, conversation=None), ()
    return replace(desk, conversation=conversation.conversation_id, drawer_open=True), ()


def drafted(desk: Desk, fact: facts.DraftEdited) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None or conversation.draft == fact.text:
        return desk, ()
    conversation = replace(conversation, draft=fact.text[:MOST_QUESTION_CHARS])
    desk, effects = composing.typed(put(desk, conversation), conversation, fact.at)
    return desk, (KeepConversation(conversation), *effects)


def context_edited(desk: Desk, fact: facts.ContextEdited) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None or conversation.context_sent:
        return desk, ()
    conversation = replace(conversation, context_line=clean(fact.text, question_form.LINE_CHARS))
    return put(desk, conversation), (KeepConversation(conversation),)


def leaving(desk: Desk, conversation: Conversation, text: str) -> tuple[str, ChatMessage]:
    """Exactly what the expert will read of `text`: context first, everything masked. The message has no id yet."""
    whole = text if conversation.context_sent or not conversation.context_line else (
        f"{conversation.context_line}\n{text}"
    )  # fmt: skip
    masked = masking.masked(desk, conversation, clean(whole, MOST_QUESTION_CHARS, lines=True))
    foot = promising.foot(desk, conversation)
    message = ChatMessage("", desk.now, True, masked.text, masks=masked.masks, foot=foot)
    return message.whole, replace(message, parts=parts_of(conversation, message))


def parts_of(conversation: Conversation, message: ChatMessage) -> int:
    return 1 if is_matrix_id(conversation.address) else len(split(message.whole))


def asked(desk: Desk, fact: facts.QuestionAsked) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None or not fact.text.strip():
        return desk, ()
    _, message = leaving(desk, conversation, fact.text.strip())
    message = replace(message, message_id=fact.question_id, at=fact.at, delivery=Delivery.NEW)
    conversation = replace(
        conversation,
        messages=(*conversation.messages, message)[-SHOWN_MESSAGES:],
        context_line=masking.masked(desk, conversation, conversation.context_line).text,
        context_sent=True,
        draft="",
    )
    desk = composing.sent(put(desk, conversation), conversation.conversation_id)
    return desk, (KeepQuestion(conversation, message, desk.settings.ask_receipts),)


def resent(desk: Desk, fact: facts.ResendPressed) -> Step:
    return desk, (ResendQuestion(fact.message_id),)


def send(desk: Desk, fact: facts.SendWanted) -> Step:
    """What the transport wants said goes as it is: the question was masked before it was kept."""
    return desk, (ToEngine(fact.command),)


def delivery(desk: Desk, fact: facts.DeliveryChanged) -> Step:
    """Proof only rises: a late *sent* after *seen* changes nothing."""
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None:
        return desk, ()
    messages = tuple(
        replace(m, delivery=fact.delivery, reason=fact.reason)
        if m.message_id == fact.message_id and rises(m.delivery, fact.delivery)
        else m
        for m in conversation.messages
    )
    if messages == conversation.messages:
        return desk, ()
    first = conversation.asked_at or (fact.at if PROOF[fact.delivery] >= PROOF[Delivery.SENT] else None)
    conversation = replace(conversation, messages=messages, asked_at=first)
    return put(desk, conversation), (KeepConversation(conversation),)


def replied(desk: Desk, fact: facts.ReplyArrived) -> Step:
    conversation = desk.conversations.get(fact.conversation_id) or fact.conversation
    if conversation is None:
        return desk, ()
    said = conversation.messages
    if conversation is not fact.conversation:
        if any(m.message_id == fact.message.message_id for m in said):
            return desk, ()
        said = (*said, fact.message)
    conversation = replace(
        conversation,
        messages=said[-SHOWN_MESSAGES:],
        answered_at=conversation.answered_at or fact.at,
        typing_until=None,
    )
    return _on_the_list(put(desk, conversation), conversation), (KeepConversation(conversation),)


def _on_the_list(desk: Desk, conversation: Conversation) -> Desk:
    """An answer that comes after the interaction was put away brings it back."""
    interaction_id = conversation.interaction_id
    if interaction_id in desk.interactions:
        return desk
    entry = next((h for h in desk.history if h.interaction_id == interaction_id), None)
    interaction = Interaction(
        interaction_id,
        InteractionKind.CALL if entry else InteractionKind.INTERNAL,
        entry.at if entry else conversation.opened_at or desk.now,
        number=entry.number if entry else "",
        caller_name=entry.name if entry else "",
        incoming=entry.incoming if entry else False,
        lookup=NoCustomer(),
        wrap_up=WrapUp.DONE,
        ended_at=desk.now,
        ending=entry.ending if entry else None,
    )
    return replace(desk, interactions={**desk.interactions, interaction_id: interaction})


def unassigned(desk: Desk, fact: facts.ReplyUnassigned) -> Step:
    return replace(desk, unassigned=(*desk.unassigned, fact.reply)[-SHOWN_MESSAGES:]), ()


def tray_opened(desk: Desk, fact: facts.UnassignedOpened) -> Step:
    """A colleague wrote first: their words become an internal conversation, and the agent can answer."""
    theirs = tuple(u for u in desk.unassigned if u.sender == fact.sender)
    if not theirs:
        return desk, ()
    expert = next((e for e in desk.experts if e.address == fact.sender), None)
    interaction = Interaction(
        fact.interaction_id, InteractionKind.INTERNAL, fact.at, lookup=NoCustomer(), caller_name=fact.sender
    )
    conversation = Conversation(
        conversation_id=fact.conversation_id,
        interaction_id=fact.interaction_id,
        expert_id=expert.expert_id if expert else "",
        address=fact.sender,
        context_sent=True,
        opened_at=fact.at,
        messages=tuple(u.message for u in theirs)[-SHOWN_MESSAGES:],
    )
    desk = replace(
        put(desk, conversation),
        interactions={**desk.interactions, fact.interaction_id: interaction},
        unassigned=tuple(u for u in desk.unassigned if u.sender != fact.sender),
        shown=fact.interaction_id,
        conversation=fact.conversation_id,
        drawer_open=True,
    )
    return desk, (KeepInteraction(interaction), KeepConversation(conversation), AdoptReplies(conversation))


def typing(desk: Desk, fact: facts.ExpertTyping) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None:
        return desk, ()
    return put(desk, replace(conversation, typing_until=fact.until)), ()


def seen(desk: Desk, fact: facts.MessagesSeen) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None or not conversation.unread:
        return desk, ()
    messages = tuple(m if m.ours or m.seen_here else replace(m, seen_here=True) for m in conversation.messages)
    desk = put(desk, replace(conversation, messages=messages))
    return desk, (MarkSeen(fact.conversation_id, desk.settings.give_receipts),)


def experts(desk: Desk, fact: facts.ExpertsEdited) -> Step:
    desk = replace(desk, experts=fact.experts)
    return desk, (KeepExperts(fact.experts), *viewing.watch(desk))


def presence_unknown(desk: Desk, at: datetime) -> Desk:
    """The line is lost: what we knew by it of others is no longer true."""
    unknown = Presence(Reach.UNKNOWN, at)
    return replace(desk, presence={a: p if is_matrix_id(a) else unknown for a, p in desk.presence.items()})
