"""A column that scrolls up and down, never sideways."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from softphone.ui.look import px
from softphone.ui.parts.text import READABLE_PX


class _Inner(QWidget):
    """Qt asks a wrapped text for its height at its narrowest; what counts is the height at the width it gets."""

    def minimumSizeHint(self) -> QSize:
        lay = self.layout()
        # With nothing that wraps it is never asked for that: then rows keep their height and the column scrolls.
        return QSize(0, 0 if lay is None or lay.hasHeightForWidth() else lay.totalMinimumSize().height())


class Scroll(QScrollArea):
    """`inner` is what scrolls, `lines` its column."""

    def __init__(
        self,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        gap: int = 0,
        *,
        name: str = "",
        focus: bool = False,
        readable: bool = False,
    ) -> None:
        super().__init__()
        self._margins = tuple(px(m) for m in margins)
        self._widest = px(READABLE_PX) if readable else 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # One that holds nothing to press must be reachable by Tab, or it cannot be scrolled by keys.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if focus else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.inner = _Inner()
        self.lines = QVBoxLayout(self.inner)
        self.lines.setContentsMargins(*self._margins)
        self.lines.setSpacing(px(gap))
        self.setWidget(self.inner)
        # Clear, so that the paper under it shows.
        self.viewport().setAutoFillBackground(False)
        self.inner.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._widest:
            left, top, right, bottom = self._margins
            self.lines.setContentsMargins(left, top, max(right, self.width() - self._widest), bottom)
        super().resizeEvent(event)
