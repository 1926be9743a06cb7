"""What a sync brought, into rows and facts: once each, in its order, and on the conversation that it belongs to.

One transaction with the sync's position: a desk killed here finds all of it again, or none of it twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from softphone.backroom.chats.matrix import delivered
from softphone.backroom.chats.matrix_crypt import SEAL, SEALED, Crypt
from softphone.backroom.chats.matrix_reading import (
    Changed,
    Moved,
    Reacted,
    Removed,
    Said,
    a_dict,
    a_list,
    an_id,
    read_event,
    read_presence,
    read_receipts,
)
from softphone.backroom.chats.matrix_rows import EventRow, MatrixRows
from softphone.backroom.chats.matrix_sealed import written
from softphone.backroom.chats.matrix_sender import accepted
from softphone.backroom.chats.matrix_shared import Shared
from softphone.backroom.inbox import Inbox
from softphone.backroom.journal import Journal
from softphone.backroom.ports import Facts
from softphone.domain.chat import ChatMessage, Conversation, Delivery, Unassigned
from softphone.domain.facts import (
    DeliveryChanged,
    ExpertTyping,
    Fact,
    MessageChanged,
    PresenceRead,
    ReplyArrived,
    ReplyUnassigned,
)
from softphone.domain.facts import Reacted as SignGiven
from softphone.domain.text import NAME_CHARS, clean

TYPING_S = timedelta(seconds=120)  # told when it begins and when it ends, and not in between
RECALLED = 40  # of a conversation that the desk let go
MOST_REACTIONS = 12
_QUOTE_CHARS = 120


class Intake:
    def __init__(
        self, us: str, rows: MatrixRows, journal: Journal, inbox: Inbox, shared: Shared, crypt: Crypt
    ) -> None:
        self._us = us
        self._rows = rows
        self._journal = journal
        self._inbox = inbox
        self._shared = shared
        self._crypt = crypt
        self._typing: dict[str, set[str]] = {}  # by room: conversations whose expert writes

    def take_in(self, untrusted: dict[str, Any], earlier: dict[str, list[Any]], now: datetime) -> Facts:
        """`earlier` is what a limited timeline left out, by room."""
        facts: list[Fact] = []
        ours = self._rows.keys()
        self._crypt.take(a_dict(untrusted))
        for room_id, room in a_dict(a_dict(untrusted.get("rooms")).get("join")).items():
            if room_id not in ours:
                continue
            for event in a_list(a_dict(a_dict(room).get("state")).get("events")):
                self._sealed(room_id, event)
                self._moved(room_id, read_event(event, now))
            timeline = a_list(a_dict(a_dict(room).get("timeline")).get("events"))
            for sent in (*earlier.get(room_id, ()), *timeline):
                self._sealed(room_id, sent)
                event = self._crypt.opened(room_id, sent)
                shared = self._shared.take(room_id, ours[room_id], event, self._us, now)
                facts += self._event(room_id, event, now) if shared is None else shared
            for each in a_list(a_dict(a_dict(room).get("ephemeral")).get("events")):
                facts += self._ephemeral(room_id, a_dict(each), now)
        for event in a_list(a_dict(untrusted.get("presence")).get("events")):
            found = read_presence(event, now)
            if found is not None:
                facts.append(PresenceRead(now, *found))
        self._rows.keep_since(an_id(untrusted.get("next_batch")))
        return tuple(facts)

    def _event(self, room_id: str, untrusted: Any, now: datetime) -> Iterable[Fact]:
        match read_event(untrusted, now):
            case Said() as said:
                return self._said(room_id, said, now)
            case Changed() as changed:
                return self._changed(room_id, changed, now)
            case Reacted() as reacted:
                return self._reacted(room_id, reacted, now)
            case Removed() as removed:
                return self._removed(room_id, removed, now)
            case moved:
                self._moved(room_id, moved)
                return ()

    def _moved(self, room_id: str, read: object) -> None:
        if isinstance(read, Moved):
            self._rows.set_member(room_id, read.user_id, read.there)

    def _sealed(self, room_id: str, untrusted: Any) -> None:
        """From here on what is said there is encrypted."""
        event = a_dict(untrusted)
        if event.get("type") == SEALED or (event.get("type") == SEAL and "state_key" in event):
            self._rows.set_sealed(room_id, True)

    # --- Messages -----------------------------------------------------------------------------------------

    def _said(self, room_id: str, said: Said, now: datetime) -> Iterable[Fact]:
        if self._rows.event(said.event_id) is not None:
            return ()
        if said.sender == self._us:
            return self._by_us(room_id, said, now)
        conversation = self._conversation(room_id, said, now)
        message_id = _message_id(said.event_id)
        quoted = self._rows.event(said.reply_to) if said.reply_to else None
        message = ChatMessage(
            message_id, said.at, False, said.text, Delivery.DELIVERED, seen_here=False,
            author=self._author(said.sender, conversation), quote=self._quote(quoted),
            sealed=said.sealed, attached=said.attached,
        )  # fmt: skip
        conversation_id = conversation.conversation_id if conversation else None
        self._keep_event(room_id, said, conversation_id, message_id)
        self._journal.add_message(conversation_id, said.sender, message)
        if said.attached is not None:
            self._rows.files.keep(message_id, conversation_id, said.url, written(said.seal))
        if conversation is None:
            return (ReplyUnassigned(now, Unassigned(message, said.sender)),)
        if conversation.answered_at is None:
            conversation = replace(conversation, answered_at=said.at)
            self._journal.keep_conversation(conversation, said.at)
        self._rows.talk_goes_on(conversation.conversation_id, said.event_id, said.at)
        facts: list[Fact] = []
        for kept in self._journal.messages(conversation.conversation_id, ours_only=True):
            if kept.message.delivery is Delivery.SENT and said.sender == kept.peer:
                # Who answers has read what came before.
                facts += delivered(self._journal, kept.message.message_id, Delivery.SEEN, now)
        last = tuple(kept.message for kept in self._journal.messages(conversation.conversation_id, RECALLED))
        whole = replace(conversation, messages=last)
        return (*facts, ReplyArrived(now, conversation.conversation_id, message, whole))

    def _by_us(self, room_id: str, said: Said, now: datetime) -> Iterable[Fact]:
        """What we sent comes back; or the agent wrote from another client, and it belongs here too."""
        row = self._rows.outbox_row(said.our_id) if said.our_id else None
        if row is not None:
            return accepted(self._rows, self._journal, row, room_id, said.event_id, self._us, now)
        conversation = self._conversation(room_id, said, now)
        if conversation is None or said.sealed:
            return ()
        message = ChatMessage(
            _message_id(said.event_id), said.at, True, said.text, Delivery.SENT, attached=said.attached
        )
        self._keep_event(room_id, said, conversation.conversation_id, message.message_id)
        self._journal.add_message(conversation.conversation_id, conversation.address, message)
        if said.attached is not None:
            key = conversation.conversation_id
            self._rows.files.keep(message.message_id, key, said.url, written(said.seal))
        return (MessageChanged(now, conversation.conversation_id, message),)

    def _conversation(self, room_id: str, said: Said, now: datetime) -> Conversation | None:
        """By its thread, its reply, its short number; else as any reply, but never on a call by guess."""
        talk = self._rows.talk_of_root(said.thread) if said.thread else None
        if talk is None and said.near:
            near = self._rows.event(said.near)
            if near is not None and near.conversation_id and near.room_id == room_id:
                talk = self._rows.talk(near.conversation_id)
        if talk is None and said.number:
            talk = self._rows.talk_of_number(room_id, said.number)
        if talk is None:
            talk = self._rows.talk_of_own_room(room_id)
        if talk is not None and talk.room_id == room_id:
            return self._journal.conversation(talk.conversation_id)
        if said.sender == self._us or self._shared.others_wait_for(room_id, said.sender, now):
            return None  # it may be a colleague's answer
        guessed = self._inbox.conversation_of(said.sender, now)
        held = self._rows.talk(guessed.conversation_id) if guessed else None
        return guessed if held is not None and held.room_id == room_id else None

    def _keep_event(self, room_id: str, said: Said, conversation_id: str | None, message_id: str) -> None:
        ours = said.sender == self._us
        event = EventRow(0, said.event_id, room_id, conversation_id, message_id, said.sender, said.thread, ours)
        self._rows.keep_event(event)

    def _author(self, sender: str, conversation: Conversation | None) -> str:
        """Who it was, where that is not whom the conversation is with."""
        if conversation is None or conversation.address == sender:
            return ""
        return next((e.name for e in self._journal.experts() if e.address == sender), clean(sender, NAME_CHARS))

    def _quote(self, event: EventRow | None) -> str:
        kept = self._journal.message(event.message_id) if event is not None else None
        return clean(kept.message.text, _QUOTE_CHARS) if kept is not None else ""

    # --- What is said about messages ----------------------------------------------------------------------

    def _changed(self, room_id: str, changed: Changed, now: datetime) -> Iterable[Fact]:
        """Only who wrote it may change it, whatever the event says."""
        event = self._rows.event(changed.target)
        if event is None or (event.room_id, event.sender) != (room_id, changed.sender) or event.reaction:
            return ()
        if event.ours and changed.our_id:
            return ()  # a correction from here: the message has it already
        return self._rewritten(event, now, text=changed.text, edited=True)

    def _reacted(self, room_id: str, reacted: Reacted, now: datetime) -> Iterable[Fact]:
        event = self._rows.event(reacted.target)
        if event is None or event.room_id != room_id or event.reaction:
            return ()
        row = EventRow(
            0, reacted.event_id, room_id, event.conversation_id, event.message_id, reacted.sender, event.thread,
            reacted.sender == self._us, reacted.key,
        )  # fmt: skip
        if not self._rows.keep_event(row):
            return ()
        shown = self._rewritten(event, now, reactions=self._reactions(event.message_id))
        if not event.ours or not event.conversation_id:
            return shown
        return (*shown, SignGiven(now, event.conversation_id, event.message_id, reacted.sender, reacted.key))

    def _removed(self, room_id: str, removed: Removed, now: datetime) -> Iterable[Fact]:
        """The homeserver lets only those remove who may."""
        event = self._rows.event(removed.target)
        if event is None or event.room_id != room_id:
            return ()
        if event.reaction:
            self._rows.drop_event(event.event_id)
            return self._rewritten(event, now, reactions=self._reactions(event.message_id))
        self._rows.files.drop(event.message_id)
        return self._rewritten(event, now, text="", removed=True, quote="", reactions=(), attached=None)

    def _reactions(self, message_id: str) -> tuple[str, ...]:
        keys = (e.reaction for e in self._rows.events_of(message_id) if e.reaction not in ("", "-"))
        return tuple(dict.fromkeys(keys))[:MOST_REACTIONS]

    def _rewritten(self, event: EventRow, now: datetime, **changes: Any) -> Iterable[Fact]:
        kept = self._journal.message(event.message_id)
        if kept is None:
            return ()
        message = replace(kept.message, **changes)
        if message == kept.message:
            return ()
        self._journal.change_message(message)
        return (MessageChanged(now, event.conversation_id or "", message),)

    # --- What passes --------------------------------------------------------------------------------------

    def _ephemeral(self, room_id: str, untrusted: dict[str, Any], now: datetime) -> Iterable[Fact]:
        if untrusted.get("type") == "m.receipt":
            return [fact for each in read_receipts(untrusted) for fact in self._read(room_id, *each, now)]
        if untrusted.get("type") == "m.typing":
            writers = [an_id(u) for u in a_list(a_dict(untrusted.get("content")).get("user_ids"))]
            return self._write(room_id, frozenset(writers) - {self._us}, now)
        return ()

    def _read(self, room_id: str, event_id: str, reader: str, thread: str, now: datetime) -> list[DeliveryChanged]:
        """Who has read one has read those before it: in its thread, or in the room where the receipt is for all."""
        event = self._rows.event(event_id)
        if reader == self._us or event is None or event.room_id != room_id:
            return []
        within = event.conversation_id if thread else None
        facts: list[Any] = []
        for message_id in self._rows.ours_until(room_id, event.n, within):
            kept = self._journal.message(message_id)
            if kept is not None and kept.peer == reader and kept.message.delivery is Delivery.SENT:
                facts += delivered(self._journal, message_id, Delivery.SEEN, now)
        return facts

    def _write(self, room_id: str, writers: frozenset[str], now: datetime) -> list[Fact]:
        """Shown on the conversation with whoever writes; a homeserver does not say in which thread."""
        write: set[str] = set()
        for writer in writers:
            conversation = self._inbox.conversation_of(writer, now)
            talk = self._rows.talk(conversation.conversation_id) if conversation else None
            if talk is not None and talk.room_id == room_id:
                write.add(talk.conversation_id)
        wrote, self._typing[room_id] = self._typing.get(room_id, set()), write
        begun: list[Fact] = [ExpertTyping(now, each, now + TYPING_S) for each in sorted(write)]
        return begun + [ExpertTyping(now, each, None) for each in sorted(wrote - write)]


def _message_id(event_id: str) -> str:
    return f"m-{hashlib.blake2b(event_id.encode(), digest_size=12).hexdigest()}"
