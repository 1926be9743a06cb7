"""The whole desk on a bad day: files that are damaged, a stop in the middle of a call, a second copy with a link."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psutil
from pytestqt.qtbot import QtBot

from softphone.host.paths import open_home
from softphone.host.relaunch import program
from tests.journeys.processes import Programs, log_of
from tests.journeys.whole_desk import DEADLINE_MS, NOTE, DrivenDesk, in_a_call

STOPPED_S = 3.0


def test_damaged_settings_and_a_damaged_store_are_kept_aside_and_said(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    desk.shows(line="registered", store="encrypted")
    desk.leave()
    (folder / "settings.json").write_bytes(b'{"line_server": "x", \xff')
    store = folder / "aside.db"
    store.write_bytes(b"\0" * store.stat().st_size)
    desk = DrivenDesk(qtbot, programs, folder)
    state = desk.shows(line="registered", store="encrypted")
    assert {"store_damaged", "settings_damaged"} <= set(state["notices"])
    assert list(folder.glob("aside-unreadable-*.db"))
    assert list(folder.glob("settings-*.damaged.json"))
    desk.leave()


def test_after_a_stop_of_desk_and_engine_in_a_call_all_goes_on(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    """As a lid that is closed for a moment: both stand still, and go on."""
    desk = DrivenDesk(qtbot, programs, folder)
    before = in_a_call(desk)
    engine = int((folder / "run" / "engine.pid").read_text())
    pids = (desk.process.pid, engine)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    until = time.monotonic() + STOPPED_S
    qtbot.waitUntil(lambda: time.monotonic() > until, timeout=10_000)
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
    after = desk.shows(phase="talking", engine="up", note=NOTE, line="registered")
    assert after["answered_at"] == before["answered_at"]
    assert not after["taken_back"]
    desk.leave()


def panels(folder: Path) -> int:
    """Other controls than the desk's that run now."""
    engine = psutil.Process(int((folder / "run" / "engine.pid").read_text()))
    return sum(child.status() != psutil.STATUS_ZOMBIE for child in engine.children())


def stopped_in_a_call(qtbot: QtBot, desk: DrivenDesk, folder: Path) -> None:
    """Until the engine has told it by ear and started a panel."""
    in_a_call(desk)
    desk.process.send_signal(signal.SIGSTOP)
    qtbot.waitUntil(lambda: "lease deed=start_panel" in log_of(open_home(folder)), timeout=DEADLINE_MS)
    qtbot.waitUntil(lambda: panels(folder) == 1, timeout=DEADLINE_MS)


def test_a_desk_that_stood_still_in_a_call_takes_over_again_and_the_panel_goes(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    stopped_in_a_call(qtbot, desk, folder)
    desk.process.send_signal(signal.SIGCONT)
    desk.order("press", action="mute")
    desk.shows(phase="talking", muted=True, note=NOTE, engine="up")
    qtbot.waitUntil(lambda: panels(folder) == 0, timeout=DEADLINE_MS)
    assert "sent_away" in log_of(open_home(folder), "panel")
    desk.order("press", action="mute")
    assert "call_taken_back" not in desk.shows(phase="talking", muted=False)["notices"]
    desk.leave()


def test_a_desk_that_stays_stopped_is_ended_and_the_next_one_has_the_call_and_sends_the_panel_away(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    stopped_in_a_call(qtbot, desk, folder)
    assert programs.exit_code(desk.process) == -signal.SIGKILL
    qtbot.waitUntil(lambda: "joined role=panel" in log_of(open_home(folder)), timeout=DEADLINE_MS)
    desk = DrivenDesk(qtbot, programs, folder)
    desk.shows(phase="talking", customer="M. Lindqvist", note=NOTE)
    qtbot.waitUntil(lambda: panels(folder) == 0, timeout=DEADLINE_MS)
    desk.leave()


def another_copy(programs: Programs, folder: Path, *links: str) -> int:
    return programs.exit_code(programs.start([*program(), "--home", str(folder), *links]))


def test_a_second_copy_in_a_call_brings_the_window_back_and_leaves_all_as_it_is(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    before = in_a_call(desk)
    engine = (folder / "run" / "engine.pid").read_text()
    desk.order("window", state="maximized")
    desk.order("window", state="minimized")
    desk.shows(window="minimized")
    assert another_copy(programs, folder) == 0
    desk.shows(window="maximized", phase="talking", writing=True)
    desk.order("window", state="closed")
    desk.shows(window="minimized")
    assert another_copy(programs, folder, "tel:+49-40-555-0142") == 0
    after = desk.shows(window="maximized", phase="talking", dial_draft="+49405550142")
    assert after["answered_at"] == before["answered_at"]
    assert after["customer"] == "M. Lindqvist"
    assert after["writing"]
    assert (folder / "run" / "engine.pid").read_text() == engine
    desk.order("type", text="it goes on")
    desk.shows(draft="it goes on")
    desk.leave()
