"""The rows of files: what is to go up in its parts, where the homeserver has what went or came, small pictures.

No rule but one: all of it inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import apsw

from softphone.backroom.database import Database

PART_BYTES = 1024 * 1024


class FileRows:
    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def _connection(self) -> apsw.Connection:
        return self._database.connection

    def keep(self, file_id: str, conversation_id: str | None, url: str = "", seal: bytes = b"") -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO files (file_id, conversation_id, url, seal) VALUES (?,?,?,?)",
            (file_id, conversation_id, url, seal),
        )

    def add_part(self, file_id: str, n: int, part: bytes) -> bool:
        """False where the file was dropped meanwhile."""
        self._connection.execute(
            "INSERT INTO file_parts SELECT file_id, ?, ? FROM files WHERE file_id = ?", (n, part, file_id)
        )
        return bool(self._connection.changes())

    def parts(self, file_id: str) -> Iterator[bytes]:
        """One after the other, each read when it is wanted."""
        n = 0
        while True:
            part: bytes | None = self._connection.execute(
                "SELECT part FROM file_parts WHERE file_id = ? AND n = ?", (file_id, n)
            ).get
            if part is None:
                return
            yield part
            n += 1

    def url(self, file_id: str) -> str | None:
        """None for what is no file; "" for one that is still to go up."""
        found: str | None = self._connection.execute("SELECT url FROM files WHERE file_id = ?", (file_id,)).get
        return found

    def seal(self, file_id: str) -> bytes:
        found: bytes | None = self._connection.execute("SELECT seal FROM files WHERE file_id = ?", (file_id,)).get
        return found or b""

    def went_up(self, file_id: str, url: str) -> None:
        self._connection.execute("UPDATE files SET url = ? WHERE file_id = ?", (url, file_id))

    def left(self, file_id: str) -> None:
        """The expert can have it from the homeserver, and so can we."""
        self._connection.execute("DELETE FROM file_parts WHERE file_id = ?", (file_id,))

    def keep_small(self, file_id: str, small: bytes) -> None:
        self._connection.execute("UPDATE files SET small = ? WHERE file_id = ?", (small, file_id))

    def small(self, file_id: str) -> bytes | None:
        found: bytes | None = self._connection.execute("SELECT small FROM files WHERE file_id = ?", (file_id,)).get
        return found

    def drop(self, file_id: str) -> None:
        self._connection.execute("DELETE FROM files WHERE file_id = ?", (file_id,))

    @property
    def has_offered(self) -> bool:
        return self._connection.execute(f"SELECT 1 FROM files WHERE {_OFFERED} LIMIT 1").get is not None

    def drop_offered(self) -> None:
        """What no message was made of before the desk ended."""
        self._connection.execute(f"DELETE FROM files WHERE {_OFFERED}")

    def to_go_up(self) -> str | None:
        """The first message of a conversation that waits for its file."""
        found: Any = self._connection.execute(
            "SELECT o.message_id FROM matrix_outbox AS o JOIN files AS f ON f.file_id = o.message_id AND f.url = ''"
            " WHERE o.n IN (SELECT min(n) FROM matrix_outbox WHERE state IN ('kept', 'left') GROUP BY conversation_id)"
            " ORDER BY o.n LIMIT 1"
        ).get
        return None if found is None else str(found)


_OFFERED = "file_id NOT IN (SELECT message_id FROM messages)"
