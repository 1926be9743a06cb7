"""Brings files up, one after the other, before the message that names them leaves; beside the sender, so that a
question to somebody else never waits for a picture.

What was cut off begins again: a file has a place at the homeserver only when its address stands in its row.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable

import apsw

from softphone.backroom.chats.matrix import MatrixChat, delivered
from softphone.backroom.chats.matrix_http import Limited, Rejected, Unreachable
from softphone.backroom.chats.matrix_media import MatrixMedia
from softphone.backroom.chats.matrix_rows import MatrixRows
from softphone.backroom.database import Database
from softphone.backroom.journal import Journal
from softphone.backroom.outbox import next_attempt_delay
from softphone.backroom.ports import Facts
from softphone.domain.chat import Delivery
from softphone.domain.chat_file import MIME
from softphone.domain.facts import Fact
from softphone.domain.files import FileMoved
from softphone.host.clock import Clock

log = logging.getLogger("aside.matrix")

PIECE_BYTES = 64 * 1024
TELL_EACH_S = 0.1
_ANY = "application/octet-stream"


class Uploads:
    def __init__(
        self, media: MatrixMedia, database: Database, rows: MatrixRows, journal: Journal,
        chat: MatrixChat, post: Callable[[Fact], None], clock: Clock,
    ) -> None:  # fmt: skip
        self._media = media
        self._database = database
        self._rows = rows
        self._files = rows.files
        self._journal = journal
        self._chat = chat
        self._post = post
        self._clock = clock
        self._failures = 0
        self._going: tuple[str, asyncio.Task[str]] | None = None

    async def run(self) -> None:
        """Until the log-in ends: raises LoggedOut."""
        while True:
            self._chat.to_upload.clear()
            file_id = self._files.to_go_up()
            if file_id is None:
                await self._chat.to_upload.wait()
                continue
            await self._bring(file_id)

    def stop(self, file_id: str) -> None:
        """The agent does not want it any more."""
        if self._going is not None and self._going[0] == file_id:
            self._going[1].cancel()

    async def _bring(self, file_id: str) -> None:
        kept = self._journal.message(file_id)
        file = kept.message.attached if kept is not None else None
        if kept is None or file is None:
            return
        talk = self._rows.talk(kept.conversation_id or "")
        if talk is not None and self._rows.sealed(talk.room_id):  # it would lie there unencrypted
            await self._tell(lambda _: self._chat.give_up(file_id, "M_SEALED", self._clock.now()))
            return
        kind, size = MIME.get(file.kind, _ANY), file.size
        task = asyncio.ensure_future(self._up(file_id, size, kind))
        self._going = (file_id, task)
        try:
            url = await task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                task.cancel()
                raise
        except Limited as told:
            await self._wait(file_id, told.wait_s)
        except Unreachable as trouble:
            log.info("file waits reason=%s attempt=%d", trouble, self._failures + 1)
            await self._wait(file_id, next_attempt_delay(self._failures - 2))
            self._failures += 1
        except Rejected as refused:
            log.info("file refused status=%d code=%s", refused.status, refused.code)
            code = refused.code
            await self._tell(lambda _: self._chat.give_up(file_id, code, self._clock.now()))
        else:
            self._failures = 0
            await self._database.write(lambda _: self._files.went_up(file_id, url))
            self._chat.unsent.set()
        finally:
            self._going = None
            self._post(FileMoved(self._clock.now(), file_id, size, size))

    async def _up(self, file_id: str, size: int, kind: str) -> str:
        """One that is too large is not begun: servers break off within it and do not say why."""
        if 0 < await self._media.largest() < size:
            raise Rejected(413, "M_TOO_LARGE")
        return await self._media.up(self._pieces(file_id, size), size, kind)

    async def _pieces(self, file_id: str, size: int) -> AsyncIterator[bytes]:
        """Pulled as the network takes them: what was handed over is how far it has come."""
        loop = asyncio.get_running_loop()
        done, told_at = 0, 0.0
        for part in self._files.parts(file_id):
            for at in range(0, len(part), PIECE_BYTES):
                piece = part[at : at + PIECE_BYTES]
                yield piece
                done += len(piece)
                if loop.time() - told_at >= TELL_EACH_S and done < size:
                    told_at = loop.time()
                    self._post(FileMoved(self._clock.now(), file_id, done, size))

    async def _wait(self, file_id: str, wait_s: float) -> None:
        await self._tell(lambda _: delivered(self._journal, file_id, Delivery.WAITING, self._clock.now()))
        self._chat.to_upload.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._chat.to_upload.wait(), wait_s)

    async def _tell(self, step: Callable[[apsw.Connection], Facts]) -> None:
        for fact in await self._database.write(step):
            self._post(fact)
