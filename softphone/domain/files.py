"""Files in the side chat: how far they are, what happened to them, and what is wanted of the backroom.

The bytes are the backroom's: the desk has a small picture of a file at most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct

from softphone.domain.chat_file import ChatFile, FileKind
from softphone.domain.facts.fact import Fact
from softphone.domain.secrets import hiding

MOST_BYTES = 100 * 1024 * 1024  # of ours, whatever the homeserver takes: it lies in the store until it has left
MOST_SMALL = 60  # small pictures on the desk, about 60 KB each


class FileTrouble(StrEnum):
    NONE = ""
    BY_PHONE = "by_phone"  # SIP carries text alone
    POLICY = "policy"
    MANY = "many"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    OFFLINE = "offline"
    GONE = "gone"  # the homeserver has it no more
    NOT_WRITTEN = "not_written"
    NOT_OPENED = "not_opened"  # not of a kind that is opened from here; it can be saved
    PRETENDS = "pretends"  # saved, and it is not what its name says


class Small(Struct, frozen=True):
    """A small picture, PNG or JPEG, and the measures of the one that it was made of."""

    content: bytes
    width: int
    height: int

    __repr__ = hiding("content")


MakeSmall = Callable[[bytes, FileKind], Small | None]


class Files(Struct, frozen=True):
    """What the drawer shows of files beside the messages themselves."""

    small: Mapping[str, bytes] = {}  # by file_id: a small PNG or JPEG
    moving: Mapping[str, tuple[int, int]] = {}  # by file_id: bytes done, bytes in all
    fetched: Mapping[str, FileTrouble] = {}  # by file_id: how saving or opening it went
    told: tuple[str, FileTrouble] | None = None  # in which conversation a file was not taken, and why

    __repr__ = hiding("small")


# --- What happened ----------------------------------------------------------------------------------------


class FileFact(Fact, frozen=True):
    """All facts of this file: `rules/files.py` takes them."""


class FileOffered(FileFact, frozen=True):
    """Dropped, pasted or picked by the agent: a file at `path`, or the picture itself in `content`."""

    conversation_id: str
    file_id: str
    name: str
    path: str = ""
    content: bytes = b""

    __repr__ = hiding("content")


class FileTaken(FileFact, frozen=True):
    """The backroom has looked at what was offered, and has a copy of it; or why not."""

    conversation_id: str
    file_id: str
    file: ChatFile
    trouble: FileTrouble = FileTrouble.NONE


class FileLeftOut(FileFact, frozen=True):
    """The agent thought better of it."""

    conversation_id: str
    file_id: str


class FilesConfirmed(FileFact, frozen=True):
    """The second question was answered: all that lies ready goes, with everything that is in it."""

    conversation_id: str


class FileSaidRead(FileFact, frozen=True):
    """Why a file was not taken has been read."""


class FileMoved(FileFact, frozen=True):
    file_id: str
    done: int
    size: int  # done == size: it has arrived, or the attempt is over


class FileStopped(FileFact, frozen=True):
    """The agent ends an upload."""

    file_id: str


class SmallWanted(FileFact, frozen=True):
    """A picture is in sight."""

    file_id: str


class SmallRead(FileFact, frozen=True):
    file_id: str
    content: bytes

    __repr__ = hiding("content")


class FileWanted(FileFact, frozen=True):
    """The agent saves it at `path`, or opens it where there is none. Nothing is ever opened without this."""

    file_id: str
    file: ChatFile
    path: str = ""


class FileFetched(FileFact, frozen=True):
    """`url` is what the system is to open."""

    file_id: str
    trouble: FileTrouble = FileTrouble.NONE
    url: str = ""


# --- What is wanted of the backroom -----------------------------------------------------------------------


class FileEffect(Struct, frozen=True):
    """`backroom/files.py` does it."""


class TakeFile(FileEffect, frozen=True):
    """Look at it and copy it into the store; a FileTaken follows."""

    conversation_id: str
    file_id: str
    name: str
    path: str
    content: bytes
    most_bytes: int = MOST_BYTES

    __repr__ = hiding("content")


class DropFile(FileEffect, frozen=True):
    file_id: str


class StopFile(FileEffect, frozen=True):
    file_id: str


class ReadSmall(FileEffect, frozen=True):
    """A SmallRead follows where there is a small picture of it."""

    file_id: str


class FetchFile(FileEffect, frozen=True):
    """A FileFetched follows."""

    file_id: str
    file: ChatFile
    path: str
