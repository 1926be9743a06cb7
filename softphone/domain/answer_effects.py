"""What is wanted of the store for answers, old and new. `backroom/answers/errands.py` does it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from softphone.domain.answers import KeptAnswer
from softphone.domain.feedback import Feedback


class AnswerEffect(Struct, frozen=True):
    """All of this file."""


class SeekAnswers(AnswerEffect, frozen=True):
    """Answered by AnswersMatched, unless the agent went on typing."""

    conversation_id: str
    query: str


class KeepAnswer(AnswerEffect, frozen=True):
    """Whole value; followed by a ShelfRead."""

    answer: KeptAnswer


class DeleteAnswer(AnswerEffect, frozen=True):
    answer_id: str


class CountSolved(AnswerEffect, frozen=True):
    answer_id: str


class TellDepartment(AnswerEffect, frozen=True):
    feedback: Feedback


class ReadShelf(AnswerEffect, frozen=True):
    query: str


class ReadOlder(AnswerEffect, frozen=True):
    """A page of a conversation before this message; followed by an OlderRead."""

    conversation_id: str
    before: str
    before_at: datetime


class ExportAnswers(AnswerEffect, frozen=True):
    path: str


class BringInAnswers(AnswerEffect, frozen=True):
    path: str
