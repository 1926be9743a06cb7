"""Faults end in a file without text; sleep and set clocks are noticed; our times never go back."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from softphone.host.awake import Gap, GapKind, Watch
from softphone.host.clock import Clock
from softphone.host.crash import EXIT_CODE, KEPT_CRASHES
from softphone.host.paths import open_home

PROGRAM = """
import sys, threading
from softphone.host.crash import watch_crashes
from softphone.host.log import open_log
from softphone.host.paths import open_home
home = open_home(sys.argv[1])
open_log(home, "engine")
watch_crashes(home, "engine")
def fault():
    raise ValueError("Anna Berg +494055501422")
"""


def run(home: Path, code: str) -> tuple[int, str, str]:
    """Exit code, log and crash file of a process that ran `code`."""
    done = subprocess.run([sys.executable, "-c", PROGRAM + code, str(home)], capture_output=True, timeout=60)
    place = open_home(home)
    return done.returncode, place.log_file("engine").read_text(), place.crash_file("engine").read_text()


def test_a_fault_is_written_with_class_and_place_but_not_its_text(home: Path) -> None:
    code, log, crash = run(home, "fault()")
    assert code == 1
    assert "fault error=ValueError at=" in log
    assert "Anna" not in log + crash
    assert "422" not in log + crash


def test_a_fault_of_a_thread_and_of_a_finalizer_are_written_too(home: Path) -> None:
    code, log, _ = run(
        home,
        "class Last:\n  def __del__(self): fault()\n"
        "thread = threading.Thread(target=fault)\nthread.start()\nthread.join()\nLast()",
    )
    assert code == 0
    assert log.count("fault error=ValueError") == 2


def test_a_fault_that_repeats_ends_the_process(home: Path) -> None:
    code, log, crash = run(
        home, "for _ in range(50):\n  thread = threading.Thread(target=fault)\n  thread.start()\n  thread.join()"
    )
    assert code == EXIT_CODE
    assert log.count("fault error=") == 5
    assert crash.startswith("5 faults in 10 s, the last: error=ValueError")


def test_an_abort_leaves_a_trace_which_the_next_start_puts_aside(home: Path) -> None:
    code, _, crash = run(home, "import os; os.abort()")
    assert code < 0
    assert "Fatal Python error: Aborted" in crash
    code, log, crash = run(home, "")
    assert code == 0
    assert crash == ""
    assert "crashed_before program=engine" in log
    (kept,) = open_home(home).log.glob("engine-*.crash")
    assert "Aborted" in kept.read_text()


def test_only_the_last_crashes_are_kept(home: Path) -> None:
    place = open_home(home)
    for n in range(KEPT_CRASHES + 3):
        (place.log / f"engine-2026010{n}T000000.crash").write_text("x")
    place.crash_file("engine").write_text("x")
    run(home, "")
    assert len(list(place.log.glob("engine-*.crash"))) == KEPT_CRASHES


class Hands:
    """Of two clocks, turned by the test."""

    def __init__(self) -> None:
        self.wall = 1_800_000_000.0
        self.boot = 100.0
        self.watch = Watch(lambda: self.wall, lambda: self.boot)

    def after(self, *, wall: float, boot: float) -> Gap | None:
        self.wall += wall
        self.boot += boot
        return self.watch.check()


@pytest.mark.parametrize(
    ("wall", "boot", "gap"),
    [
        (1.0, 1.0, None),
        (2.5, 2.5, None),
        (1.4, 1.0, None),
        (3600.0, 3600.0, Gap(GapKind.SLEPT, 3600.0)),
        (3601.0, 1.0, Gap(GapKind.CLOCK_JUMPED, 3600.0)),
        (-3599.0, 1.0, Gap(GapKind.CLOCK_JUMPED, -3600.0)),
    ],
)
def test_a_sleep_and_a_clock_that_was_set_are_told_apart(wall: float, boot: float, gap: Gap | None) -> None:
    hands = Hands()
    assert hands.after(wall=wall, boot=boot) == gap
    assert hands.after(wall=1.0, boot=1.0) is None


def test_the_clock_is_aware_and_shows_the_walls_time() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_setting_the_wall_clock_moves_our_times_only_forward_and_only_when_asked() -> None:
    wall, counter = [1_800_000_000.0], [100.0]
    clock = Clock(lambda: wall[0], lambda: counter[0])
    start = clock.now()
    wall[0] -= 3600
    counter[0] += 1
    clock.catch_up()
    assert clock.now() - start == timedelta(seconds=1)
    wall[0] += 7200
    assert clock.now() - start == timedelta(seconds=1)
    clock.catch_up()
    assert clock.now() - start == timedelta(seconds=3600)
