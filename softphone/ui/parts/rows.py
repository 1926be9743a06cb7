"""Rows: one of a list that can be pressed, and one of the timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from softphone.domain.presence import Reach
from softphone.ui.icons import paint_icon
from softphone.ui.look import px, tokens, type_font
from softphone.ui.parts.marks import paint_reach
from softphone.ui.parts.pressed_row import PressedRow
from softphone.ui.parts.text import Text, one_line, shown_as_is

K = TypeVar("K")
W = TypeVar("W", bound=QWidget)


class Row(PressedRow):
    """A mark, a name, a second line, a count. Folded it is the mark and the count alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = self._second = ""
        self._ink = "second"
        self._icon = ""
        self._icon_ink = "second"
        self._reach: Reach | None = None
        self._count = 0
        self._folded = False
        self._chosen = False

    def show_row(
        self,
        first: str,
        second: str,
        *,
        icon: str = "",
        icon_ink: str = "second",
        reach: Reach | None = None,
        ink: str = "second",
        count: int = 0,
        chosen: bool = False,
        name: str = "",
    ) -> None:
        new = (one_line(first), one_line(second), icon, icon_ink, reach, ink, count, chosen)
        old = (self._first, self._second, self._icon, self._icon_ink, self._reach, self._ink, self._count, self._chosen)
        if new == old:
            return
        self._first, self._second, self._icon, self._icon_ink, self._reach, self._ink, self._count, self._chosen = new
        self.setAccessibleName(name or f"{self._first}, {self._second}")
        self.setAccessibleDescription(self._second)
        self.setToolTip(shown_as_is(f"{self._first}\n{self._second}"))
        self.update()

    def fold(self, folded: bool) -> None:
        if folded != self._folded:
            self._folded = folded
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        high = QFontMetrics(type_font()).height() + QFontMetrics(type_font("second")).height() + px(16)
        return QSize(px(44) if self._folded else px(160), max(high, px(44)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(44), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._chosen or self.underMouse():
            painter.setPen(QColor(colours.line) if self._chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.chosen if self._chosen else colours.hover))
            painter.drawRoundedRect(box, px(10), px(10))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(box, px(10), px(10))
        self._paint_mark(painter)
        if self._count:
            self._paint_count(painter)
        if not self._folded:
            self._paint_words(painter)

    def _paint_mark(self, painter: QPainter) -> None:
        side = px(18)
        left = (self.width() - side) / 2 if self._folded else px(10)
        where = QRectF(left, (self.height() - side) / 2, side, side)
        if self._reach is not None:
            paint_reach(painter, self._reach, where.adjusted(px(4), px(4), -px(4), -px(4)))
        elif self._icon:
            paint_icon(painter, self._icon, getattr(tokens(), self._icon_ink), where)

    def _paint_count(self, painter: QPainter) -> None:
        colours = tokens()
        word = str(min(self._count, 99))
        wide = max(px(20), QFontMetrics(type_font("small", strong=True)).horizontalAdvance(word) + px(10))
        top = px(2) if self._folded else (self.height() - px(18)) / 2
        pill = QRectF(self.width() - wide - px(3 if self._folded else 10), top, wide, px(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.aside_ink))
        painter.drawRoundedRect(pill, px(9), px(9))
        painter.setFont(type_font("small", strong=True))
        painter.setPen(QColor(colours.aside))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_words(self, painter: QPainter) -> None:
        colours = tokens()
        left = px(38)
        room = self.width() - left - px(40 if self._count else 10)
        first, second = type_font(), type_font("second", tabular=True)
        high = QFontMetrics(first).height()
        top = (self.height() - high - QFontMetrics(second).height() - px(1)) / 2
        for font, ink, text, at in (
            (first, colours.text, self._first, top),
            (second, getattr(colours, self._ink), self._second, top + high + px(1)),
        ):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, at, room + 2, high + 2), Qt.AlignmentFlag.AlignLeft, cut)


class TimelineRow(QWidget):
    """When, by which channel, what about, and what came of it. Painted by itself: a card comes with a ring and has
    twenty of these, and seven widgets a row were most of its time."""

    def __init__(self, when: str, icon: str, subject: str, detail: str, status: str, status_ink: str) -> None:
        super().__init__()
        self._when, self._icon, self._status, self._status_ink = when, icon, one_line(status), status_ink
        self._subject, self._detail = one_line(subject), one_line(detail)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = [part for part in (when, self._subject, self._detail, self._status) if part]
        self.setAccessibleName(", ".join(said))
        self.setToolTip(shown_as_is("\n".join(part for part in (self._subject, self._detail) if part)))

    def sizeHint(self) -> QSize:
        words = QFontMetrics(type_font()).height()
        if self._detail:
            words += px(1) + QFontMetrics(type_font("second")).height()
        return QSize(px(240), 1 + 2 * px(8) + words)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.line))
        gap, side, top = px(10), px(18), 1 + px(8)
        small = type_font("second", tabular=True)
        begin = max(px(84), QFontMetrics(small).horizontalAdvance(self._when)) + gap
        end = self.width() - QFontMetrics(small).horizontalAdvance(self._status)
        paint_icon(painter, self._icon, colours.second, QRectF(begin, top, side, side))
        _paint_line(painter, self._when, small, colours.second, QRectF(0, top, begin, 0))
        _paint_line(painter, self._status, small, getattr(colours, self._status_ink), QRectF(end, top, end, 0))
        left = begin + side + gap
        words = QRectF(left, top, end - gap - left, 0)
        _paint_line(painter, self._subject, type_font(), colours.text, words)
        words.translate(0, QFontMetrics(type_font()).height() + px(1))
        _paint_line(painter, self._detail, small, colours.second, words)


class KeptRows(Generic[K, W]):
    """The rows of one layout, by what they show: those that stand there already are neither made nor laid anew."""

    def __init__(self, layout: QBoxLayout, make: Callable[[K], W]) -> None:
        self._layout, self._make = layout, make
        self._rows: dict[K, W] = {}

    def show(self, wanted: Iterable[K]) -> None:
        keys = tuple(dict.fromkeys(wanted))
        for key in self._rows.keys() - set(keys):
            self._drop(self._rows.pop(key))
        made = {key: self._make(key) for key in keys if key not in self._rows}
        self._rows |= made
        show_before(self._layout, made.values())
        for at, key in enumerate(keys):
            if self._layout.indexOf(self._rows[key]) != at:
                self._layout.insertWidget(at, self._rows[key])

    def row(self, key: K) -> W:
        return self._rows[key]

    def empty(self) -> None:
        """What rows say depends on more than their key, and that has changed."""
        for row in self._rows.values():
            self._drop(row)
        self._rows.clear()

    def _drop(self, row: QWidget) -> None:
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()


def _paint_line(painter: QPainter, text: str, font: QFont, ink: str, where: QRectF) -> None:
    """One line at the top left of `where`, cut to its width."""
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(where.width()))
    painter.drawText(QRectF(where.left(), where.top(), where.width() + 2, metrics.height() + 2), cut)


def heading(word: str) -> Text:
    """A small heading over a group of rows."""
    made = Text(word.upper(), ink="second", size="small", strong=True)
    made.setAccessibleName(word)
    return made


def clear(layout: QBoxLayout) -> None:
    """Take every widget out of `layout` and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def show_before(layout: QBoxLayout, widgets: Iterable[QWidget]) -> None:
    """Show what will be put into `layout` next: showing one that it holds already lays the whole window out."""
    for widget in widgets:
        widget.setParent(layout.parentWidget())
        widget.show()


def show_all(layout: QBoxLayout) -> None:
    """Show what was just put in: a layout does it only in the next turn of the loop, one frame too late."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.show()
