"""Our icon as each system wants it: PNGs of every size in one file, drawn from the SVG."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# Kinds of an .icns that hold a PNG, and its side: 128, 256, 512, and 16 to 512 for screens of double density.
KINDS = {"ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024, "ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512}


def write_ico(svg: Path, place: Path) -> None:
    pictures = [_png(svg, size) for size in SIZES]
    head = struct.pack("<HHH", 0, 1, len(SIZES))
    offset = len(head) + 16 * len(SIZES)
    rows = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        side = size % 256  # 256 is written as 0
        rows += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    place.write_bytes(head + rows + b"".join(pictures))


def write_icns(svg: Path, place: Path) -> None:
    pictures = ((kind.encode(), _png(svg, side)) for kind, side in KINDS.items())
    rows = b"".join(struct.pack(">4sI", kind, 8 + len(picture)) + picture for kind, picture in pictures)
    place.write_bytes(struct.pack(">4sI", b"icns", 8 + len(rows)) + rows)


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
