"""A window over a store whose effects are kept, at a time of our own."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.facts import Fact
from softphone.domain.protocol import Command
from softphone.domain.settings import Scheme
from softphone.host.clock import Clock
from softphone.ui.look import dress
from softphone.ui.store import Store
from softphone.ui.window import Window
from tests.ui.desks import NOW


class TurnedClock(Clock):
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def turn(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Stage:
    """The window, what is behind it, and what it asked to be done."""

    qtbot: QtBot
    store: Store
    window: Window
    clock: TurnedClock
    effects: list[Effect] = field(default_factory=list)

    @property
    def commands(self) -> list[Command]:
        return [effect.command for effect in self.effects if isinstance(effect, ToEngine)]

    @property
    def desk(self) -> Desk:
        return self.store.desk

    def post(self, fact: Fact) -> None:
        self.store.post(fact)
        self.settle()

    def settle(self) -> None:
        """Until what was posted is on the screen."""
        self.qtbot.waitUntil(lambda: self.store._shown is self.store._desk and not self.store._batch, timeout=2000)


@pytest.fixture
def stage(qtbot: QtBot, qapp: QApplication) -> Generator[Callable[..., Stage]]:
    dress(qapp, Scheme.LIGHT)
    stores: list[Store] = []

    def build(desk: Desk, *, width: int = 1280, height: int = 800) -> Stage:
        effects: list[Effect] = []
        clock = TurnedClock(NOW + timedelta(seconds=5))
        store = Store(desk, effects.append)
        stores.append(store)
        for shown in qapp.topLevelWidgets():
            if isinstance(shown, Window):
                shown.hide()  # Aside has one window, and its keys of a call work in all others
        window = Window(store, clock)
        qtbot.addWidget(window, before_close_func=lambda each: store.changed.disconnect())
        window.resize(width, height)
        with qtbot.waitActive(window, timeout=3000):
            window.show()
            window.activateWindow()
        return Stage(qtbot, store, window, clock, effects)

    yield build
    for store in stores:
        store._later.stop()
