"""What the agent does with an answer that came: holds it over the card, says thanks for it."""

from __future__ import annotations

from softphone.domain.chat import ChatMessage
from softphone.domain.facts.fact import Fact


class AttentionFact(Fact, frozen=True):
    """All of this file: `rules/attention.py` takes them."""


class ReplyPicked(AttentionFact, frozen=True):
    """The agent goes to this reply of the shown conversation; "" to the last."""

    message_id: str


class OlderWanted(AttentionFact, frozen=True):
    """The agent scrolled to the first message that is here."""

    conversation_id: str


class OlderRead(AttentionFact, frozen=True):
    """From the journal: what comes before, oldest first; `whole` when nothing comes before that."""

    conversation_id: str
    before: str
    messages: tuple[ChatMessage, ...]
    whole: bool


class AnswerPinned(AttentionFact, frozen=True):
    """`pin_id` is that of the message or card: the same one twice is taken off again."""

    interaction_id: str
    pin_id: str
    text: str
    who: str


class AnswerUnpinned(AttentionFact, frozen=True):
    interaction_id: str
    pin_id: str


class ThanksGiven(AttentionFact, frozen=True):
    """The expert is told what their answer did. `text` in the agent's words; the question's id is new."""

    conversation_id: str
    question_id: str
    text: str
