"""Answers that stay: what the agent did with them, and what the backroom found."""

from __future__ import annotations

from dataclasses import dataclass

from softphone.domain.answers import Carried, KeptAnswer, Shelf
from softphone.domain.facts.fact import Fact
from softphone.domain.feedback import Told

# --- The agent's hands ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerFact(Fact):
    """All of this file: `rules/answers.py` takes them."""


@dataclass(frozen=True, slots=True)
class AnswerKept(AnswerFact):
    """A new card, or an edited one. `conversation_id` is where it was given, if that is known."""

    answer: KeptAnswer
    conversation_id: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDeleted(AnswerFact):
    answer_id: str


@dataclass(frozen=True, slots=True)
class AnswerOpened(AnswerFact):
    """One of those offered is read; "" goes back to the offers."""

    answer_id: str


@dataclass(frozen=True, slots=True)
class OffersTurnedDown(AnswerFact):
    """The agent wants none of them for this draft."""


@dataclass(frozen=True, slots=True)
class AnswerSolvedIt(AnswerFact):
    answer_id: str


@dataclass(frozen=True, slots=True)
class OwnerAsked(AnswerFact):
    """The agent wants to know from the owner whether it still holds. `text` is the question in words."""

    answer_id: str
    interaction_id: str
    conversation_id: str
    question_id: str
    text: str


@dataclass(frozen=True, slots=True)
class ShelfWanted(AnswerFact):
    """The window of kept answers is open and asks for these words; "" for the newest."""

    query: str


@dataclass(frozen=True, slots=True)
class ExportPressed(AnswerFact):
    path: str


@dataclass(frozen=True, slots=True)
class BringInPressed(AnswerFact):
    path: str


@dataclass(frozen=True, slots=True)
class DepartmentTold(AnswerFact):
    """The agent turned a call or an answer into a word for this department."""

    feedback_id: str
    interaction_id: str
    department: str
    topic: str
    text: str


# --- From the backroom ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswersMatched(AnswerFact):
    """The best ones for what stands in the composer of this conversation."""

    conversation_id: str
    query: str
    answers: tuple[KeptAnswer, ...]


@dataclass(frozen=True, slots=True)
class FeedbackMoved(AnswerFact):
    """A word to a department was kept, taken or refused."""

    told: Told


@dataclass(frozen=True, slots=True)
class ShelfRead(AnswerFact):
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class AnswersCarried(AnswerFact):
    carried: Carried
