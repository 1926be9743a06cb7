"""Files in the side chat: how far they are, what happened to them, and what is wanted of the backroom.

The bytes are the backroom's: the desk has a small picture of a file at most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from softphone.domain.chat_file import ChatFile, FileKind
from softphone.domain.facts.fact import Fact

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


@dataclass(frozen=True, slots=True)
class Small:
    """A small picture, PNG or JPEG, and the measures of the one that it was made of."""

    content: bytes = field(repr=False)
    width: int
    height: int


MakeSmall = Callable[[bytes, FileKind], Small | None]


@dataclass(frozen=True, slots=True)
class Files:
    """What the drawer shows of files beside the messages themselves."""

    small: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # by file_id: a small PNG or JPEG
    moving: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # by file_id: bytes done, bytes in all
    fetched: Mapping[str, FileTrouble] = field(default_factory=dict)  # by file_id: how saving or opening it went
    told: tuple[str, FileTrouble] | None = None  # in which conversation a file was not taken, and why


# --- What happened ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileFact(Fact):
    """All facts of this file: `rules/files.py` takes them."""


@dataclass(frozen=True, slots=True)
class FileOffered(FileFact):
    """Dropped, pasted or picked by the agent: a file at `path`, or the picture itself in `content`."""

    conversation_id: str
    file_id: str
    name: str
    path: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class FileTaken(FileFact):
    """The backroom has looked at what was offered, and has a copy of it; or why not."""

    conversation_id: str
    file_id: str
    file: ChatFile
    trouble: FileTrouble = FileTrouble.NONE


@dataclass(frozen=True, slots=True)
class FileLeftOut(FileFact):
    """The agent thought better of it."""

    conversation_id: str
    file_id: str


@dataclass(frozen=True, slots=True)
class FilesConfirmed(FileFact):
    """The second question was answered: all that lies ready goes, with everything that is in it."""

    conversation_id: str


@dataclass(frozen=True, slots=True)
class FileSaidRead(FileFact):
    """Why a file was not taken has been read."""


@dataclass(frozen=True, slots=True)
class FileMoved(FileFact):
    file_id: str
    done: int
    size: int  # done == size: it has arrived, or the attempt is over


@dataclass(frozen=True, slots=True)
class FileStopped(FileFact):
    """The agent ends an upload."""

    file_id: str


@dataclass(frozen=True, slots=True)
class SmallWanted(FileFact):
    """A picture is in sight."""

    file_id: str


@dataclass(frozen=True, slots=True)
class SmallRead(FileFact):
    file_id: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileWanted(FileFact):
    """The agent saves it at `path`, or opens it where there is none. Nothing is ever opened without this."""

    file_id: str
    file: ChatFile
    path: str = ""


@dataclass(frozen=True, slots=True)
class FileFetched(FileFact):
    """`url` is what the system is to open."""

    file_id: str
    trouble: FileTrouble = FileTrouble.NONE
    url: str = ""


# --- What is wanted of the backroom -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileEffect:
    """`backroom/files.py` does it."""


@dataclass(frozen=True, slots=True)
class TakeFile(FileEffect):
    """Look at it and copy it into the store; a FileTaken follows."""

    conversation_id: str
    file_id: str
    name: str
    path: str
    content: bytes = field(repr=False)
    most_bytes: int = MOST_BYTES


@dataclass(frozen=True, slots=True)
class DropFile(FileEffect):
    file_id: str


@dataclass(frozen=True, slots=True)
class StopFile(FileEffect):
    file_id: str


@dataclass(frozen=True, slots=True)
class ReadSmall(FileEffect):
    """A SmallRead follows where there is a small picture of it."""

    file_id: str


@dataclass(frozen=True, slots=True)
class FetchFile(FileEffect):
    """A FileFetched follows."""

    file_id: str
    file: ChatFile
    path: str
