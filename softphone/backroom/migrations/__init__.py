"""Numbered steps from one shape of the store to the next. A step that was ever released is never edited.

`user_version` of the file is the number of steps it has had. Each is one transaction together with its number.
Named one by one, not found in a folder, so that a frozen program has them.
"""

from __future__ import annotations

import apsw

from softphone.backroom.migrations import (
    m0001_book,
    m0002_journal,
    m0003_chat,
    m0004_unseen,
    m0005_hunts,
    m0006_audit,
    m0007_answers,
    m0008_matrix,
    m0009_texts,
    m0010_files,
    m0011_shared,
    m0012_changes,
    m0013_crypt,
)

STEPS: tuple[str, ...] = (
    m0001_book.SQL,
    m0002_journal.SQL,
    m0003_chat.SQL,
    m0004_unseen.SQL,
    m0005_hunts.SQL,
    m0006_audit.SQL,
    m0007_answers.SQL,
    m0008_matrix.SQL,
    m0009_texts.SQL,
    m0010_files.SQL,
    m0011_shared.SQL,
    m0012_changes.SQL,
    m0013_crypt.SQL,
)


class NewerStore(Exception):
    """The file was written by a newer Aside: it must be left alone."""


def migrate(connection: apsw.Connection, steps: tuple[str, ...] = STEPS) -> int:
    """How many steps were taken. Raises NewerStore before anything is touched."""
    version = connection.pragma("user_version")
    if version > len(steps):
        raise NewerStore(f"the store has shape {version}, this Aside knows {len(steps)}")
    for number, step in enumerate(steps[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(step)
            connection.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    return len(steps) - int(version)
