"""The side chat over SIP MESSAGE (RFC 3428): decides what is sent when and what is proved; it has no socket.

Each method runs inside the caller's transaction and returns facts to post: what it wants said to the network goes
out as `SendWanted`, so nothing leaves that is not in a row. A 2xx is *sent*; more is proved only by IMDN (RFC 5438)
or an answer. No answer after a MESSAGE left: repeated once under the same id, and marked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, assert_never

import apsw
from msgspec import Struct
from msgspec.structs import replace

from softphone.backroom.database import Database
from softphone.backroom.inbox import Inbox
from softphone.backroom.journal import Journal, KeptMessage, user_of
from softphone.backroom.ports import ChatEvent, Facts
from softphone.domain.chat import (
    PART_BYTES,
    PROOF,
    Ability,
    ChatMessage,
    Conversation,
    Delivery,
    Unassigned,
    split,
)
from softphone.domain.facts import DeliveryChanged, ExpertTyping, Fact, ReplyArrived, ReplyUnassigned, SendWanted
from softphone.domain.matrix import is_matrix_id
from softphone.domain.protocol import (
    ComposingReceived,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    ReceiptReceived,
    SendMessage,
    SendReceipt,
)
from softphone.domain.text import clean

TYPING_S = timedelta(seconds=90)  # RFC 3994 §3.2 refreshes every 60 s at the earliest
MOST_TRIES = 2
TRY_LATER = frozenset({0, 408, 500, 502, 503, 504})  # the network's trouble, not the expert's answer
RECALLED = 40  # of a conversation that the desk let go
_REASON_CHARS = 120


class PartState(StrEnum):
    KEPT = "kept"
    LEFT = "left"  # with the engine; its answer is not here yet
    SENT = "sent"
    DELIVERED = "delivered"
    SEEN = "seen"
    REFUSED = "refused"
    UNSURE = "unsure"


_RISING = (PartState.SENT, PartState.DELIVERED, PartState.SEEN)


class Part(Struct, frozen=True):
    part_id: str
    message_id: str
    text: str
    state: PartState
    tries: int


class SipChat:
    ability = Ability(delivered=True, seen=True, typing=True, largest_bytes=PART_BYTES)

    def __init__(self, database: Database, journal: Journal, inbox: Inbox) -> None:
        self._database = database
        self._journal = journal
        self._inbox = inbox

    @property
    def _connection(self) -> apsw.Connection:
        return self._database.connection

    def speaks_to(self, address: str) -> bool:
        return not is_matrix_id(address)

    # --- Sending ------------------------------------------------------------------------------------------

    def ask(self, conversation: Conversation, message: ChatMessage, receipts: bool, now: datetime) -> Facts:
        """Keeps the question and lets its first part go. The same question twice is kept once."""
        if self._journal.message(message.message_id) is not None:
            return ()
        texts = split(message.whole)
        self._journal.keep_conversation(conversation, now)
        message = replace(message, delivery=Delivery.KEPT, parts=len(texts))
        self._journal.add_message(conversation.conversation_id, conversation.address, message, receipts=receipts)
        single = len(texts) == 1
        self._connection.executemany(
            "INSERT INTO parts VALUES (?,?,?,?,?,0,'')",
            (
                (message.message_id if single else f"{message.message_id}-{n}", message.message_id, n, text, "kept")
                for n, text in enumerate(texts, start=1)
            ),
        )
        kept = DeliveryChanged(now, conversation.conversation_id, message.message_id, Delivery.KEPT)
        return (kept, *self._go_on(message.message_id, now))

    def resend(self, message_id: str, now: datetime) -> Facts:
        """The agent wants it sent again: what was refused or is unsure goes once more."""
        self._connection.execute(
            "UPDATE parts SET state = 'kept', tries = 0 WHERE message_id = ? AND state IN ('refused', 'unsure')",
            (message_id,),
        )
        return (*self._settle(message_id, now, again=True), *self._go_on(message_id, now))

    def send_waiting(self, now: datetime) -> Facts:
        """The line is back: all that waits goes, each conversation in its order."""
        facts: list[Fact] = []
        for message_id in self._unfinished("kept"):
            facts += self._go_on(message_id, now)
        return tuple(facts)

    def recover(self, now: datetime) -> Facts:
        """After a start: what had left and was not answered may or may not have arrived; it goes once more."""
        facts: list[Fact] = []
        for message_id in self._unfinished("left"):
            self._connection.execute(
                "UPDATE parts SET state = iif(tries < ?, 'kept', 'unsure') WHERE message_id = ? AND state = 'left'",
                (MOST_TRIES, message_id),
            )
            facts += self._settle(message_id, now)
        return tuple(facts)

    @property
    def waits(self) -> bool:
        """Whether anything waits for the network."""
        return bool(self._unfinished("kept"))

    def mark_seen(self, conversation_id: str, give_receipts: bool, now: datetime) -> Facts:
        """The agent has read these replies; receipts for those that want one."""
        facts: list[Fact] = []
        for kept in self._journal.messages(conversation_id, unseen_only=True):
            self._journal.change_message(replace(kept.message, seen_here=True))
            if give_receipts and kept.wants_seen and kept.imdn_id:
                facts.append(SendWanted(now, SendReceipt(kept.peer, kept.imdn_id, seen=True)))
        return tuple(facts)

    # --- What the network said ----------------------------------------------------------------------------

    def heard(self, event: ChatEvent, held: frozenset[str] = frozenset()) -> Facts:
        match event:
            case MessageAccepted(at, message_id, imdn_id):
                part = self._part(message_id)
                if part is None or part.state in _RISING:
                    return ()
                self._connection.execute(
                    "UPDATE parts SET state = 'sent', imdn_id = ? WHERE part_id = ?", (imdn_id[:200], message_id)
                )
                return (*self._settle(part.message_id, at), *self._go_on(part.message_id, at))
            case MessageRefused(at, message_id, code, reason):
                return self._refused(at, message_id, code, reason)
            case MessageLost(at, message_id):
                return self._lost(at, message_id)
            case MessageReceived():
                return self._received(event, held)
            case ReceiptReceived():
                return self._receipt(event)
            case ComposingReceived(at, sender, active):
                conversation = self._inbox.conversation_of(sender, at)
                if conversation is None:
                    return ()
                return (ExpertTyping(at, conversation.conversation_id, at + TYPING_S if active else None),)
            case _:
                assert_never(event)

    def _refused(self, at: datetime, part_id: str, code: int, reason: str) -> Facts:
        part = self._part(part_id)
        if part is None or part.state is not PartState.LEFT:
            return ()
        if code in TRY_LATER:
            # A refusal proves that nothing arrived: this try does not count.
            self._set(part_id, PartState.KEPT, max(0, part.tries - 1))
            return self._settle(part.message_id, at, waiting=True)
        self._set(part_id, PartState.REFUSED, part.tries)
        return self._settle(part.message_id, at, reason=f"{code} {clean(reason, _REASON_CHARS)}".strip())

    def _lost(self, at: datetime, part_id: str) -> Facts:
        part = self._part(part_id)
        if part is None or part.state is not PartState.LEFT:
            return ()
        if part.tries >= MOST_TRIES:
            self._set(part_id, PartState.UNSURE, part.tries)
            return self._settle(part.message_id, at)
        self._set(part_id, PartState.KEPT, part.tries)
        again = self._go_on(part.message_id, at)
        return (*self._settle(part.message_id, at), *again)

    def _received(self, event: MessageReceived, held: frozenset[str]) -> Facts:
        taken = self._inbox.take_in(self._connection, event)
        if taken is None:
            return ()
        conversation, message = taken
        receipt: Facts = ()
        if event.imdn_id:
            receipt = (SendWanted(event.at, SendReceipt(event.sender, event.imdn_id, seen=False)),)
        if conversation is None:
            return (ReplyUnassigned(event.at, Unassigned(message, event.sender)), *receipt)
        facts: list[Fact] = []
        for kept in self._journal.messages(conversation.conversation_id, ours_only=True):
            if kept.message.delivery in (Delivery.SENT, Delivery.DELIVERED):
                # Who answers has read what came before.
                facts += self._change(kept, Delivery.SEEN, "", event.at)
        whole = None if conversation.conversation_id in held else self._recalled(conversation, event.at)
        return (*facts, ReplyArrived(event.at, conversation.conversation_id, message, whole), *receipt)

    def _recalled(self, conversation: Conversation, at: datetime) -> Conversation:
        last = tuple(kept.message for kept in self._journal.messages(conversation.conversation_id, RECALLED))
        return replace(conversation, messages=last, answered_at=conversation.answered_at or at)

    def _receipt(self, event: ReceiptReceived) -> Facts:
        if not event.imdn_id:
            return ()
        found: Any = self._connection.execute(
            "SELECT p.part_id, p.message_id, p.state, m.peer FROM parts AS p JOIN messages AS m USING (message_id)"
            " WHERE p.imdn_id = ?",
            (event.imdn_id[:200],),
        ).fetchall()
        facts: list[Fact] = []
        proved = PartState.SEEN if event.seen else PartState.DELIVERED
        for part_id, message_id, state, peer in found:
            known = state in _RISING and _RISING.index(PartState(state)) >= _RISING.index(proved)
            if known or user_of(peer) != user_of(event.sender):
                continue
            self._connection.execute("UPDATE parts SET state = ? WHERE part_id = ?", (proved.value, part_id))
            facts += self._settle(message_id, event.at)
        return tuple(facts)

    # --- Parts --------------------------------------------------------------------------------------------

    def _go_on(self, message_id: str, now: datetime) -> Facts:
        """The next part, once the one before it is with the PBX."""
        kept = self._journal.message(message_id)
        parts = self._parts(message_id)
        part = next((p for p in parts if p.state is PartState.KEPT), None)
        stuck = any(p.state in (PartState.LEFT, PartState.REFUSED) for p in parts)
        if kept is None or part is None or stuck:
            return ()
        self._set(part.part_id, PartState.LEFT, part.tries + 1)
        conversation_id = kept.conversation_id or ""
        command = SendMessage(part.part_id, kept.peer, part.text, kept.receipts, conversation_id)
        return (SendWanted(now, command),)

    def _settle(
        self, message_id: str, at: datetime, *, reason: str = "", waiting: bool = False, again: bool = False
    ) -> Facts:
        """What the parts together prove of their message."""
        kept = self._journal.message(message_id)
        if kept is None:
            return ()
        delivery = _proved(self._parts(message_id), waiting)
        if not again and PROOF[delivery] < PROOF[kept.message.delivery]:
            return ()
        return self._change(kept, delivery, reason, at)

    def _change(self, kept: KeptMessage, delivery: Delivery, reason: str, at: datetime) -> Facts:
        message = kept.message
        if (message.delivery, message.reason) == (delivery, reason):
            return ()
        self._journal.change_message(replace(message, delivery=delivery, reason=reason))
        return (DeliveryChanged(at, kept.conversation_id or "", message.message_id, delivery, reason),)

    def _set(self, part_id: str, state: PartState, tries: int) -> None:
        self._connection.execute(
            "UPDATE parts SET state = ?, tries = ? WHERE part_id = ?", (state.value, tries, part_id)
        )

    def _part(self, part_id: str) -> Part | None:
        found: Any = self._connection.execute(f"{_PARTS} WHERE part_id = ?", (part_id,)).fetchone()
        return None if found is None else _part(found)

    def _parts(self, message_id: str) -> list[Part]:
        found: Any = self._connection.execute(f"{_PARTS} WHERE message_id = ? ORDER BY n", (message_id,)).fetchall()
        return [_part(row) for row in found]

    def _unfinished(self, state: str) -> list[str]:
        found: Any = self._connection.execute(
            "SELECT DISTINCT m.message_id, m.at FROM parts AS p JOIN messages AS m USING (message_id)"
            f" WHERE p.state = '{state}' ORDER BY m.at, m.message_id"
        ).fetchall()
        return [message_id for message_id, _ in found]


_PARTS = "SELECT part_id, message_id, text, state, tries FROM parts"


def _part(row: Any) -> Part:
    part_id, message_id, text, state, tries = row
    return Part(part_id, message_id, text, PartState(state), tries)


def _proved(parts: list[Part], waiting: bool) -> Delivery:
    states = {p.state for p in parts}
    if PartState.REFUSED in states:
        return Delivery.REFUSED
    repeated = any(p.tries >= MOST_TRIES for p in parts if p.state is PartState.LEFT)
    unanswered = any(p.tries >= 1 for p in parts if p.state is PartState.KEPT)
    if PartState.UNSURE in states or repeated or unanswered:
        return Delivery.UNSURE
    if PartState.KEPT in states or PartState.LEFT in states:
        return Delivery.WAITING if waiting else Delivery.KEPT
    return Delivery(min((p.state for p in parts), key=_RISING.index).value)
