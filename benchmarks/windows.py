"""Programs with a window, on a private screen: when it is there, and what it costs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter

import psutil

from benchmarks.loop import PATIENCE_S, Loop
from benchmarks.peers import program
from softphone.host.paths import Home
from softphone.host.relaunch import program as our_program

END_S = 5.0


class Windows:
    """How many windows the window manager knows, told by itself (`_NET_CLIENT_LIST`, EWMH) and not by looking often."""

    def __init__(self, loop: Loop, env: dict[str, str]) -> None:
        self.count = -1
        self.seen_at = 0.0
        self._loop = loop
        self._spy = subprocess.Popen(["xprop", "-root", "-spy", "_NET_CLIENT_LIST"], env=env, stdout=subprocess.PIPE)
        assert self._spy.stdout is not None
        self._pipe = self._spy.stdout
        loop.add(self._pipe, self._read)
        loop.until(lambda: self.count >= 0, "xprop")

    def close(self) -> None:
        self._loop.remove(self._pipe)
        self._spy.terminate()
        self._spy.wait(END_S)
        self._pipe.close()

    def _read(self, at: float) -> None:
        told = os.read(self._pipe.fileno(), 65536).decode().strip().splitlines()
        if told:
            self.count = len(re.findall(r"0x[0-9a-f]+", told[-1]))
            self.seen_at = at


@contextmanager
def linphone(env: dict[str, str], settings: str = "") -> Iterator[tuple[psutil.Process, float] | None]:
    """linphone-desktop in a session bus of its own and a new home with these settings; None where it is not there."""
    found = shutil.which("linphone")
    if found is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="aside-linphone-") as folder:
        places = {f"XDG_{place}_HOME": f"{folder}/{place}" for place in ("CONFIG", "DATA", "CACHE")}
        if settings:
            Path(folder, "CONFIG", "linphone").mkdir(parents=True)
            Path(folder, "CONFIG", "linphone", "linphonerc").write_text(settings)
        started = perf_counter()
        with program(["dbus-run-session", "--", found], {**env, "HOME": folder, **places}) as child:
            yield psutil.Process(child.pid), started


@contextmanager
def aside(home: Home, env: dict[str, str], line: list[str] | None = None) -> Iterator[tuple[psutil.Process, float]]:
    """The desk as an agent starts it, or another build of it by `line`. Ends with everything it started, also what
    stands in no tree under it."""
    started = perf_counter()
    # An installed Aside has its byte code beside it, however the person who measures has set Python up.
    env = {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with program([*(line or our_program()), *home.arguments], env) as child:
        try:
            yield psutil.Process(child.pid), started
        finally:
            child.terminate()
            end_all(home)


def processes_of(home: Home) -> list[psutil.Process]:
    """Desk and engine: neither is the other's child for long, but both were told the same home."""

    def told(process: psutil.Process) -> bool:
        try:
            return str(home.given) in process.cmdline()
        except psutil.Error:
            return False

    return [process for process in psutil.process_iter() if told(process)]


def end_all(home: Home) -> None:
    """SIGTERM to the desk ends both. Each would replace a killed other, so what is left is killed until none is."""
    psutil.wait_procs(processes_of(home), timeout=END_S)
    while left := processes_of(home):
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=END_S)


def pss_mb(processes: list[psutil.Process]) -> float:
    """Proportional set size: shared pages count once over all who share them (Linux, smaps_rollup)."""
    return float(sum(process.memory_full_info().pss for process in processes)) / 1e6


def until_window(loop: Loop, windows: Windows, started: float, what: str) -> float:
    """Milliseconds from exec to the first window."""
    loop.until(lambda: windows.count > 0, f"the window of {what}")
    return (windows.seen_at - started) * 1000


def until_no_window(loop: Loop, windows: Windows) -> None:
    loop.until(lambda: windows.count == 0, "an empty screen")


def until_there(loop: Loop, path: Path, started: float) -> float:
    """Milliseconds from exec until `path` exists (a listening socket)."""
    at = 0.0

    def there() -> bool:
        nonlocal at
        at = perf_counter()
        return path.exists()

    _turning_fast(loop, there, path.name)
    return (at - started) * 1000


def _turning_fast(loop: Loop, happened: Callable[[], bool], what: str) -> None:
    end = perf_counter() + PATIENCE_S
    while not happened():
        if perf_counter() > end:
            raise TimeoutError(f"{what} did not come")
        loop.turn(0.002)
