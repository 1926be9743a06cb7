"""How one of our programs starts and ends another. Neither is the other's child in the system's sense: own session
on Unix, outside the job object on Windows, so that nothing that ends the one takes the other along.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from softphone.host.paths import Home, write_or_remove
from softphone.host.token import VARIABLE, take_token

STARTS = 3
WINDOW_S = 60.0

log = logging.getLogger("aside.host")


def program() -> list[str]:
    """The words that start us again, without arguments: the frozen binary, or this Python with our package."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "softphone"]


class Launcher:
    """Starts programs of ours and knows which of them still run. Keep it for as long as the process.

    All of them know `token`: one of them is the engine, or we are."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.token = take_token()
        self._children: set[int] = set()

    def start(self, arguments: Sequence[str]) -> int:
        """Start `aside ARGUMENTS` for the same home and return its pid. Raises OSError."""
        self._reap()
        words = list(arguments)
        own = words.index("--") if "--" in words else len(words)  # what follows is for somebody else
        command = [*program(), *words[:own], *self._home.arguments, *words[own:]]
        environment = {**os.environ, VARIABLE: self.token}
        pid = _start_apart(command, environment)
        self._children.add(pid)
        log.info("started program=%s child_pid=%d", arguments[0] if arguments else "desk", pid)
        return pid

    def runs(self, pid: int) -> bool:
        """Whether this process is there. A child of ours that ended is reaped by asking."""
        self._reap()
        return is_there(pid)

    def end(self, pid: int) -> None:
        """End it now, even if it is stopped or hangs."""
        if pid in (0, os.getpid()):
            return
        with contextlib.suppress(OSError):
            # TerminateProcess there: Windows has no softer one, and no harder.
            os.kill(pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        log.info("ended pid=%d", pid)

    def _reap(self) -> None:
        """Unix keeps a zombie of each child that ended until its parent has looked."""
        if sys.platform == "win32":
            return
        for pid in tuple(self._children):
            try:
                ended, _ = os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                ended = pid
            if ended:
                self._children.discard(pid)


class EarlyEngine(Struct, frozen=True):
    """One that was started before the desk was put together."""

    launcher: Launcher
    pid: int


def engine_words(practice: bool) -> list[str]:
    """What starts an engine that starts the same desk again."""
    return ["engine", "--relaunch-desk", "--", *(["practice"] if practice else [])]


class Ration:
    """At most STARTS in WINDOW_S: what dies faster than that is not helped by starting it again."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._taken: deque[float] = deque(maxlen=STARTS)

    def take(self) -> bool:
        """True when one more start is allowed; it then counts."""
        now = self._monotonic()
        if len(self._taken) == STARTS and now - self._taken[0] < WINDOW_S:
            return False
        self._taken.append(now)
        return True


def is_there(pid: int) -> bool:
    """Whether a process of this number runs. Not whether it is ours: a number is used again some day."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _is_there_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def write_pid(home: Home, name: str) -> bool:
    """False on a disk that takes nothing."""
    return write_or_remove(home.pid_file(name), str(os.getpid()).encode())


def read_pid(home: Home, name: str) -> int:
    """The pid written last, 0 where there is none that runs."""
    try:
        pid = int(home.pid_file(name).read_text("ascii"))
    except (OSError, ValueError):
        return 0
    return pid if is_there(pid) else 0


def remove_pid(home: Home, name: str) -> None:
    with contextlib.suppress(OSError):
        home.pid_file(name).unlink(missing_ok=True)


def _start_apart(command: list[str], environment: dict[str, str]) -> int:
    if sys.platform != "win32":
        return _popen(command, environment, start_new_session=True)
    apart = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    try:
        return _popen(command, environment, creationflags=apart | subprocess.CREATE_BREAKAWAY_FROM_JOB)
    except PermissionError:  # a job that lets nobody out: better in it than not started
        return _popen(command, environment, creationflags=apart)


def _popen(command: list[str], environment: dict[str, str], **how: Any) -> int:
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, close_fds=True, **how)
    # We reap by pid; a Popen that is not told so warns when it is collected while its process runs.
    child.returncode = 0
    return child.pid


def _is_zombie(pid: int) -> bool:
    """Ended, but its parent has not looked (Linux; elsewhere it counts as there)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[:1] == ["Z"]


def _is_there_windows(pid: int) -> bool:
    """os.kill(pid, 0) would end it there (GenerateConsoleCtrlEvent, then TerminateProcess)."""
    import ctypes

    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    limited_information, still_active = 0x1000, 259
    process = kernel32.OpenProcess(limited_information, False, pid)
    if not process:
        return False
    code = ctypes.c_ulong()
    kernel32.GetExitCodeProcess(process, ctypes.byref(code))
    kernel32.CloseHandle(process)
    return code.value == still_active
