"""One message of the side chat, on the side chat's paper: ours to the right, theirs to the left with an edge."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from softphone.ui.look import px, tokens
from softphone.ui.parts.text import Text, one_line


class Bubble(QWidget):
    """Text, and a second line that says time and how far it is proved to have come."""

    def __init__(self, ours: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ours = ours
        self._bad = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._text = Text(wrapped=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._foot = Text(ink="second", size="small", wrapped=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(14), px(9), px(14), px(8))
        rows.setSpacing(px(3))
        rows.addWidget(self._text)
        self.chips = QHBoxLayout()
        self.chips.setSpacing(px(8))
        rows.addLayout(self.chips)
        rows.addWidget(self._foot)

    def show_message(self, text: str, foot: str, *, bad: bool = False, name: str = "") -> None:
        self._text.say(text)
        self._foot.say(foot)
        self._foot.set_ink("stop" if bad else "second")
        self._bad = bad
        self.setAccessibleName(f"{name}: {one_line(text)}. {foot}")
        self.update()

    def sizeHint(self) -> QSize:
        # A bubble is as wide as its text, up to what there is; the row gives it seven eighths at most.
        metrics = self._text.fontMetrics()
        widest = max((metrics.horizontalAdvance(line) for line in self._text.text().split("\n")), default=0)
        foot = self._foot.fontMetrics().horizontalAdvance(self._foot.text())
        return QSize(max(min(widest, px(520)), min(foot, px(260))) + px(34), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._ours:
            painter.setBrush(QColor(colours.aside_bubble))
            painter.setPen(QPen(QColor(colours.stop), 1) if self._bad else Qt.PenStyle.NoPen)
        else:
            painter.setBrush(QColor(colours.aside))
            painter.setPen(QPen(QColor(colours.aside_edge), 1))
        painter.drawRoundedRect(box, px(11), px(11))


class BubbleRow(QWidget):
    """Puts a bubble to its side and keeps an eighth of the row free, so that sides can be told at a glance."""

    def __init__(self, bubble: Bubble, ours: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        if ours:
            row.addStretch(1)
            row.addWidget(bubble, 7)
        else:
            row.addWidget(bubble, 7)
            row.addStretch(1)
