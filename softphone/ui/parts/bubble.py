"""One message of the side chat, on the side chat's paper: ours to the right, theirs to the left with an edge.

Painted by itself: two hundred of them in a scroll area must not be two hundred layouts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QStaticText,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QWidget

from softphone.ui.look import px, tokens, type_font
from softphone.ui.parts.button import Button
from softphone.ui.parts.enclosure import Enclosure
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.text import one_line, plain

FOLDED_LINES = 5
MORE_PX = 28  # the way to the rest
SHARE = 7 / 8  # of the row: sides can be told at a glance
LONGEST_WORD = 28  # a longer one is no word but a link or a number, and may be broken
_WRAP = Qt.TextFlag.TextWordWrap
_BY_WORDS = QTextOption()
_BY_WORDS.setWrapMode(QTextOption.WrapMode.WordWrap)
NOTHING = Enclosure()
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


class _Heights(NamedTuple):
    """`text` is what is shown of it; `cut`: there is more than five lines."""

    text: float
    foot: float
    all: int
    cut: bool


class Bubble(QWidget):
    """Text, perhaps a picture over it, what can be done with it, and a second line: when, and how far it has come.

    Folded it shows five lines and a way to the rest; it may hold a row of buttons that the list lends it. One that
    scrolled out of sight may be given another message: making one costs more than all its painting.
    """

    chosen = Signal(str)  # the key of what to do
    unfolded = Signal()
    touched = Signal()
    OURS, THEIRS, EDGE, CHIP = "aside_bubble", "aside", "aside_edge", "aside"  # names of tokens, and of a button's kind

    def __init__(self, ours: bool, copy_word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ours, self._copy_word = ours, copy_word
        self.fill_menu: Callable[[QMenu], None] | None = None  # what else can be done with it
        self._text = self._laid = self._foot = ""
        self._bad = self._folded = self._large = self._shines = False
        self._more: Button | None = None
        self._held: Flow | None = None
        self._measured: dict[int, _Heights] = {}  # by width
        self._layouts: dict[int, QStaticText] = {}  # by width; they stay when the bubble is lent buttons
        self._chips: dict[str, Button] = {}
        self._enclosure = Enclosure()
        self._said: tuple[object, ...] = ()
        self._more_word = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def shown(self) -> str:
        return self._text

    @property
    def in_hand(self) -> bool:
        """The agent is about to press what is here: it must not become another message under the finger."""
        pressed = any(chip.isDown() or chip.underMouse() or chip.hasFocus() for chip in self._chips.values())
        held, focus = self._held, QApplication.focusWidget()
        busy = held is not None and (held.underMouse() or (focus is not None and held.isAncestorOf(focus)))
        return pressed or busy

    def show_message(
        self,
        text: str,
        foot: str,
        *,
        bad: bool = False,
        name: str = "",
        chips: tuple[tuple[str, str, str], ...] = (),
        more: str = "",
        large: bool = False,
        shines: bool = False,
        enclosure: Enclosure = NOTHING,
    ) -> None:
        """`chips` are what can be done: key, word, icon. With a word for `more` it folds."""
        if shines is not self._shines:  # a colour: nothing is laid out for it
            self._shines = shines
            self.update()
        said = (text, foot, bad, name, chips, more, large, enclosure)
        if said == self._said:
            return
        self._said = said
        self._folded, self._more_word, self._large = bool(more), more, large
        self._text, self._foot, self._bad, self._enclosure = plain(text), foot, bad, enclosure
        self._laid = _LONG_WORD.sub(lambda word: word[0] + "\u200b", self._text)
        self.setAccessibleName(f"{name}: {one_line(text)}. {foot}")
        self._layouts.clear()
        self._measured.clear()
        self._show_chips(chips)
        self.updateGeometry()
        self.update()

    def hold(self, held: Flow | None) -> None:
        """A row of buttons lies under the text from now on, or no longer: it goes to another bubble.

        It is no child of the bubble but of the column: changing a parent takes as long as ten layouts.
        """
        if held is self._held:
            return
        self._held = held
        if held is None:
            self.removeEventFilter(self)
        else:
            self.installEventFilter(self)
        self._measured.clear()
        self.updateGeometry()
        self._place_held()
        self.update()

    def _show_chips(self, chips: tuple[tuple[str, str, str], ...]) -> None:
        wanted = {key for key, _, _ in chips}
        for key in [key for key in self._chips if key not in wanted]:
            self._chips.pop(key).deleteLater()
        for key, word, icon in chips:
            if key not in self._chips:
                self._chips[key] = Button(word, kind=self.CHIP, icon=icon, small=True, parent=self)
                self._chips[key].clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
                self._chips[key].show()
            self._chips[key].show_word(word, icon=icon)
        self._place()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._heights(width).all

    def sizeHint(self) -> QSize:
        width = max(self.width(), px(200))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(40))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watches itself while it holds something: forty bubbles that tell Python of each move take a millisecond."""
        if event.type() == QEvent.Type.Move:
            self._place_held()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit()
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._copy_word).triggered.connect(lambda: QApplication.clipboard().setText(self._text))
        if self.fill_menu is not None:
            self.fill_menu(menu)
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        painter.setBrush(QColor(getattr(colours, self.OURS if self.ours or self._shines else self.THEIRS)))
        edge, wide = colours.stop if self._bad else getattr(colours, self.EDGE), 3 if self._shines else 1
        painter.setPen(QPen(QColor(edge), wide) if self._bad or not self.ours else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), px(11), px(11))
        text, foot, *_ = self._heights(self.width())
        inner = box.adjusted(px(14), px(9), -px(14), -px(8))
        self._enclosure.paint(painter, inner.left(), inner.top() + px(2), inner.width())
        inner.setTop(inner.top() + self._enclosure.height(inner.width()))
        painter.setFont(self._face())
        painter.setPen(QColor(colours.text))
        # Folded the box ends with the fifth line, and what does not fit is not drawn.
        painter.setClipRect(QRectF(inner.left(), inner.top(), inner.width() + px(4), text + 1))
        painter.drawStaticText(inner.topLeft(), self._layout(self.width()))
        painter.setClipping(False)
        painter.setFont(type_font("small", tabular=True))
        painter.setPen(QColor(colours.stop if self._bad else colours.second))
        painter.drawText(QRectF(inner.left(), inner.bottom() - foot, inner.width(), foot + 1), _WRAP, self._foot)

    def _box(self) -> QRectF:
        wide = self.width() * SHARE
        return QRectF(self.width() - wide if self.ours else 0, 0, wide, self.height())

    def _heights(self, width: int) -> _Heights:
        """A layout asks for the same few widths, with and without a scroll bar, again and again."""
        known = self._measured.get(width)
        if known is not None:
            return known
        wide = _inner(width)
        metrics = QFontMetricsF(self._face())
        text = self._layout(width).size().height()
        foot = _foot_height(self._foot, wide, px(100))
        most = metrics.lineSpacing() * FOLDED_LINES
        below = max((chip.sizeHint().height() + px(4) for chip in self._chips.values()), default=0)
        cut = self._folded and text > most + 1
        if cut:
            text = most
            below += px(MORE_PX)
        if self._held is not None:
            below += self._held.heightForWidth(round(wide)) + px(6)
        if len(self._measured) > 8:
            self._measured.clear()
            self._layouts.clear()
        below += round(self._enclosure.height(wide))
        self._measured[width] = _Heights(text, foot, round(text + below + foot + px(21)), cut)
        return self._measured[width]

    def _layout(self, width: int) -> QStaticText:
        """The text laid out once, for its height and for every painting."""
        layout = self._layouts.get(width)
        if layout is None:
            # It knows no new line but this one.
            layout = self._layouts[width] = QStaticText(self._laid.replace("\n", "\u2028"))
            layout.setTextFormat(Qt.TextFormat.PlainText)
            layout.setTextOption(_BY_WORDS)
            layout.setTextWidth(_inner(width))
            layout.prepare(font=self._face())
        return layout

    def _face(self) -> QFont:
        return type_font("title" if self._large else "base")

    def _place(self) -> None:
        """What lies under the text, from top to bottom: the way to the rest, the one thing to do, what is held."""
        left, wide = self._left(), round(self.width() * SHARE) - px(28)
        text, _, _, cut = self._heights(self.width())
        top = round(text + self._enclosure.height(wide)) + px(11)
        if cut and self._more is None:
            self._more = Button(self._more_word, kind="link_aside", small=True, parent=self)
            self._more.clicked.connect(self.unfolded)
        if self._more is not None:
            self._more.setVisible(cut)
        if cut and self._more is not None:
            self._more.setGeometry(QRect(QPoint(left - px(7), top), self._more.sizeHint()))
            top += px(MORE_PX)
        top += px(2)
        x = left
        for chip in self._chips.values():
            chip.setGeometry(QRect(QPoint(x, top), chip.sizeHint()))
            x += chip.sizeHint().width() + px(6)
        self._place_held()

    def _place_held(self) -> None:
        """Over the foot; in the column's own measure, for that is its parent."""
        held = self._held
        if held is None:
            return
        wide = round(self.width() * SHARE) - px(28)
        _, foot, whole, _ = self._heights(self.width())
        high = held.heightForWidth(wide)
        top = self.y() + whole - round(foot) - high - px(14)
        held.setGeometry(QRect(self.x() + self._left(), top, wide, high))

    def _left(self) -> int:
        return round(self._box().left()) + px(13)


def _inner(width: int) -> float:
    """The room for text in a bubble on a row of this width."""
    return max(width * SHARE - px(28), px(40))


@lru_cache(maxsize=200)
def _foot_height(foot: str, wide: float, _scale: int) -> float:
    """Most feet are a time of day, and the same for all of its minute."""
    room = QRectF(0, 0, wide, 1e6)
    return QFontMetricsF(type_font("small", tabular=True)).boundingRect(room, _WRAP, foot).height()


class CustomerBubble(Bubble):
    """Of a customer's channel: blue and white, never the paper of the side chat."""

    OURS, THEIRS, EDGE, CHIP = "accent_ground", "panel", "control", "accent"
