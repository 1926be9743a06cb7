"""Pictures and files of the side chat: what they are, and that none leaves without policy and a second question."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.audit import AuditEvent, KeepAudited
from softphone.domain.chat import Offered
from softphone.domain.chat_file import ChatFile, FileKind, kind_of, pretends, safe_name
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, KeepQuestion, OpenUrl
from softphone.domain.files import (
    DropFile,
    FetchFile,
    FileFetched,
    FileLeftOut,
    FileMoved,
    FileOffered,
    FilesConfirmed,
    FileTaken,
    FileTrouble,
    FileWanted,
    ReadSmall,
    SmallRead,
    SmallWanted,
    TakeFile,
)
from softphone.domain.settings import ChatFiles
from softphone.domain.update import update
from tests.builders import KERN, after, at, in_a_call

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PNG, FileKind.PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", FileKind.JPEG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileKind.WEBP),
        (b"%PDF-1.7", FileKind.PDF),
        (b"PK\x03\x04", FileKind.ARCHIVE),
        (b"MZ\x90\x00", FileKind.PROGRAM),
        (b"#!/bin/sh\n", FileKind.PROGRAM),
        ("Schränke, 12 Stück\n".encode(), FileKind.TEXT),
        (("ä" * 255).encode() + b"xx\xc3", FileKind.TEXT),  # cut within a character
        (b"<html><script>", FileKind.UNKNOWN),
        (b"  <svg onload=", FileKind.UNKNOWN),
        (b"text with \x00 in it", FileKind.UNKNOWN),
        (b"\xff\xfe\x00", FileKind.UNKNOWN),
        (b"", FileKind.UNKNOWN),
    ],
)
def test_what_a_file_is_is_told_by_its_content(head: bytes, kind: FileKind) -> None:
    assert kind_of(head) is kind


def test_a_name_that_pretends_is_found_and_one_to_be_opened_is_ours() -> None:
    assert pretends("rack.PNG", FileKind.PROGRAM)
    assert not pretends("rack.jpeg", FileKind.JPEG)
    assert not pretends("rack.doc", FileKind.ARCHIVE)
    assert safe_name("../rack.desktop", FileKind.PDF) == "___rack.pdf"
    assert safe_name("rack.png.exe", FileKind.JPEG) == "rack_png.jpg"


def asking(*, policy: bool = True, address: str = "@kern:example.org") -> Desk:
    desk = replace(in_a_call(), experts=(replace(KERN, address=address),))
    if policy:
        settings = replace(desk.settings, chat_files=ChatFiles.CONFIRMED)
        desk = replace(desk, settings=settings, managed={"chat_files": "policy"})
    return after(desk, facts.ConversationOpened(at(60), "k-1", desk.shown or "", "e-1", "Rack S2"))


OFFERED = FileOffered(at(61), "k-1", "f-1", "MajaLindqvist_rack.jpg", "/pictures/MajaLindqvist_rack.jpg")
FILE = ChatFile("x", 1_200_000, True, FileKind.JPEG, 1600, 1200)
TAKEN = FileTaken(at(62), "k-1", "f-1", FILE)


def offered(desk: Desk) -> tuple[Offered, ...]:
    return desk.conversations["k-1"].offered


def left(effects: tuple[Effect, ...]) -> list[KeepQuestion]:
    return [e for e in effects if isinstance(e, KeepQuestion)]


def test_a_file_goes_after_the_second_question_under_a_masked_name_and_stands_in_the_trail() -> None:
    desk, effects = update(asking(), OFFERED)
    assert [e.path for e in effects if isinstance(e, TakeFile)] == [OFFERED.path]
    desk, effects = update(desk, TAKEN)
    assert not left(effects)
    desk, effects = update(desk, FilesConfirmed(at(63), "k-1"))
    (question,) = left(effects)
    assert question.message.message_id == "f-1"
    assert question.message.attached == replace(FILE, name="Maja_[name]_rack.jpg")
    assert question.message.text == "Maja_[name]_rack.jpg"
    assert [e.entry.event for e in effects if isinstance(e, KeepAudited)] == [AuditEvent.FILE]
    assert not offered(desk)
    assert not left(update(desk, FilesConfirmed(at(64), "k-1"))[1])


def test_without_a_policy_and_over_sip_nothing_is_even_read_and_the_agent_is_told_why() -> None:
    for desk, trouble in (
        (asking(policy=False), FileTrouble.POLICY),
        (asking(address="sip:kern@pbx.example"), FileTrouble.BY_PHONE),
    ):
        after_it, effects = update(desk, OFFERED)
        assert not [e for e in effects if isinstance(e, TakeFile)]
        assert not offered(after_it)
        assert after_it.files.told == ("k-1", trouble)


def test_a_policy_that_ends_between_the_two_questions_keeps_the_file_here() -> None:
    desk = replace(after(asking(), OFFERED, TAKEN), managed={})
    desk, effects = update(desk, FilesConfirmed(at(63), "k-1"))
    assert not left(effects)
    assert desk.files.told == ("k-1", FileTrouble.POLICY)


def test_what_is_still_being_read_does_not_go_with_the_others() -> None:
    desk = after(asking(), OFFERED, replace(OFFERED, file_id="f-2"), TAKEN)
    desk, effects = update(desk, FilesConfirmed(at(63), "k-1"))
    assert [q.message.message_id for q in left(effects)] == ["f-1"]
    assert [o.file_id for o in offered(desk)] == ["f-2"]


def test_what_is_left_out_or_cannot_be_taken_is_dropped_from_the_store_too() -> None:
    desk, effects = update(after(asking(), OFFERED), FileLeftOut(at(62), "k-1", "f-1"))
    assert (offered(desk), DropFile("f-1") in effects) == ((), True)
    assert DropFile("f-1") in update(desk, TAKEN)[1]  # it came too late
    desk, effects = update(after(asking(), OFFERED), replace(TAKEN, trouble=FileTrouble.TOO_LARGE))
    assert (offered(desk), DropFile("f-1") in effects) == ((), True)
    assert desk.files.told == ("k-1", FileTrouble.TOO_LARGE)


def test_how_far_it_is_stands_on_the_desk_until_it_is_through() -> None:
    desk = after(asking(), FileMoved(at(1), "f-1", 10, 100), FileMoved(at(2), "f-1", 60, 100))
    assert desk.files.moving == {"f-1": (60, 100)}
    assert not after(desk, FileMoved(at(3), "f-1", 100, 100)).files.moving


def test_a_small_picture_is_read_once_and_a_file_is_opened_on_the_agent_s_word_alone() -> None:
    desk, effects = update(asking(), SmallWanted(at(1), "f-1"))
    assert effects == (ReadSmall("f-1"),)
    desk = after(desk, SmallRead(at(2), "f-1", PNG))
    assert update(desk, SmallWanted(at(3), "f-1"))[1] == ()
    desk, effects = update(desk, FileWanted(at(4), "f-1", FILE))
    assert effects == (FetchFile("f-1", FILE, ""),)
    assert update(desk, FileFetched(at(5), "f-1"))[1] == ()
    assert update(desk, FileFetched(at(5), "f-1", url="file:///x.jpg"))[1] == (OpenUrl("file:///x.jpg"),)
