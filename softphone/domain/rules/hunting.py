"""The promise: a question goes on to the next expert until somebody takes and answers it, through the side chat.

`follow` looks at what a fact did to the side chat and drives the hunts with it; the agent's hands come by functions of
their own. Words for the expert leave by the same outbox as questions do.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain import facts, hunt_words
from softphone.domain.chat import PROOF, SHOWN_MESSAGES, ChatMessage, Conversation, Delivery
from softphone.domain.desk import EPOCH, Desk, NoticeKind
from softphone.domain.effects import Effect, KeepConversation, KeepHunt, KeepQuestion, KeepStanding
from softphone.domain.expert import Expert
from softphone.domain.finding import next_to_ask
from softphone.domain.hunt import (
    HOLDING,
    Ask,
    Hunt,
    Signal,
    Stage,
    after_absence,
    asked,
    due,
    moved,
    signalled,
    stopped,
    told,
    wants_next,
)
from softphone.domain.hunt_words import Word
from softphone.domain.interaction import InteractionKind
from softphone.domain.rules import Step, chats, masking, note, promising, sharing
from softphone.domain.standing import Standing, answered, not_now
from softphone.domain.text import clean

MOST_HUNTS = 60  # on the desk; those that are over go first
JUMP = timedelta(seconds=30)  # between two ticks: the computer slept, or its clock was set
_REFUSED = frozenset({Delivery.REFUSED, Delivery.UNSURE})
_NOT_NOW_MIN = {Word.NOT_NOW_15: 15, Word.NOT_NOW_60: 60}
_SIGNALS = {
    Word.TAKE: Signal.TOOK,
    Word.DECLINE: Signal.DECLINED,
    Word.NOT_NOW_15: Signal.DECLINED,
    Word.NOT_NOW_60: Signal.DECLINED,
}


def hunt_of(desk: Desk, conversation_id: str) -> Hunt | None:
    """The latest that this conversation belongs to."""
    mine = [h for h in desk.hunts.values() if h.ask_in(conversation_id)]
    return max(mine, key=lambda h: h.began_at, default=None)


def follow(before: Desk, desk: Desk, fact: facts.Fact) -> Step:
    """The desk and what is to be done after the side chat took `fact`."""
    effects: tuple[Effect, ...] = ()
    match fact:
        case facts.QuestionAsked():
            desk = _begun(before, desk, fact)
        case facts.DeliveryChanged():
            desk = _delivered(desk, fact)
        case facts.ReplyArrived() if desk.conversations is not before.conversations:
            desk, effects = _replied(before, desk, fact)
        case facts.Reacted():
            desk = _reacted(desk, fact)
        case facts.ExpertTyping(at, conversation_id, until) if until is not None:
            desk = _signal(desk, conversation_id, Signal.WROTE, at)
        case facts.Ticked(at):
            desk, effects = _ticked(before, desk, at)
        case facts.Remembered():
            desk = _remembered(desk, fact)
        case facts.ConversationShown() | facts.ConversationOpened() | facts.HomeShown() | facts.InteractionShown():
            desk = replace(desk, picking_for="") if desk.picking_for else desk
    return _pursue(before, desk, fact.at, effects)


# --- The agent's hands ------------------------------------------------------------------------------------


def stop(desk: Desk, fact: facts.HuntStopped) -> Step:
    hunt = desk.hunts.get(fact.hunt_id)
    return (_put(desk, stopped(hunt, fact.at)) if hunt and hunt.live else desk), ()


def widen(desk: Desk, fact: facts.HuntWidened) -> Step:
    hunt = desk.hunts.get(fact.hunt_id)
    if hunt is None or not hunt.live:
        return desk, ()
    expert = desk.expert(fact.expert_id) if fact.expert_id else next_to_ask(desk, hunt, fact.at)
    desk = replace(desk, picking_for="")
    if not fact.expert_id:
        hunt = replace(hunt, goes_on=True, nobody=expert is None)
    desk = _put(desk, hunt)
    if expert is None:
        return desk, ()
    desk, effects = _ask(desk, hunt, expert, fact.at)
    theirs = next(c for c in desk.conversations_of(hunt.interaction_id) if c.expert_id == expert.expert_id)
    return replace(desk, conversation=theirs.conversation_id), effects


def picking(desk: Desk, fact: facts.PickingBegun) -> Step:
    return replace(desk, picking_for=fact.hunt_id, conversation=None, drawer_open=True), ()


# --- What happened ----------------------------------------------------------------------------------------


def _begun(before: Desk, desk: Desk, fact: facts.QuestionAsked) -> Desk:
    conversation = before.conversations.get(fact.conversation_id)
    now = desk.conversations.get(fact.conversation_id)
    if conversation is None or now is None or now is conversation or not promising.begins(before, conversation):
        return desk
    expert = desk.expert(conversation.expert_id)
    languages = expert.languages if expert else ()
    name = expert.name if expert else conversation.address
    ask = Ask(conversation.expert_id, name, fact.conversation_id, fact.question_id, fact.at, languages)
    hunt = Hunt(
        hunt_id=fact.question_id,
        interaction_id=conversation.interaction_id,
        topic=conversation.topic,
        began_at=fact.at,
        asks=(ask,),
        taken_s=desk.settings.taken_s,
        answered_s=promising.answered_s(desk, conversation.topic),
        goes_on=bool(conversation.topic),
    )
    return _put(desk, hunt)


def _delivered(desk: Desk, fact: facts.DeliveryChanged) -> Desk:
    hunt = hunt_of(desk, fact.conversation_id)
    ask = hunt.ask_in(fact.conversation_id) if hunt else None
    if hunt is None or ask is None or ask.message_id != fact.message_id:
        return desk
    if fact.delivery in _REFUSED:
        return _signal(desk, fact.conversation_id, Signal.NOT_REACHED, fact.at)
    if PROOF[fact.delivery] >= PROOF[Delivery.SENT]:
        return _signal(desk, fact.conversation_id, Signal.ACCEPTED, fact.at)
    return desk


def _replied(before: Desk, desk: Desk, fact: facts.ReplyArrived) -> Step:
    conversation = desk.conversations[fact.conversation_id]
    hunt = hunt_of(desk, fact.conversation_id)
    ask = hunt.ask_in(fact.conversation_id) if hunt else None
    if hunt is None or ask is None or not hunt.live:
        return _answer_here(desk, conversation, fact), sharing.handed_on(desk, conversation, fact.message.text)
    word = read_by(ask, fact.message.text)
    standing = desk.standings.get(ask.expert_id, Standing(ask.expert_id))
    if word is Word.ANSWER:
        desk = _signal(desk, fact.conversation_id, Signal.ANSWERED, fact.at)
        if desk.hunts[hunt.hunt_id].live:  # of somebody who has not got the question (any more): plain talk
            return desk, ()
        standing = answered(standing, fact.at - (ask.accepted_at or ask.since))
        here, effects = _keep_standing(_answer_here(desk, conversation, fact), standing)
        return here, (*effects, *sharing.handed_on(here, conversation, fact.message.text))
    # A word about the promise is no answer yet.
    known = before.conversations.get(fact.conversation_id)
    conversation = replace(conversation, answered_at=known.answered_at if known else None)
    desk = _signal(chats.put(desk, conversation), fact.conversation_id, _SIGNALS[word], fact.at)
    keep: tuple[Effect, ...] = (KeepConversation(conversation),)
    if known is not None and not known.unread:  # the promise follows it by itself: nothing is left to read
        desk, seen = chats.seen(desk, facts.MessagesSeen(fact.at, fact.conversation_id))
        keep += seen
    if word in _NOT_NOW_MIN:
        desk, effects = _keep_standing(desk, not_now(standing, fact.at, _NOT_NOW_MIN[word]))
        return desk, (*keep, *effects)
    return desk, keep


def _reacted(desk: Desk, fact: facts.Reacted) -> Desk:
    """A sign of the one asked, on the question or on a word of ours about it, says what the word would say."""
    hunt, conversation = hunt_of(desk, fact.conversation_id), desk.conversations.get(fact.conversation_id)
    theirs = conversation is not None and conversation.address == fact.sender
    ask = hunt.ask_in(fact.conversation_id) if hunt and theirs else None
    about_it = ask is not None and f"{fact.message_id}.".startswith(f"{ask.message_id}.")
    signal = _SIGNALS.get(read_by(ask, fact.key)) if ask and about_it else None
    return _signal(desk, fact.conversation_id, signal, fact.at) if signal is not None else desk


def read_by(ask: Ask, text: str) -> Word:
    """What a text of this one says about the promise: once they have it, nearly everything is an answer."""
    if ask.stage in HOLDING and ask.stage is not Stage.WRITING:
        return hunt_words.read_holder_word(text, reminded=ask.stage in (Stage.REMINDED, Stage.LATE))
    return hunt_words.read_word(text)


def _answer_here(desk: Desk, conversation: Conversation, fact: facts.ReplyArrived) -> Desk:
    """The call ended first: the customer is to be called back."""
    interaction = desk.interactions.get(conversation.interaction_id)
    if interaction is None or interaction.kind is not InteractionKind.CALL or interaction.ended_at is None:
        return desk
    if conversation.thanks_id and hunt_words.gives_leave(fact.message.text):
        return desk
    expert = desk.expert(conversation.expert_id)
    return note(
        desk,
        NoticeKind.ANSWER_HERE,
        fact.at,
        interaction_id=interaction.interaction_id,
        detail=expert.name if expert else conversation.address,
        target=interaction.number,
    )


def _ticked(before: Desk, desk: Desk, at: datetime) -> Step:
    live = [hunt for hunt in desk.hunts.values() if hunt.live]
    if not live:
        return desk, ()
    gap = at - before.now
    jumped = before.now != EPOCH and (gap > JUMP or gap < -JUMP)
    writing = {
        c.conversation_id for c in desk.conversations.values() if c.typing_until is not None and c.typing_until > at
    }
    effects: tuple[Effect, ...] = ()
    for hunt in live:
        if jumped:
            hunt = moved(hunt, gap)
        for conversation_id in due(hunt, at, writing):
            ask = hunt.ask_in(conversation_id)
            if ask is not None and ask.stage is Stage.LEAVING and not desk.line.proven:
                # Nobody can be reached now; that is no expert's fault.
                asks = tuple(replace(a, since=at) if a is ask else a for a in hunt.asks)
                hunt = replace(hunt, asks=asks)
                continue
            hunt = signalled(hunt, conversation_id, Signal.TIME_UP, at)
            if ask is not None and (late := hunt.ask_in(conversation_id)) and late.stage is Stage.REMINDED:
                desk, more = _say(desk, late, hunt_words.reminder(late.languages), at, asks=True)
                effects += more
        desk = _put(desk, hunt) if hunt is not desk.hunts.get(hunt.hunt_id) else desk
    return desk, effects


def _remembered(desk: Desk, fact: facts.Remembered) -> Desk:
    kept = {h.hunt_id: after_absence(_caught_up(desk, h), fact.at) for h in fact.hunts}
    return replace(
        desk,
        hunts={**kept, **desk.hunts},
        standings={**{s.expert_id: s for s in fact.standings}, **desk.standings},
        catalogue=desk.catalogue or fact.catalogue,
    )


def _caught_up(desk: Desk, hunt: Hunt) -> Hunt:
    """The journal may know that a question was accepted when the hunt's own row does not say so yet."""
    for ask in hunt.asks:
        question = _question(desk, ask)
        if ask.stage is Stage.LEAVING and question and PROOF[question.delivery] >= PROOF[Delivery.SENT]:
            hunt = signalled(hunt, ask.conversation_id, Signal.ACCEPTED, ask.since)
    return hunt


def _question(desk: Desk, ask: Ask) -> ChatMessage | None:
    conversation = desk.conversations.get(ask.conversation_id)
    messages = conversation.messages if conversation else ()
    return next((m for m in messages if m.message_id == ask.message_id), None)


# --- What follows from it ---------------------------------------------------------------------------------


def _pursue(before: Desk, desk: Desk, at: datetime, effects: tuple[Effect, ...] = ()) -> Step:
    """Who is next is asked, who is released is told, and what changed is kept."""
    if desk.hunts is before.hunts and desk.conversations is before.conversations:
        return desk, effects
    for hunt_id in [key for key, hunt in desk.hunts.items() if hunt is not before.hunts.get(key) or hunt.untold]:
        if wants_next(desk.hunts[hunt_id]):
            desk, more = _next(desk, desk.hunts[hunt_id], at)
            effects += more
        for ask in _to_tell(desk, desk.hunts[hunt_id]):
            hunt = desk.hunts[hunt_id]
            desk, more = _say(desk, ask, _settled(hunt, ask), at, asks=False)
            desk = _put(desk, told(hunt, ask.conversation_id))
            effects += more
    changed = (h for key, h in desk.hunts.items() if h is not before.hunts.get(key))
    return _shown(desk, before), (*effects, *(KeepHunt(hunt) for hunt in changed))


def _next(desk: Desk, hunt: Hunt, at: datetime) -> Step:
    expert = next_to_ask(desk, hunt, at)
    if expert is None:
        return _put(desk, replace(hunt, nobody=True)), ()
    return _ask(desk, hunt, expert, at)


def _ask(desk: Desk, hunt: Hunt, expert: Expert, at: datetime) -> Step:
    """This one too, with all that was said."""
    message_id = f"{hunt.hunt_id}.{len(hunt.asks) + 1}"
    known = next((c for c in desk.conversations_of(hunt.interaction_id) if c.expert_id == expert.expert_id), None)
    if known is not None and hunt.ask_in(known.conversation_id):
        return desk, ()
    conversation = known or Conversation(
        message_id, hunt.interaction_id, expert.expert_id, expert.address, hunt.topic, opened_at=at
    )
    words = clean("\n".join(_said(desk, hunt)), chats.MOST_QUESTION_CHARS, lines=True)
    masked = masking.masked(desk, conversation, words)
    message = ChatMessage(
        message_id, at, True, masked.text, Delivery.NEW, masks=masked.masks,
        foot=promising.foot_for(desk, hunt.topic, expert.languages),
    )  # fmt: skip
    message = replace(message, parts=chats.parts_of(conversation, message))
    conversation = replace(
        conversation,
        messages=(*conversation.messages, message)[-SHOWN_MESSAGES:],
        context_sent=True,
        asked_at=None,
        answered_at=None,
    )
    ask = Ask(expert.expert_id, expert.name, conversation.conversation_id, message_id, at, expert.languages)
    if known is not None and _question(desk, ask):  # a desk that died meanwhile had asked already
        return _put(desk, _caught_up(desk, asked(hunt, ask))), ()
    desk = _put(chats.put(desk, conversation), asked(hunt, ask))
    return desk, (KeepQuestion(conversation, message, desk.settings.ask_receipts),)


def _said(desk: Desk, hunt: Hunt) -> list[str]:
    """What was asked and what was said to it so far, in its order, without the words about the promise."""
    lines: list[tuple[datetime, str]] = []
    for n, ask in enumerate(hunt.asks):
        conversation = desk.conversations.get(ask.conversation_id)
        since = hunt.began_at if n else datetime.min.replace(tzinfo=hunt.began_at.tzinfo)
        for message in conversation.messages if conversation else ():
            if message.at < since or (n and message.message_id == ask.message_id):
                continue
            if message.ours and message.asks:
                # A picture was confirmed for whom it went to; the next hears that there is one.
                lines.append((message.at, f"[{message.text}]" if message.attached else message.text))
            elif not message.ours and hunt_words.read_word(message.text) is Word.ANSWER:
                lines.append((message.at, f"{ask.name}: {message.text}"))
    return [text for _, text in sorted(lines, key=lambda line: line[0])]


def _say(desk: Desk, ask: Ask, text: str, at: datetime, *, asks: bool) -> Step:
    """A word of ours about the promise. `asks`: an answer to it is waited for."""
    conversation = desk.conversations.get(ask.conversation_id)
    if conversation is None:
        return desk, ()
    message_id = f"{ask.message_id}.{'more' if asks else 'over'}.{len(conversation.messages)}"
    message = ChatMessage(message_id, at, True, text, Delivery.NEW, asks=asks)
    conversation = replace(conversation, messages=(*conversation.messages, message)[-SHOWN_MESSAGES:])
    return chats.put(desk, conversation), (KeepQuestion(conversation, message, ask_receipts=False),)


def _to_tell(desk: Desk, hunt: Hunt) -> Iterator[Ask]:
    """Who was released and has read, or will read, the question: told once it is with the network, not before."""
    for ask in hunt.asks:
        question = _question(desk, ask) if ask.untold else None
        if question is not None and PROOF[question.delivery] >= PROOF[Delivery.SENT]:
            yield ask


def _settled(hunt: Hunt, ask: Ask) -> str:
    has_it = hunt.answered or hunt.holder
    return hunt_words.not_needed(ask.languages) if has_it is None else (
        hunt_words.somebody_else(ask.languages, has_it.name)
    )  # fmt: skip


def _shown(desk: Desk, before: Desk) -> Desk:
    """The drawer shows whom the question is with now, unless the agent is writing or looks at something else."""
    shown = desk.conversations.get(desk.conversation or "")
    if shown is None or shown.draft or desk.conversation != before.conversation:
        return desk
    hunt = hunt_of(desk, shown.conversation_id)
    known = before.hunts.get(hunt.hunt_id) if hunt else None
    if hunt is None or known is None or hunt.stopped or known.current.conversation_id != shown.conversation_id:
        return desk
    return replace(desk, conversation=(hunt.answered or hunt.current).conversation_id)


def _signal(desk: Desk, conversation_id: str, signal: Signal, at: datetime) -> Desk:
    hunt = hunt_of(desk, conversation_id)
    if hunt is None:
        return desk
    after = signalled(hunt, conversation_id, signal, at)
    return desk if after is hunt else _put(desk, after)


def _put(desk: Desk, hunt: Hunt) -> Desk:
    hunts = {**desk.hunts, hunt.hunt_id: hunt}
    for key in [key for key, each in hunts.items() if not each.live]:
        if len(hunts) <= MOST_HUNTS:
            break
        del hunts[key]
    return replace(desk, hunts=hunts)


def _keep_standing(desk: Desk, standing: Standing) -> Step:
    return replace(desk, standings={**desk.standings, standing.expert_id: standing}), (KeepStanding(standing),)
