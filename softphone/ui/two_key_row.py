"""A row under the bar: what goes on, in two lines, and the two things that can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from softphone.host.clock import Clock
from softphone.ui.look import PAGES_BELOW_PX, px
from softphone.ui.pane import Pane, Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.text import Paper, Text


class TwoKeyRow(Pane):
    """Hidden until its subclass has something to say."""

    def __init__(
        self, post: Post, clock: Clock, paper: str, sign: Sign, keys: tuple[Button, Button], *, wrapped: bool
    ) -> None:
        """`wrapped`: the two lines may be more than two; else they are cut to the room there is."""
        super().__init__(post, clock, paper, margins=(20, 8, 18, 8))
        self._call_id = ""
        self._text = Text(strong=True, wrapped=wrapped, elided=not wrapped)
        self._line = Text(ink="second", size="second", wrapped=wrapped, elided=not wrapped)
        column = Paper(gap=2)
        column.rows.addWidget(self._text)
        column.rows.addWidget(self._line)
        who, buttons = Paper(across=True, gap=10), Paper(across=True, gap=8)
        who.rows.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        who.rows.addWidget(column, 1, Qt.AlignmentFlag.AlignVCenter)
        for key in keys:
            buttons.rows.addWidget(key, 1)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(px(8))
        self._lines.addWidget(who, 1)
        self._lines.addWidget(buttons)
        self.rows.addLayout(self._lines)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow: the words above, the buttons below. Nothing of it is cut."""
        super().resizeEvent(event)
        narrow = self.width() < px(PAGES_BELOW_PX)
        self._lines.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
