"""What the keys and buttons of an answer post: a reply of the side chat, or a kept answer that is being read."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from softphone.domain.answers import KeptAnswer
from softphone.domain.changes import CorrectionBegun, MessageTakenBack
from softphone.domain.desk import Desk
from softphone.domain.facts import DispositionEdited, Fact, NoteEdited
from softphone.domain.facts.answers import AnswerOpened, AnswerSolvedIt, OffersTurnedDown, OwnerAsked
from softphone.domain.facts.attention import AnswerPinned, ReplyPicked, ThanksGiven
from softphone.domain.facts.sharing import JoinPressed
from softphone.domain.interaction import Outcome, WrapUp
from softphone.domain.rules.attention import beside, in_hand, shown_conversation
from softphone.ui.ids import fresh_id
from softphone.ui.shortcuts import Action, owner_to_ask

translate = QCoreApplication.translate

OFFERS = (Action.OFFER_1, Action.OFFER_2, Action.OFFER_3)


def side_fact(action: Action, desk: Desk, at: datetime) -> Fact | None:
    """The fact that this action is now; None where it is something of the drawer alone."""
    hand, offers = in_hand(desk), desk.offers
    match action:
        case Action.OFFER_1 | Action.OFFER_2 | Action.OFFER_3 if len(offers.answers) > OFFERS.index(action):
            wanted = offers.answers[OFFERS.index(action)].answer_id
            return AnswerOpened(at, "" if offers.opened == wanted else wanted)
        case Action.NO_OFFER:
            return AnswerOpened(at, "") if offers.opened else OffersTurnedDown(at)
        case Action.SOLVED_IT:
            return AnswerSolvedIt(at, offers.opened)
        case Action.ASK_OWNER if (answer := offers.answer(offers.opened)) and owner_to_ask(desk):
            return ask_owner(answer, desk.shown or fresh_id(), at)
        case Action.TO_NOTE if hand is not None:
            return to_note(desk, hand.interaction_id, hand.text, at)
        case Action.PIN if hand is not None:
            return AnswerPinned(at, hand.interaction_id, hand.key, hand.text, hand.who)
        case Action.THANKS if hand is not None:
            return ThanksGiven(at, hand.conversation_id, fresh_id(), thanks(desk))
        case Action.JOIN if (joining := shown_conversation(desk)) is not None:
            return JoinPressed(at, joining.conversation_id, fresh_id())
        case Action.CORRECT if desk.conversation:
            return CorrectionBegun(at, desk.conversation)
        case Action.RECALL if desk.conversation:
            return MessageTakenBack(at, fresh_id(), desk.conversation)
        case Action.EARLIER_REPLY:
            return ReplyPicked(at, beside(desk, -1))
        case Action.LATER_REPLY:
            return ReplyPicked(at, beside(desk, 1))
        case _:
            return None


def ask_owner(answer: KeptAnswer, interaction_id: str, at: datetime) -> OwnerAsked:
    text = translate(
        "Answers", "Does this answer still hold? It was kept until {day}.\nQuestion: {question}\nAnswer: {answer}"
    )
    said = text.replace("{day}", answer.valid_until.isoformat())
    said = said.replace("{question}", answer.question).replace("{answer}", answer.text)
    return OwnerAsked(at, answer.answer_id, interaction_id, fresh_id(), fresh_id(), said)


def to_note(desk: Desk, interaction_id: str, text: str, at: datetime) -> Fact | None:
    """Under what stands there already; in wrap-up into the wrap-up's note."""
    interaction = desk.interactions.get(interaction_id)
    if interaction is None:
        return None
    if interaction.wrap_up is WrapUp.OPEN:
        what = interaction.disposition
        return DispositionEdited(at, interaction_id, replace(what, note=f"{what.note}\n{text}".strip()))
    return NoteEdited(at, interaction_id, f"{interaction.note}\n{text}".strip())


def thanks(desk: Desk) -> str:
    """What the answer did, in words for the expert."""
    interaction = desk.interaction
    outcome = interaction.disposition.outcome if interaction is not None else None
    if outcome is Outcome.SOLVED:
        return translate("Answers", "Thank you. Your answer solved it in the call.")
    if outcome is Outcome.PROMISED:
        return translate("Answers", "Thank you. With your answer I could promise the customer how it goes on.")
    return translate("Answers", "Thank you. Your answer helped in the call.")
