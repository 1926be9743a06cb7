"""From the store in memory into the one on disk, once that can be opened: all that was done meanwhile goes along.

Runs inside one transaction of the store on disk. What both know: the newer words are those from memory.
"""

from __future__ import annotations

from typing import Any

import apsw
from msgspec import Struct

from softphone.backroom.answers.store import AnswerStore
from softphone.backroom.directories import rows

# Ids are never used twice, so what both have is the same thing. A conversation that stands already is left alone:
# replacing its row would take its messages along.
_COPIED = {
    "interactions": "REPLACE",
    "history": "REPLACE",
    "promises": "REPLACE",
    "keepsakes": "REPLACE",
    "conversations": "IGNORE",
    "messages": "IGNORE",
    "parts": "IGNORE",
    "files": "IGNORE",
    "file_parts": "IGNORE",
    "heard": "IGNORE",
    "matrix_account": "REPLACE",
    "matrix_rooms": "IGNORE",
    "matrix_members": "IGNORE",
    "matrix_talks": "IGNORE",
    "texts": "REPLACE",
    "feedback": "IGNORE",
    "hunts": "REPLACE",
    "standings": "REPLACE",
}
# Counted rows are counted anew: they come after those that stand there.
_COUNTED = {
    "matrix_outbox": "message_id, conversation_id, peer, state, content, device_id, left_at",
    "matrix_changes": "change_id, message_id, before",
    "matrix_events": "event_id, room_id, conversation_id, message_id, sender, thread, ours, reaction",
}
ALL_CONTACTS = 1 << 31
ALL_ANSWERS = 1 << 31


class _At(Struct, frozen=True):
    connection: apsw.Connection


def pour(memory: apsw.Connection, disk: apsw.Connection) -> None:
    for table, conflict in _COPIED.items():
        for row in memory.execute(f"SELECT * FROM {table}"):
            marks = ",".join("?" * len(row))
            disk.execute(f"INSERT OR {conflict} INTO {table} VALUES ({marks})", row)
    for table, columns in _COUNTED.items():
        for row in memory.execute(f"SELECT {columns} FROM {table} ORDER BY n"):
            disk.execute(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({','.join('?' * len(row))})", row)
    _experts(memory, disk)
    _topics(memory, disk)
    _customers(memory, disk)
    _audit(memory, disk)
    AnswerStore(_At(disk)).keep(AnswerStore(_At(memory)).newest(ALL_ANSWERS))


def _audit(memory: apsw.Connection, disk: apsw.Connection) -> None:
    """The lines come after those of the disk. Its secret stays: its marks must go on meaning the same."""
    if disk.execute("SELECT 1 FROM audit_secret").get is None:
        disk.execute("INSERT INTO audit_secret SELECT ?1 WHERE ?1 IS NOT NULL", (_secret(memory),))
    for row in memory.execute("SELECT at, who, name, body FROM audit ORDER BY line"):
        disk.execute("INSERT INTO audit (at, who, name, body) VALUES (?,?,?,?)", row)


def _secret(connection: apsw.Connection) -> bytes | None:
    secret: bytes | None = connection.execute("SELECT secret FROM audit_secret").get
    return secret


def _experts(memory: apsw.Connection, disk: apsw.Connection) -> None:
    """Those of the disk keep their places; who is new comes after them."""
    place: int = disk.execute("SELECT ifnull(max(place), -1) FROM experts").get
    for expert_id, _, body in memory.execute("SELECT * FROM experts ORDER BY place"):
        disk.execute("UPDATE experts SET body = ? WHERE expert_id = ?", (body, expert_id))
        if not disk.changes():
            place += 1
            disk.execute("INSERT INTO experts VALUES (?,?,?)", (expert_id, place, body))


def _topics(memory: apsw.Connection, disk: apsw.Connection) -> None:
    """A catalogue is one thing: the one that was made or read meanwhile, where there is one."""
    newer = memory.execute("SELECT place, body FROM topics").fetchall()
    if newer:
        disk.execute("DELETE FROM topics")
        disk.executemany("INSERT INTO topics VALUES (?,?)", newer)


def _customers(memory: apsw.Connection, disk: apsw.Connection) -> None:
    """Who is of the disk's own book stays so; a copy of the CRM's is kept as long as the later look says."""
    every: list[Any] = memory.execute("SELECT customer, seen_at FROM customers").fetchall()
    for memory_row, seen_at in every:
        customer = rows.read(memory, memory_row, ALL_CONTACTS)
        assert customer is not None
        row = rows.row_of(disk, customer.customer_id)
        if row is None:
            rows.insert(disk, customer, seen_at)
            continue
        old = rows.read(disk, row)
        assert old is not None
        before = disk.execute("SELECT seen_at FROM customers WHERE customer = ?", (row,)).get
        seen = None if None in (before, seen_at) else max(before, seen_at)
        rows.update(disk, row, old, rows.merged(old, customer), seen)
