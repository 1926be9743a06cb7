"""The whole practice world as a process, and an agent made of a real engine, for tests that live in it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from softphone.domain.line import LineSetup, Transport
from softphone.domain.protocol import Command, Event
from softphone.host.paths import open_home
from softphone.sandbox.actor import Actor
from softphone.sandbox.world_file import WorldFile, running_world

DEADLINE_MS = 30_000
_T = TypeVar("_T")


class LivingWorld:
    """`file` is its world.json once ready; `order(do="start", scenario=…)`; `events` are the lines it told."""

    def __init__(self, qtbot: QtBot, home: Path, *words: str) -> None:
        self._qtbot = qtbot
        self._home = open_home(home)
        self.process = subprocess.Popen([sys.executable, "-m", "softphone", "world", "--home", str(home), *words])
        self.events: list[dict[str, Any]] = []
        self._answers: list[dict[str, Any]] = []
        self._socket = QLocalSocket()
        self._socket.readyRead.connect(self._read)
        qtbot.waitUntil(self._is_ready, timeout=DEADLINE_MS)
        self._socket.connectToServer(self.file.socket)

    @property
    def file(self) -> WorldFile:
        world = running_world(self._home)
        assert world is not None
        return world

    def order(self, **order: Any) -> dict[str, Any]:
        told = len(self._answers)
        self._socket.write(json.dumps(order).encode() + b"\n")
        self._qtbot.waitUntil(lambda: len(self._answers) > told, timeout=DEADLINE_MS)
        answer = self._answers[-1]
        assert answer.pop("ok"), answer
        return answer

    def wait_for(self, **event: Any) -> dict[str, Any]:
        """The first event told that has these fields."""

        def found() -> dict[str, Any] | None:
            return next((e for e in self.events if event.items() <= e.items()), None)

        self._qtbot.waitUntil(lambda: found() is not None, timeout=DEADLINE_MS)
        answer = found()
        assert answer is not None
        return answer

    def end(self) -> int:
        self.order(do="quit")
        return self.process.wait(20)

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, "the practice world ended"
        world = running_world(self._home)
        return world is not None and world.ready and world.pid == self.process.pid

    def _read(self) -> None:
        while self._socket.canReadLine():
            line = json.loads(bytes(self._socket.readLine().data()))
            (self.events if "event" in line else self._answers).append(line)


class RealAgent(QObject):
    """An engine registered as `setup`; every event it told is kept in `events`."""

    def __init__(self, qtbot: QtBot, home: Path, setup: LineSetup) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.events: list[Event] = []
        self.actor = Actor(open_home(home), setup, parent=self)
        self.actor.happened.connect(self.events.append)
        self.actor.start()
        qtbot.waitUntil(lambda: self.actor.registered, timeout=DEADLINE_MS)

    def send(self, command: Command) -> None:
        assert self.actor.send(command)

    def wait_for(self, kind: type[_T], test: Callable[[_T], bool] = lambda _: True) -> _T:
        """The first event of this kind that fits, already told or to come."""

        def found() -> _T | None:
            return next((e for e in self.events if isinstance(e, kind) and test(e)), None)

        self._qtbot.waitUntil(lambda: found() is not None, timeout=DEADLINE_MS)
        event = found()
        assert event is not None
        return event

    def leave(self) -> None:
        with self._qtbot.waitSignal(self.actor.gone, timeout=DEADLINE_MS):
            self.actor.leave()


@contextmanager
def living_world(qtbot: QtBot, home: Path, *words: str) -> Generator[LivingWorld]:
    world = LivingWorld(qtbot, home, *words)
    try:
        yield world
    finally:
        if world.process.poll() is None:
            world.end()


@contextmanager
def real_agent(
    qtbot: QtBot, home: Path, server: str, password: str, transport: Transport = Transport.UDP
) -> Generator[RealAgent]:
    agent = RealAgent(qtbot, home, LineSetup("204", server, password, "Agent", transport=transport))
    try:
        yield agent
    finally:
        agent.leave()
