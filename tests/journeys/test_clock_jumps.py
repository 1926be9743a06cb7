"""Somebody sets this PC's clock by hours while desk and engine run: nothing ends early, nothing hangs, it is told."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from softphone.host.paths import open_home
from tests.journeys.processes import Programs, log_of
from tests.journeys.whole_desk import DEADLINE_MS, DrivenDesk, hang_up, in_a_call, wrap_up

HOUR_S = 3600
SOON_MS = 25_000  # the customer hangs up by itself after some 50 s
SHORT = timedelta(minutes=2)  # what a call of this test may have taken


class WallClock:
    """Of every process that is started from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._file = folder / "wall-clock"
        self.off_s = 0
        self.set(0)
        monkeypatch.setenv("ASIDE_TEST_CLOCK", str(self._file))
        monkeypatch.setenv("PYTHONPATH", str(Path(__file__).with_name("set_clock")))

    def set(self, by_s: int) -> None:
        self.off_s += by_s
        new = self._file.with_suffix(".new")
        new.write_text(str(self.off_s))
        os.replace(new, self._file)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.off_s)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> WallClock:
    return WallClock(monkeypatch, tmp_path)


def jumps(qtbot: QtBot, folder: Path, times: int) -> None:
    """Until the engine has noticed so many."""
    home = open_home(folder)
    qtbot.waitUntil(lambda: log_of(home).count("gap kind=clock_jumped") == times, timeout=DEADLINE_MS)


def is_told(qtbot: QtBot, desk: DrivenDesk) -> None:
    """The engine's log has it before its word has reached the desk."""
    qtbot.waitUntil(lambda: "clock_jumped" in desk.order("state")["notices"], timeout=DEADLINE_MS)


def talked(state: dict[str, Any]) -> timedelta:
    return datetime.fromisoformat(state["now"]) - datetime.fromisoformat(state["answered_at"])


def ended_and_wrapped_up(qtbot: QtBot, desk: DrivenDesk) -> None:
    """End counts a second after the last change of the call, not hours later: pressed until it does."""

    def over() -> bool:
        hang_up(qtbot, desk)
        return bool(desk.order("state")["phase"] == "")

    qtbot.waitUntil(over, timeout=SOON_MS)
    desk.shows(wrapping_up=1)
    wrap_up(qtbot, desk)


def test_a_clock_set_forward_ends_no_ring_and_no_wrap_up_and_is_followed_after_the_call(
    qtbot: QtBot, programs: Programs, folder: Path, wall: WallClock
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    in_a_call(desk)
    wall.set(3 * HOUR_S)
    jumps(qtbot, folder, 1)
    is_told(qtbot, desk)
    state = desk.shows(phase="talking")
    assert abs(talked(state)) < SHORT
    ended_and_wrapped_up(qtbot, desk)
    qtbot.waitUntil(
        lambda: abs(datetime.fromisoformat(desk.order("state")["now"]) - wall.now) < SHORT, timeout=DEADLINE_MS
    )
    desk.shows(line="registered")
    desk.order("start", scenario="late-order")
    desk.shows(ringing=1)
    wall.set(3 * HOUR_S)
    jumps(qtbot, folder, 2)
    desk.order("press", action="answer")
    assert abs(talked(desk.shows(phase="talking", ringing=0))) < SHORT
    ended_and_wrapped_up(qtbot, desk)
    assert [outcome for *_, outcome in desk.order("state")["history"]] == ["solved", "solved"]
    desk.leave()


def test_a_clock_set_back_moves_nothing_in_a_call_not_even_for_a_new_engine_and_a_new_desk(
    qtbot: QtBot, programs: Programs, folder: Path, wall: WallClock
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    before = in_a_call(desk)
    wall.set(-5 * HOUR_S)
    jumps(qtbot, folder, 1)
    is_told(qtbot, desk)
    state = desk.shows(phase="talking")
    assert state["now"] >= before["now"]
    os.kill(int((folder / "run" / "engine.pid").read_text()), signal.SIGKILL)
    state = desk.shows(engine="up", phase="talking", taken_back=True, line="registered")
    assert state["answered_at"] == before["answered_at"]
    assert abs(talked(state)) < SHORT
    desk.kill()
    desk = DrivenDesk(qtbot, programs, folder)
    desk.shows(phase="talking", customer="M. Lindqvist")
    qtbot.waitUntil(lambda: abs(talked(desk.order("state"))) < SHORT, timeout=DEADLINE_MS)  # from its first tick on
    ended_and_wrapped_up(qtbot, desk)
    [[name, _, outcome]] = desk.order("state")["history"]
    assert (name, outcome) == ("M. Lindqvist", "solved")
    desk.leave()
