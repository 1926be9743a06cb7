"""Rows: one of a list that can be pressed, and one of the timeline."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from softphone.domain.presence import Reach
from softphone.ui.icons import paint_icon
from softphone.ui.look import px, tokens, type_font
from softphone.ui.parts.marks import Sign, paint_reach
from softphone.ui.parts.text import Paper, Text, one_line, shown_as_is


class Row(QAbstractButton):
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
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

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


class TimelineRow(Paper):
    """When, by which channel, what about, and what came of it."""

    def __init__(self) -> None:
        super().__init__(margins=(0, 0, 0, 0))
        self.rows.addWidget(Paper("rule"))
        line = Paper(across=True, margins=(0, 8, 0, 8), gap=10)
        self._when = Text(ink="second", size="second", tabular=True)
        self._when.setMinimumWidth(px(84))
        self._sign = Sign("phone")
        self._subject = Text(elided=True)
        self._detail = Text(ink="second", size="second", elided=True)
        self._status = Text(size="second")
        words = QVBoxLayout()
        words.setSpacing(px(1))
        words.addWidget(self._subject)
        words.addWidget(self._detail)
        top = Qt.AlignmentFlag.AlignTop
        line.rows.addWidget(self._when, 0, top)
        line.rows.addWidget(self._sign, 0, top)
        line.rows.addLayout(words, 1)
        line.rows.addWidget(self._status, 0, top)
        self.rows.addWidget(line)

    def show_contact(self, when: str, icon: str, subject: str, detail: str, status: str, status_ink: str) -> None:
        self._when.say(when)
        self._sign.show_icon(icon, "second")
        self._subject.say(subject)
        self._detail.say(detail)
        self._detail.setVisible(bool(detail))
        self._status.say(status)
        self._status.set_ink(status_ink)


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


def show_all(layout: QBoxLayout) -> None:
    """Show what was just put in: a layout does it only in the next turn of the loop, one frame too late."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.show()
