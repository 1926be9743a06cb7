"""Files in the store: taken whole, bounded and never twice, gone with what they belong to."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec.structs import replace

from softphone.backroom.room import Backroom
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.chat_file import ChatFile, FileKind
from softphone.domain.effects import KeepConversation, KeepQuestion
from softphone.domain.files import DropFile, FetchFile, FileFetched, FileTaken, FileTrouble, TakeFile
from tests.backroom.rooms import Start, Watcher
from tests.backroom.rooms import start as start
from tests.builders import NOON

TALK = Conversation("k-1", "call-1", "e-1", "@kern:x", opened_at=NOON)
CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 10_000  # some parts


def took(start: Start, path: Path | str, content: bytes = b"", **more: int) -> tuple[Backroom, Watcher, FileTaken]:
    room, watcher = start()
    room.run(KeepConversation(TALK))
    room.run(TakeFile("k-1", "f-1", "plan.pdf", str(path), content, **more))
    return room, watcher, watcher.wait_for(FileTaken)


def saved(room: Backroom, watcher: Watcher, path: Path, count: int = 1) -> FileFetched:
    room.run(FetchFile("f-1", ChatFile("plan.pdf", len(CONTENT)), str(path)))
    return watcher.wait_for(FileFetched, count)


def test_a_file_is_copied_as_it_was_when_it_was_offered(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(CONTENT)
    room, watcher, taken = took(start, path)
    assert (taken.trouble, taken.file) == (
        FileTrouble.NONE, ChatFile("plan.pdf", len(CONTENT), False, FileKind.PDF),
    )  # fmt: skip
    path.write_bytes(b"another")
    assert saved(room, watcher, tmp_path / "copy.pdf").trouble is FileTrouble.NONE
    assert (tmp_path / "copy.pdf").read_bytes() == CONTENT
    assert CONTENT[:200] not in start.home.store_file.read_bytes()


def test_a_pasted_picture_is_taken_without_a_file(start: Start, tmp_path: Path) -> None:
    room, watcher, taken = took(start, "", CONTENT)
    assert taken.file.size == len(CONTENT)
    saved(room, watcher, tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == CONTENT


def test_what_is_no_ordinary_file_or_too_large_or_empty_is_not_taken(start: Start, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    (tmp_path / "large").write_bytes(CONTENT)
    for name, trouble in (
        ("pipe", FileTrouble.UNREADABLE),
        ("", FileTrouble.UNREADABLE),
        ("missing", FileTrouble.UNREADABLE),
        ("empty", FileTrouble.EMPTY),
        ("large", FileTrouble.TOO_LARGE),
    ):
        _, _, taken = took(start, tmp_path / name, most_bytes=len(CONTENT) - 1)
        assert taken.trouble is trouble, name


def test_what_nobody_confirmed_is_gone_after_a_start_and_what_was_asked_stays(start: Start, tmp_path: Path) -> None:
    room, _, taken = took(start, "", CONTENT)
    room.run(TakeFile("k-1", "f-2", "other.pdf", "", CONTENT))
    message = ChatMessage("f-1", NOON, True, "plan.pdf", attached=taken.file)
    room.run(KeepQuestion(TALK, message))
    room, watcher = start()
    assert saved(room, watcher, tmp_path / "one.pdf").trouble is FileTrouble.NONE
    room.run(FetchFile("f-2", taken.file, str(tmp_path / "two.pdf")))
    assert watcher.wait_for(FileFetched, 2).trouble is FileTrouble.GONE
    assert not (tmp_path / "two.pdf").exists()


def test_only_what_is_harmless_to_look_at_is_opened_and_its_copy_goes_with_the_next_start(start: Start) -> None:
    room, watcher, taken = took(start, "", CONTENT)
    room.run(FetchFile("f-1", replace(taken.file, name="../plan.sh"), ""))
    opened = Path(watcher.wait_for(FileFetched).url.removeprefix("file://"))
    assert (opened.name, opened.read_bytes(), opened.stat().st_mode & 0o777) == ("___plan.pdf", CONTENT, 0o600)
    assert opened.is_relative_to(start.home.data)
    room.run(DropFile("f-1"))
    room.run(TakeFile("k-1", "f-1", "plan.pdf", "", b"#!/bin/sh\n"))
    assert watcher.wait_for(FileTaken, 2).file.kind is FileKind.PROGRAM
    room.run(FetchFile("f-1", taken.file, ""))
    told = watcher.wait_for(FileFetched, 2)
    assert (told.trouble, told.url) == (FileTrouble.NOT_OPENED, "")
    start()
    assert not opened.exists()


def test_a_file_that_pretends_is_saved_and_said_to_be_one(start: Start, tmp_path: Path) -> None:
    room, watcher, _ = took(start, "", b"MZ\x90\x00")
    assert saved(room, watcher, tmp_path / "plan.pdf").trouble is FileTrouble.PRETENDS


def test_a_place_that_cannot_be_written_is_said(start: Start, tmp_path: Path) -> None:
    room, watcher, _ = took(start, "", CONTENT)
    assert saved(room, watcher, tmp_path / "no" / "plan.pdf").trouble is FileTrouble.NOT_WRITTEN
    (tmp_path / "folder").mkdir()
    assert saved(room, watcher, tmp_path / "folder", 2).trouble is FileTrouble.NOT_WRITTEN
    assert [p.name for p in tmp_path.glob(".aside-*")] == []


