"""What the agent does with pictures and files: taken into the store before they are asked about, saved, opened.

A path from the agent is read once, bounded, and only where it is an ordinary file. What came from others is written
where the agent says; it is opened on their word alone, under a name of ours, and only what is harmless to look at.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import AsyncIterator, Generator
from pathlib import Path

from softphone.backroom.chats.matrix_http import Rejected, Trouble
from softphone.backroom.chats.matrix_sealed import Opening, read_written
from softphone.backroom.file_rows import PART_BYTES, FileRows
from softphone.backroom.tools import Tools
from softphone.backroom.writing import Writing
from softphone.domain.chat_file import HEAD_BYTES, OPENABLE, PICTURES, ChatFile, FileKind, kind_of, pretends, safe_name
from softphone.domain.files import (
    DropFile,
    FetchFile,
    FileEffect,
    FileFetched,
    FileMoved,
    FileTaken,
    FileTrouble,
    ReadSmall,
    Small,
    SmallRead,
    StopFile,
    TakeFile,
)
from softphone.host.paths import private_folder

MOST_FETCHED = 500 * 1024 * 1024
MOST_LOOKED_AT = 8 * 1024 * 1024
MOST_DRAWN = 30 * 1024 * 1024  # a larger picture is a file without a small one
TELL_EACH_S = 0.1


class FileErrands:
    def __init__(self, tools: Tools, writing: Writing) -> None:
        self._tools = tools
        self._writing = writing
        self._rows = FileRows(tools.database)

    @property
    def _opened(self) -> Path:
        return self._tools.home.data / "opened"

    async def begin(self) -> None:
        """What was offered and never confirmed goes, and so do the copies that were opened."""
        if self._rows.has_offered:
            await self._writing.now(lambda _: self._rows.drop_offered())
        if self._opened.exists():
            await asyncio.to_thread(shutil.rmtree, self._opened, ignore_errors=True)

    async def do(self, effect: FileEffect) -> None:
        t = self._tools
        match effect:
            case TakeFile():
                t.post(await self._take(effect))
            case DropFile(file_id):
                await self._writing.now(lambda _: self._rows.drop(file_id))
            case StopFile(file_id):
                await t.homeserver.stop_file(file_id)
            case ReadSmall(file_id):
                await self._read_small(file_id)
            case FetchFile(file_id, file, path):
                t.post(await self._fetch(file_id, file, path))
            case _:
                raise TypeError(f"no errand for {type(effect).__name__}")

    # --- Out ----------------------------------------------------------------------------------------------

    async def _take(self, effect: TakeFile) -> FileTaken:
        file_id = effect.file_id

        def taken(file: ChatFile, trouble: FileTrouble = FileTrouble.NONE) -> FileTaken:
            return FileTaken(self._tools.now(), effect.conversation_id, file_id, file, trouble)

        nothing, head, size = ChatFile(effect.name), b"", 0
        await self._writing.now(lambda _: self._rows.keep(file_id, effect.conversation_id))
        try:
            async for n, part in _read(effect):
                size, head = size + len(part), head or part[:HEAD_BYTES]
                if size > effect.most_bytes:
                    return taken(nothing, FileTrouble.TOO_LARGE)
                if not await self._writing.now(lambda _, n=n, part=part: self._rows.add_part(file_id, n, part)):  # type: ignore[misc]
                    break
        except OSError:
            return taken(nothing, FileTrouble.UNREADABLE)
        if not size:
            return taken(nothing, FileTrouble.EMPTY)
        kind = kind_of(head)
        small = await self._draw(file_id, kind) if kind in PICTURES and size <= MOST_DRAWN else None
        width, height = (small.width, small.height) if small is not None else (0, 0)
        return taken(ChatFile(effect.name, size, kind in PICTURES, kind, width, height))

    async def _draw(self, file_id: str, kind: FileKind) -> Small | None:
        content = b"".join(self._rows.parts(file_id))
        small = await asyncio.to_thread(self._tools.make_small, content, kind)
        if small is not None:
            await self._writing.now(lambda _: self._rows.keep_small(file_id, small.content))
            self._tools.post(SmallRead(self._tools.now(), file_id, small.content))
        return small

    # --- In -----------------------------------------------------------------------------------------------

    async def _read_small(self, file_id: str) -> None:
        """Ours from the store; theirs as the homeserver drew it, once."""
        small, url, media = self._rows.small(file_id), self._rows.url(file_id), self._tools.homeserver.media
        if small is None and url and media is not None:
            try:
                small = await (self._opened_small(file_id, url) if self._rows.seal(file_id) else media.small(url))
            except Trouble:
                return
            if kind_of(small[:HEAD_BYTES]) not in (FileKind.PNG, FileKind.JPEG):
                return  # no picture that a homeserver draws
            await self._writing.now(lambda _: self._rows.keep_small(file_id, small))
        if small is not None:
            self._tools.post(SmallRead(self._tools.now(), file_id, small))

    async def _opened_small(self, file_id: str, url: str) -> bytes:
        """The homeserver cannot draw what it cannot read. Nothing for what is too large to fetch for a look."""
        content, opening = b"", Opening(read_written(self._rows.seal(file_id)))
        async for part, size in self._content(file_id, url):
            content += opening.open(part)
            if max(size, len(content)) > MOST_LOOKED_AT:
                return b""
        small = None
        if opening.whole:
            small = await asyncio.to_thread(self._tools.make_small, content, kind_of(content[:HEAD_BYTES]))
        return small.content if small is not None else b""

    async def _fetch(self, file_id: str, file: ChatFile, path: str) -> FileFetched:
        now, url = self._tools.now, self._rows.url(file_id)
        if url is None:
            return FileFetched(now(), file_id, FileTrouble.GONE)
        try:
            kind, place = await self._write_down(file_id, file, url, path)
        except Rejected as refused:
            large = refused.code == "M_TOO_LARGE"
            return FileFetched(now(), file_id, FileTrouble.TOO_LARGE if large else FileTrouble.GONE)
        except Trouble:
            return FileFetched(now(), file_id, FileTrouble.OFFLINE)
        except OSError:
            return FileFetched(now(), file_id, FileTrouble.NOT_WRITTEN)
        if place is None:
            return FileFetched(now(), file_id, FileTrouble.NOT_OPENED)
        if path:
            return FileFetched(now(), file_id, FileTrouble.PRETENDS if pretends(file.name, kind) else FileTrouble.NONE)
        return FileFetched(now(), file_id, FileTrouble.NONE, place.as_uri())

    async def _write_down(self, file_id: str, file: ChatFile, url: str, path: str) -> tuple[FileKind, Path | None]:
        """What it is and where it lies: at `path`, or among those that are opened where it is harmless to look at.
        Whole, or not there."""
        folder = Path(path).parent if path else private_folder(private_folder(self._opened) / secrets.token_hex(8))
        handle, name = tempfile.mkstemp(prefix=".aside-", suffix=".part", dir=folder)
        loop, told_at, done, head = asyncio.get_running_loop(), 0.0, 0, b""
        opening = Opening(read_written(self._rows.seal(file_id)))
        try:
            with os.fdopen(handle, "wb") as out:
                async for part, size in self._content(file_id, url):
                    part = opening.open(part)
                    out.write(part)
                    done, head = done + len(part), head + part[: HEAD_BYTES - len(head)]
                    if loop.time() - told_at >= TELL_EACH_S and done < (size or file.size):
                        told_at = loop.time()
                        self._tools.post(FileMoved(self._tools.now(), file_id, done, size or file.size))
            if not opening.whole:
                raise Rejected(200, "hash")
            kind = kind_of(head)
            place = Path(path) if path else folder / safe_name(file.name, kind) if kind in OPENABLE else None
            if place is not None:
                os.replace(name, place)
            return kind, place
        finally:
            Path(name).unlink(missing_ok=True)
            self._tools.post(FileMoved(self._tools.now(), file_id, done, done))

    async def _content(self, file_id: str, url: str) -> AsyncIterator[tuple[bytes, int]]:
        if not url:  # ours, still here
            for part in self._rows.parts(file_id):
                yield part, 0
            return
        media = self._tools.homeserver.media
        if media is None:
            raise Trouble("no link")
        async for each in media.down(url, MOST_FETCHED):
            yield each


async def _read(effect: TakeFile) -> AsyncIterator[tuple[int, bytes]]:
    """The parts of what was offered. Raises OSError for what is no ordinary file, too."""
    if effect.content:
        for n, at in enumerate(range(0, len(effect.content), PART_BYTES)):
            yield n, effect.content[at : at + PART_BYTES]
        return
    parts = _parts(effect.path)
    try:
        n = 0
        while (part := await asyncio.to_thread(next, parts, b"")) != b"":
            yield n, part
            n += 1
    finally:
        parts.close()


def _parts(path: str) -> Generator[bytes]:
    # A pipe or a device must not hold this up, and is not what somebody drops.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("no ordinary file")
        while part := file.read(PART_BYTES):
            yield part
