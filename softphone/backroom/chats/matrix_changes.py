"""The rows of corrections and of what is taken back, and what they look like on the wire.

Repeating one changes nothing, so none is ever looked for: it goes under its own id until the homeserver has it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import apsw
from msgspec import Struct
from msgspec.structs import replace

from softphone.backroom import records
from softphone.backroom.chats.matrix_reading import ID
from softphone.backroom.database import Database
from softphone.backroom.journal import Journal
from softphone.backroom.ports import Facts
from softphone.domain.changes import ChangeEffect
from softphone.domain.chat import ChatMessage
from softphone.domain.facts import MessageChanged


class ChangeRow(Struct, frozen=True):
    change_id: str
    message_id: str
    before: ChatMessage


class Changes:
    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal

    @property
    def _connection(self) -> apsw.Connection:
        return self._database.connection

    def put(self, change: ChangeEffect) -> bool:
        """False for one about a message that is not there. Inside the caller's transaction, as all here."""
        kept = self._journal.message(change.message.message_id)
        if kept is None:
            return False
        self._connection.execute(
            "INSERT OR IGNORE INTO matrix_changes (change_id, message_id, before) VALUES (?,?,?)",
            (change.change_id, kept.message.message_id, records.encode(kept.message)),
        )
        self._journal.change_message(change.message)
        return True

    def first(self) -> ChangeRow | None:
        found: Any = self._connection.execute(
            "SELECT change_id, message_id, before FROM matrix_changes ORDER BY n LIMIT 1"
        ).fetchone()
        return None if found is None else ChangeRow(found[0], found[1], records.decode_message(found[2]))

    def done(self, row: ChangeRow, now: datetime, *, refused: bool = False) -> Facts:
        """The homeserver has it; or would not have it, and the message is what it was."""
        self._connection.execute("DELETE FROM matrix_changes WHERE change_id = ?", (row.change_id,))
        kept = self._journal.message(row.message_id)
        if kept is None:
            return ()
        message = row.before if refused else replace(kept.message, changing=False)
        self._journal.change_message(message)
        return (MessageChanged(now, kept.conversation_id or "", message),)


def correction(content: dict[str, Any], event_id: str, change_id: str) -> dict[str, Any]:
    """`content` is the message as it would be said now, less where it belongs."""
    new = {key: value for key, value in content.items() if key not in ("m.relates_to", ID)}
    return {
        "msgtype": new["msgtype"],
        "body": f"* {new['body']}",
        ID: change_id,
        "m.mentions": {},  # nobody is rung for twice
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
    }
