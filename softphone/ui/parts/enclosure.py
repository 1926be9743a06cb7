"""What a bubble holds over its words: a picture, the room for one that is on its way, and how much of a file moved."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from softphone.ui.icons import paint_icon
from softphone.ui.look import px, tokens

MOST_HIGH = 180
ROOM = QSize(240, 120)  # for a picture of unknown measures
BAR_PX = 4
GAP_PX = 6


@lru_cache(maxsize=60)
def drawn(small: bytes) -> QPixmap:
    """A small picture that was drawn here or by the homeserver; empty where it cannot be."""
    picture = QPixmap()
    kind = "PNG" if small.startswith(b"\x89PNG") else "JPEG"
    picture.loadFromData(small, kind)
    return picture


class Enclosure(Struct, frozen=True):
    """`small` is nothing yet where a picture is on its way; `moved` is the share of the file that is through."""

    picture: bool = False
    small: bytes = b""
    measures: tuple[int, int] = (0, 0)
    moved: float | None = None

    def height(self, wide: float) -> float:
        high = self._shape(wide).height() + px(GAP_PX) if self.picture else 0
        return high + (px(BAR_PX + GAP_PX) if self.moved is not None else 0)

    def paint(self, painter: QPainter, left: float, top: float, wide: float) -> None:
        colours = tokens()
        if self.picture:
            shape = self._shape(wide)
            box = QRectF(left, top, shape.width(), shape.height())
            self._paint_picture(painter, box)
            top += shape.height() + px(GAP_PX)
        if self.moved is not None:
            bar = QRectF(left, top + px(1), wide, px(BAR_PX))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.aside_line))
            painter.drawRoundedRect(bar, px(2), px(2))
            bar.setWidth(max(wide * self.moved, bar.height()))
            painter.setBrush(QColor(colours.aside_edge))
            painter.drawRoundedRect(bar, px(2), px(2))

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        colours = tokens()
        corners = QPainterPath()
        corners.addRoundedRect(box, px(7), px(7))
        painter.fillPath(corners, QColor(colours.aside_line))
        picture = drawn(self.small) if self.small else QPixmap()
        if picture.isNull():
            side = px(26)
            paint_icon(painter, "picture", colours.aside_ink,
                       QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side))  # fmt: skip
            return
        painter.save()
        painter.setClipPath(corners)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, picture, QRectF(picture.rect()))
        painter.restore()

    def _shape(self, wide: float) -> QSize:
        width, height = self.measures
        if self.small and not (width and height):
            picture = drawn(self.small)
            width, height = picture.width(), picture.height()
        whole = QSize(width, height) if width and height else QSize(px(ROOM.width()), px(ROOM.height()))
        room = QSize(round(wide), px(MOST_HIGH))
        if whole.width() > room.width() or whole.height() > room.height():
            whole.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        return whole.expandedTo(QSize(px(40), px(24)))
