"""What the agent did and wrote: interactions, history, promises, conversations, messages, experts.

Every method runs inside the caller's transaction (`Database.write`) or only reads. Bodies are whole domain values;
look-up results are not kept, only whose they were.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import apsw
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from softphone.backroom import records
from softphone.backroom.cleaning import moment, stamp
from softphone.backroom.database import Database
from softphone.domain.chat import SHOWN_MESSAGES, ChatMessage, Conversation, Unassigned
from softphone.domain.customer import Found
from softphone.domain.expert import Expert
from softphone.domain.interaction import HistoryEntry, Interaction, Promise, WrapUp
from softphone.domain.matrix import is_matrix_id
from softphone.domain.presence import Duty
from softphone.domain.trend import LineDay

log = logging.getLogger("aside.journal")

T = TypeVar("T")

MOST_HISTORY = 200
MOST_CONVERSATIONS = 50  # brought back at a start; older ones come when somebody answers
CONVERSATIONS_FOR = timedelta(days=14)  # "it goes on after a week"
OPEN_FOR = timedelta(days=2)  # an interaction left open for longer was forgotten, not interrupted


class KeptMessage(Struct, frozen=True):
    """A message with what the transport must know of it."""

    message: ChatMessage
    conversation_id: str | None
    peer: str
    imdn_id: str = ""
    wants_seen: bool = False
    receipts: bool = True


class Journal:
    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        return self._database

    @property
    def _connection(self) -> apsw.Connection:
        return self._database.connection

    # --- Interactions -------------------------------------------------------------------------------------

    def keep_interaction(self, interaction: Interaction) -> None:
        """Once kept, a customer stays named until another is found: a late *searching* takes nothing away."""
        customer = interaction.lookup.customer if isinstance(interaction.lookup, Found) else None
        is_open = interaction.ended_at is None or interaction.wrap_up is WrapUp.OPEN
        self._connection.execute(
            "INSERT INTO interactions (interaction_id, started_at, number, customer_id, customer_name, open, body)"
            " VALUES (?,?,?,?,?,?,?) ON CONFLICT (interaction_id) DO UPDATE SET number = excluded.number,"
            " customer_id = iif(excluded.customer_id = '', customer_id, excluded.customer_id),"
            " customer_name = iif(excluded.customer_id = '', customer_name, excluded.customer_name),"
            " open = excluded.open, body = excluded.body",
            (
                interaction.interaction_id,
                stamp(interaction.started_at),
                interaction.number,
                customer.customer_id if customer else "",
                customer.name if customer else "",
                is_open,
                records.encode_interaction(interaction),
            ),
        )

    def interaction(self, interaction_id: str) -> Interaction | None:
        body = self._connection.execute(
            "SELECT body FROM interactions WHERE interaction_id = ?", (interaction_id,)
        ).get
        return None if body is None else records.decode_interaction(body)

    def customer_of(self, interaction_id: str) -> str:
        """The customer this interaction was settled on, or ''."""
        found: str | None = self._connection.execute(
            "SELECT customer_id FROM interactions WHERE interaction_id = ?", (interaction_id,)
        ).get
        return found or ""

    def open_interactions(self, now: datetime) -> tuple[Interaction, ...]:
        """Those that were open when the desk ended, and those whose side chat still is."""
        rows: Any = self._connection.execute(
            "SELECT body FROM interactions WHERE (open AND started_at > ?) OR interaction_id IN"
            " (SELECT interaction_id FROM conversations WHERE active_at > ?) ORDER BY started_at",
            (stamp(now - OPEN_FOR), stamp(now - CONVERSATIONS_FOR)),
        )
        return understood(records.decode_interaction, rows)

    # --- History, promises, own state ---------------------------------------------------------------------

    def keep_history(self, entry: HistoryEntry) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO history VALUES (?,?,?,?)",
            (entry.interaction_id, stamp(entry.at), entry.number, records.encode(entry)),
        )

    def history(self, limit: int = MOST_HISTORY, before: datetime | None = None) -> tuple[HistoryEntry, ...]:
        """Newest first."""
        until = (1 << 62) if before is None else stamp(before)
        rows: Any = self._connection.execute(
            "SELECT body FROM history WHERE at < ? ORDER BY at DESC LIMIT ?", (until, limit)
        )
        return understood(records.HISTORY.decode, rows)

    def line_days(self, since: datetime) -> tuple[LineDay, ...]:
        """The days with calls since then, as the clock on the wall has them, oldest first."""
        rows: Any = self._connection.execute("SELECT body FROM history WHERE at >= ? ORDER BY at", (stamp(since),))
        heard: dict[date, list[float]] = {}
        for entry in understood(records.HISTORY.decode, rows):
            if entry.mos:
                heard.setdefault(entry.at.astimezone().date(), []).append(entry.mos)
        return tuple(LineDay(day, len(of), round(sum(of) / len(of), 2)) for day, of in heard.items())

    def keep_promise(self, promise: Promise) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO promises VALUES (?,?,?,?,?)",
            (promise.promise_id, stamp(promise.due_at), promise.number, promise.done, records.encode(promise)),
        )

    def promises(self) -> tuple[Promise, ...]:
        """Those not kept yet, soonest first."""
        rows: Any = self._connection.execute("SELECT body FROM promises WHERE NOT done ORDER BY due_at")
        return understood(records.PROMISE.decode, rows)

    def keep_duty(self, duty: Duty) -> None:
        self._connection.execute("INSERT OR REPLACE INTO keepsakes VALUES ('duty', ?)", (records.encode(duty),))

    def duty(self) -> Duty | None:
        body = self._connection.execute("SELECT body FROM keepsakes WHERE name = 'duty'").get
        return None if body is None else records.DUTY.decode(body)

    def keep_pause(self, ours: bool) -> None:
        self._connection.execute("INSERT OR REPLACE INTO keepsakes VALUES ('pause', ?)", (records.encode(ours),))

    def paused(self) -> bool:
        return bool(self._connection.execute("SELECT body FROM keepsakes WHERE name = 'pause'").get == b"true")

    # --- Experts ------------------------------------------------------------------------------------------

    def keep_experts(self, experts: tuple[Expert, ...]) -> None:
        """Exactly these, in this order."""
        self._connection.execute("DELETE FROM experts")
        self._connection.executemany(
            "INSERT OR REPLACE INTO experts VALUES (?,?,?)",
            ((e.expert_id, place, records.encode(e)) for place, e in enumerate(experts)),
        )

    def experts(self) -> tuple[Expert, ...]:
        rows: Any = self._connection.execute("SELECT body FROM experts ORDER BY place")
        return understood(records.EXPERT.decode, rows)

    # --- Conversations and messages -----------------------------------------------------------------------

    def keep_conversation(self, conversation: Conversation, now: datetime) -> None:
        """All but its messages, which have rows of their own."""
        self._connection.execute(
            "INSERT INTO conversations VALUES (?,?,?,?,?) ON CONFLICT (conversation_id) DO UPDATE SET"
            " user = excluded.user, active_at = max(active_at, excluded.active_at), body = excluded.body",
            (
                conversation.conversation_id,
                conversation.interaction_id,
                user_of(conversation.address),
                stamp(now),
                records.encode(replace(conversation, messages=(), typing_until=None, offered=())),
            ),
        )

    def conversation(self, conversation_id: str) -> Conversation | None:
        body = self._connection.execute(
            "SELECT body FROM conversations WHERE conversation_id = ?", (conversation_id,)
        ).get
        return None if body is None else self._with_messages(records.CONVERSATION.decode(body))

    def conversations(self, now: datetime) -> tuple[Conversation, ...]:
        """The last active ones with their last 200 messages."""
        rows: Any = self._connection.execute(
            "SELECT body FROM conversations WHERE active_at > ? ORDER BY active_at DESC LIMIT ?",
            (stamp(now - CONVERSATIONS_FOR), MOST_CONVERSATIONS),
        ).fetchall()
        return tuple(self._with_messages(c) for c in understood(records.CONVERSATION.decode, rows))

    def talks_with(self, user: str) -> list[tuple[Conversation, datetime]]:
        """Conversations with this expert, without messages, the last active first, and when each was."""
        rows: Any = self._connection.execute(
            "SELECT body, active_at FROM conversations WHERE user = ? ORDER BY active_at DESC LIMIT ?",
            (user, MOST_CONVERSATIONS),
        ).fetchall()
        return [(records.CONVERSATION.decode(body), moment(at)) for body, at in rows]

    def add_message(
        self,
        conversation_id: str | None,
        peer: str,
        message: ChatMessage,
        *,
        imdn_id: str = "",
        wants_seen: bool = False,
        receipts: bool = True,
    ) -> None:
        self._connection.execute(
            "INSERT INTO messages VALUES (?,?,?,?,?,?,?,?,?,?)",
            (
                message.message_id,
                conversation_id,
                peer,
                stamp(message.at),
                message.ours,
                message.seen_here,
                imdn_id,
                wants_seen,
                receipts,
                records.encode(message),
            ),
        )
        if conversation_id is not None:
            self._connection.execute(
                "UPDATE conversations SET active_at = max(active_at, ?) WHERE conversation_id = ?",
                (stamp(message.at), conversation_id),
            )

    def adopt(self, conversation: Conversation) -> None:
        """All that lies in the tray from this conversation's address belongs to it from now on."""
        rows: Any = self._connection.execute("SELECT message_id, peer FROM messages WHERE conversation_id IS NULL")
        theirs = [m for m, peer in rows.fetchall() if user_of(peer) == user_of(conversation.address)]
        self._connection.executemany(
            "UPDATE messages SET conversation_id = ? WHERE message_id = ?",
            ((conversation.conversation_id, message_id) for message_id in theirs),
        )

    def change_message(self, message: ChatMessage) -> None:
        self._connection.execute(
            "UPDATE messages SET seen_here = ?, body = ? WHERE message_id = ?",
            (message.seen_here, records.encode(message), message.message_id),
        )

    def message(self, message_id: str) -> KeptMessage | None:
        found = self._connection.execute(f"{_MESSAGES} WHERE message_id = ?", (message_id,)).fetchone()
        return None if found is None else _kept(found)

    def messages(
        self,
        conversation_id: str,
        limit: int = SHOWN_MESSAGES,
        *,
        ours_only: bool = False,
        unseen_only: bool = False,
    ) -> list[KeptMessage]:
        """The last ones, oldest first."""
        whose = "AND ours" if ours_only else "AND NOT ours AND NOT seen_here" if unseen_only else ""
        rows: Any = self._connection.execute(
            f"{_MESSAGES} WHERE conversation_id = ? {whose} ORDER BY at DESC, message_id DESC LIMIT ?",
            (conversation_id, limit),
        ).fetchall()
        return [_kept(row) for row in reversed(rows)]

    def messages_before(
        self, conversation_id: str, message_id: str, at: datetime, limit: int
    ) -> tuple[ChatMessage, ...]:
        """Those before this one, oldest first."""
        rows: Any = self._connection.execute(
            "SELECT body FROM messages WHERE conversation_id = ? AND (at, message_id) < (?, ?)"
            " ORDER BY at DESC, message_id DESC LIMIT ?",
            (conversation_id, stamp(at), message_id, limit),
        ).fetchall()
        return understood(records.decode_message, reversed(rows))

    def unassigned(self) -> tuple[Unassigned, ...]:
        rows: Any = self._connection.execute(
            f"{_MESSAGES} WHERE conversation_id IS NULL AND NOT seen_here ORDER BY at DESC LIMIT ?", (SHOWN_MESSAGES,)
        ).fetchall()
        return tuple(Unassigned(kept.message, kept.peer) for kept in map(_kept, reversed(rows)))

    def _with_messages(self, conversation: Conversation) -> Conversation:
        kept = self.messages(conversation.conversation_id)
        return replace(conversation, messages=tuple(k.message for k in kept))


def user_of(address: str) -> str:
    """The user part of a SIP address, in small letters: "sip:Kern@pbx;x" gives "kern". The PBX may know itself by
    another host than we do, so the host tells nothing. A Matrix id is whole: its host is half of who it is."""
    if is_matrix_id(address):
        return address.casefold()
    bare = address.strip().strip("<>").partition(":")[2] or address
    return bare.partition("@")[0].partition(";")[0].casefold()


_MESSAGES = "SELECT body, conversation_id, peer, imdn_id, wants_seen, receipts FROM messages"


def understood(decode: Callable[[bytes], T], rows: Iterable[Any]) -> tuple[T, ...]:
    """What can be read. A row that another version wrote otherwise must not keep the desk from starting."""
    understood: list[T] = []
    for (body,) in rows:
        try:
            understood.append(decode(body))
        except msgspec.MsgspecError as error:
            log.warning("row of the journal not understood error=%s", type(error).__name__)
    return tuple(understood)


def _kept(row: Any) -> KeptMessage:
    body, conversation_id, peer, imdn_id, wants_seen, receipts = row
    return KeptMessage(
        records.decode_message(body), conversation_id, peer, imdn_id, bool(wants_seen), bool(receipts)
    )
