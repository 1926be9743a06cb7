"""Answers that stay: what the agent did with them, and what the backroom found."""

from __future__ import annotations

from softphone.domain.answers import Carried, KeptAnswer, Shelf
from softphone.domain.facts.fact import Fact
from softphone.domain.feedback import Told

# --- The agent's hands ------------------------------------------------------------------------------------


class AnswerFact(Fact, frozen=True):
    """All of this file: `rules/answers.py` takes them."""


class AnswerKept(AnswerFact, frozen=True):
    """A new card, or an edited one. `conversation_id` is where it was given, if that is known."""

    answer: KeptAnswer
    conversation_id: str = ""


class AnswerDeleted(AnswerFact, frozen=True):
    answer_id: str


class AnswerOpened(AnswerFact, frozen=True):
    """One of those offered is read; "" goes back to the offers."""

    answer_id: str


class OffersTurnedDown(AnswerFact, frozen=True):
    """The agent wants none of them for this draft."""


class AnswerSolvedIt(AnswerFact, frozen=True):
    answer_id: str


class OwnerAsked(AnswerFact, frozen=True):
    """The agent wants to know from the owner whether it still holds. `text` is the question in words."""

    answer_id: str
    interaction_id: str
    conversation_id: str
    question_id: str
    text: str


class ShelfWanted(AnswerFact, frozen=True):
    """The window of kept answers is open and asks for these words; "" for the newest."""

    query: str


class ExportPressed(AnswerFact, frozen=True):
    path: str


class BringInPressed(AnswerFact, frozen=True):
    path: str


class DepartmentTold(AnswerFact, frozen=True):
    """The agent turned a call or an answer into a word for this department."""

    feedback_id: str
    interaction_id: str
    department: str
    topic: str
    text: str


# --- From the backroom ------------------------------------------------------------------------------------


class AnswersMatched(AnswerFact, frozen=True):
    """The best ones for what stands in the composer of this conversation."""

    conversation_id: str
    query: str
    answers: tuple[KeptAnswer, ...]


class FeedbackMoved(AnswerFact, frozen=True):
    """A word to a department was kept, taken or refused."""

    told: Told


class ShelfRead(AnswerFact, frozen=True):
    shelf: Shelf


class AnswersCarried(AnswerFact, frozen=True):
    carried: Carried
