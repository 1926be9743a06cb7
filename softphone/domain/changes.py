"""The agent's last word put right, or taken back: where the transport can, and for everybody who reads it."""

from __future__ import annotations

from msgspec import Struct

from softphone.domain.chat import PROOF, ChatMessage, Conversation, Delivery
from softphone.domain.facts.fact import Fact
from softphone.domain.matrix import is_matrix_id


def last_word(conversation: Conversation) -> ChatMessage | None:
    """What can be put right or taken back: the last that the agent wrote, once the homeserver has it."""
    if not is_matrix_id(conversation.address):
        return None
    message = next((m for m in reversed(conversation.messages) if m.ours and m.asks), None)
    if message is None or message.removed or message.changing or message.delivery is Delivery.REFUSED:
        return None
    return message if PROOF[message.delivery] >= PROOF[Delivery.SENT] else None


class ChangeFact(Fact, frozen=True):
    """All facts of this file: `rules/changes.py` takes them."""


class CorrectionBegun(ChangeFact, frozen=True):
    """The last word stands in the composer."""

    conversation_id: str


class CorrectionLeft(ChangeFact, frozen=True):
    conversation_id: str


class MessageCorrected(ChangeFact, frozen=True):
    change_id: str
    conversation_id: str
    text: str


class MessageTakenBack(ChangeFact, frozen=True):
    change_id: str
    conversation_id: str


class ChangeEffect(Struct, frozen=True):
    """Kept before it leaves; a MessageChanged follows when the homeserver has it, or would not have it."""

    change_id: str
    conversation_id: str
    message: ChatMessage  # as it is now; a removed one is taken back
