"""What was dropped or pasted: files of this computer, or a picture. Words stay words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QMimeData, QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage

from softphone.domain.secrets import hiding
from softphone.ui.small_pictures import png_of

MOST = 10


class Given(Struct, frozen=True):
    """A file at `path`, or a picture in `content`."""

    name: str
    path: str = ""
    content: bytes = b""

    __repr__ = hiding("content")


def holds_files(source: QMimeData) -> bool:
    """A spreadsheet gives its cells as words and as a picture: those are words."""
    return any(url.isLocalFile() for url in source.urls()) or (source.hasImage() and not source.hasText())


def files_in(source: QMimeData) -> list[Given]:
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    return [Given(path.name, str(path)) for path in paths[:MOST]]


class _Told(QObject):
    made = Signal(bytes)


class _Drawing(QRunnable):
    def __init__(self, image: QImage, told: _Told) -> None:
        super().__init__()
        self._image, self._told = image, told

    def run(self) -> None:
        self._told.made.emit(png_of(self._image))


def picture_in(source: QMimeData, name: str, then: Callable[[Given], None], parent: QObject) -> None:
    """The picture that was pasted, as PNG. Packing a whole screen takes a blink; the window goes on meanwhile."""
    image = source.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return
    told = _Told(parent)
    told.made.connect(lambda content: then(Given(name, content=content)), Qt.ConnectionType.QueuedConnection)
    told.made.connect(told.deleteLater, Qt.ConnectionType.QueuedConnection)
    QThreadPool.globalInstance().start(_Drawing(image, told))
