"""A backroom in its own thread for tests: effects in, facts out, one after the other in the same home."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from softphone.backroom.room import Backroom
from softphone.backroom.vault import MemoryVault
from softphone.domain import facts
from softphone.domain.facts import Fact
from softphone.domain.settings import Settings
from softphone.host.clock import Clock
from softphone.host.paths import Home, open_home

F = TypeVar("F", bound=Fact)


class Watcher:
    """Facts as they come, and a way to wait for one."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self._came = threading.Condition()

    def post(self, fact: Fact) -> None:
        with self._came:
            self.facts.append(fact)
            self._came.notify_all()

    def wait_for(self, kind: type[F], count: int = 1) -> F:
        with self._came:
            assert self._came.wait_for(lambda: len(self._of(kind)) >= count, 10), f"no {kind.__name__}: {self.facts}"
            return self._of(kind)[count - 1]

    def _of(self, kind: type[F]) -> list[F]:
        return [fact for fact in self.facts if isinstance(fact, kind)]


class Start:
    """Backrooms one after the other in the same home, with the same vault."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.vault = MemoryVault()
        self.room: Backroom | None = None

    def __call__(self, settings: Settings | None = None, *early: Any) -> tuple[Backroom, Watcher]:
        self.close()
        watcher = Watcher()
        self.room = Backroom(self.home, watcher.post, Clock(), self.vault, settings)
        for effect in early:
            self.room.run(effect)
        self.room.start()
        watcher.wait_for(facts.Remembered)
        return self.room, watcher

    def close(self) -> None:
        if self.room is not None:
            self.room.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    start = Start(open_home(tmp_path))
    yield start
    start.close()
