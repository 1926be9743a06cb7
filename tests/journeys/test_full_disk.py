"""The whole desk on a full disk: call and side chat go on, it is said, and all is kept once there is room.

A limit on the size of files (RLIMIT_FSIZE) stands for the disk, so that it needs no rights; `tests/peers` tells the
same story on a file system that is full indeed.
"""

from __future__ import annotations

from pathlib import Path

import psutil
from pytestqt.qtbot import QtBot

from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DEADLINE_MS, NOTE, DrivenDesk, in_a_call, wrap_up

MORE = ", pallet of twelve"
QUESTION = "And by Friday, before noon?"


class LimitedFiles:
    """No file of desk and engine grows or changes while it is full."""

    def __init__(self, desk: DrivenDesk, folder: Path) -> None:
        engine = int((folder / "run" / "engine.pid").read_text())
        self._processes = psutil.Process(desk.process.pid), psutil.Process(engine)

    def fill(self) -> None:
        self._allow(0)

    def empty(self) -> None:
        self._allow(psutil.RLIM_INFINITY)

    def _allow(self, most_bytes: int) -> None:
        for process in self._processes:
            process.rlimit(psutil.RLIMIT_FSIZE, (most_bytes, psutil.RLIM_INFINITY))


def a_call_on_a_full_disk(qtbot: QtBot, desk: DrivenDesk, disk: LimitedFiles) -> None:
    """From the first words to the finished wrap-up; then there is room again, and the desk says so by itself."""
    disk.fill()
    desk.order("type", text=QUESTION)
    desk.order("enter")
    full = desk.shows(phase="talking", store="full", delivery=["seen", "new"])
    assert "store_full" in full["notices"]
    desk.order("press", action="notes")
    desk.order("type", text=MORE)
    desk.order("press", action="end")
    desk.shows(phase="", wrapping_up=1, note=NOTE + MORE)
    wrap_up(qtbot, desk)
    disk.empty()
    assert "store_full" not in desk.shows(store="encrypted")["notices"]
    sent(qtbot, desk)


def sent(qtbot: QtBot, desk: DrivenDesk) -> None:
    def seen() -> bool:
        text, delivery = desk.order("state")["every_question"][-1]
        return bool(text == QUESTION and delivery == "seen")

    qtbot.waitUntil(seen, timeout=DEADLINE_MS)


def all_is_there(desk: DrivenDesk) -> None:
    """In a desk that knows only what the disk kept."""
    state = desk.shows(line="registered", store="encrypted", every_note=[NOTE + MORE])
    assert state["history"] == [["M. Lindqvist", "hung_up_here", "solved"]]
    assert state["every_question"][-1] == [QUESTION, "seen"]


def test_on_a_full_disk_the_call_goes_on_and_all_that_was_written_is_kept_once_there_is_room(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    in_a_call(desk)
    a_call_on_a_full_disk(qtbot, desk, LimitedFiles(desk, folder))
    desk.leave()
    desk = DrivenDesk(qtbot, programs, folder)
    all_is_there(desk)
    desk.leave()
