"""A window beside the main one, alone on the screen, with what it posts: set-up and looks that its tests share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from softphone.domain.desk import Desk
from softphone.domain.facts import Fact
from softphone.domain.settings import Scheme
from softphone.host.clock import Clock
from softphone.ui.look import dress
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.side_window import SideWindow

W = TypeVar("W", bound=SideWindow)


def brought_up(
    qtbot: QtBot, app: QApplication, make: Callable[[Post, Clock], W], posted: list[Fact], desk: Desk
) -> W:
    dress(app, Scheme.LIGHT)
    made = make(posted.append, Clock())
    qtbot.addWidget(made)
    made.show_desk(None, desk)
    made.bring_up()
    return made


def button(window: SideWindow, word: str) -> Button:
    return next(each for each in window.findChildren(Button) if each.text() == word)
