"""The whole desk on a full disk: call and side chat go on, it is said, and all is kept once there is room.

A limit on the size of files (RLIMIT_FSIZE) stands for the disk, so that it needs no rights; `tests/peers` tells the
same story on a file system that is full indeed.
"""

from __future__ import annotations

from pathlib import Path

import psutil
from pytestqt.qtbot import QtBot

from softphone.domain.call import Phase
from softphone.domain.protocol import Dial, HangUp
from softphone.host.paths import open_home
from softphone.host.relaunch import read_pid
from softphone.host.token import read_token
from tests.engine.agents import Agent
from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DEADLINE_MS, NOTE, DrivenDesk, hang_up, in_a_call, wrap_up

MORE = ", pallet of twelve"
QUESTION = "And by Friday, before noon?"


class LimitedFiles:
    """No file of desk and engine grows or changes while it is full."""

    WITHIN = ("prlimit", "--fsize=0:")  # starts them so

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
    hang_up(qtbot, desk)
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


def calls_from_the_first_minute(qtbot: QtBot, programs: Programs, folder: Path, *within: str) -> DrivenDesk:
    """A desk that is started where nothing can be written, and rings, answers and says so."""
    server = programs.pbx("agent", "caller")
    desk = DrivenDesk(qtbot, programs, folder, f"line_server={server}", "line_user=agent", within=within)
    assert desk.shows(line="registered", engine="up", store="in_memory")["notices"]
    with Agent("caller", server).come_up() as caller:
        caller.do(Dial("c1", f"sip:agent@{server}"))
        desk.shows(ringing=1)
        desk.order("press", action="answer")
        desk.shows(phase="talking")
        caller.phase(Phase.TALKING)
        caller.do(HangUp("c1"))
        desk.shows(phase="", wrapping_up=1)
    return desk


def engine_is_written_down(folder: Path) -> bool:
    """Where a desk to come finds it."""
    home = open_home(folder)
    return bool(read_token(home) and read_pid(home, "engine"))


def test_a_desk_started_on_a_full_disk_takes_calls_and_says_so(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = calls_from_the_first_minute(qtbot, programs, folder, *LimitedFiles.WITHIN)
    assert not engine_is_written_down(folder)
    engine = next(child for child in psutil.Process(desk.process.pid).children() if "engine" in child.cmdline())
    engine.rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
    qtbot.waitUntil(lambda: engine_is_written_down(folder), timeout=DEADLINE_MS)
    desk.leave()
