"""What is wanted of the store of kept answers. `backroom/answers/errands.py` does it."""

from __future__ import annotations

from dataclasses import dataclass

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
class ExportAnswers(AnswerEffect):
    path: str


@dataclass(frozen=True, slots=True)
class BringInAnswers(AnswerEffect):
    path: str
