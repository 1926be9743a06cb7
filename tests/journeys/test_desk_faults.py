"""The whole desk on a bad day: files that are damaged, a stop in the middle of a call, a second copy with a link."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.processes import Programs
from tests.journeys.whole_desk import NOTE, DrivenDesk, in_a_call

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
