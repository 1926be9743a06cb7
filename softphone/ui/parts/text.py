"""Words on the screen: always plain text, cut with an ellipsis or wrapped, never markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from softphone.ui.look import px, tokens, type_font

# Embeddings, overrides and isolates turn the text around them (UAX #9); the domain strips them, we do not rely on it.
_TURNING = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\x00"))
_LONGEST = 4000


def plain(text: str) -> str:
    """`text` without bidi controls and of a length that can be laid out."""
    return text[: _LONGEST + 200].translate(_TURNING)[:_LONGEST]


def one_line(text: str) -> str:
    return " ".join(plain(text).split())


class Text(QLabel):
    """A label in one ink and size. `elided`: one line, cut to the room there is, whole in the tooltip."""

    def __init__(
        self,
        text: str = "",
        *,
        ink: str = "text",
        size: str = "base",
        strong: bool = False,
        elided: bool = False,
        wrapped: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._whole = ""
        self._elided = elided
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrapped)
        self._ink = ink
        self._tint()
        self.setFont(type_font(size, strong=strong, tabular=tabular))
        if elided:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self.setMinimumWidth(px(24))
        if wrapped:
            policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.say(text)

    def say(self, text: str) -> None:
        """Show `text`; nothing happens when it stands there already."""
        if text == self._whole:
            return
        self._whole = text
        self.setAccessibleName(one_line(text))
        self._lay()

    @property
    def said(self) -> str:
        return self._whole

    def set_size(self, size: str, *, strong: bool = False) -> None:
        self.setFont(type_font(size, strong=strong))
        self.updateGeometry()

    def set_ink(self, ink: str) -> None:
        if ink != self._ink:
            self._ink = ink
            self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        colour = QColor(getattr(tokens(), self._ink))
        palette = self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != colour:
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            self.setPalette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elided:
            self._lay()

    def sizeHint(self) -> QSize:
        if not self._elided:
            return super().sizeHint()
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(one_line(self._whole)) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        if not self._elided:
            return super().minimumSizeHint()
        return QSize(px(24), QFontMetrics(self.font()).height())

    def _lay(self) -> None:
        if not self._elided:
            self.setText(plain(self._whole))
            return
        line = one_line(self._whole)
        cut = QFontMetrics(self.font()).elidedText(line, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        self.setText(cut)
        self.setToolTip(shown_as_is(line) if cut != line else "")
        self.updateGeometry()


def shown_as_is(text: str) -> str:
    """For tooltips, which guess whether they hold rich text: what looks like markup cannot become any."""
    return text if "<" not in text else text.replace("<", "‹").replace(">", "›")


class Chip(QWidget):
    """A word in a pill: tier, support need, state. `kind` names the ink; "line" is a hairline pill."""

    def __init__(self, text: str = "", kind: str = "line", dot: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._kind, self._dot = text, kind, dot
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(one_line(text))

    def say(self, text: str, kind: str | None = None) -> None:
        if (text, kind or self._kind) != (self._text, self._kind):
            self._text, self._kind = text, kind or self._kind
            self.setAccessibleName(one_line(text))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._face())
        return QSize(metrics.horizontalAdvance(one_line(self._text)) + px(24) + self._lead(), metrics.height() + px(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(48), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = colours.second if self._kind == "line" else getattr(colours, self._kind)
        if self._kind == "line":
            painter.setPen(QColor(colours.line))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(colours, f"{self._kind}_ground")))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        inner = self.rect().adjusted(px(12), 0, -px(10), 0)
        if self._dot:
            painter.setBrush(QColor(ink))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRectF(inner.left(), inner.center().y() - px(3), px(7), px(7)))
            inner.adjust(self._lead(), 0, 0, 0)
        painter.setFont(self._face())
        painter.setPen(QColor(ink))
        line = QFontMetrics(self._face()).elidedText(one_line(self._text), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)

    def _lead(self) -> int:
        return px(13) if self._dot else 0

    def _face(self) -> QFont:
        return type_font("second", strong=self._kind != "line")


class Copyable(Text):
    """A number or an id that one click copies; says so for a moment in a tooltip."""

    def __init__(
        self, copied_word: str, hint: str, *, ink: str = "second", size: str = "base", strong: bool = False
    ) -> None:
        super().__init__(ink=ink, size=size, elided=True, strong=strong)
        self._copied_word = copied_word
        self._value = ""
        self._hint = hint
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say_value(self, shown: str, value: str) -> None:
        self._value = value
        self.say(shown)
        self.setAccessibleDescription(self._hint if value else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if value else Qt.FocusPolicy.NoFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._copy()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._copy()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _copy(self) -> None:
        if self._value:
            QApplication.clipboard().setText(self._value)
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self._copied_word, self)


READABLE_PX = 1180  # on a 4K screen lines of text end here, not a metre away


# name: (ground, edge, its shape, corner): tokens, "" for none.
_PAPERS = {
    "panel": ("panel", "", "", 0),
    "ground": ("ground", "", "", 0),
    "bar": ("panel", "line", "bottom", 0),
    "list": ("ground", "line", "right", 0),
    "foot": ("panel", "line", "top", 0),
    "card": ("panel", "line", "box", 12),
    "reason": ("accent_ground", "", "", 12),
    "must_see": ("warn_ground", "", "", 10),
    "waiting": ("live_ground", "line", "bottom", 0),
    "away": ("warn_ground", "line", "bottom", 0),
    "taping": ("stop_ground", "stop", "bottom", 0),
    "taping_rests": ("warn_ground", "line", "bottom", 0),
    "popover": ("panel", "control", "box", 12),
    "doorbell": ("panel", "control", "box", 14),
    "doorbell_head": ("live_ground", "", "", 13),
    "doorbell_flash": ("live", "", "", 13),
    "rule": ("line", "", "", 0),
    "aside": ("aside", "aside_edge", "spine", 0),
    "aside_plain": ("aside", "", "", 0),
    "aside_head": ("aside", "aside_line", "bottom", 0),
    "aside_foot": ("aside", "aside_line", "top", 0),
    "aside_slip": ("aside", "aside_edge", "dashed", 10),
}
SPINE_PX = 3  # the edge by which the side chat is known


class Paper(QWidget):
    """One of the papers things lie on, with a layout without surprises. Without a name it is clear."""

    def __init__(
        self,
        paper: str = "",
        *,
        across: bool = False,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        gap: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._paper = paper
        if paper.startswith("aside"):
            self.setProperty("ground", "aside")  # for the stylesheet: fields on it are of its colours
        if paper == "aside":
            margins = (margins[0] + SPINE_PX, *margins[1:])
        if paper == "rule":
            self.setFixedHeight(1)
        self.rows: QHBoxLayout | QVBoxLayout = QHBoxLayout(self) if across else QVBoxLayout(self)
        self._margins = tuple(px(m) for m in margins)
        self._widest = 0
        self.rows.setContentsMargins(*self._margins)
        self.rows.setSpacing(px(gap))

    def lie_on(self, paper: str) -> None:
        """Another paper from now on, of the same shape."""
        if paper != self._paper:
            self._paper = paper
            self.update()

    def keep_readable(self) -> None:
        """From now on what is on this paper gets no wider than can be read."""
        self._widest = px(READABLE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._widest:
            left, top, right, bottom = self._margins
            self.rows.setContentsMargins(left, top, max(right, self.width() - self._widest), bottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._paper:
            return
        ground, edge, shape, corner = _PAPERS[self._paper]
        colours = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if corner:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor(getattr(colours, ground)))
            painter.setPen(QPen(QColor(getattr(colours, edge)), 1) if edge else Qt.PenStyle.NoPen)
            if shape == "dashed":
                painter.setPen(QPen(QColor(getattr(colours, edge)), 1, Qt.PenStyle.DashLine))
            if self._paper in ("doorbell_head", "doorbell_flash"):  # round at the top only
                painter.setClipRect(box)
                box.adjust(1, 1, -1, px(corner))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(corner), px(corner))
            return
        painter.fillRect(box, QColor(getattr(colours, ground)))
        wide = SPINE_PX if shape == "spine" else 1
        lines = {
            "bottom": QRectF(0, box.height() - 1, box.width(), 1),
            "top": QRectF(0, 0, box.width(), 1),
            "right": QRectF(box.width() - 1, 0, 1, box.height()),
            "spine": QRectF(0, 0, wide, box.height()),
        }
        if edge:
            painter.fillRect(lines[shape], QColor(getattr(colours, edge)))
