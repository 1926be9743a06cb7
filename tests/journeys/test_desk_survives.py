"""The main job through kills: desk and engine die in a live call, and the agent goes on where they were."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from softphone.host.relaunch import read_pid
from softphone.sandbox.world_file import running_world
from tests.journeys.processes import Programs

DRIVEN_DESK = Path(__file__).with_name("driven_desk.py")
DEADLINE_MS = 60_000
NOTE = "rails, rack of 2020"
DRAFT = "and by Friday"


class DrivenDesk:
    """The other end of `driven_desk.py`."""

    def __init__(self, qtbot: QtBot, programs: Programs, folder: Path) -> None:
        self._qtbot = qtbot
        name = str(folder / f"driven-{len(os.listdir(folder))}.sock")
        self.process: subprocess.Popen[bytes] = programs.start(
            [sys.executable, str(DRIVEN_DESK), str(folder), name]
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


@pytest.fixture
def folder(programs: Programs) -> Iterator[Path]:
    home = programs.home()
    yield home.data
    for pid in (read_pid(home, "engine"), world.pid if (world := running_world(home)) else 0):
        if pid:
            os.kill(pid, signal.SIGTERM)


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


def wrap_up(qtbot: QtBot, desk: DrivenDesk) -> None:
    """Solved, and finished: pressed again until it counts, for in the first second after a call it does not."""
    desk.order("press", action="solved")

    def finished() -> bool:
        desk.order("press", action="finish")
        return not desk.order("state")["wrapping_up"]

    qtbot.waitUntil(finished, timeout=DEADLINE_MS)


def test_a_killed_desk_comes_back_with_call_customer_note_draft_and_timer(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    before = in_a_call(desk)
    written = (folder / "aside.db-wal").stat().st_mtime_ns
    desk.order("type", text=DRAFT)
    desk.shows(draft=DRAFT)
    # What was typed a blink before the kill may go with it: it is on the disk 150 ms later.
    qtbot.waitUntil(lambda: (folder / "aside.db-wal").stat().st_mtime_ns > written, timeout=DEADLINE_MS)
    desk.kill()
    desk = DrivenDesk(qtbot, programs, folder)
    after = desk.shows(phase="talking", customer="M. Lindqvist", note=NOTE, draft=DRAFT, drawer=True)
    assert after["answered_at"] == before["answered_at"]
    assert after["said"][: len(before["said"])] == before["said"]
    assert after["title"].startswith("M. Lindqvist")
    desk.order("press", action="end")
    desk.shows(phase="", wrapping_up=1)
    wrap_up(qtbot, desk)
    [[name, _, outcome]] = desk.shows(wrapping_up=0)["history"]
    assert (name, outcome) == ("M. Lindqvist", "solved")
    desk.order("quit")
    assert desk.process.wait(20) == 0


def test_an_answer_that_came_while_the_desk_was_dead_is_there_unread(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    in_a_call(desk)
    desk.order("type", text="And by Friday, before noon?")
    desk.order("enter")
    qtbot.waitUntil(lambda: desk.order("state")["delivery"][-1] in ("sent", "delivered", "seen"), timeout=DEADLINE_MS)
    desk.kill()
    desk = DrivenDesk(qtbot, programs, folder)

    def answered() -> bool:
        return any("express" in text for text in desk.order("state")["said"])

    qtbot.waitUntil(answered, timeout=DEADLINE_MS)
    assert desk.shows(phase="talking")["customer"] == "M. Lindqvist"
    desk.order("quit")
    assert desk.process.wait(20) == 0


def test_a_killed_engine_is_replaced_and_the_new_one_takes_the_call_back(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    before = in_a_call(desk)
    home_engine = int((folder / "run" / "engine.pid").read_text())
    os.kill(home_engine, signal.SIGKILL)
    after = desk.shows(engine="up", phase="talking", taken_back=True, line="registered")
    assert after["customer"] == before["customer"]
    assert after["answered_at"] == before["answered_at"]
    assert after["said"][: len(before["said"])] == before["said"]
    assert "call_taken_back" in after["notices"]
    desk.order("quit")
    assert desk.process.wait(20) == 0
