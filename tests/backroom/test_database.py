"""The store on a real disk: encrypted, private, patient, and never deleting what it cannot read."""

from __future__ import annotations

import asyncio
import random
import stat
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from softphone.backroom.database import Database, StoreReport, open_database
from softphone.backroom.migrations import STEPS
from softphone.backroom.ports import Closed, SecretName
from softphone.backroom.vault import MemoryVault
from softphone.domain.facts import StoreState
from tests.backroom.places import KEY


def keep(connection: apsw.Connection, name: str = "Gisela Möhring") -> None:
    connection.execute("INSERT INTO keepsakes (name, body) VALUES (?, ?)", (name, name.encode()))


def names(database: Database) -> list[str]:
    return [row[0] for row in database.connection.execute("SELECT name FROM keepsakes ORDER BY name")]


async def opened(folder: Path, vault: MemoryVault, told: list[StoreReport] | None = None) -> Database:
    return await open_database(folder / "store.db", vault, (told if told is not None else []).append, (0.01,))


def test_what_was_written_is_there_at_the_next_start_and_unreadable_for_others(tmp_path: Path) -> None:
    async def scene() -> None:
        vault, folder = MemoryVault(), tmp_path / "aside"
        database = await opened(folder, vault)
        assert database.report == StoreReport(StoreState.ENCRYPTED)
        await database.write(keep)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for part in folder.iterdir():
            assert stat.S_IMODE(part.stat().st_mode) == 0o600, part
            assert b"ring" not in part.read_bytes()
            assert b"SQLite format" not in part.read_bytes()
        database.close()
        again = await opened(folder, vault)
        assert names(again) == ["Gisela Möhring"]
        again.close()

    asyncio.run(scene())


@pytest.mark.allows_log("in memory only")
@pytest.mark.parametrize("closed", list(Closed))
def test_without_a_key_store_everything_stays_in_memory_and_is_said_so(tmp_path: Path, closed: Closed) -> None:
    async def scene() -> None:
        database = await opened(tmp_path / "aside", MemoryVault(closed))
        await database.write(keep)
        assert names(database) == ["Gisela Möhring"]
        assert database.report == StoreReport(StoreState.IN_MEMORY, closed.value)
        assert list(tmp_path.rglob("*")) == []
        database.close()

    asyncio.run(scene())


@pytest.mark.allows_log("could not be read")
@pytest.mark.parametrize("damage", ["another key", "key lost", "garbage", "first page", "cut"])
def test_a_store_that_cannot_be_read_is_kept_aside_and_a_new_one_begun(tmp_path: Path, damage: str) -> None:
    async def scene() -> None:
        vault = MemoryVault()
        database = await opened(tmp_path, vault)
        await database.write(keep)
        database.close()
        file = tmp_path / "store.db"
        whole = file.read_bytes()
        match damage:
            case "another key":
                await vault.keep(SecretName.STORE_KEY, "00" * 32)
            case "key lost":
                await vault.forget(SecretName.STORE_KEY)
            case "garbage":
                file.write_bytes(b"no store at all" * 1_000)
            case "first page":
                file.write_bytes(bytes(200) + whole[200:])
            case _:
                file.write_bytes(whole[:100])
        left = file.read_bytes()
        again = await opened(tmp_path, vault)
        aside = again.report.kept_aside
        assert again.report.state is StoreState.ENCRYPTED
        assert aside.startswith("store-unreadable-")
        assert (tmp_path / aside).read_bytes() == left
        assert names(again) == []
        await again.write(keep)
        again.close()

    asyncio.run(scene())


@pytest.mark.allows_log("kept a|damaged")
def test_damage_found_while_running_is_told_and_the_write_goes_into_a_new_store(tmp_path: Path) -> None:
    async def scene() -> None:
        told: list[StoreReport] = []
        vault = MemoryVault()
        database = await opened(tmp_path, vault, told)
        database.close()
        file = tmp_path / "store.db"
        with file.open("r+b") as stream:  # every page but the first two
            stream.seek(8192)
            stream.write(b"x" * (file.stat().st_size - 8192))
        again = await opened(tmp_path, vault, told)
        await again.write(keep)
        assert names(again) == ["Gisela Möhring"]
        assert again.report.kept_aside
        assert len(list(tmp_path.glob("store-unreadable-*.db"))) == 1
        again.close()

    asyncio.run(scene())


@pytest.mark.allows_log("does not take a write")
def test_a_full_disk_is_told_once_and_all_writes_land_in_order_when_there_is_room(tmp_path: Path) -> None:
    async def scene() -> None:
        told: list[StoreReport] = []
        database = await opened(tmp_path, MemoryVault(), told)
        connection = database.connection
        pages = connection.pragma("page_count")
        connection.execute(f"PRAGMA max_page_count = {pages}")
        big = "x" * 20_000
        writes = [asyncio.create_task(database.write(lambda c, n=n: keep(c, f"{n}{big}"))) for n in range(3)]
        done, _ = await asyncio.wait(writes, timeout=0.2)
        assert done == set()
        assert told == [StoreReport(StoreState.FULL)]
        connection.execute(f"PRAGMA max_page_count = {pages + 1_000}")
        async with asyncio.timeout(5):
            await asyncio.gather(*writes)
        assert [name[0] for name in names(database)] == ["0", "1", "2"]
        assert told[-1].state is StoreState.ENCRYPTED
        database.close()

    asyncio.run(scene())


WRITER = """
import sys
from pathlib import Path
from softphone.backroom.database import Database

database = Database(Path(sys.argv[1]), "ab" * 32, lambda report: None)
for n in range(100_000):
    database.transact(lambda c: c.execute("INSERT INTO keepsakes VALUES (?, ?)", (str(n), b"")))
    print(n, flush=True)
"""


def test_what_was_said_to_be_kept_is_kept_when_the_process_is_killed(tmp_path: Path) -> None:
    for _ in range(5):
        file = tmp_path / "store.db"
        for tail in ("", "-wal", "-shm"):
            Path(f"{file}{tail}").unlink(missing_ok=True)
        with subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told = [writer.stdout.readline() for _ in range(random.randrange(1, 60))]
            writer.kill()
            told += writer.stdout.readlines()
        kept = [line.strip() for line in told if line.endswith("\n")]
        database = Database(file, KEY, lambda _: None)
        assert set(kept) <= set(names(database))
        assert database.report.kept_aside == ""
        database.close()


def test_a_write_that_fails_for_our_own_reason_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken(connection: apsw.Connection) -> None:
        keep(connection)
        raise KeyError("ours")

    async def scene() -> None:
        database = await opened(tmp_path, MemoryVault())
        with pytest.raises(KeyError):
            await database.write(broken)
        assert names(database) == []
        database.close()

    asyncio.run(scene())


@pytest.mark.allows_log("in memory only")
def test_the_file_of_a_newer_aside_is_left_untouched(tmp_path: Path) -> None:
    async def scene() -> None:
        vault = MemoryVault()
        database = await opened(tmp_path, vault)
        database.connection.execute("PRAGMA user_version = 999")
        database.close()
        before = (tmp_path / "store.db").read_bytes()
        older = await opened(tmp_path, vault)
        assert older.report == StoreReport(StoreState.IN_MEMORY, "newer")
        older.close()
        assert (tmp_path / "store.db").read_bytes() == before

    asyncio.run(scene())


@pytest.mark.allows_log("in memory only")
def test_a_folder_that_cannot_be_used_means_memory_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    report = asyncio.run(opened(tmp_path / "file", MemoryVault())).report
    assert report == StoreReport(StoreState.IN_MEMORY, "unwritable")


@pytest.mark.parametrize("version", range(len(STEPS)))
def test_an_old_file_of_each_shape_is_brought_up_with_what_it_holds(tmp_path: Path, version: int) -> None:
    async def scene() -> None:
        vault = MemoryVault()
        key = "ab" * 32
        await vault.keep(SecretName.STORE_KEY, key)
        old = apsw.Connection(str(tmp_path / "store.db"))
        old.execute(f"PRAGMA key = 'raw:{key}'")
        old.execute("PRAGMA journal_mode = WAL")
        for step in STEPS[:version]:
            old.execute(step)
        if version >= 1:
            old.execute("INSERT INTO customers VALUES (1, 'C-1', '', '', '', '', 1, '[]', '[]', '', '', '[]', '', 5)")
        if version >= 2:
            keep(old)
        old.execute(f"PRAGMA user_version = {version}")
        old.close()
        database = await opened(tmp_path, vault)
        connection = database.connection
        assert connection.pragma("user_version") == len(STEPS)
        assert connection.execute("SELECT count(*) FROM customers").get == min(version, 1)
        assert connection.execute("SELECT count(*) FROM keepsakes").get == (1 if version >= 2 else 0)
        assert connection.execute("SELECT count(*) FROM parts").get == 0
        database.close()

    asyncio.run(scene())
