"""What is wanted of the store for answers, old and new. `backroom/answers/errands.py` does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from softphone.domain.answers import KeptAnswer
from softphone.domain.feedback import Feedback


@dataclass(frozen=True, slots=True)
class AnswerEffect:
    """All of this file."""


@dataclass(frozen=True, slots=True)
class SeekAnswers(AnswerEffect):
    """Answered by AnswersMatched, unless the agent went on typing."""

    conversation_id: str
    query: str


@dataclass(frozen=True, slots=True)
class KeepAnswer(AnswerEffect):
    """Whole value; followed by a ShelfRead."""

    answer: KeptAnswer


@dataclass(frozen=True, slots=True)
class DeleteAnswer(AnswerEffect):
    answer_id: str


@dataclass(frozen=True, slots=True)
class CountSolved(AnswerEffect):
    answer_id: str


@dataclass(frozen=True, slots=True)
class TellDepartment(AnswerEffect):
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class ReadShelf(AnswerEffect):
    query: str


@dataclass(frozen=True, slots=True)
class ReadOlder(AnswerEffect):
    """A page of a conversation before this message; followed by an OlderRead."""

    conversation_id: str
    before: str
    before_at: datetime


@dataclass(frozen=True, slots=True)
class ExportAnswers(AnswerEffect):
    path: str


@dataclass(frozen=True, slots=True)
class BringInAnswers(AnswerEffect):
    path: str
