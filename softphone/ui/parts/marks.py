"""Marks that say a state by shape, word and colour together: who, how loud, how long, reachable or not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from softphone.domain.presence import Reach
from softphone.ui.icons import paint_icon
from softphone.ui.look import px, tokens, type_font

SILENCE_DBFS = -60.0


def initials(name: str) -> str:
    """Up to two letters of a name; nothing for a number."""
    words = [word for word in name.split() if word[0].isalpha()]
    if not words:
        return ""
    picked = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return picked.upper()


class Avatar(QWidget):
    """A disc with initials; a person's outline where there is no name."""

    def __init__(self, side: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.setFixedSize(px(side), px(side))

    def show_name(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent_ground))
        painter.drawEllipse(self.rect())
        letters = initials(self._name)
        if not letters:
            side = self.width() * 0.55
            where = QRectF(0, 0, side, side)
            where.moveCenter(QRectF(self.rect()).center())
            paint_icon(painter, "user", colours.accent, where)
            return
        font = QFont(type_font(strong=True))
        font.setPixelSize(round(self.width() * 0.37))
        painter.setFont(font)
        painter.setPen(QColor(colours.accent))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, letters)


class PresenceMark(QWidget):
    """Filled disc: available. Square: busy. Half disc: away. Dash: offline. Hollow ring: unknown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reach = Reach.UNKNOWN
        self.setFixedSize(px(12), px(12))

    def show_reach(self, reach: Reach) -> None:
        if reach is not self._reach:
            self._reach = reach
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_reach(painter, self._reach, QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))


def paint_reach(painter: QPainter, reach: Reach, box: QRectF) -> None:
    colours = tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    match reach:
        case Reach.AVAILABLE:
            painter.setBrush(QColor(colours.live))
            painter.drawEllipse(box)
        case Reach.BUSY:
            painter.setBrush(QColor(colours.stop))
            painter.drawRoundedRect(box, 2, 2)
        case Reach.AWAY:
            painter.setBrush(QColor(colours.warn))
            painter.drawPie(box, 90 * 16, 180 * 16)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.warn), 1.6))
            painter.drawEllipse(box)
        case Reach.OFFLINE:
            painter.setBrush(QColor(colours.third))
            painter.drawRoundedRect(QRectF(box.left(), box.center().y() - 1.5, box.width(), 3), 1.5, 1.5)
        case Reach.UNKNOWN:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.third), 1.8))
            painter.drawEllipse(box)


class Meter(QWidget):
    """A level in dBFS as a bar; hatched while it is muted, so that silence and Mute do not look alike."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = 0.0
        self._muted = False
        self.setAccessibleName(name)
        self.setMinimumWidth(px(40))
        self.setMaximumWidth(px(110))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(64), px(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(40), px(8))

    def show_level(self, dbfs: float, muted: bool) -> None:
        part = min(max((dbfs - SILENCE_DBFS) / -SILENCE_DBFS, 0.0), 1.0)
        if abs(part - self._part) > 0.01 or muted is not self._muted:
            self._part, self._muted = part, muted
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(0, (self.height() - px(6)) / 2, self.width(), px(6))
        if self._muted:
            painter.setBrush(QBrush(QColor(colours.control), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(bar)
            return
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(bar, 3, 3)
        if self._part > 0:
            painter.setBrush(QColor(colours.warn if self._part > 0.97 else colours.live))
            bar.setWidth(max(bar.width() * self._part, px(6)))
            painter.drawRoundedRect(bar, 3, 3)


class PromiseRing(QWidget):
    """The time an answer is promised in, as a ring that runs out; a check mark once it is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part: float | None = None
        self._word = ""
        self.setFixedSize(px(44), px(44))

    def show_left(self, part: float | None, word: str, name: str) -> None:
        """`part` 1.0 is all the time, 0.0 none, None: answered."""
        self.setAccessibleName(name)
        self.setToolTip(name)
        if (part, word) != (self._part, self._word):
            self._part, self._word = part, word
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        if self._part is None:
            painter.setPen(QPen(QColor(colours.aside_ink), 3))
            painter.drawEllipse(ring)
            paint_icon(painter, "check", colours.aside_ink, ring.adjusted(px(11), px(11), -px(11), -px(11)))
            return
        painter.setPen(QPen(QColor(colours.aside_line), 3))
        painter.drawEllipse(ring)
        late = self._part <= 0
        pen = QPen(QColor(colours.stop if late else colours.aside_ink), 3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, round((1.0 if late else self._part) * 360 * 16))
        painter.setFont(type_font("small", strong=True, tabular=True))
        painter.setPen(QColor(colours.stop if late else colours.aside_ink))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, self._word)


class Dot(QWidget):
    """A small disc in one ink, beside a word that says the same."""

    def __init__(self, ink: str = "live", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = ink
        self.setFixedSize(px(10), px(10))

    def set_ink(self, ink: str) -> None:
        if ink != self._ink:
            self._ink = ink
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(tokens(), self._ink)))
        painter.drawEllipse(QPointF(self.width() / 2, self.height() / 2), px(9) / 2, px(9) / 2)


class Sign(QWidget):
    """An icon that stands for itself; its meaning is said by the words beside it."""

    def __init__(self, icon: str, ink: str = "second", side: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._ink = icon, ink
        self.setFixedSize(px(side), px(side))

    def show_icon(self, icon: str, ink: str) -> None:
        if (icon, ink) != (self._icon, self._ink):
            self._icon, self._ink = icon, ink
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self._icon, getattr(tokens(), self._ink), QRectF(self.rect()))
