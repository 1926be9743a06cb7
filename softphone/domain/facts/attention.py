"""What the agent does with an answer that came: holds it over the card, says thanks for it."""

from __future__ import annotations

from dataclasses import dataclass

from softphone.domain.chat import ChatMessage
from softphone.domain.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class AttentionFact(Fact):
    """All of this file: `rules/attention.py` takes them."""


@dataclass(frozen=True, slots=True)
class ReplyPicked(AttentionFact):
    """The agent goes to this reply of the shown conversation; "" to the last."""

    message_id: str


@dataclass(frozen=True, slots=True)
class OlderWanted(AttentionFact):
    """The agent scrolled to the first message that is here."""

    conversation_id: str


@dataclass(frozen=True, slots=True)
class OlderRead(AttentionFact):
    """From the journal: what comes before, oldest first; `whole` when nothing comes before that."""

    conversation_id: str
    before: str
    messages: tuple[ChatMessage, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class AnswerPinned(AttentionFact):
    """`pin_id` is that of the message or card: the same one twice is taken off again."""

    interaction_id: str
    pin_id: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class AnswerUnpinned(AttentionFact):
    interaction_id: str
    pin_id: str


@dataclass(frozen=True, slots=True)
class ThanksGiven(AttentionFact):
    """The expert is told what their answer did. `text` in the agent's words; the question's id is new."""

    conversation_id: str
    question_id: str
    text: str
