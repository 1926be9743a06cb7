"""Segmented tabs: the three pages of the narrow window. The side chat's tab stands on its own paper."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from softphone.ui.look import px, tokens, type_font


class Tab(QAbstractButton):
    def __init__(self, word: str, aside: bool) -> None:
        super().__init__()
        self._aside = aside
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(word)

    def say(self, word: str) -> None:
        if word != self.text():
            self.setText(word)
            self.setAccessibleName(word)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word: the count of what is unread stands at the end of it."""
        wide = QFontMetrics(type_font(strong=True)).horizontalAdvance(self.text())
        return QSize(max(px(60), wide + px(10)), px(40))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        on = self.isChecked()
        painter.fillRect(self.rect(), QColor(colours.aside if self._aside and on else colours.panel))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(colours.line))
        ink = (colours.aside_ink if self._aside else colours.accent) if on else colours.second
        if on:
            painter.fillRect(QRectF(0, self.height() - px(3), self.width(), px(3)), QColor(ink))
        painter.setFont(type_font(strong=on))
        painter.setPen(QColor(ink))
        inner = self.rect().adjusted(px(4), 0, -px(4), 0)
        word = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, word)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(self.rect().adjusted(2, 2, -2, -2))


class Tabs(QWidget):
    """One of a few pages; `chosen` carries its name."""

    chosen = Signal(str)

    def __init__(self, words: dict[str, str], aside: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._tabs: dict[str, Tab] = {}
        for name, word in words.items():
            tab = Tab(word, name == aside)
            tab.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self._group.addButton(tab)
            self._tabs[name] = tab
            row.addWidget(tab, 1)

    def choose(self, name: str) -> None:
        self._tabs[name].setChecked(True)

    def say(self, name: str, word: str) -> None:
        self._tabs[name].say(word)
