"""The side chat over Matrix: what is asked becomes a row, and the rows are sent by the log-in (`matrix_homeserver`).

Each method runs inside the caller's transaction. What is sent is in the room's history: a 2xx proves that, a receipt
or an answer that it was seen, and the id of a message that nobody sees it twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from softphone.backroom.chats.matrix_changes import Changes
from softphone.backroom.chats.matrix_rows import EventRow, MatrixRows
from softphone.backroom.journal import Journal
from softphone.backroom.ports import Facts
from softphone.domain.changes import ChangeEffect
from softphone.domain.chat import Ability, ChatMessage, Conversation, Delivery, rises
from softphone.domain.facts import DeliveryChanged
from softphone.domain.matrix import is_matrix_id

LARGEST_BYTES = 40_000  # an event has 65,536 bytes; a text stands in it twice, and JSON escapes some


class MatrixChat:
    ability = Ability(seen=True, typing=True, no_doubles=True, largest_bytes=LARGEST_BYTES)
    waits = False  # its own tasks know when to try again

    def __init__(self, journal: Journal, rows: MatrixRows, receipts: Receipts) -> None:
        self._journal = journal
        self._rows = rows
        self._receipts = receipts
        self.unsent = asyncio.Event()  # something is to be sent
        self.to_upload = asyncio.Event()  # a file first
        self.changes = Changes(journal.database, journal)
        self.leaving: Callable[[Conversation, str], None] | None = None  # of a link: marks what leaves at once

    def speaks_to(self, address: str) -> bool:
        return is_matrix_id(address)

    def ask(self, conversation: Conversation, message: ChatMessage, receipts: bool, now: datetime) -> Facts:
        """Keeps the question; its row is the outbox row. The same question twice is kept once."""
        del receipts  # the expert's client gives them or does not
        if self._journal.message(message.message_id) is not None:
            return ()
        self._journal.keep_conversation(conversation, now)
        message = replace(message, delivery=Delivery.KEPT, parts=1)
        self._journal.add_message(conversation.conversation_id, conversation.address, message)
        self._rows.put_out(message.message_id, conversation.conversation_id, conversation.address)
        if self.leaving is not None:
            self.leaving(conversation, message.message_id)
        self._look()
        return (DeliveryChanged(now, conversation.conversation_id, message.message_id, Delivery.KEPT),)

    def resend(self, message_id: str, now: datetime) -> Facts:
        """The agent wants it sent again: what was refused goes once more, under its own id."""
        kept = self._journal.message(message_id)
        if kept is None or self._rows.outbox_state(message_id) != "refused":
            return ()
        self._rows.settle(message_id, "kept")
        self._look()
        self._journal.change_message(replace(kept.message, delivery=Delivery.KEPT, reason=""))
        return (DeliveryChanged(now, kept.conversation_id or "", message_id, Delivery.KEPT),)

    def send_waiting(self, now: datetime) -> Facts:
        del now
        self._look()
        return ()

    def recover(self, now: datetime) -> Facts:
        """Nothing is unsure: what had left goes again under its id, which the homeserver knows."""
        return self.send_waiting(now)

    def change(self, change: ChangeEffect) -> Facts:
        """Kept at once, and told to the homeserver when it can be."""
        if self.changes.put(change):
            self.unsent.set()
        return ()

    def give_up(self, message_id: str, why: str, now: datetime) -> Facts:
        """A file that has not gone up does not go; the agent may send it again."""
        if self._rows.files.url(message_id) != "" or self._rows.outbox_state(message_id) not in ("kept", "left"):
            return ()
        self._rows.settle(message_id, "refused")
        self.unsent.set()  # what was written after it
        return delivered(self._journal, message_id, Delivery.REFUSED, now, why)

    def _look(self) -> None:
        """Something was put out, or the world changed."""
        self.unsent.set()
        self.to_upload.set()

    def mark_seen(self, conversation_id: str, give_receipts: bool, now: datetime) -> Facts:
        """Those of them that came by Matrix; one receipt for all of them in a thread."""
        del now
        last: dict[tuple[str, str], EventRow] = {}
        for kept in self._journal.messages(conversation_id, unseen_only=True):
            events = self._rows.events_of(kept.message.message_id)
            if events:
                self._journal.change_message(replace(kept.message, seen_here=True))
                last[events[0].room_id, events[0].thread] = events[0]
        for event in last.values():
            self._receipts.give(event, give_receipts)
        return ()


class Receipts:
    """What the agent has read and the homeserver is still to be told: the last of each thread."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], tuple[EventRow, bool]] = {}
        self.wanted = asyncio.Event()

    def give(self, event: EventRow, to_others: bool) -> None:
        """`to_others`: the expert may see it; else only the agent's own clients."""
        self._waiting[event.room_id, event.thread] = (event, to_others)
        self.wanted.set()

    def take(self) -> list[tuple[EventRow, bool]]:
        waiting, self._waiting = list(self._waiting.values()), {}
        self.wanted.clear()
        return waiting


def delivered(journal: Journal, message_id: str, delivery: Delivery, now: datetime, reason: str = "") -> Facts:
    """Keeps how far a message of ours has come; nothing where that is no news."""
    kept = journal.message(message_id)
    if kept is None or not rises(kept.message.delivery, delivery):
        return ()
    if (kept.message.delivery, kept.message.reason) == (delivery, reason):
        return ()
    journal.change_message(replace(kept.message, delivery=delivery, reason=reason))
    return (DeliveryChanged(now, kept.conversation_id or "", message_id, delivery, reason),)
