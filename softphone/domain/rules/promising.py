"""What a question promises before it leaves: whether a hunt begins with it, and the words below it."""

from __future__ import annotations

from softphone.domain import hunt_words
from softphone.domain.catalogue import topic_named
from softphone.domain.chat import Conversation
from softphone.domain.desk import Desk


def begins(desk: Desk, conversation: Conversation) -> bool:
    """The first question to somebody does; where they wrote first, or it is over, it is plain talk."""
    return desk.settings.promise_clock and bool(conversation.expert_id) and not conversation.messages


def foot(desk: Desk, conversation: Conversation) -> str:
    """The words below the question that is typed in there; nothing where no promise begins with it."""
    if not begins(desk, conversation):
        return ""
    expert = desk.expert(conversation.expert_id)
    return foot_for(desk, conversation.topic, expert.languages if expert else ())


def foot_for(desk: Desk, topic: str, languages: tuple[str, ...]) -> str:
    spoken = languages or topic_named(desk.catalogue, topic).languages
    return hunt_words.foot(spoken, desk.settings.taken_s, answered_s(desk, topic))


def answered_s(desk: Desk, topic: str) -> int:
    return topic_named(desk.catalogue, topic).answered_s or desk.settings.answered_s
