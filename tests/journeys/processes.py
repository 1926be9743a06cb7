"""Builders for journeys: real processes with homes of their own, and a desk in the test to speak with them.

Everything started here is ended here, by pid. Waiting is for something, with a deadline, while Qt's loop turns.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest
from pytestqt.qtbot import QtBot

from softphone.domain.audio import NO_DEVICE, SoundSetup
from softphone.domain.call import Call, Phase
from softphone.domain.line import Line, LineSetup
from softphone.domain.presence import Gate
from softphone.domain.protocol import CallChanged, Configure, LineChanged, Snapshot
from softphone.host.clock import Clock
from softphone.host.paths import Home, open_home
from softphone.host.relaunch import program
from softphone.host.token import VARIABLE, read_token
from softphone.wire.link import LinkClient
from tests.sandbox.running import RunningPbx

DEADLINE_S = 20.0  # for anything that normally takes less than one
SCRIPTED_DESK = Path(__file__).with_name("scripted_desk.py")
ROOT = Path(__file__).resolve().parents[2]
SILENT = SoundSetup(NO_DEVICE, NO_DEVICE, NO_DEVICE)

T = TypeVar("T")


class ScriptedDesk:
    """A desk in the test's own process: remembers what it heard and knows each call's last value."""

    def __init__(self, qtbot: QtBot, home: Home, token: str | None = None, role: str = "desk") -> None:
        self._qtbot = qtbot
        self.events: list[Any] = []
        self.downs: list[str] = []
        self.calls: dict[str, Call] = {}
        self.line = Line()
        self.clock = Clock()
        self.link = LinkClient(
            home.socket_name("engine"),
            lambda: read_token(home) if token is None else token,
            build="test",
            role=role,
        )
        self.link.received.connect(self._hear)
        self.link.down.connect(self.downs.append)
        self.link.start()

    def until(self, condition: Callable[[], T], deadline_s: float = DEADLINE_S) -> T:
        """What `condition` gives as soon as it is true."""
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=round(deadline_s * 1000))
        return condition()

    def snapshot(self) -> Snapshot:
        return self.until(lambda: next((e for e in reversed(self.events) if isinstance(e, Snapshot)), None))  # type: ignore[return-value]

    def heard(self, kind: type[T]) -> list[T]:
        return [event for event in self.events if isinstance(event, kind)]

    def call(self, phase: Phase, deadline_s: float = DEADLINE_S) -> Call:
        """The call that is in `phase` now or soon."""

        def found() -> Call | None:
            return next((call for call in self.calls.values() if call.phase is phase), None)

        return self.until(found, deadline_s)  # type: ignore[return-value]

    def register(self, server: str, user: str, password: str = "pw") -> None:
        self.snapshot()
        gate = Gate(register=True, customers=True, ring_s=60)
        self.link.send(Configure(LineSetup(user, server, password), gate, SILENT))
        self.until(lambda: self.line.proven)

    def _hear(self, event: Any) -> None:
        self.events.append(event)
        match event:
            case Snapshot():
                self.calls = {call.call_id: call for call in event.calls}
                self.line = event.line
            case CallChanged():
                self.calls[event.call.call_id] = event.call
            case LineChanged():
                self.line = event.line
            case _:
                pass


class Programs:
    """The processes of one journey."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._started: list[subprocess.Popen[bytes]] = []
        self._desks: list[ScriptedDesk] = []
        self._homes: list[tempfile.TemporaryDirectory[str]] = []
        self._pbxs: list[RunningPbx] = []
        self._said: defaultdict[int, bytes] = defaultdict(bytes)

    def home(self) -> Home:
        folder = tempfile.TemporaryDirectory(prefix="h")
        self._homes.append(folder)
        return open_home(folder.name)

    def start(self, command: list[str], token: str = "") -> subprocess.Popen[bytes]:
        environment = {**os.environ, **({VARIABLE: token} if token else {})}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(ROOT))))
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._started.append(process)
        return process

    def engine(self, home: Home, *words: str, token: str = "") -> subprocess.Popen[bytes]:
        """An engine without ears. It is up when a desk hears its snapshot."""
        return self.start([*program(), "engine", "--sound", "none", *home.arguments, *words], token)

    def desk(self, home: Home, *, token: str | None = None, role: str = "desk") -> ScriptedDesk:
        desk = ScriptedDesk(self._qtbot, home, token, role)
        self._desks.append(desk)
        return desk

    def desk_process(self, home: Home, server: str = "", user: str = "") -> subprocess.Popen[bytes]:
        """A desk that can be killed, on its line."""
        folder = str(home.given)
        process = self.start([sys.executable, str(SCRIPTED_DESK), folder, server, user, "pw"])
        assert self.line_of(process) == "up"
        return process

    def pbx(self, *users: str) -> str:
        """A registrar and proxy for these users, all with the password "pw". Gives its address."""
        pbx = RunningPbx(dict.fromkeys(users, "pw"))
        self._pbxs.append(pbx)
        return pbx.server

    def line_of(self, process: subprocess.Popen[bytes]) -> str:
        """The next line it says; Qt's loop turns meanwhile."""
        assert process.stdout is not None
        stream = process.stdout.fileno()

        def said() -> bool:
            if select.select([stream], [], [], 0)[0]:
                self._said[process.pid] += os.read(stream, 4096)
            return b"\n" in self._said[process.pid]

        self._qtbot.waitUntil(said, timeout=round(DEADLINE_S * 1000))
        line, _, self._said[process.pid] = self._said[process.pid].partition(b"\n")
        return line.decode()

    def exit_code(self, process: subprocess.Popen[bytes]) -> int:
        """Of a process that ends by itself; Qt's loop turns meanwhile."""
        self._qtbot.waitUntil(lambda: process.poll() is not None, timeout=round(DEADLINE_S * 1000))
        return process.returncode

    def close(self) -> None:
        for desk in self._desks:
            desk.link.stop()
        families = [member for process in self._started for member in _family(process.pid)]
        for member in families:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        for process in self._started:
            process.communicate(timeout=DEADLINE_S)
        psutil.wait_procs(families, timeout=DEADLINE_S)
        for pbx in self._pbxs:
            pbx.stop()
        for folder in self._homes:
            folder.cleanup()


def children_of(process: subprocess.Popen[bytes]) -> list[list[str]]:
    """The command lines of what it started and that runs; a child that is a copy of it still is not what it will be."""
    found = []
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(process.pid)
        for child in parent.children():
            with suppress(psutil.NoSuchProcess):
                if child.status() != psutil.STATUS_ZOMBIE and child.cmdline() != parent.cmdline():
                    found.append(child.cmdline())
    return found


def end_children_of(process: subprocess.Popen[bytes]) -> None:
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(process.pid).children():
            with suppress(psutil.NoSuchProcess):
                child.kill()


def log_of(home: Home, program_name: str = "engine") -> str:
    return home.log_file(program_name).read_text("utf-8")


def _family(pid: int) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [*process.children(recursive=True), process]
    return []


@pytest.fixture
def programs(qtbot: QtBot) -> Generator[Programs]:
    programs = Programs(qtbot)
    yield programs
    programs.close()
