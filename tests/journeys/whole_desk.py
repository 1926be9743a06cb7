"""The other end of `driven_desk.py`, and what the journeys of a whole desk in the practice world begin with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from softphone.host.paths import open_home
from softphone.host.relaunch import read_pid
from softphone.sandbox.world_file import running_world
from tests.journeys.processes import Programs

DRIVEN_DESK = Path(__file__).with_name("driven_desk.py")
DEADLINE_MS = 60_000
NOTE = "rails, rack of 2020"
DRAFT = "and by Friday"


class DrivenDesk:
    """The other end of `driven_desk.py`."""

    def __init__(
        self, qtbot: QtBot, programs: Programs, folder: Path, *line: str, within: tuple[str, ...] = ()
    ) -> None:
        """With settings of a `line` it is on that line, else in the practice world. `within` starts it elsewhere."""
        self._qtbot = qtbot
        name = str(folder / f"driven-{len(os.listdir(folder))}.sock")
        self.process: subprocess.Popen[bytes] = programs.start(
            [*within, sys.executable, str(DRIVEN_DESK), str(folder), name, *line]
        )
        self._socket = QLocalSocket()

        def connected() -> bool:
            if self._socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._socket.connectToServer(name)
            return self._socket.state() is QLocalSocket.LocalSocketState.ConnectedState

        qtbot.waitUntil(connected, timeout=DEADLINE_MS)

    def order(self, do: str, **words: str) -> dict[str, Any]:
        self._socket.write(json.dumps({"do": do, **words}).encode() + b"\n")
        self._qtbot.waitUntil(self._socket.canReadLine, timeout=DEADLINE_MS)
        answer: dict[str, Any] = json.loads(bytes(self._socket.readLine().data()))
        assert answer["ok"], answer
        return answer

    def shows(self, **wanted: Any) -> dict[str, Any]:
        """The state once all of `wanted` is true in it."""
        last: dict[str, Any] = {}

        def shown() -> bool:
            nonlocal last
            last = self.order("state")
            return wanted.items() <= last.items()

        try:
            self._qtbot.waitUntil(shown, timeout=DEADLINE_MS)
        except Exception as error:
            raise AssertionError(f"wanted {wanted}, shows {last}") from error
        return last

    def kill(self) -> None:
        self._socket.abort()
        self.process.kill()
        self.process.wait()

    def leave(self) -> None:
        self.order("quit")
        assert self.process.wait(20) == 0


@pytest.fixture
def folder(programs: Programs) -> Iterator[Path]:
    """The home of a desk; its engine and its practice world end with the test."""
    home = programs.home()
    yield home.data
    end_engine_and_world(home.data)


def end_engine_and_world(folder: Path) -> None:
    home = open_home(folder)
    pids = read_pid(home, "engine"), world.pid if (world := running_world(home)) else 0
    processes = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid) and pid]
    for process in processes:
        process.terminate()
    psutil.wait_procs(processes, timeout=5)  # the world takes its own engines along


def in_a_call(desk: DrivenDesk) -> dict[str, Any]:
    """Talking to M. Lindqvist, a note typed, J. Kern asked and answered, a draft begun."""
    desk.shows(line="registered")
    desk.order("start", scenario="late-order")
    desk.shows(ringing=1, customer="M. Lindqvist")
    desk.order("press", action="answer")
    desk.shows(phase="talking")
    desk.order("press", action="notes")
    desk.order("type", text=NOTE)
    desk.order("press", action="side_chat")
    desk.order("type", text="Kern")
    desk.order("enter")
    desk.shows(drawer=True)
    desk.order("type", text="Does the adapter ship for S2 rails?")
    desk.order("enter")
    return desk.shows(note=NOTE, delivery=["seen"])


def pass_on(qtbot: QtBot, desk: DrivenDesk, to: str) -> None:
    """By the key, pressed again until its card is there: the window shows a ring a moment after it is one."""

    def there() -> bool:
        if not desk.order("state")["transfer"]:
            desk.order("press", action="transfer")
        return bool(desk.order("state")["transfer"])

    qtbot.waitUntil(there, timeout=DEADLINE_MS)
    desk.order("type", text=to)
    desk.order("enter")


def hang_up(qtbot: QtBot, desk: DrivenDesk) -> None:
    """End, pressed again until it counts: for a second after any change of call it does nothing."""

    def ended() -> bool:
        desk.order("press", action="end")
        return not desk.order("state")["phase"]

    qtbot.waitUntil(ended, timeout=DEADLINE_MS)


def wrap_up(qtbot: QtBot, desk: DrivenDesk) -> None:
    """Solved, and finished: pressed again until it counts. Keys wait for their pane, and finish for a second."""

    def solved() -> bool:
        desk.order("press", action="solved")
        return bool(desk.order("state")["outcome"] == "solved")

    def finished() -> bool:
        desk.order("press", action="finish")
        return not desk.order("state")["wrapping_up"]

    qtbot.waitUntil(solved, timeout=DEADLINE_MS)
    qtbot.waitUntil(finished, timeout=DEADLINE_MS)
