"""What desks share: joining a question that others wait for, notices of a topic's owner, the wall of thanks."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts, hunt_words
from softphone.domain.answers import ANSWER_CHARS, KeptAnswer, without_customer
from softphone.domain.catalogue import expert_called, topic_named
from softphone.domain.chat import ChatMessage, Conversation, Delivery
from softphone.domain.customer import Customer
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import Effect, FindCustomer, KeepInteraction
from softphone.domain.facts import sharing as happened
from softphone.domain.interaction import Interaction, InteractionKind, Pinned, WrapUp
from softphone.domain.matrix import is_matrix_id
from softphone.domain.presence import Wish
from softphone.domain.roster import roster
from softphone.domain.rules import Step, chats, masking, note
from softphone.domain.sharing import (
    JOIN_FROM,
    JOIN_WITHIN,
    MOST_NOTICES,
    NOTICE_CHARS,
    CallBack,
    JoinQuestion,
    LookAtTopic,
    ShareAnswer,
    ShareCallBack,
    ShareNotice,
    ShareTaken,
    ShareThanks,
    SiteNotice,
    Thanked,
    Waiting,
)
from softphone.domain.text import NAME_CHARS, clean


def took(desk: Desk, fact: happened.SharingFact) -> Step:
    match fact:
        case happened.OthersAsked(_, topic, waiting):
            return replace(desk, shared=replace(desk.shared, waiting={**desk.shared.waiting, topic: waiting})), ()
        case happened.SharedRead():
            return _read(desk, fact), ()
        case happened.CallBackTaken():
            return _taken(desk, fact)
        case happened.CallBackSettled():
            return _settled(desk, fact)
        case happened.JoinPressed():
            return _joined(desk, fact)
        case happened.NoticeMade():
            return _made(desk, fact)
        case happened.NoticeEnded(at, notice_id):
            known = next((n for n in desk.shared.notices if n.notice_id == notice_id), None)
            if known is None or not speaks_for(desk, desk.matrix.user_id, known.topic):
                return desk, ()
            return desk, (ShareNotice(replace(known, at=at, by=desk.matrix.user_id, until=at)),)
    raise TypeError(f"no rule for {type(fact).__name__}")


# --- Join -------------------------------------------------------------------------------------------------


def opened(step: Step, fact: facts.ConversationOpened) -> Step:
    """A composer on a topic: whether others wait for the same answer."""
    desk, effects = step
    conversation = desk.conversations.get(desk.conversation or "")
    if conversation is None or not _may_join(conversation):
        return step
    return desk, (*effects, LookAtTopic(fact.topic))


def to_join(desk: Desk, conversation: Conversation) -> Waiting | None:
    """The question that others wait for too: the oldest, where with this agent there are three of them."""
    if not _may_join(conversation):
        return None
    known = desk.shared.waiting.get(conversation.topic.casefold(), ())
    recent = [w for w in known if not w.answered and desk.now - w.at <= JOIN_WITHIN]
    return recent[0] if len({w.asker for w in recent}) >= JOIN_FROM - 1 else None


def _may_join(conversation: Conversation) -> bool:
    return bool(conversation.topic) and is_matrix_id(conversation.address) and not conversation.messages


def _joined(desk: Desk, fact: happened.JoinPressed) -> Step:
    conversation = desk.conversations.get(fact.conversation_id)
    waiting = to_join(desk, conversation) if conversation else None
    if conversation is None or waiting is None:
        return desk, ()
    expert = roster(desk.experts).by_address.get(waiting.peer)
    text = hunt_words.joins(expert.languages if expert else ())
    message = ChatMessage(fact.message_id, fact.at, True, text, Delivery.NEW)
    conversation = replace(
        conversation,
        expert_id=expert.expert_id if expert else "",
        address=waiting.peer,
        messages=(message,),
        context_sent=True,
    )
    return chats.put(desk, conversation), (JoinQuestion(conversation, message, waiting.room_id, waiting.root),)


# --- Notices ----------------------------------------------------------------------------------------------


def speaks_for(desk: Desk, user_id: str, topic: str) -> bool:
    """Whether they own the topic, stand in for its owner, or lead the team."""
    known = topic_named(desk.catalogue, topic)
    for who in (known.owner, *known.deputies, desk.settings.team_lead):
        expert = expert_called(desk.experts, who)
        if user_id and user_id == (expert.address if expert else who):
            return True
    return False


def notices_here(desk: Desk) -> tuple[SiteNotice, ...]:
    """What stands over the card now: not ended, for this queue, and said by somebody who may."""
    interaction = desk.interaction
    if interaction is None or not desk.shared.notices:
        return ()
    queue = interaction.queue.casefold()
    return tuple(
        notice
        for notice in desk.shared.notices
        if notice.until > desk.now
        and (not notice.queues or queue in (each.casefold() for each in notice.queues))
        and speaks_for(desk, notice.by, notice.topic)
    )[:MOST_NOTICES]


def _made(desk: Desk, fact: happened.NoticeMade) -> Step:
    text = without_customer(fact.text, chats.customer_of(desk, desk.shown or ""), NOTICE_CHARS)
    if not text or fact.until <= fact.at or not speaks_for(desk, desk.matrix.user_id, fact.topic):
        return desk, ()
    queues = tuple(name for each in fact.queues if (name := clean(each, NAME_CHARS)))
    notice = SiteNotice(fact.notice_id, fact.at, desk.matrix.user_id, fact.topic, text, fact.until, queues)
    return desk, (ShareNotice(notice),)


# --- Kept answers and thanks ------------------------------------------------------------------------------


def answer_shared(desk: Desk, answer: KeptAnswer) -> tuple[ShareAnswer, ...]:
    """A card without anything of the customer, for the desks of this site."""
    if not desk.settings.matrix_directory:
        return ()
    return (ShareAnswer(f"{answer.answer_id}.{round(desk.now.timestamp())}", answer),)


def leave_asked(desk: Desk, conversation: Conversation, thanks: str) -> str:
    """Thanks as they leave: where there is a wall, with the question whether they may stand on it."""
    if not desk.settings.matrix_directory:
        return thanks
    expert = desk.expert(conversation.expert_id)
    return f"{thanks}\n{hunt_words.may_be_shown(expert.languages if expert else ())}"


def leave_given(before: Desk, step: Step, fact: facts.ReplyArrived) -> Step:
    """The expert's one word under our thanks puts them on the wall, once."""
    desk, effects = step
    old, conversation = before.conversations.get(fact.conversation_id), desk.conversations.get(fact.conversation_id)
    said = old.messages[-1] if old is not None and old.messages else None
    if old is None or conversation is None or said is None or said.message_id != old.thanks_id:
        return step
    if not desk.settings.matrix_directory or not hunt_words.gives_leave(fact.message.text):
        return step
    expert = desk.expert(conversation.expert_id)
    words = said.text.partition("\n")[0]
    thanked = Thanked(old.thanks_id, fact.at, expert.name if expert else old.address, old.topic, words)
    return desk, (*effects, ShareThanks(thanked))


# --- Call back --------------------------------------------------------------------------------------------


def _read(desk: Desk, fact: happened.SharedRead) -> Desk:
    """What a colleague off shift left is told, until somebody has it."""
    shared = replace(desk.shared, notices=fact.notices, wall=fact.wall, callbacks=fact.callbacks)
    open_now = {c.callback_id: c for c in fact.callbacks if c.by != desk.matrix.user_id}
    gone = tuple(n for n in desk.notices if n.kind is NoticeKind.TEAM_CALL_BACK and n.target not in open_now)
    desk = replace(desk, shared=shared, notices=tuple(n for n in desk.notices if n not in gone))
    known = {n.target for n in desk.notices}
    for callback in open_now.values():
        if callback.callback_id not in known and desk.duty.wish is not Wish.OFFLINE:
            detail = callback.topic or callback.who
            desk = note(desk, NoticeKind.TEAM_CALL_BACK, fact.at, detail=detail, target=callback.callback_id)
    return desk


def handed_on(desk: Desk, conversation: Conversation, answer: str = "") -> tuple[Effect, ...]:
    """For the team: the agent is off shift, and the customer of a call that is over waits."""
    interaction = desk.interactions.get(conversation.interaction_id)
    card = chats.customer_of(desk, conversation.interaction_id)
    customer = card or _of_history(desk, conversation.interaction_id)
    if desk.duty.wish is not Wish.OFFLINE or not desk.settings.matrix_directory:
        return ()
    if interaction is None or customer is None or not customer.customer_id:
        return ()
    if interaction.kind is not InteractionKind.CALL or interaction.ended_at is None:
        return ()
    expert = desk.expert(conversation.expert_id)
    question = next((m.text for m in conversation.messages if m.ours and m.asks), "")
    if card is None and masking.allowed(desk, "lift_masks"):
        question = ""  # of what was let stand for the expert only the card tells whether it is the customer's
    callback = CallBack(
        f"cb-{conversation.conversation_id}", desk.now, desk.matrix.user_id, conversation.topic, customer.customer_id,
        expert.name if expert else conversation.address, without_customer(question, customer, ANSWER_CHARS),
        without_customer(answer, customer, ANSWER_CHARS),
    )  # fmt: skip
    return (ShareCallBack(callback),)


def _of_history(desk: Desk, interaction_id: str) -> Customer | None:
    """As much of a customer as is known without their card."""
    entry = next((h for h in desk.history if h.interaction_id == interaction_id), None)
    return Customer(entry.customer_id, entry.name, numbers=tuple(filter(None, (entry.number,)))) if entry else None


def off_shift(before: Desk, desk: Desk) -> tuple[Effect, ...]:
    """The agent logged off: questions of calls that are over, still with somebody, are the team's."""
    if desk.duty.wish is not Wish.OFFLINE or before.duty.wish is Wish.OFFLINE:
        return ()
    effects: tuple[Effect, ...] = ()
    for hunt in desk.hunts.values():
        conversation = desk.conversations.get(hunt.current.conversation_id)
        if hunt.live and conversation is not None:
            effects += handed_on(desk, conversation)
    return effects


def _taken(desk: Desk, fact: happened.CallBackTaken) -> Step:
    """Not ours yet: a colleague may have pressed in the same second."""
    callback = next((c for c in desk.shared.callbacks if c.callback_id == fact.callback_id), None)
    notice = next((n for n in desk.notices if n.target == fact.callback_id), None)
    if callback is None or (notice is not None and notice.interaction_id):
        return desk, ()
    waits = tuple(replace(n, interaction_id=fact.interaction_id) if n is notice else n for n in desk.notices)
    return replace(desk, notices=waits), (ShareTaken(fact.interaction_id, callback),)


def _settled(desk: Desk, fact: happened.CallBackSettled) -> Step:
    callback = fact.callback
    known = (*desk.interactions, *(h.interaction_id for h in desk.history))
    if fact.ours:
        return (desk, ()) if fact.interaction_id in known else _ours(desk, fact)
    asked = next((n for n in desk.notices if n.target == callback.callback_id), None)
    others = tuple(n for n in desk.notices if n is not asked)
    if not fact.by and asked is not None:
        others = (*others, replace(asked, interaction_id=""))
    desk = replace(desk, notices=others)
    if fact.by == desk.matrix.user_id:
        return desk, ()
    who = clean(fact.by.removeprefix("@").partition(":")[0], NAME_CHARS)
    return note(desk, NoticeKind.CALL_BACK_GONE, fact.at, detail=who, target=callback.topic or callback.who), ()


def _ours(desk: Desk, fact: happened.CallBackSettled) -> Step:
    callback = fact.callback
    left = tuple(c for c in desk.shared.callbacks if c.callback_id != callback.callback_id)
    pins = (Pinned(callback.callback_id, callback.answer, callback.who),) if callback.answer else ()
    interaction = Interaction(
        fact.interaction_id, InteractionKind.CALL, fact.at, incoming=False, note=callback.question,
        wrap_up=WrapUp.OPEN, wrap_up_since=fact.at, ended_at=fact.at, pinned=pins,
    )  # fmt: skip
    desk = replace(
        desk,
        shared=replace(desk.shared, callbacks=left),
        notices=tuple(n for n in desk.notices if n.target != callback.callback_id),
        interactions={**desk.interactions, fact.interaction_id: interaction},
        shown=desk.shown if desk.calls else fact.interaction_id,  # it may have taken a while
    )
    return desk, (KeepInteraction(interaction), FindCustomer(fact.interaction_id, "", callback.customer_id))
