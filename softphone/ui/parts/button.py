"""One button for all: a word, perhaps an icon over or before it, perhaps its key under it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from softphone.ui.icons import paint_icon
from softphone.ui.look import BUTTON_PX, CORNER, px, tokens, type_font

LONG_WORD_PX = 104  # a phrase longer than this is set in two lines

# kind: (ground, ink, edge) by token name; "" is none.
_KINDS = {
    "plain": ("panel", "text", "control"),
    "quiet": ("", "second", ""),
    "link": ("", "accent", ""),
    "accent": ("panel", "accent", "control"),
    "primary": ("accent", "on_accent", ""),
    "live": ("live", "on_live", ""),
    "stop": ("stop", "on_stop", ""),
    "inverse": ("inverse", "on_inverse", ""),
    "chosen": ("accent_ground", "accent", "accent"),
    "pill_live": ("live_ground", "live", ""),
    "pill_warn": ("warn_ground", "warn", ""),
    "pill_stop": ("stop_ground", "stop", ""),
    "pill_second": ("hover", "second", ""),
    "link_aside": ("", "aside_ink", ""),
    "aside": ("aside", "aside_ink", "aside_edge"),
    "aside_chosen": ("aside_bubble", "aside_ink", "aside_edge"),
    "aside_full": ("aside_ink", "aside", ""),
}


class Button(QAbstractButton):
    """`tall`: icon over word, 44 px or more. `by_mouse_only`: neither focus nor Space nor Enter ever press it
    (its key is its own); End and Answer are such."""

    pressed_at_once = Signal()

    def __init__(
        self,
        word: str,
        *,
        kind: str = "plain",
        icon: str = "",
        tall: bool = False,
        small: bool = False,
        by_mouse_only: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._icon, self._tall, self._small = kind, icon, tall, small
        self._key = ""
        self._pulse = self._resting = False
        self._left = False
        self._compact = False
        self._hint_for: tuple[object, ...] = ()
        self._hint = QSize()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if by_mouse_only else Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum if tall else QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_word(word, name=name)

    def show_word(self, word: str, *, icon: str | None = None, kind: str | None = None, name: str = "") -> None:
        """Change word, icon and kind together: state is never told by colour alone."""
        wanted = (word, self._icon if icon is None else icon, self._kind if kind is None else kind)
        if wanted == (self.text(), self._icon, self._kind) and (name or word) == self.accessibleName():
            return
        _, self._icon, self._kind = wanted
        self.setText(word)
        self.setAccessibleName(name or word)
        self.updateGeometry()
        self.update()

    def show_key(self, key: str, *, printed: bool = False) -> None:
        """The key in the tooltip, and under the word where there is room and it works now."""
        tip = f"{self.accessibleName()}  {key}" if key else ""
        if tip != self.toolTip():
            self.setToolTip(tip)
            self.setAccessibleDescription(key)
        wanted = key if printed else ""
        if wanted != self._key:
            self._key = wanted
            self.updateGeometry()
            self.update()

    def set_compact(self, compact: bool) -> None:
        """44 px high instead of 56, where room is short."""
        if compact != self._compact:
            self._compact = compact
            self.updateGeometry()

    def align_left(self) -> None:
        self._left = True

    def set_pulse(self, on: bool) -> None:
        if on != self._pulse:
            self._pulse = on
            self.update()

    def set_resting(self, on: bool) -> None:
        """It does nothing for a moment: pale, but not taken out of reach."""
        if on != self._resting:
            self._resting = on
            self.update()

    @property
    def resting(self) -> bool:
        return self._resting

    def sizeHint(self) -> QSize:
        """A layout, and the call bar, ask for it again and again."""
        said = (self.text(), self._icon, self._kind, self._key, self._compact, px(100))
        if said != self._hint_for:
            self._hint_for, self._hint = said, self._measured()
        return self._hint

    def _measured(self) -> QSize:
        metrics = QFontMetrics(self._face())
        if self._tall:
            lines = self._lines()
            wide = max(metrics.horizontalAdvance(line) for line in lines)
            if self._key:
                wide = max(wide, QFontMetrics(type_font("small")).horizontalAdvance(self._key))
            low = (self._compact or not self._icon) and len(lines) == 1 and not self._key
            return QSize(max(px(72), wide + px(20)), px(BUTTON_PX if low else 56))
        wide = metrics.horizontalAdvance(self.text())
        high = px(30 if self._small else 36)
        lead = px(20) if self._icon and self.text() else px(16) if self._icon else 0
        pad = px(16) if self._kind in ("quiet", "link", "link_aside") else px(24)
        return QSize(max(wide + lead + pad, high), high)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if self._tall:
            return QSize(hint.width() - px(12), px(BUTTON_PX))
        return hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.focusPolicy() is Qt.FocusPolicy.NoFocus:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed_at_once.emit()
        super().mousePressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        ground, ink, edge = _KINDS[self._kind]
        pale = self._resting or not self.isEnabled()
        if pale and ground not in ("", "panel"):
            ground, edge = "hover", ""  # grey words on the accent could not be read
        ink_colour = QColor(getattr(colours, ink))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(QColor(getattr(colours, edge)), 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(self._ground(ground))
        corner = box.height() / 2 if self._kind.startswith("pill") else px(CORNER)
        if ground or self.underMouse() or self.isDown():
            painter.drawRoundedRect(box, corner, corner)
        if pale:
            ink_colour = QColor(colours.third)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            # Inside the ground where that is the accent itself, around it else: always 3:1 to its neighbour.
            ring = box.adjusted(3, 3, -3, -3) if ground == "accent" else box
            if ground == "accent":
                painter.setPen(QPen(QColor(colours.on_accent), 2))
            painter.drawRoundedRect(ring, corner, corner)
        elif self._pulse:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.stop), 3))
            painter.drawRoundedRect(box, corner, corner)
        painter.setPen(ink_colour)
        if self._tall:
            self._paint_tall(painter, ink_colour)
        else:
            self._paint_flat(painter, ink_colour)

    def _ground(self, ground: str) -> QColor:
        colours = tokens()
        colour = QColor(getattr(colours, ground)) if ground else QColor(Qt.GlobalColor.transparent)
        if self._resting or not self.isEnabled():
            return colour
        if self.isDown():
            return QColor(colours.line) if ground in ("", "panel") else colour.darker(112)
        if self.underMouse():
            return QColor(colours.hover) if ground in ("", "panel") else colour.darker(104)
        return colour

    def _lines(self) -> tuple[str, ...]:
        """The word of a tall button, in two lines where it is a long phrase: German is."""
        word = self.text()
        spaces = [at for at, char in enumerate(word) if char == " "]
        if not spaces or QFontMetrics(self._face()).horizontalAdvance(word) <= px(LONG_WORD_PX):
            return (word,)
        middle = min(spaces, key=lambda at: abs(at - len(word) / 2))
        return word[:middle].rstrip("· "), word[middle + 1 :].lstrip("· ")

    def _paint_tall(self, painter: QPainter, ink: QColor) -> None:
        second_font = type_font("small")
        lines = self._lines()
        line_high = QFontMetrics(self._face()).height()
        word_high = line_high * len(lines)
        icon_high = px(20) if self._icon else 0
        key_high = QFontMetrics(second_font).height() if self._key else 0
        top = (self.height() - word_high - icon_high - key_high - (px(2) if icon_high else 0)) / 2
        if self._icon:
            paint_icon(painter, self._icon, ink.name(), QRectF((self.width() - px(19)) / 2, top, px(19), px(19)))
            top += icon_high + px(2)
        painter.setFont(self._face())
        for line in lines:
            inner = QRectF(px(4), top, self.width() - px(8), line_high)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self._cut(line, self._face(), inner.width()))
            top += line_high
        if self._key:
            painter.setFont(second_font)
            inner = QRectF(px(4), top, self.width() - px(8), key_high)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_flat(self, painter: QPainter, ink: QColor) -> None:
        face = self._face()
        side = px(16)
        lead = side + px(5) if self._icon else 0
        room = self.width() - px(12) - lead
        word = self._cut(self.text(), face, room)
        wide = QFontMetrics(face).horizontalAdvance(word) + (lead if word else side)
        left = px(10) if self._left else (self.width() - wide) / 2
        if self._icon:
            paint_icon(painter, self._icon, ink.name(), QRectF(left, (self.height() - side) / 2, side, side))
            left += lead
        painter.setFont(face)
        painter.drawText(QRectF(left, 0, room + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, word)

    def _cut(self, text: str, face: QFont, room: float) -> str:
        return QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, int(room) + 1)

    def _face(self) -> QFont:
        strong = self._kind not in ("plain", "quiet", "accent", "link")
        return type_font("second" if self._tall or self._small else "base", strong=strong)
