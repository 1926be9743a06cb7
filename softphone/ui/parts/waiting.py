"""What stands where something is still missing or went wrong: skeleton lines and one-line notices."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from softphone.ui.look import px, tokens
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.text import Paper, Text


class Skeleton(QWidget):
    """Quiet lines where text will be. They do not move: a look-up takes 100 ms, not a show."""

    def __init__(self, widths: tuple[float, ...] = (0.45, 0.7, 0.3), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widths = widths
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(24) * len(self._widths))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().line))
        for index, part in enumerate(self._widths):
            painter.drawRoundedRect(QRectF(0, px(24) * index + px(6), self.width() * part, px(12)), px(4), px(4))


class NoticeLine(Paper):
    """One line: what happened, and at most one action. Sits at the bottom of what it concerns."""

    acted = Signal()
    closed = Signal()

    def __init__(self, paper: str = "must_see", ink: str = "warn", close_word: str = "") -> None:
        super().__init__(paper, across=True, margins=(12, 6, 8, 6), gap=8)
        self._sign = Sign("warn" if ink != "accent" else "info", ink)
        self._text = Text(ink="text", wrapped=True)
        self._action = Button("", kind="link", small=True)
        self._close = Button("", kind="quiet", icon="close", small=True, name=close_word)
        self.rows.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addWidget(self._text, 1)
        self.rows.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._close.setVisible(bool(close_word))
        self._action.clicked.connect(self.acted)
        self._close.clicked.connect(self.closed)
        self.hide()

    def say(self, text: str, action: str = "") -> None:
        """Show this; an empty text hides the line."""
        self._text.say(text)
        self._action.show_word(action)
        self._action.setVisible(bool(action))
        self.setVisible(bool(text))

    @property
    def said(self) -> str:
        return self._text.said
