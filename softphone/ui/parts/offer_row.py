"""One kept answer that is offered: its key, what it answers, whose it is and until when. On the side chat's paper."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from softphone.ui.look import px, tokens, type_font
from softphone.ui.parts.pressed_row import PressedRow
from softphone.ui.parts.text import one_line, shown_as_is


class OfferRow(PressedRow):
    """Two lines and a key; painted by itself, because three of them change with every word typed."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._first = self._second = ""
        self._bad = False

    @property
    def said(self) -> tuple[str, str]:
        return self._first, self._second

    def show_offer(self, first: str, second: str, *, bad: bool = False) -> None:
        """`bad`: it may not hold any more; the second line says so."""
        new = (one_line(first), one_line(second), bad)
        if new == (self._first, self._second, self._bad):
            return
        self._first, self._second, self._bad = new
        self.setAccessibleName(f"{self._first}, {self._second}")
        self.setAccessibleDescription(self._key)
        self.setToolTip(shown_as_is(f"{self._first}\n{self._second}  {self._key}"))
        self.update()

    def sizeHint(self) -> QSize:
        lines = QFontMetrics(type_font()).height() + QFontMetrics(type_font("small")).height()
        return QSize(px(200), max(lines + px(10), px(40)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.aside_bubble))
            painter.drawRoundedRect(box, px(8), px(8))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(box, px(8), px(8))
        small = type_font("small", tabular=True)
        wide = QFontMetrics(small).horizontalAdvance(self._key) + px(12)
        high = QFontMetrics(small).height() + px(2)
        pill = QRectF(px(6), (self.height() - high) / 2, wide, high)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.aside_edge), 1))
        painter.drawRoundedRect(pill, px(5), px(5))
        painter.setFont(small)
        painter.setPen(QColor(colours.aside_ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._key)
        left = pill.right() + px(9)
        room = self.width() - left - px(8)
        top = (self.height() - QFontMetrics(type_font()).height() - QFontMetrics(small).height()) / 2
        for font, ink, text in (
            (type_font(), colours.text, self._first),
            (small, colours.stop if self._bad else colours.second, self._second),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(QRectF(left, top, room + 2, metrics.height() + 2), Qt.AlignmentFlag.AlignLeft, cut)
            top += metrics.height()
