"""Two small charts of how the line sounded: one call as a line, a month as bars. Never told by colour alone."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from softphone.domain.trend import LineDay
from softphone.ui import times
from softphone.ui.look import px, tokens, type_font

WORST, BEST = 1.0, 4.5  # of the scale that sound is estimated on
FAIR, POOR = 3.6, 3.1  # as in call_words.bad_sound
LEAST_POINTS = 3  # fewer are no course
DAYS = 30


def ink_of(mos: float) -> str:
    return "stop" if mos < POOR else "warn" if mos < FAIR else "live"


class Sparkline(QWidget):
    """How one call sounded, from begin to end. `name` says it in words."""

    def __init__(self, points: tuple[float, ...], name: str) -> None:
        super().__init__()
        self._points = points
        self.setFixedSize(px(56), px(20))
        self.setAccessibleName(name)
        self.setToolTip(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(2, 3, -2, -3)
        step = room.width() / (len(self._points) - 1)
        line = QPolygonF(
            [QPointF(room.left() + n * step, _height(room, mos)) for n, mos in enumerate(self._points)]
        )
        painter.setPen(QPen(QColor(getattr(tokens(), ink_of(min(self._points)))), 1.6))
        painter.drawPolyline(line)


class MonthChart(QWidget):
    """A bar a day, to today; a day without calls has none. Fair days are hollow at the top, poor ones short."""

    def __init__(self, days: tuple[LineDay, ...], today: date, name: str) -> None:
        super().__init__()
        self._days = {day.day: day for day in days}
        self._today = today
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(280), px(84))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(84))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, font = tokens(), type_font("small", tabular=True)
        painter = QPainter(self)
        painter.setFont(font)
        high = QFontMetrics(font).height()
        room = QRectF(self.rect()).adjusted(1, 4, -1, -high - px(3))
        painter.fillRect(QRectF(room.left(), room.bottom(), room.width(), 1), QColor(colours.control))
        wide = room.width() / DAYS
        for n in range(DAYS):
            day = self._today - timedelta(days=DAYS - 1 - n)
            if known := self._days.get(day):
                top = _height(room, known.mos)
                bar = QRectF(room.left() + n * wide + 1, top, max(wide - 2, 2), room.bottom() - top)
                painter.fillRect(bar, QColor(getattr(colours, ink_of(known.mos))))
        painter.setPen(QColor(colours.second))
        foot = QRectF(room.left(), room.bottom() + 3, room.width(), high)
        first = self._today - timedelta(days=DAYS - 1)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, times.day(first, self._today))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, times.day(self._today, self._today))


def _height(room: QRectF, mos: float) -> float:
    share = (min(max(mos, WORST), BEST) - WORST) / (BEST - WORST)
    return room.bottom() - share * room.height()
