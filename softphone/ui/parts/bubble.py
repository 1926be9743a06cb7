"""One message of the side chat, on the side chat's paper: ours to the right, theirs to the left with an edge.

Painted by itself: two hundred of them in a scroll area must not be two hundred layouts.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QWidget

from softphone.ui.look import px, tokens, type_font
from softphone.ui.parts.button import Button
from softphone.ui.parts.text import one_line, plain

SHARE = 7 / 8  # of the row: sides can be told at a glance
LONGEST_WORD = 28  # a longer one is no word but a link or a number, and may be broken
_WRAP = Qt.TextFlag.TextWordWrap
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


class Bubble(QWidget):
    """Text, at most one thing to do with it, and a second line: when, and how far it is proved to have come.

    A bubble that scrolled out of sight may be given another message: making one costs more than all its painting.
    """

    chosen = Signal()  # the one thing to do

    def __init__(self, ours: bool, copy_word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ours, self._copy_word = ours, copy_word
        self._text = self._laid = self._foot = ""
        self._bad = False
        self._measured: dict[int, tuple[float, float, int]] = {}  # by width: of text, of foot, of all
        self._chip: Button | None = None
        self._said: tuple[object, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def shown(self) -> str:
        return self._text

    @property
    def in_hand(self) -> bool:
        """The agent is about to press what is here: it must not become another message under the finger."""
        return self._chip is not None and (self._chip.isDown() or self._chip.underMouse() or self._chip.hasFocus())

    def show_message(
        self, text: str, foot: str, *, bad: bool = False, name: str = "", chip: str = "", icon: str = ""
    ) -> None:
        """`chip` is the word for the one thing to do, `icon` its picture."""
        said = (text, foot, bad, name, chip, icon)
        if said == self._said:
            return
        self._said = said
        self._text, self._foot, self._bad = plain(text), foot, bad
        self._laid = _LONG_WORD.sub(lambda word: word[0] + "\u200b", self._text)
        self.setAccessibleName(f"{name}: {one_line(text)}. {foot}")
        self._measured.clear()
        self._show_chip(chip, icon)
        self.updateGeometry()
        self.update()

    def _show_chip(self, word: str, icon: str) -> None:
        if self._chip is not None and not word:
            self._chip.deleteLater()
            self._chip = None
        elif self._chip is not None:
            self._chip.show_word(word, icon=icon)
        elif word:
            self._chip = Button(word, kind="aside", icon=icon, small=True, parent=self)
            self._chip.clicked.connect(self.chosen)
            self._chip.show()
        self._place_chip()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._heights(width)[2]

    def sizeHint(self) -> QSize:
        width = max(self.width(), px(200))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_chip()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._copy_word).triggered.connect(lambda: QApplication.clipboard().setText(self._text))
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        painter.setBrush(QColor(colours.aside_bubble if self.ours else colours.aside))
        edge = colours.stop if self._bad else colours.aside_edge
        painter.setPen(QPen(QColor(edge), 1) if self._bad or not self.ours else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(11), px(11))
        text, foot, _ = self._heights(self.width())
        inner = box.adjusted(px(14), px(9), -px(14), -px(8))
        painter.setFont(type_font())
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), text + 1), _WRAP, self._laid)
        painter.setFont(type_font("small", tabular=True))
        painter.setPen(QColor(colours.stop if self._bad else colours.second))
        painter.drawText(QRectF(inner.left(), inner.bottom() - foot, inner.width(), foot + 1), _WRAP, self._foot)

    def _box(self) -> QRectF:
        wide = self.width() * SHARE
        return QRectF(self.width() - wide if self.ours else 0, 0, wide, self.height())

    def _heights(self, width: int) -> tuple[float, float, int]:
        """A layout asks for the same few widths, with and without a scroll bar, again and again."""
        known = self._measured.get(width)
        if known is not None:
            return known
        room = QRectF(0, 0, max(width * SHARE - px(28), px(40)), 1e6)
        text = QFontMetricsF(type_font()).boundingRect(room, _WRAP, self._laid).height()
        foot = QFontMetricsF(type_font("small", tabular=True)).boundingRect(room, _WRAP, self._foot).height()
        chip = self._chip.sizeHint().height() + px(4) if self._chip is not None else 0
        if len(self._measured) > 8:
            self._measured.clear()
        self._measured[width] = (text, foot, round(text + chip + foot + px(21)))
        return self._measured[width]

    def _place_chip(self) -> None:
        if self._chip is not None:
            text, _, _ = self._heights(self.width())
            left, top = round(self._box().left()) + px(13), round(text) + px(13)
            self._chip.setGeometry(QRect(QPoint(left, top), self._chip.sizeHint()))
