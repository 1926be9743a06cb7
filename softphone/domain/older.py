"""What was said before the last two hundred messages of the shown conversation: pages that come when scrolled to."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.chat import SHOWN_MESSAGES, ChatMessage, Conversation

PAGE = 100
MOST_OLDER = 20_000  # further back nobody scrolls, and search is the way


class Older(Struct, frozen=True):
    conversation_id: str = ""
    messages: tuple[ChatMessage, ...] = ()
    whole: bool = False  # there is nothing before these
    asked: bool = False

    def of(self, conversation: Conversation) -> tuple[ChatMessage, ...]:
        return self.messages if self.conversation_id == conversation.conversation_id else ()

    def has_more(self, conversation: Conversation) -> bool:
        """Whether the journal may know of more than is here."""
        if self.conversation_id != conversation.conversation_id:
            return len(conversation.messages) >= SHOWN_MESSAGES
        return not self.whole and len(self.messages) < MOST_OLDER


def followed(older: Older, before: Conversation, after: Conversation) -> Older:
    """What new messages pushed out of the last two hundred is an older one now."""
    if not after.messages or before.messages is after.messages:
        return older
    first = after.messages[0].message_id
    pushed = []
    for message in before.messages:
        if message.message_id == first:
            break
        pushed.append(message)
    return replace(older, messages=(*older.messages, *pushed)) if pushed else older
