"""The one SQLite file, encrypted with a key from the vault, and the only way to write to it.

One connection on one thread, asserted. A write is one transaction and is tried until the disk takes it; writes
stay in order meanwhile, and nothing is lost. A file that cannot be read is kept aside under a dated name, never
deleted. Without a key store everything is in memory only, and `Opened` says so.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import apsw
from msgspec import Struct

from softphone.backroom import records
from softphone.backroom.migrations import NewerStore, migrate
from softphone.backroom.moving import pour
from softphone.backroom.ports import Closed, NotKept, Secret, SecretName, Vault
from softphone.domain.facts import StoreState
from softphone.host.paths import private_folder

log = logging.getLogger("aside.store")

KEY_BYTES = 32  # ChaCha20
BUSY_MS = 5_000  # another process (aside book import) may hold the write lock for one batch
RETRY_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # a full disk is emptied by a person
TAIL = ("-wal", "-shm", "-journal")

T = TypeVar("T")


class StoreReport(Struct, frozen=True):
    """What the agent must know. `why` is one of a few words for ui/words.py: a value of `Closed`, "newer" (the file
    belongs to a newer Aside) or "unwritable"; `kept_aside` names a file that could not be read and was kept."""

    state: StoreState
    why: str = ""
    kept_aside: str = ""


class Database:
    """An open store. Make it with `open_database` or, in tests and for a known key, directly."""

    def __init__(
        self, path: Path | None, key: str, tell: Callable[[StoreReport], None], retry_s: tuple[float, ...] = RETRY_S
    ) -> None:
        self._path = path
        self._key = key
        self.tell = tell
        self._retry_s = retry_s
        self._thread = threading.get_ident()
        self._turn = asyncio.Lock()
        self._waiting = 0  # writes that are not done
        self._full = False  # said, and true until none of them waits
        self._set_aside = ""
        self._connection = self._open()
        self.report = StoreReport(StoreState.ENCRYPTED if path else StoreState.IN_MEMORY, kept_aside=self._set_aside)

    @property
    def connection(self) -> apsw.Connection:
        """For reading. Writes go through `write`."""
        assert threading.get_ident() == self._thread, "the store belongs to the thread that opened it"
        return self._connection

    async def write(self, work: Callable[[apsw.Connection], T]) -> T:
        """What `work` returns, done in one transaction, however long the disk is full. `work` may run again."""
        self._waiting += 1
        try:
            async with self._turn:
                result = await self._until_taken(work)
        finally:
            self._waiting -= 1
        if self._full and not self._waiting:
            self._full = False
            log.info("store takes writes again")
            self.tell(self.report)
        return result

    async def _until_taken(self, work: Callable[[apsw.Connection], T]) -> T:
        attempt = 0
        while True:
            try:
                return self.transact(work)
            except (apsw.FullError, apsw.IOError, apsw.BusyError, apsw.CantOpenError) as error:
                if not self._full:
                    self._full = True
                    log.warning("store does not take a write: %s", type(error).__name__)
                    self.tell(StoreReport(StoreState.FULL))
            await asyncio.sleep(self._retry_s[min(attempt, len(self._retry_s) - 1)])
            attempt += 1

    def transact(self, work: Callable[[apsw.Connection], T]) -> T:
        """What `work` returns, or the error of a full disk; a file found damaged is set aside and begun anew."""
        try:
            return self._once(work)
        except (apsw.CorruptError, apsw.NotADBError):
            log.error("store is damaged, kept aside")
            self._connection.close(True)
            self._put_aside()
            self._connection = self._open()
            self.report = StoreReport(StoreState.ENCRYPTED, kept_aside=self._set_aside)
            self.tell(self.report)
            return self._once(work)

    async def move_into(self, disk: Database) -> None:
        """All that is here goes into `disk`, and from then on this is the store on disk. Writes wait meanwhile."""
        async with self._turn:
            try:
                disk.transact(lambda connection: pour(self._connection, connection))
            except (apsw.FullError, apsw.IOError, apsw.BusyError) as error:
                log.info("store cannot be moved error=%s", type(error).__name__)
                disk.close()
                self.report = StoreReport(StoreState.IN_MEMORY, "unwritable")
                return
            self._connection.close(True)
            self._connection, self._path, self._key = disk._connection, disk._path, disk._key
            self.report = disk.report
            log.info("store moved from memory to disk")

    def erase_traces(self) -> None:
        """After a deletion: nothing stays in the write-ahead log or in memory. Freed pages are zeroed already."""
        records.decode_message.cache_clear()
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.connection.close(True)

    def _once(self, work: Callable[[apsw.Connection], T]) -> T:
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    def _open(self) -> apsw.Connection:
        if self._path is None:
            return _connect(None, "")
        try:
            return _connect(self._path, self._key)
        except (apsw.NotADBError, apsw.CorruptError):
            self._put_aside()
            return _connect(self._path, self._key)

    def _put_aside(self) -> None:
        """The unreadable file and its tails, renamed: store-unreadable-20261121-231500.db."""
        if self._path is None:
            return
        stem = f"{self._path.stem}-unreadable-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        name, n = f"{stem}{self._path.suffix}", 1
        while self._path.with_name(name).exists():
            n += 1
            name = f"{stem}-{n}{self._path.suffix}"
        for tail in ("", *TAIL):
            part = self._path.with_name(self._path.name + tail)
            if part.exists():
                os.replace(part, part.with_name(name + tail))
        log.error("store could not be read, kept as %s", name)
        self._set_aside = name


async def open_database(
    path: Path, vault: Vault, tell: Callable[[StoreReport], None], retry_s: tuple[float, ...] = RETRY_S
) -> Database:
    """The store in that file, or one in memory when no key can be kept; `report` says which and why.

    A key is made at the first start. A file whose key is gone from an open vault is unreadable for ever and is
    set aside; with a closed vault it is left where it is.
    """
    opened = await _opened(path, vault, tell, retry_s)
    if isinstance(opened, Database):
        return opened
    log.warning("store is in memory only reason=%s", opened)
    database = Database(None, "", tell)
    database.report = StoreReport(StoreState.IN_MEMORY, opened)
    return database


async def move_in(database: Database, path: Path, vault: Vault) -> None:
    """A store in memory goes into its file, where the vault and the disk allow it now; else `report` says why not."""
    opened = await _opened(path, vault, database.tell)
    if isinstance(opened, Database):
        await database.move_into(opened)
    else:
        database.report = StoreReport(StoreState.IN_MEMORY, opened)


async def _opened(
    path: Path, vault: Vault, tell: Callable[[StoreReport], None], retry_s: tuple[float, ...] = RETRY_S
) -> Database | str:
    """The store in that file, or why not, in the words of a StoreReport."""
    key = await _key(vault)
    if isinstance(key, Closed):
        return key.value
    try:
        private_folder(path.parent)
        return Database(path, key, tell, retry_s)
    except NewerStore:
        return "newer"
    except (OSError, apsw.CantOpenError, apsw.FullError, apsw.IOError, apsw.ReadOnlyError, apsw.BusyError) as error:
        log.info("store cannot be opened error=%s", type(error).__name__)
        return "unwritable"


async def _key(vault: Vault) -> str | Closed:
    match await vault.fetch(SecretName.STORE_KEY):
        case Secret(value):
            return value
        case NotKept():
            made = secrets.token_hex(KEY_BYTES)
            kept = await vault.keep(SecretName.STORE_KEY, made)
            return kept if isinstance(kept, Closed) else made
        case Closed() as closed:
            return closed


def _connect(path: Path | None, key: str) -> apsw.Connection:
    """A ready connection in today's shape. Raises NotADBError for a wrong key or a file that is no store."""
    if path is None:
        connection = apsw.Connection(":memory:")
    else:
        # Made here, so that it is never readable by others, not for a moment; the tails inherit its mode.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
        connection = apsw.Connection(str(path))
    try:
        if path is not None:
            if len(key) != 2 * KEY_BYTES or not all(c in "0123456789abcdef" for c in key):
                raise apsw.NotADBError("the key in the key store is none of ours")
            # A raw key: the 64,007 rounds that slow down guessing a password are for passwords.
            connection.execute(f"PRAGMA key = 'raw:{key}'")
        connection.set_busy_timeout(BUSY_MS)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        if path is not None:
            connection.execute("PRAGMA journal_mode = WAL")
        # FULL: what the agent saw as kept is kept, also when the power goes. Temporary files never touch the disk.
        connection.execute(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
            "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000"
        )
        migrate(connection)
    except BaseException:
        connection.close(True)
        raise
    return connection
