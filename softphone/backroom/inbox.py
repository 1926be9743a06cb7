"""Text that came in: never twice, and never on a call it does not belong to.

A reply carries no conversation. An expert has one open question from one agent at a time, and it belongs to that;
with none open to the last talk within half an hour, else into the tray. With two open it is not guessed either.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import apsw
from msgspec.structs import replace

from softphone.backroom.cleaning import stamp
from softphone.backroom.journal import Journal, user_of
from softphone.domain.chat import ChatMessage, Conversation, Delivery
from softphone.domain.protocol import MessageReceived
from softphone.domain.text import MESSAGE_CHARS, clean

BELONGS_FOR = timedelta(minutes=30)
_ASKED = frozenset({Delivery.SENT, Delivery.DELIVERED, Delivery.SEEN, Delivery.UNSURE})


class Inbox:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def take_in(
        self, connection: apsw.Connection, event: MessageReceived
    ) -> tuple[Conversation | None, ChatMessage] | None:
        """The message, kept with its conversation (None: the tray) and the transport's position, both or neither.
        None for what was here before, or is no text. One transaction: the caller's."""
        user = user_of(event.sender)
        text = clean(event.text, MESSAGE_CHARS, lines=True)
        marks = [mark[:200] for mark in (event.network_id, event.message_id and f"aside:{event.message_id}") if mark]
        if not text or any(self._known(connection, user, mark) for mark in marks):
            return None
        connection.executemany("INSERT INTO heard VALUES (?,?,?)", ((user, mark, stamp(event.at)) for mark in marks))
        made = hashlib.blake2b(f"{user}\0{event.network_id}\0{stamp(event.at)}".encode(), digest_size=12).hexdigest()
        message = ChatMessage(f"r-{made}", event.at, False, text, Delivery.DELIVERED, seen_here=False)
        conversation = self.conversation_of(event.sender, event.at, event.conversation)
        self._journal.add_message(
            conversation.conversation_id if conversation else None,
            event.sender,
            message,
            imdn_id=event.imdn_id,
            wants_seen=event.wants_seen,
        )
        if conversation is not None and conversation.answered_at is None:
            self._journal.keep_conversation(replace(conversation, answered_at=event.at), event.at)
        return conversation, message

    def conversation_of(self, sender: str, at: datetime, hint: str = "") -> Conversation | None:
        """Whose conversation a text from `sender` is. `hint` is what another Aside said, believed only for a
        conversation with this very sender."""
        talks = self._journal.talks_with(user_of(sender))
        for conversation, _ in talks:
            if hint and conversation.conversation_id == hint:
                return conversation
        waiting = [conversation for conversation, _ in talks if self._waits(conversation)]
        if waiting:
            return waiting[0] if len(waiting) == 1 else None
        if talks and at - talks[0][1] <= BELONGS_FOR:
            return talks[0][0]
        return None

    def _waits(self, conversation: Conversation) -> bool:
        """Whether the last word in it is a question of ours that may have arrived."""
        last = self._journal.messages(conversation.conversation_id, 1)
        asked = bool(last) and last[0].message.ours and last[0].message.asks
        return asked and last[0].message.delivery in _ASKED

    def _known(self, connection: apsw.Connection, user: str, mark: str) -> bool:
        return connection.execute("SELECT 1 FROM heard WHERE sender = ? AND mark = ?", (user, mark)).get is not None
