"""Our icons: 24 grid, one 1.8 px line, tinted when painted, crisp at any pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from softphone.host.paths import resource
from softphone.ui.look import Tokens, tokens

_STATE_INKS = {"live": "live", "busy": "stop", "away": "warn", "off": "third"}


def paint_icon(painter: QPainter, name: str, colour: str, box: QRectF) -> None:
    """Draw the icon into `box` (logical px)."""
    ratio = painter.device().devicePixelRatioF()
    side = min(box.width(), box.height())
    pixmap = _pixmap(name, colour, round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    where = QRectF(0, 0, side, side)
    where.moveCenter(box.center())
    painter.drawPixmap(where.topLeft(), pixmap)


def icon(name: str, ink: str = "second") -> QIcon:
    """A QIcon for menus and actions, in the colours of the scheme that is on now."""
    made = QIcon()
    for side in (16, 24, 32, 48):
        made.addPixmap(_pixmap(name, getattr(tokens(), ink), side))
    return made


def app_icon(state: str = "", unread: bool = False) -> QIcon:
    """Aside's own icon; with a state ("live", "busy", "away", "off") a dot of that colour and shape."""
    return _app_icon(state, unread, tokens())


@lru_cache(maxsize=16)
def _app_icon(state: str, unread: bool, colours: Tokens) -> QIcon:
    made = QIcon()
    for side in (16, 22, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(_pixmap("aside", "", side))
        if state or unread:
            _mark(pixmap, side, state, unread, colours)
        made.addPixmap(pixmap)
    return made


def _mark(pixmap: QPixmap, side: int, state: str, unread: bool, colours: Tokens) -> None:
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    spot = side * 0.42
    painter.setPen(QColor(colours.panel))
    if state:
        painter.setBrush(QColor(getattr(colours, _STATE_INKS[state])))
        where = QRectF(side - spot, side - spot, spot - 1, spot - 1)
        if state == "busy":
            painter.drawRect(where)
        elif state == "off":
            painter.setBrush(QColor(colours.panel))
            painter.setPen(QColor(colours.third))
            painter.drawEllipse(where)
        else:
            painter.drawEllipse(where)
    if unread:
        painter.setBrush(QColor(colours.aside_edge))
        painter.setPen(QColor(colours.panel))
        painter.drawEllipse(QRectF(side - spot, 0, spot - 1, spot - 1))
    painter.end()


@lru_cache(maxsize=400)
def _pixmap(name: str, colour: str, side_px: int) -> QPixmap:
    drawing = _drawing(name)
    if colour:
        drawing = drawing.replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    pixmap = QPixmap(QSize(side_px, side_px))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side_px, side_px))
    painter.end()
    return pixmap


@lru_cache(maxsize=100)
def _drawing(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")
