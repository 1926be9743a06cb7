"""How Aside looks: every colour, size and space, and the one stylesheet made of them.

Rule: no other module names a colour. A painted widget asks `tokens()` while it paints and is right after any
change of the scheme; it keeps none of them.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from softphone.domain.settings import Scheme
from softphone.host.paths import resource
from softphone.ui.sheet import style_sheet


class Tokens(Struct, frozen=True):
    """Colours by what they mean. `…_ground` lies under text of the colour it is named after."""

    ground: str
    panel: str
    text: str
    second: str
    third: str
    line: str  # hairlines: they part, they do not say anything
    control: str  # edge of whatever can be pressed or typed into: 3:1
    accent: str
    accent_ground: str
    on_accent: str
    live: str
    live_ground: str
    on_live: str
    warn: str
    warn_ground: str
    stop: str
    stop_ground: str
    on_stop: str
    inverse: str  # the Muted button
    on_inverse: str
    hover: str
    chosen: str  # ground of the selected row
    shade: str  # under the doorbell, nearly transparent
    aside: str  # the side chat's own paper: nothing meant for the customer ever has it
    aside_line: str
    aside_edge: str  # 3 px at its left, borders of replies and composer
    aside_ink: str
    aside_bubble: str
    aside_mask: str  # ground of what was masked, on the bubble


LIGHT = Tokens(
    ground="#f4f5f7",
    panel="#ffffff",
    text="#1b2330",
    second="#566072",
    third="#5f6878",
    line="#e3e6eb",
    control="#838b9a",
    accent="#2f5fd0",
    accent_ground="#e8edfc",
    on_accent="#ffffff",
    live="#0f7350",
    live_ground="#e3f4ec",
    on_live="#ffffff",
    warn="#8f5206",
    warn_ground="#fdeed9",
    stop="#c8362e",
    stop_ground="#fdecea",
    on_stop="#ffffff",
    inverse="#1b2330",
    on_inverse="#ffffff",
    hover="#eceff4",
    chosen="#ffffff",
    shade="#1b2330",
    aside="#fff8e6",
    aside_line="#f0dfae",
    aside_edge="#9a6c00",
    aside_ink="#7a5a10",
    aside_bubble="#fdeec4",
    aside_mask="#f6e0a3",
)

DARK = Tokens(
    ground="#14181f",
    panel="#1b212b",
    text="#e8ecf3",
    second="#a7b0c0",
    third="#9aa4b5",
    line="#2a323f",
    control="#6d788b",
    accent="#7ea2ff",
    accent_ground="#202d4d",
    on_accent="#14181f",
    live="#4cc38f",
    live_ground="#173026",
    on_live="#14181f",
    warn="#e6a84a",
    warn_ground="#3a2a12",
    stop="#f0736a",
    stop_ground="#3c2020",
    on_stop="#14181f",
    inverse="#e8ecf3",
    on_inverse="#14181f",
    hover="#252d39",
    chosen="#1e2530",
    shade="#000000",
    aside="#262218",
    aside_line="#463b20",
    aside_edge="#c79b3b",
    aside_ink="#e2c97f",
    aside_bubble="#3a2f10",
    aside_mask="#4d3f17",
)

# Every pair that is put on the screen: a test holds the first list to 4.5:1 and the second to 3:1.
TEXT_PAIRS = (
    *((ink, paper) for ink in ("text", "second", "third") for paper in ("ground", "panel", "hover", "chosen")),
    *((ink, paper) for ink in ("accent", "live", "warn", "stop") for paper in ("ground", "panel", "chosen")),
    *((ink, f"{ink}_ground") for ink in ("accent", "live", "warn", "stop")),
    *(("text", f"{ink}_ground") for ink in ("accent", "live", "warn", "stop")),
    *(("second", f"{ink}_ground") for ink in ("accent", "live", "warn", "stop")),
    *((f"on_{ink}", ink) for ink in ("accent", "live", "stop", "inverse")),
    *((ink, paper) for ink in ("text", "second", "aside_ink") for paper in ("aside", "aside_bubble", "aside_mask")),
    *((ink, "aside") for ink in ("stop", "warn", "live")),
    *((ink, "aside_bubble") for ink in ("stop", "warn")),
)
CONTROL_PAIRS = (
    *(("control", paper) for paper in ("ground", "panel")),
    *(("accent", paper) for paper in ("ground", "panel", "chosen", "hover", "aside", "aside_bubble")),  # focus rings
    *((ink, paper) for ink in ("live", "stop", "inverse") for paper in ("ground", "panel")),
    *(("aside_edge", paper) for paper in ("aside", "aside_bubble", "panel", "ground")),
)

GAP = 4  # everything is a multiple
CORNER = 10
BUTTON_PX = 44
LIST_PX = 206
LIST_FOLDED_PX = 64
DRAWER_PX = 372
BAR_PX = 92
FOLD_BELOW_PX = 900
PAGES_BELOW_PX = 640

BASE_PX = 13
_colours = LIGHT
_scale = 1.0  # asked for thousands of times a layout; the system's text size is read once, in `dress`
SIZES = {"small": 11, "second": 12, "base": 13, "name": 15, "title": 20, "timer": 22}


def tokens() -> Tokens:
    """The colours of the scheme that is on now."""
    return _colours


def scale() -> float:
    """How much larger than our drawings the agent has set text in their system: 1 to 2."""
    return _scale


def px(size: int) -> int:
    """A length of our drawings in the agent's text size."""
    return round(size * scale())


@lru_cache(maxsize=32)
def type_font(size: str = "base", *, strong: bool = False, tabular: bool = False) -> QFont:
    """The interface font in one of `SIZES`, shared: copy before changing. Tabular figures do not dance."""
    font = QFont(QApplication.font())
    font.setPixelSize(px(SIZES[size]))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def dress(app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
    """Put fonts, palette and stylesheet on `app`; call it again when the scheme or the wish changes."""
    global _colours, _scale
    if not app.property("aside_dressed"):
        app.setProperty("aside_dressed", True)
        app.setStyle("Fusion")
        font = QFont(app.font())
        # 13 px is what the drawings call 1: systems deliver 12 to 14 px for their usual text size.
        system_px = QFontInfo(font).pixelSize()
        font.setPixelSize(BASE_PX if system_px <= 14 else min(round(BASE_PX * system_px / BASE_PX), 2 * BASE_PX))
        app.setFont(font)
        _scale = font.pixelSize() / BASE_PX
        type_font.cache_clear()
    _colours = colours = _tokens_for(scheme)
    app.setPalette(_palette(colours))
    name = "dark" if colours is DARK else "light"
    arrow, tick = resource(f"icons/arrow-{name}.svg"), resource(f"icons/tick-{name}.svg")
    app.setStyleSheet(style_sheet(colours, arrow, tick))


def contrast(one: str, other: str) -> float:
    """Ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _tokens_for(scheme: Scheme) -> Tokens:
    if scheme is Scheme.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if scheme is Scheme.DARK else LIGHT


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    rgb = QColor(colour)
    return 0.2126 * linear(rgb.redF()) + 0.7152 * linear(rgb.greenF()) + 0.0722 * linear(rgb.blueF())


def _palette(colours: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, colours.ground),
        (roles.WindowText, colours.text),
        (roles.Base, colours.panel),
        (roles.AlternateBase, colours.ground),
        (roles.Text, colours.text),
        (roles.PlaceholderText, colours.third),
        (roles.Button, colours.panel),
        (roles.ButtonText, colours.text),
        (roles.BrightText, colours.stop),
        (roles.Highlight, colours.accent),
        (roles.HighlightedText, colours.on_accent),
        (roles.Accent, colours.accent),
        (roles.Link, colours.accent),
        (roles.LinkVisited, colours.accent),
        (roles.ToolTipBase, colours.panel),
        (roles.ToolTipText, colours.text),
        (roles.Light, colours.panel),
        (roles.Midlight, colours.hover),
        (roles.Mid, colours.line),
        (roles.Dark, colours.control),
        (roles.Shadow, colours.control),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.third))
    return palette
