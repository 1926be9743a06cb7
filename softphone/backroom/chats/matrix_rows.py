"""The rows of the side chat over Matrix: its log-in, rooms, threads, outbox, and what was seen of the network.

No rule but one: all of it inside the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import apsw
import msgspec
from msgspec import Struct

from softphone.backroom.cleaning import moment, stamp
from softphone.backroom.database import Database
from softphone.backroom.file_rows import FileRows


class Account(Struct, frozen=True):
    name: str  # of the homeserver, as it is set
    server: str  # the address it was found at
    user_id: str
    device_id: str
    since: str = ""


class TalkRow(Struct, frozen=True):
    conversation_id: str
    room_id: str
    number: int
    root: str = ""
    last: str = ""


class OutboxRow(Struct, frozen=True):
    n: int
    message_id: str
    conversation_id: str
    peer: str
    left: bool
    content: dict[str, Any] | None
    device_id: str
    left_at: datetime | None


class EventRow(Struct, frozen=True):
    n: int
    event_id: str
    room_id: str
    conversation_id: str | None
    message_id: str
    sender: str
    thread: str
    ours: bool
    reaction: str = ""


class MatrixRows:
    def __init__(self, database: Database) -> None:
        self._database = database
        self.files = FileRows(database)

    @property
    def _connection(self) -> apsw.Connection:
        return self._database.connection

    # --- The log-in ---------------------------------------------------------------------------------------

    def account(self) -> Account | None:
        found: Any = self._connection.execute(
            "SELECT name, server, user_id, device_id, since FROM matrix_account"
        ).fetchone()
        return None if found is None else Account(*found)

    def keep_account(self, account: Account) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO matrix_account VALUES (1,?,?,?,?,?)",
            (account.name, account.server, account.user_id, account.device_id, account.since),
        )

    def give_keys_again(self) -> None:
        """After a log-in: the homeserver may have forgotten what it knew of this device."""
        self._connection.execute("DELETE FROM matrix_keys WHERE kind = 'shared'")

    def keep_since(self, since: str) -> None:
        self._connection.execute("UPDATE matrix_account SET since = ?", (since,))

    def forget_account(self) -> None:
        """Rooms and threads stay: they are of the user, and a next log-in goes on in them."""
        self._connection.execute("DELETE FROM matrix_account")

    def forget_rooms(self) -> None:
        """Another user logs in: what was of the last one is not theirs."""
        for table in ("matrix_rooms", "matrix_events"):
            self._connection.execute(f"DELETE FROM {table}")

    # --- Rooms and threads --------------------------------------------------------------------------------

    def room(self, key: str) -> str | None:
        found: str | None = self._connection.execute("SELECT room_id FROM matrix_rooms WHERE key = ?", (key,)).get
        return found

    def rooms(self) -> list[str]:
        return [room_id for (room_id,) in self._all("SELECT room_id FROM matrix_rooms")]

    def keys(self) -> dict[str, str]:
        """What each room is for."""
        return dict(self._all("SELECT room_id, key FROM matrix_rooms"))

    def keep_room(self, room_id: str, key: str, now: datetime, first: int = 0) -> None:
        """`first`: its short numbers begin after this one."""
        row = (room_id, key, stamp(now), first)
        self._connection.execute("INSERT OR IGNORE INTO matrix_rooms VALUES (?,?,?,?,NULL)", row)

    def forget_room(self, room_id: str) -> None:
        self._connection.execute("DELETE FROM matrix_rooms WHERE room_id = ?", (room_id,))

    def sealed(self, room_id: str) -> bool | None:
        """Whether it is encrypted; None where nobody asked."""
        found: int | None = self._connection.execute(
            "SELECT sealed FROM matrix_rooms WHERE room_id = ?", (room_id,)
        ).get
        return None if found is None else bool(found)

    def set_sealed(self, room_id: str, sealed: bool) -> None:
        """Once encrypted is encrypted for good."""
        self._connection.execute(
            "UPDATE matrix_rooms SET sealed = max(ifnull(sealed, 0), ?) WHERE room_id = ?", (sealed, room_id)
        )

    def sealed_rooms(self) -> bool:
        return self._connection.execute("SELECT 1 FROM matrix_rooms WHERE sealed").get is not None

    def unasked_rooms(self) -> list[str]:
        return [room_id for (room_id,) in self._all("SELECT room_id FROM matrix_rooms WHERE sealed IS NULL")]

    def unused_rooms(self, before: datetime) -> list[str]:
        """Those of one conversation that nobody wrote in since; standing ones stand."""
        return [
            room_id
            for (room_id,) in self._all(
                "SELECT room_id FROM matrix_rooms WHERE key LIKE 'talk:%' AND used_at < ?", stamp(before)
            )
        ]

    def members(self, room_id: str) -> frozenset[str]:
        return frozenset(u for (u,) in self._all("SELECT user_id FROM matrix_members WHERE room_id = ?", room_id))

    def set_member(self, room_id: str, user_id: str, there: bool) -> None:
        if there:
            self._connection.execute(
                "INSERT OR IGNORE INTO matrix_members SELECT room_id, ? FROM matrix_rooms WHERE room_id = ?",
                (user_id, room_id),
            )
        else:
            self._connection.execute(
                "DELETE FROM matrix_members WHERE room_id = ? AND user_id = ?", (room_id, user_id)
            )

    def talk(self, conversation_id: str) -> TalkRow | None:
        return self._talk("conversation_id = ?", conversation_id)

    def talk_of_root(self, event_id: str) -> TalkRow | None:
        return self._talk("root = ?", event_id)

    def talk_of_number(self, room_id: str, number: int) -> TalkRow | None:
        return self._talk("room_id = ? AND number = ?", room_id, number)

    def talk_of_own_room(self, room_id: str) -> TalkRow | None:
        """Of a room that holds one conversation alone."""
        return self._talk(
            "room_id = ? AND room_id IN (SELECT room_id FROM matrix_rooms WHERE key LIKE 'talk:%')", room_id
        )

    def begin_talk(self, conversation_id: str, room_id: str) -> TalkRow:
        """With the next short number of its room."""
        self._connection.execute("UPDATE matrix_rooms SET numbers = numbers + 1 WHERE room_id = ?", (room_id,))
        number: int = self._connection.execute("SELECT numbers FROM matrix_rooms WHERE room_id = ?", (room_id,)).get
        talk = TalkRow(conversation_id, room_id, number)
        self._connection.execute(
            "INSERT OR REPLACE INTO matrix_talks VALUES (?,?,?,'','')", (conversation_id, room_id, number)
        )
        return talk

    def talk_goes_on(self, conversation_id: str, event_id: str, now: datetime) -> None:
        """`event_id` is the last of it, and its root where it had none."""
        self._connection.execute(
            "UPDATE matrix_talks SET last = ?1, root = iif(root = '', ?1, root) WHERE conversation_id = ?2",
            (event_id, conversation_id),
        )
        self._connection.execute(
            "UPDATE matrix_rooms SET used_at = max(used_at, ?) WHERE room_id ="
            " (SELECT room_id FROM matrix_talks WHERE conversation_id = ?)",
            (stamp(now), conversation_id),
        )

    # --- The outbox ---------------------------------------------------------------------------------------

    def put_out(self, message_id: str, conversation_id: str, peer: str) -> None:
        self._connection.execute(
            "INSERT INTO matrix_outbox (message_id, conversation_id, peer, state, device_id) VALUES (?,?,?,'kept','')",
            (message_id, conversation_id, peer),
        )

    def unsent(self) -> list[OutboxRow]:
        """The first of each conversation, in the order they were asked; one whose file is still to go up waits."""
        rows = self._all(
            f"{_OUTBOX} WHERE n IN (SELECT min(n) FROM matrix_outbox WHERE state IN ('kept', 'left')"
            " GROUP BY conversation_id) AND message_id NOT IN (SELECT file_id FROM files WHERE url = '')"
            " ORDER BY n LIMIT 100"
        )
        return [_outbox(row) for row in rows]

    def first_unsent(self, conversation_id: str) -> OutboxRow | None:
        found = self._all(
            f"{_OUTBOX} WHERE conversation_id = ? AND state IN ('kept', 'left') ORDER BY n LIMIT 1", conversation_id
        )
        return _outbox(found[0]) if found else None

    def outbox_row(self, message_id: str) -> OutboxRow | None:
        found = self._all(f"{_OUTBOX} WHERE message_id = ?", message_id)
        return _outbox(found[0]) if found else None

    def outbox_state(self, message_id: str) -> str:
        found: str | None = self._connection.execute(
            "SELECT state FROM matrix_outbox WHERE message_id = ?", (message_id,)
        ).get
        return found or ""

    def leaves(self, row: OutboxRow, content: dict[str, Any], device_id: str, now: datetime) -> None:
        self._connection.execute(
            "UPDATE matrix_outbox SET state = 'left', content = ?, device_id = ?, left_at = ifnull(left_at, ?)"
            " WHERE n = ? AND state IN ('kept', 'left')",
            (msgspec.json.encode(content), device_id, stamp(now), row.n),
        )

    def settle(self, message_id: str, state: str) -> None:
        self._connection.execute("UPDATE matrix_outbox SET state = ? WHERE message_id = ?", (state, message_id))

    # --- What was seen ------------------------------------------------------------------------------------

    def event(self, event_id: str) -> EventRow | None:
        found = self._all(f"{_EVENTS} WHERE event_id = ?", event_id)
        return EventRow(*found[0]) if found else None

    def events_of(self, message_id: str) -> list[EventRow]:
        """The message itself first, then what was said about it."""
        return [EventRow(*row) for row in self._all(f"{_EVENTS} WHERE message_id = ? ORDER BY n", message_id)]

    def last_event(self, room_id: str) -> EventRow | None:
        found = self._all(f"{_EVENTS} WHERE room_id = ? ORDER BY n DESC LIMIT 1", room_id)
        return EventRow(*found[0]) if found else None

    def ours_until(self, room_id: str, n: int, conversation_id: str | None) -> list[str]:
        """Messages of ours in that room (or only in that conversation) up to there, newest first."""
        narrower = "" if conversation_id is None else "AND conversation_id = ?3"
        bound = (room_id, n) if conversation_id is None else (room_id, n, conversation_id)
        found: Any = self._connection.execute(
            f"SELECT message_id FROM matrix_events WHERE room_id = ?1 AND n <= ?2 AND ours AND reaction = '' {narrower}"
            " ORDER BY n DESC LIMIT 50",
            bound,
        ).fetchall()
        return [message_id for (message_id,) in found]

    def keep_event(self, event: EventRow) -> bool:
        """False where it was here before."""
        self._connection.execute(
            "INSERT OR IGNORE INTO matrix_events (event_id, room_id, conversation_id, message_id, sender, thread, ours,"
            " reaction) VALUES (?,?,?,?,?,?,?,?)",
            (event.event_id, event.room_id, event.conversation_id, event.message_id, event.sender, event.thread,
             event.ours, event.reaction),
        )  # fmt: skip
        return bool(self._connection.changes())

    def drop_event(self, event_id: str) -> None:
        self._connection.execute("UPDATE matrix_events SET reaction = '-' WHERE event_id = ?", (event_id,))

    def _talk(self, where: str, *bound: object) -> TalkRow | None:
        found = self._all(f"{_TALKS} WHERE {where}", *bound)
        return TalkRow(*found[0]) if found else None

    def _all(self, sql: str, *bound: Any) -> list[Any]:
        rows: list[Any] = self._connection.execute(sql, bound).fetchall()
        return rows


_TALKS = "SELECT conversation_id, room_id, number, root, last FROM matrix_talks"
_OUTBOX = "SELECT n, message_id, conversation_id, peer, state, content, device_id, left_at FROM matrix_outbox"
_EVENTS = "SELECT n, event_id, room_id, conversation_id, message_id, sender, thread, ours, reaction FROM matrix_events"


def _outbox(row: Any) -> OutboxRow:
    n, message_id, conversation_id, peer, state, content, device_id, left_at = row
    return OutboxRow(
        n, message_id, conversation_id, peer, state == "left",
        None if content is None else msgspec.json.decode(content),
        device_id, None if left_at is None else moment(left_at),
    )  # fmt: skip
