"""What Windows shows of a program: its icon (PNGs in an .ico) and its version, made from ours."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
VERSION = """\
VSVersionInfo(
    ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0),
    kids=[
        StringFileInfo([StringTable("040904B0", [
            StringStruct("CompanyName", "Aside"),
            StringStruct("FileDescription", "Aside"),
            StringStruct("FileVersion", "{version}"),
            StringStruct("LegalCopyright", "GPL-3.0-or-later"),
            StringStruct("OriginalFilename", "aside.exe"),
            StringStruct("ProductName", "Aside"),
            StringStruct("ProductVersion", "{version}"),
        ])]),
        VarFileInfo([VarStruct("Translation", [0x0409, 0x04B0])]),
    ],
)
"""


def write_icon(svg: Path, place: Path) -> None:
    pictures = [_png(svg, size) for size in SIZES]
    head = struct.pack("<HHH", 0, 1, len(SIZES))
    offset = len(head) + 16 * len(SIZES)
    rows = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        side = size % 256  # 256 is written as 0
        rows += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    place.write_bytes(head + rows + b"".join(pictures))


def write_version(version: str, place: Path) -> None:
    numbers = tuple([*(int(part) for part in version.split(".")), 0, 0, 0][:4])
    place.write_text(VERSION.format(numbers=numbers, version=version), encoding="utf-8")


def _png(svg: Path, size: int) -> bytes:
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide's stub knows the format as bytes alone
    return bytes(kept.data())
