"""A store in memory or on disk for a test, and a look at what a disk really holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw

from softphone.backroom.database import Database, StoreReport
from softphone.backroom.outbox import Attempt
from softphone.domain.feedback import Feedback
from softphone.domain.interaction import Delivered

KEY = "ab" * 32


def a_database(folder: Path | None = None, told: list[StoreReport] | None = None) -> Database:
    path = None if folder is None else folder / "store.db"
    return Database(path, KEY if folder else "", (told if told is not None else []).append, (0.01,))


def decrypted_bytes(folder: Path, scratch: Path) -> bytes:
    """All pages of the store, freed ones included, as they read with the key; and the log beside it."""
    copy = scratch / "copy.db"
    for tail in ("", "-wal"):
        if (folder / f"store.db{tail}").exists():
            shutil.copy(folder / f"store.db{tail}", f"{copy}{tail}")
    connection = apsw.Connection(str(copy))
    connection.execute(f"PRAGMA key = 'raw:{KEY}'")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA rekey = ''")
    connection.close()
    return copy.read_bytes()


async def in_no_room(_room: str, _feedback: Feedback, _mark: str) -> tuple[Attempt, int]:
    """No homeserver is linked."""
    return Attempt(Delivered.WAITING), 0
