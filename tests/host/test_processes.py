"""Starting and ending processes, for real: a Python that reads from nowhere and waits."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from softphone.host import relaunch
from softphone.host.paths import Home, open_home
from softphone.host.relaunch import STARTS, WINDOW_S, Launcher, Ration, is_there, read_pid, remove_pid, write_pid

WAITS = "import signal; signal.pause()"


@pytest.fixture
def place(home: Path) -> Home:
    return open_home(home)


@pytest.fixture
def launcher(place: Home, monkeypatch: pytest.MonkeyPatch) -> Launcher:
    monkeypatch.setattr(relaunch, "program", lambda: [sys.executable, "-c"])
    return Launcher(place)


def command_of(pid: int) -> list[str]:
    """Of a process that has just been started: there is an instant in which it has no words yet."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        words = psutil.Process(pid).cmdline()
        if WAITS in words:
            return words
    return []


def gone(pid: int) -> bool:
    try:
        psutil.Process(pid).wait(timeout=5)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def test_a_started_program_lives_in_a_session_of_its_own_and_hears_of_our_home(
    launcher: Launcher, place: Home
) -> None:
    pid = launcher.start([WAITS])
    child = psutil.Process(pid)
    assert os.getsid(pid) == pid
    assert command_of(pid)[-2:] == ["--home", str(place.given)]
    assert child.environ()["ASIDE_TOKEN"] == launcher.token
    assert launcher.runs(pid)
    launcher.end(pid)
    assert gone(pid)
    assert not launcher.runs(pid)


def test_the_home_is_said_before_words_that_are_for_somebody_else(launcher: Launcher, place: Home) -> None:
    pid = launcher.start([WAITS, "--relaunch-desk", "--", "--set", "country=AT"])
    command = command_of(pid)
    launcher.end(pid)
    assert command[-6:] == ["--relaunch-desk", "--home", str(place.given), "--", "--set", "country=AT"]
    assert gone(pid)


def test_a_stopped_program_is_ended_all_the_same(launcher: Launcher) -> None:
    pid = launcher.start([WAITS])
    os.kill(pid, signal.SIGSTOP)
    launcher.end(pid)
    assert gone(pid)


def test_a_child_that_ended_by_itself_does_not_run(launcher: Launcher) -> None:
    pid = launcher.start(["pass"])
    psutil.Process(pid).wait(timeout=10)
    assert not launcher.runs(pid)


def test_ending_what_is_gone_or_ourselves_does_nothing(launcher: Launcher) -> None:
    pid = launcher.start(["pass"])
    psutil.Process(pid).wait(timeout=10)
    launcher.runs(pid)
    launcher.end(pid)
    launcher.end(0)
    launcher.end(os.getpid())


def test_what_does_not_exist_does_not_start(launcher: Launcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaunch, "program", lambda: ["/nonexistent/aside"])
    with pytest.raises(OSError):
        launcher.start(["engine"])


def test_a_pid_file_names_only_a_process_that_runs(place: Home) -> None:
    assert read_pid(place, "engine") == 0
    write_pid(place, "engine")
    assert read_pid(place, "engine") == os.getpid()
    for nonsense in (b"", b"abc", b"-1", b"0", b"999999999", b"\xff"):
        place.pid_file("engine").write_bytes(nonsense)
        assert read_pid(place, "engine") == 0
    remove_pid(place, "engine")
    remove_pid(place, "engine")
    assert not place.pid_file("engine").exists()


def test_the_first_process_of_the_system_is_there() -> None:
    assert is_there(1)


def test_three_starts_in_a_minute_and_no_more() -> None:
    now = [0.0]
    ration = Ration(lambda: now[0])
    taken = []
    for second in range(int(WINDOW_S) + 1):
        now[0] = float(second)
        if ration.take():
            taken.append(second)
    assert taken == [0, 1, 2, 60]
    assert len([s for s in taken if s < WINDOW_S]) == STARTS


def test_the_program_is_this_python_with_our_package_or_the_frozen_binary(monkeypatch: pytest.MonkeyPatch) -> None:
    assert relaunch.program() == [sys.executable, "-m", "softphone"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert relaunch.program() == [sys.executable]
