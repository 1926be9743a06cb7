"""All ways to ask an expert as one: who is asked says which. It decides nothing else."""

from __future__ import annotations

from datetime import datetime

from softphone.backroom.journal import Journal
from softphone.backroom.ports import ExpertChat, Facts
from softphone.domain.chat import Ability, ChatMessage, Conversation


class Chats:
    """An ExpertChat of ExpertChats. The last of them takes what no other speaks to."""

    def __init__(self, journal: Journal, *chats: ExpertChat) -> None:
        self._journal = journal
        self._chats = chats

    def to(self, address: str) -> ExpertChat:
        return next((chat for chat in self._chats if chat.speaks_to(address)), self._chats[-1])

    @property
    def ability(self) -> Ability:
        """What all of them can."""
        every = [chat.ability for chat in self._chats]
        return Ability(
            delivered=all(a.delivered for a in every),
            seen=all(a.seen for a in every),
            typing=all(a.typing for a in every),
            no_doubles=all(a.no_doubles for a in every),
            largest_bytes=min(a.largest_bytes for a in every),
        )

    def speaks_to(self, address: str) -> bool:
        return any(chat.speaks_to(address) for chat in self._chats)

    @property
    def waits(self) -> bool:
        return any(chat.waits for chat in self._chats)

    def ask(self, conversation: Conversation, message: ChatMessage, receipts: bool, now: datetime) -> Facts:
        return self.to(conversation.address).ask(conversation, message, receipts, now)

    def resend(self, message_id: str, now: datetime) -> Facts:
        kept = self._journal.message(message_id)
        return () if kept is None else self.to(kept.peer).resend(message_id, now)

    def send_waiting(self, now: datetime) -> Facts:
        return tuple(fact for chat in self._chats for fact in chat.send_waiting(now))

    def recover(self, now: datetime) -> Facts:
        return tuple(fact for chat in self._chats for fact in chat.recover(now))

    def mark_seen(self, conversation_id: str, give_receipts: bool, now: datetime) -> Facts:
        """Each looks for what came by it: the one who answers may have changed."""
        return tuple(fact for chat in self._chats for fact in chat.mark_seen(conversation_id, give_receipts, now))
