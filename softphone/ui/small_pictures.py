"""Small pictures of large ones. Whoever sent it may have made it to hurt: what it is was told by its content, its
decoder is that one and no other, and what would need much memory is not decoded.

Runs on any thread.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from softphone.domain.chat_file import PICTURES, FileKind
from softphone.domain.files import Small

MOST_PIXELS = 50_000_000
MOST_MEMORY_MB = 256
WIDE, HIGH = 640, 480
QUALITY = 82


def make_small(content: bytes, kind: FileKind) -> Small | None:
    """None for what is no picture, is damaged or too large to be drawn."""
    if kind not in PICTURES:
        return None
    QImageReader.setAllocationLimit(MOST_MEMORY_MB)
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, kind.value.encode())
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    whole = reader.size()
    if not whole.isValid() or whole.width() * whole.height() > MOST_PIXELS:
        return None
    if whole.width() > WIDE or whole.height() > HIGH:
        reader.setScaledSize(whole.scaled(QSize(WIDE, HIGH), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    made = png_of(image, "PNG" if image.hasAlphaChannel() else "JPEG")
    return Small(made, whole.width(), whole.height()) if made else None


def png_of(image: QImage, format_name: str = "PNG") -> bytes:
    """Nothing for an image that holds nothing."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    written = not image.isNull() and image.save(buffer, format_name, QUALITY)  # type: ignore[call-overload]
    return bytes(data.data()) if written else b""
