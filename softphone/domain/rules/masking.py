"""What of a draft leaves: the masks, the agent's say in them, pictures and files, and the audit trail of it."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.audit import (
    Audited,
    AuditEvent,
    AuditExported,
    AuditExportPressed,
    AuditFact,
    ExportAudit,
    KeepAudited,
    MaskSwitched,
    MayLeave,
    counted,
)
from softphone.domain.chat import Conversation
from softphone.domain.customer import Customer, Found
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepConversation, KeepQuestion
from softphone.domain.privacy import Masked, mask, masked_file_name
from softphone.domain.privacy_kinds import NEVER_LIFTED
from softphone.domain.rules import Step
from softphone.domain.settings import ChatFiles

MOST_LIFTED = 20


def allowed(desk: Desk, name: str) -> bool:
    """A setting of `POLICY_ALONE` counts only where policy manages it."""
    return name in desk.managed and bool(getattr(desk.settings, name))


def may_lift(desk: Desk, kind: str) -> bool:
    return allowed(desk, "lift_masks") and kind not in NEVER_LIFTED


def masked(desk: Desk, conversation: Conversation, text: str) -> Masked:
    """`text` as it may go to the expert of this conversation."""
    lifted = conversation.lifted if allowed(desk, "lift_masks") else ()
    return mask(text, _card(desk, conversation), _own(desk), lifted)


def lifted_in(desk: Desk, conversation: Conversation, text: str) -> tuple[tuple[str, str], ...]:
    """Kind and words of what stands in `text` because the agent lifted its mask."""
    if not conversation.lifted or not allowed(desk, "lift_masks"):
        return ()
    every = mask(text, _card(desk, conversation), _own(desk)).found
    return tuple((f.kind, f.original) for f in every if f.original in conversation.lifted and may_lift(desk, f.kind))


def file_may_leave(
    desk: Desk, conversation: Conversation, untrusted_name: str, *, confirmed: bool
) -> tuple[MayLeave, Masked]:
    """Whether a picture or a file may go to an expert, and the name it goes by. Nothing in it can be masked, so
    policy forbids it unless it says otherwise, and then the agent is asked once more. Asked before a byte is read."""
    name = masked_file_name(untrusted_name, _card(desk, conversation), _own(desk))
    if "chat_files" not in desk.managed or desk.settings.chat_files is not ChatFiles.CONFIRMED:
        return MayLeave.NEVER, name
    return (MayLeave.YES if confirmed else MayLeave.MUST_CONFIRM), name


def happened(desk: Desk, fact: AuditFact) -> Step:
    match fact:
        case MaskSwitched():
            return _switched(desk, fact)
        case AuditExportPressed(_, path):
            return replace(desk, audit_export=None), (ExportAudit(path),)
        case AuditExported():
            return replace(desk, audit_export=fact), ()
    raise TypeError(f"no rule for {type(fact).__name__}")


def _switched(desk: Desk, fact: MaskSwitched) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None or not fact.original:
        return desk, ()
    others = tuple(each for each in conversation.lifted if each != fact.original)
    if not fact.lifted:
        return _kept(desk, replace(conversation, lifted=others))
    found = mask(conversation.draft, _card(desk, conversation), _own(desk)).found
    kind = next((f.kind for f in found if f.original == fact.original), "")
    if not kind or not may_lift(desk, kind) or fact.original in conversation.lifted:
        return desk, ()
    desk, effects = _kept(desk, replace(conversation, lifted=(*others, fact.original)[-MOST_LIFTED:]))
    return desk, (*effects, audited(desk, conversation, fact.at, AuditEvent.LIFTED, lifted=counted((kind,))))


def _kept(desk: Desk, conversation: Conversation) -> Step:
    desk = replace(desk, conversations={**desk.conversations, conversation.conversation_id: conversation})
    return desk, (KeepConversation(conversation),)


# --- The audit trail ---------------------------------------------------------------------------------------


def audited(
    desk: Desk,
    conversation: Conversation,
    at: datetime,
    event: AuditEvent,
    *,
    masked: tuple[tuple[str, int], ...] = (),
    lifted: tuple[tuple[str, int], ...] = (),
    took_s: int | None = None,
) -> KeepAudited:
    expert = desk.expert(conversation.expert_id)
    name = expert.name if expert and allowed(desk, "audit_names") else ""
    entry = Audited(at, event, conversation.conversation_id, conversation.topic, masked, lifted, took_s)
    return KeepAudited(entry, conversation.address, name)


def trailed(before: Desk, step: Step, fact: facts.Fact) -> Step:
    """Every question that leaves, whoever it goes to next, has its line in the trail; then nothing stays lifted."""
    desk, effects = step
    for question in (each for each in effects if isinstance(each, KeepQuestion) and each.message.asks):
        conversation, message = question.conversation, question.message
        own = isinstance(fact, facts.QuestionAsked) and fact.question_id == message.message_id
        old = before.conversations.get(conversation.conversation_id)
        stands = lifted_in(before, old, fact.text) if own and old and isinstance(fact, facts.QuestionAsked) else ()
        kinds, let_stand = counted(m.kind for m in message.masks), counted(kind for kind, _ in stands)
        event = AuditEvent.ASKED if message.attached is None else AuditEvent.FILE
        effects += (audited(desk, conversation, message.at, event, masked=kinds, lifted=let_stand),)
        now = desk.conversations.get(conversation.conversation_id)
        if now is not None and now.lifted:
            desk, more = _kept(desk, replace(now, lifted=()))
            effects += more
    return desk, effects


def answered(before: Desk, step: Step, conversation_id: str) -> Step:
    """After a reply: how long it took since the question it came after. A second reply to it is no second answer."""
    desk, effects = step
    old, conversation = before.conversations.get(conversation_id), desk.conversations.get(conversation_id)
    if conversation is None or (old is not None and old.messages == conversation.messages):
        return step
    *said, reply = conversation.messages
    if reply.ours or not said or not said[-1].ours:
        return step
    took_s = max(0, round((reply.at - said[-1].at).total_seconds()))
    return desk, (*effects, audited(desk, conversation, reply.at, AuditEvent.ANSWERED, took_s=took_s))


def _card(desk: Desk, conversation: Conversation) -> Customer | None:
    interaction = desk.interactions.get(conversation.interaction_id)
    lookup = interaction.lookup if interaction else None
    return lookup.customer if isinstance(lookup, Found) else None


def _own(desk: Desk) -> tuple[str, ...]:
    """The company's own numbers may stand."""
    return tuple(entry.rpartition("=")[2].strip() for entry in desk.settings.own_numbers)
