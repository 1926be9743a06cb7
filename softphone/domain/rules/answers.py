"""Answers that stay: kept from a reply, offered while a question is typed, counted when they solve it."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import answer_effects as effects
from softphone.domain import facts
from softphone.domain.answers import LEAST_LETTERS, MOST_OFFERS, Offers, fit_to_keep, without_customer
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import Effect, KeepConversation
from softphone.domain.facts import answers as happened
from softphone.domain.feedback import FEEDBACK_CHARS, Feedback, departments
from softphone.domain.interaction import Delivered
from softphone.domain.rules import Step, chats, note, sharing
from softphone.domain.text import NAME_CHARS, clean


def answered(desk: Desk, fact: happened.AnswerFact) -> Step:
    match fact:
        case happened.AnswerKept():
            return _kept(desk, fact)
        case happened.AnswerDeleted(_, answer_id):
            return _without(desk, answer_id), (effects.DeleteAnswer(answer_id),)
        case happened.AnswerOpened(_, answer_id):
            return replace(desk, offers=replace(desk.offers, opened=answer_id)), ()
        case happened.OffersTurnedDown():
            conversation = desk.conversations.get(desk.offers.conversation_id)
            draft = conversation.draft if conversation else ""
            return replace(desk, offers=Offers(desk.offers.conversation_id, turned_down=draft)), ()
        case happened.AnswerSolvedIt():
            return _solved(desk, fact)
        case happened.OwnerAsked():
            return _owner_asked(desk, fact)
        case happened.ShelfWanted(_, query):
            return desk, (effects.ReadShelf(query),)
        case happened.ExportPressed(_, path):
            return replace(desk, carried=None), (effects.ExportAnswers(path),)
        case happened.BringInPressed(_, path):
            return replace(desk, carried=None), (effects.BringInAnswers(path),)
        case happened.DepartmentTold():
            return _told(desk, fact)
        case happened.FeedbackMoved(at, told):
            desk = replace(desk, told=told)
            refused = told.state == Delivered.REFUSED
            return (note(desk, NoticeKind.FEEDBACK_REFUSED, at, target=told.department) if refused else desk), ()
        case happened.AnswersMatched():
            return _matched(desk, fact), ()
        case happened.ShelfRead(_, shelf):
            return replace(desk, shelf=shelf), ()
        case happened.AnswersCarried(_, carried):
            return replace(desk, carried=carried), ()
    raise TypeError(f"no rule for {type(fact).__name__}")


def while_typing(step: Step, fact: facts.DraftEdited) -> Step:
    """What was typed is looked for; a draft that begins anew offers nothing old."""
    desk, so_far = step
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None:
        return step
    if sum(map(str.isalnum, conversation.draft)) < LEAST_LETTERS:
        empty = desk.offers == Offers()
        return (desk if empty else replace(desk, offers=Offers())), so_far
    turned_down = desk.offers.turned_down
    if turned_down and conversation.draft.startswith(turned_down[: len(turned_down) // 2 + 1]):
        return step
    return desk, (*so_far, effects.SeekAnswers(fact.conversation_id, conversation.draft))


def sent(step: Step) -> Step:
    """The question went to the expert: nothing is offered for it any more."""
    desk, so_far = step
    return (replace(desk, offers=Offers()) if desk.offers != Offers() else desk), so_far


def _matched(desk: Desk, fact: happened.AnswersMatched) -> Desk:
    conversation = desk.conversations.get(fact.conversation_id)
    if conversation is None or conversation.draft != fact.query:
        return desk  # typed on, or sent
    answers = fact.answers[:MOST_OFFERS]
    same = desk.offers.conversation_id == fact.conversation_id
    if same and desk.offers.opened and (reading := desk.offers.answer(desk.offers.opened)):
        answers = tuple(dict.fromkeys((reading, *answers)))[:MOST_OFFERS]  # what is read stays
        return replace(desk, offers=replace(desk.offers, answers=answers))
    if same and desk.offers.answers == answers:
        return desk
    return replace(desk, offers=Offers(fact.conversation_id, answers) if answers else Offers())


def _kept(desk: Desk, fact: happened.AnswerKept) -> Step:
    """Cleaned by the card of the customer it was asked for."""
    conversation = desk.conversations.get(fact.conversation_id)
    customer = chats.customer_of(desk, conversation.interaction_id) if conversation else None
    answer = fit_to_keep(fact.answer, customer)
    if not answer.answer_id or not answer.question or not answer.text:
        return desk, ()
    kept: tuple[Effect, ...] = (effects.KeepAnswer(answer), *sharing.answer_shared(desk, answer))
    if conversation is not None:
        desk = chats.put(desk, replace(conversation, kept_as=answer.answer_id))
        changed = desk.conversations[conversation.conversation_id]
        return _without(desk, answer.answer_id), (*kept, KeepConversation(changed))
    return _without(desk, answer.answer_id), kept


def _without(desk: Desk, answer_id: str) -> Desk:
    """An answer that was changed or deleted is no longer offered as it was."""
    if desk.offers.answer(answer_id) is None:
        return desk
    left = tuple(a for a in desk.offers.answers if a.answer_id != answer_id)
    return replace(desk, offers=Offers(desk.offers.conversation_id, left))


def _solved(desk: Desk, fact: happened.AnswerSolvedIt) -> Step:
    """The draft was answered without the expert: it goes, and the owner's minutes are counted."""
    conversation = desk.conversations.get(desk.offers.conversation_id)
    if desk.offers.answer(fact.answer_id) is None:
        return desk, ()
    desk = replace(desk, offers=Offers())
    count = effects.CountSolved(fact.answer_id)
    if conversation is None:
        return desk, (count,)
    desk, more = chats.drafted(desk, facts.DraftEdited(fact.at, conversation.conversation_id, ""))
    return desk, (*more, count)


def _told(desk: Desk, fact: happened.DepartmentTold) -> Step:
    """Tagged by what the call was about; nothing of the customer goes along."""
    text = without_customer(fact.text, chats.customer_of(desk, fact.interaction_id), FEEDBACK_CHARS)
    known = any(each.name == fact.department for each in departments(desk.settings.departments))
    if not text or not known:
        return desk, ()
    interaction = desk.interactions.get(fact.interaction_id)
    outcome = interaction.disposition.outcome if interaction else None
    words = (interaction.queue, interaction.disposition.code, outcome.value if outcome else "") if interaction else ()
    feedback = Feedback(
        fact.feedback_id,
        fact.at,
        fact.department,
        clean(without_customer(fact.topic, None, NAME_CHARS), NAME_CHARS),
        text,
        tuple(clean(word, NAME_CHARS) for word in words if word),
    )
    return replace(desk, told=None), (effects.TellDepartment(feedback),)


def _owner_asked(desk: Desk, fact: happened.OwnerAsked) -> Step:
    """A question to the owner in the side chat of what is shown; what they say renews the card."""
    answer = desk.offers.answer(fact.answer_id) or next(
        (a for a in desk.shelf.answers if a.answer_id == fact.answer_id), None
    )
    owner = next((e for e in desk.experts if answer and e.address == answer.owner_address), None)
    if answer is None or owner is None:
        return desk, ()
    made: Step = (desk, ())
    if fact.interaction_id not in desk.interactions:
        made = chats.internal(desk, facts.InternalOpened(fact.at, fact.interaction_id))
    opened, on_open = chats.opened(
        made[0],
        facts.ConversationOpened(
            fact.at, fact.conversation_id, fact.interaction_id, owner.expert_id, answer.topic
        ),
    )
    conversation_id = opened.conversation or ""
    conversation = opened.conversations.get(conversation_id)
    if conversation is None:
        return desk, ()
    draft = conversation.draft
    # No customer's context goes with it: it is about the answer and not about this call.
    renewing = replace(conversation, kept_as=answer.answer_id, context_sent=True)
    asked, on_ask = chats.asked(
        chats.put(opened, renewing), facts.QuestionAsked(fact.at, fact.question_id, conversation_id, fact.text)
    )
    kept_draft = replace(asked.conversations[conversation_id], draft=draft)
    asked = replace(chats.put(asked, kept_draft), offers=Offers())
    told = effects.KeepAnswer(replace(answer, owner_asked_at=fact.at))
    return asked, (*made[1], *on_open, *on_ask, told)
