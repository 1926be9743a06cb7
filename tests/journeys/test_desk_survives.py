"""The main job through kills: desk and engine die in a live call, and the agent goes on where they were."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyrage
from pytestqt.qtbot import QtBot

from softphone.engine.recording.tape import read_tape
from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DEADLINE_MS, DRAFT, NOTE, DrivenDesk, hang_up, in_a_call, wrap_up


def a_program(folder: Path, word: str, secret: str) -> subprocess.CompletedProcess[str]:
    """As a till or a payment page runs it."""
    command = [sys.executable, "-m", "softphone", "tape", word, "--home", str(folder)]
    return subprocess.run(command, input=f"{secret}\n", capture_output=True, text=True, timeout=60)


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
    hang_up(qtbot, desk)
    desk.shows(phase="", wrapping_up=1)
    wrap_up(qtbot, desk)
    [[name, _, outcome]] = desk.shows(wrapping_up=0)["history"]
    assert (name, outcome) == ("M. Lindqvist", "solved")
    desk.leave()


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
    desk.leave()


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
    desk.leave()


def test_a_recorded_call_stays_recorded_and_paused_through_a_killed_desk(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    key = pyrage.x25519.Identity.generate()
    settings = {
        "record_calls": "by_hand",
        "record_key": str(key.to_public()),
        "record_pause_program": hashlib.sha256(b"till-7").hexdigest(),
    }
    (folder / "settings.json").write_text(json.dumps(settings))
    desk = DrivenDesk(qtbot, programs, folder)
    in_a_call(desk)
    desk.order("click", button="record")
    desk.shows(recording="on")
    desk.order("press", action="pause_recording")
    desk.shows(recording="paused")
    desk.kill()
    desk = DrivenDesk(qtbot, programs, folder)
    desk.shows(phase="talking", recording="paused")
    desk.order("press", action="pause_recording")
    desk.shows(recording="on")
    assert a_program(folder, "pause", "till-8").returncode == 1
    assert a_program(folder, "pause", "till-7").stdout == "1 paused\n"
    desk.shows(recording="paused")
    assert a_program(folder, "resume", "till-7").stdout == "1 running\n"
    desk.shows(recording="on")
    hang_up(qtbot, desk)
    desk.shows(phase="", wrapping_up=1)
    [tape] = (folder / "recordings").iterdir()
    marks = [(piece.kind, piece.note) for piece in read_tape(tape, str(key)) if piece.kind != "sound"]
    of_key, of_program = [("pause", "key"), ("resume", "key")], [("pause", "program"), ("resume", "program")]
    assert [mark for mark in marks if mark[0] != "begin"] == [*of_key, *of_program, ("end", "call")]
    wrap_up(qtbot, desk)
    desk.leave()
