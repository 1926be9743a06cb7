"""Kept answers as a file that travels: JSON Lines, one answer a line, UTF-8. What is read is cleaned as it came."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TypeVar

import apsw
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from softphone.backroom.answers.store import AnswerStore
from softphone.backroom.database import Database
from softphone.domain.answers import Carried, KeptAnswer, fit_to_keep
from softphone.host.paths import write_privately

MOST_LINE_BYTES = 64 * 1024
MOST_FILE_BYTES = 512 * 1024 * 1024
BATCH = 100  # lines between two turns of the loop: a ring must not wait for a file
T = TypeVar("T")


class Line(Struct, frozen=True):
    """One answer of the file. Only `id`, `question`, `answer` and `valid_until` ("2027-03-31") are needed."""

    id: str
    question: str
    answer: str
    valid_until: date
    owner: str = ""
    owner_address: str = ""
    topic: str = ""
    product: str = ""
    kept_at: datetime | None = None
    took_s: int = 0
    solved: int = 0


_LINE = msgspec.json.Decoder(Line)


async def write_file(store: AnswerStore, path: str) -> Carried:
    """All answers into this file; what stood there is replaced once the new one is whole."""
    lines: list[bytes] = []
    page = store.every()
    while page:
        lines += [msgspec.json.encode(_line(answer)) for _, answer in page]
        await asyncio.sleep(0)
        page = store.every(page[-1][0])
    try:
        await asyncio.to_thread(write_privately, Path(path), b"".join(line + b"\n" for line in lines))
    except OSError:
        return Carried(path, trouble="unwritable")
    return Carried(path, len(lines))


async def read_file(database: Database, store: AnswerStore, path: str, now: datetime) -> Carried:
    """Answers of this file kept: who is known by id is changed, nobody goes. Bringing in twice changes nothing."""
    done = bad = 0
    try:
        file = await asyncio.to_thread(_opened, path)
    except OSError:
        return Carried(path, into_store=True, trouble="missing")
    with file:
        while batch := await asyncio.to_thread(_batch, file):
            # Masking is the work here, and it is not the loop's.
            read = await asyncio.to_thread(lambda lines=batch: [_read(line, now) for line in lines])  # type: ignore[misc]
            answers = [answer for answer in read if answer is not None]
            bad += len(read) - len(answers)
            done += len(answers)
            await database.write(_keeping(store, answers))
    trouble = "not_lines" if bad and not done else ""
    return Carried(path, done, bad, into_store=True, trouble=trouble)


def _keeping(store: AnswerStore, answers: list[KeptAnswer]) -> Callable[[apsw.Connection], int]:
    return lambda _: store.keep(answers)


def _opened(path: str) -> IO[bytes]:
    if os.path.getsize(path) > MOST_FILE_BYTES:
        raise OSError("too large")
    return open(path, "rb")


def _batch(file: IO[bytes]) -> list[bytes]:
    lines: list[bytes] = []
    while len(lines) < BATCH and (line := file.readline(MOST_LINE_BYTES)):
        if line.strip():
            lines.append(line)
    return lines


def _read(untrusted: bytes, now: datetime) -> KeptAnswer | None:
    """The answer on this line, or None for what is none. Text of a file is text of strangers."""
    try:
        line = _LINE.decode(untrusted.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    kept_at = line.kept_at if line.kept_at is not None and line.kept_at.tzinfo is not None else now
    answer = fit_to_keep(
        KeptAnswer(
            line.id, line.question, line.answer, line.owner, line.valid_until, min(kept_at, now),
            line.owner_address, line.topic, line.product, took_s=line.took_s, solved=line.solved,
        )
    )  # fmt: skip
    whole = answer.answer_id and answer.question and answer.text
    return replace(answer, kept_at=answer.kept_at.astimezone(UTC)) if whole else None


def _line(answer: KeptAnswer) -> Line:
    return Line(
        answer.answer_id, answer.question, answer.text, answer.valid_until, answer.owner, answer.owner_address,
        answer.topic, answer.product, answer.kept_at, answer.took_s, answer.solved,
    )  # fmt: skip
