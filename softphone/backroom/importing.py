"""An import under way: rows are read in a thread, written in small batches between other work, and can be stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from softphone.backroom import book_import
from softphone.backroom.book_import import BadRow, NotReadable
from softphone.backroom.columns import guess_mapping
from softphone.backroom.database import Database
from softphone.backroom.directories.book import Book, Counts
from softphone.domain.customer import Customer
from softphone.domain.facts import Fact, ImportProgressed, PreviewRead
from softphone.domain.phone import DialRules
from softphone.host.paths import write_privately

log = logging.getLogger("aside.import")

BATCH_ROWS = 250  # about 20 ms of writing: a ring in the middle of an import waits no longer
MOST_BAD_SHOWN = 100
TELL_EVERY_S = 0.25
FOLLOWED = "followed"  # the import of the file that the settings name

Rows = Iterator[tuple[int, Customer | BadRow]]


class Importing:
    def __init__(
        self, database: Database, book: Book, post: Callable[[Fact], None], now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._book = book
        self._post = post
        self._now = now
        self._stops: dict[str, threading.Event] = {}

    async def preview(self, path: str) -> PreviewRead:
        """The first rows and the guessed mapping, or what is wrong with the file in one word."""
        try:
            if await asyncio.to_thread(book_import.is_vcard, Path(path)):
                return PreviewRead(self._now(), path)
            table, rows, mapping = await asyncio.to_thread(book_import.preview, Path(path))
        except NotReadable as error:
            return PreviewRead(self._now(), path, trouble=str(error))
        except OSError:
            return PreviewRead(self._now(), path, trouble="missing")
        return PreviewRead(self._now(), path, table.columns, rows, tuple(mapping.items()))

    def cancel(self, import_id: str) -> None:
        if import_id in self._stops:
            self._stops[import_id].set()

    def cancel_all(self) -> None:
        for stop in self._stops.values():
            stop.set()

    async def bring_in(
        self, import_id: str, path: str, mapping: dict[str, str], rules: DialRules
    ) -> ImportProgressed:
        """Everything usable in the file; posts how far it is, and last `finished`, which is also what you get."""
        stop = self._stops[import_id] = threading.Event()
        try:
            told = await self._bring_in(import_id, Path(path), mapping, rules, stop)
        finally:
            del self._stops[import_id]
        self._post(told)
        return told

    async def follow(self, path: str, mark: Path, rules: DialRules) -> None:
        """The book in a file that IT keeps, read when it is another than the one that `mark` remembers."""
        try:
            found = Path(path).stat() if path else None
            known = mark.read_text(encoding="utf-8") if mark.exists() else ""
        except OSError as error:
            log.warning("book_not_read error=%s", type(error).__name__)
            return
        which = f"{path}\n{found.st_mtime_ns}\n{found.st_size}" if found else ""
        if not which or which == known:
            return
        told = await self.bring_in(FOLLOWED, path, {}, rules)
        if not told.trouble:
            with contextlib.suppress(OSError):
                write_privately(mark, which.encode())

    async def _bring_in(
        self, import_id: str, path: Path, mapping: dict[str, str], rules: DialRules, stop: threading.Event
    ) -> ImportProgressed:
        try:
            total, rows = await asyncio.to_thread(_open, path, mapping, rules)
        except (NotReadable, OSError) as error:
            why = str(error) if isinstance(error, NotReadable) else "missing"
            return ImportProgressed(self._now(), import_id, 0, 0, finished=True, trouble=why)
        loop = asyncio.get_running_loop()
        counts, done, bad_count, told_at, trouble = Counts(), 0, 0, loop.time(), ""
        bad: list[tuple[int, str]] = []

        def progress(whole: int, **more: Any) -> ImportProgressed:
            return ImportProgressed(
                self._now(), import_id, done, whole, counts.added, counts.changed, tuple(bad), bad_count, **more
            )

        reading = asyncio.create_task(asyncio.to_thread(_batch, rows))
        while not stop.is_set():
            try:
                batch = await reading
            except (OSError, NotReadable):
                trouble = "missing"
                break
            if not batch:
                break
            reading = asyncio.create_task(asyncio.to_thread(_batch, rows))  # reads on while we write
            customers = [row for _, row in batch if isinstance(row, Customer)]
            for _, row in batch:
                if isinstance(row, BadRow):
                    bad_count += 1
                    if len(bad) < MOST_BAD_SHOWN:
                        bad.append((row.line, row.why))
            counts += await self._database.write(lambda c, rows=customers: self._book.put(c, rows))  # type: ignore[misc]
            done += len(batch)
            if loop.time() - told_at > TELL_EVERY_S:
                told_at = loop.time()
                self._post(progress(max(total, done)))
        if stop.is_set():
            trouble = "cancelled"
        await asyncio.gather(reading, return_exceptions=True)
        log.info("import ended rows=%d added=%d changed=%d bad=%d", done, counts.added, counts.changed, bad_count)
        return progress(done, finished=True, trouble=trouble)


def _open(path: Path, mapping: dict[str, str], rules: DialRules) -> tuple[int, Rows]:
    if book_import.is_vcard(path):
        return 0, book_import.read_cards(path, rules)
    table = book_import.open_table(path)
    rows = book_import.read_rows(table, mapping or guess_mapping(table.columns), rules)
    return max(0, book_import.count_lines(path) - 1), rows


def _batch(rows: Rows) -> list[tuple[int, Customer | BadRow]]:
    return list(islice(rows, BATCH_ROWS))
