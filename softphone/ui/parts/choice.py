"""A combo box, a switch and a figure that look like the rest and keep within a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from softphone.ui.icons import paint_icon
from softphone.ui.look import px, tokens, type_font


class Choice(QComboBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt's, but a word that is too long for it loses its middle: a file keeps its ending."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        whole, middle = option.currentText, Qt.TextElideMode.ElideMiddle
        option.currentText = self.fontMetrics().elidedText(whole, middle, room.width())
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class Figure(QSpinBox):
    """A number with its unit; arrow keys and wheel change it, no arrows to aim at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # NoButtons under a stylesheet leaves no room for the figure (QStyleSheetStyle): buttons without width do.
        self.setStyleSheet("QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }")
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(px(8), 0, px(8), 0)


class Switch(QCheckBox):
    """A box with a tick and its words; they wrap where the room is narrow."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self.setAccessibleName(word)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(type_font()).horizontalAdvance(self._word) + px(34)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(28))

    def heightForWidth(self, width: int) -> int:
        box = QFontMetrics(type_font()).boundingRect(
            0, 0, max(width - px(30), px(60)), 10_000, Qt.TextFlag.TextWordWrap, self._word
        )
        return max(box.height() + px(10), px(28))

    def hitButton(self, _where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(18)
        box = QRectF(2, (self.height() - side) / 2, side, side)
        on = self.isChecked()
        painter.setPen(QPen(QColor(colours.accent if on else colours.control), 1))
        painter.setBrush(QColor(colours.accent if on else colours.panel))
        painter.drawRoundedRect(box, px(5), px(5))
        if on:
            paint_icon(painter, "check", colours.on_accent, box.adjusted(2, 2, -2, -2))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(6), px(6))
        painter.setFont(type_font())
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.third))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(px(28), 0, 0, 0), flags, self._word)
