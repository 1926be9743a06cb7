"""A picture or a file of the side chat: what is known of it.

What it is, is told by its content (`kind_of`) and never by its name or by whoever sent it.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class FileKind(StrEnum):
    UNKNOWN = ""
    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    WEBP = "webp"
    PDF = "pdf"
    TEXT = "txt"
    ARCHIVE = "zip"  # and what is one inside: office documents
    PROGRAM = "program"


PICTURES = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.GIF, FileKind.WEBP})
OPENABLE = PICTURES | {FileKind.PDF, FileKind.TEXT}  # the rest can be saved: the system opens it, not Aside
MIME = {
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.GIF: "image/gif",
    FileKind.WEBP: "image/webp",
    FileKind.PDF: "application/pdf",
    FileKind.TEXT: "text/plain",
    FileKind.ARCHIVE: "application/zip",
}
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"%PDF-", FileKind.PDF),
    (b"PK\x03\x04", FileKind.ARCHIVE),
    (b"MZ", FileKind.PROGRAM),
    (b"\x7fELF", FileKind.PROGRAM),
    (b"#!", FileKind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", FileKind.PROGRAM),
    (b"\xca\xfe\xba\xbe", FileKind.PROGRAM),
)
_ENDINGS = {
    FileKind.PNG: ("png",),
    FileKind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    FileKind.GIF: ("gif",),
    FileKind.WEBP: ("webp",),
    FileKind.PDF: ("pdf",),
}
HEAD_BYTES = 512


def kind_of(head: bytes) -> FileKind:
    """What begins so. Text is what has neither control characters nor the look of a page that runs things."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    try:
        text = head.decode("utf-8") if len(head) < HEAD_BYTES else head.decode("utf-8", "ignore")
    except UnicodeDecodeError:
        return FileKind.UNKNOWN
    odd = any(ord(c) < 32 and c not in "\t\n\r\f" for c in text) or "\ufffd" in text
    return FileKind.UNKNOWN if odd or not text or text.lstrip("\ufeff \t\r\n").startswith("<") else FileKind.TEXT


def pretends(name: str, kind: FileKind) -> bool:
    """Whether the name says that it is a picture or a PDF, and the content says otherwise."""
    ending = name.rpartition(".")[2].casefold()
    named = next((each for each, endings in _ENDINGS.items() if ending in endings), None)
    return named is not None and named is not kind


def safe_name(name: str, kind: FileKind) -> str:
    """A name that opens with what opens this kind, and with nothing else."""
    stem = "".join(c if c.isalnum() or c in " -_()" else "_" for c in name.rpartition(".")[0] or name).strip()
    return f"{stem[:80] or 'file'}.{_ENDINGS.get(kind, (kind.value,))[0]}"


class ChatFile(Struct, frozen=True):
    """Of theirs size and measures are what their client said; `kind` is known of what was looked at here."""

    name: str
    size: int = 0  # bytes
    picture: bool = False
    kind: FileKind = FileKind.UNKNOWN
    width: int = 0
    height: int = 0
