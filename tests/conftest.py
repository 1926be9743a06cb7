"""What every test stands on: a private home, no stray log line, nothing left behind.

Set before anything of ours is imported or a QApplication made, and inherited by every process a test starts.
A test that expects a warning says so: `@pytest.mark.allows_log("regex")` for records of `logging`,
`@pytest.mark.qt_log_ignore("regex")` for messages of Qt.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Literal
from weakref import WeakSet

import psutil
import pytest
from hypothesis import settings
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from shiboken6 import isValid

# Short: a path of a Unix socket has 107 bytes at most.
PRIVATE = Path(tempfile.mkdtemp(prefix="aside-"))
PLACES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_CONFIG_HOME": "config",
    "XDG_CONFIG_DIRS": "policy",
    "XDG_DATA_HOME": "share",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
}
for variable, folder in PLACES.items():
    (PRIVATE / folder).mkdir(mode=0o700, exist_ok=True)
    os.environ[variable] = str(PRIVATE / folder)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ["PYTHONFAULTHANDLER"] = "1"
# No session bus and no sound server of the person at the keys; a test that needs one starts its own.
os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={PRIVATE}/no-bus"
os.environ["PULSE_SERVER"] = f"unix:{PRIVATE}/no-sound"

LEAVE_S = 3.0  # what a thread or process that was told to end may take
PHASES: tuple[Literal["setup", "call", "teardown"], ...] = ("setup", "call", "teardown")
LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "::ffff:127.")

# A slow machine is no bug of a parser's; pytest-timeout ends what hangs.
settings.register_profile("aside", deadline=None)
settings.load_profile("aside")

_timers: WeakSet[QTimer] = WeakSet()
_start_timer = QTimer.start


def _start_and_remember(timer: QTimer, *args: object) -> None:
    _timers.add(timer)
    _start_timer(timer, *args)


def _loopback_only(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(args[1], tuple):
        host = str(args[1][0])
        if not host.startswith(LOCAL):
            raise PermissionError(f"a test wanted to reach {host}: loopback only")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "allows_log(regex): records of logging that match are expected in this test")
    QTimer.start = _start_and_remember  # type: ignore[method-assign]
    sys.addaudithook(_loopback_only)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Ends what outlived its parent (a relaunched engine, say), and lets the run fail for it."""
    left = [process for process in psutil.process_iter() if _is_ours(process)]
    _, orphans = psutil.wait_procs(left, timeout=LEAVE_S)  # one that was told to go may be on its way
    screen = session.config.get_terminal_writer()
    if orphans:
        screen.line()
    for process in orphans:
        screen.line(f"left running after all tests: {process.pid} {_command(process)}", red=True)
        process.kill()
    psutil.wait_procs(orphans, timeout=LEAVE_S)
    if orphans and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_unconfigure() -> None:
    shutil.rmtree(PRIVATE, ignore_errors=True)


def _utf8(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Workers send their reports as UTF-8, and some tests log what is none."""
    report = yield
    report.sections = [(name, _utf8(text)) for name, text in report.sections]
    return report


@pytest.fixture
def home() -> Generator[Path]:
    """A folder for one pair of programs (`--home`), short enough for sockets, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="h", dir=PRIVATE))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_stray_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Generator[None]:
    """Fails a test in which anything logged a warning or worse that the test did not announce."""
    yield
    allowed = [re.compile(str(mark.args[0])) for mark in request.node.iter_markers("allows_log")]
    stray = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for phase in PHASES
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING and not any(rule.search(record.getMessage()) for rule in allowed)
    ]
    if stray:
        pytest.fail(_utf8("unexpected in the log:\n" + "\n".join(stray)), pytrace=False)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Generator[None]:
    """Fails a test that leaves a thread, a running QTimer or a child process, and ends the process."""
    threads = set(threading.enumerate())
    children = set(psutil.Process().children(recursive=True))
    timers = set(_timers)
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [f"timer {timer.objectName()} of {timer.parent()}" for timer in set(_timers) - timers if _runs(timer)]
    for thread in set(threading.enumerate()) - threads:
        thread.join(LEAVE_S)
        if thread.is_alive():
            left.append(f"thread {thread.name}")
    _, alive = psutil.wait_procs(set(psutil.Process().children(recursive=True)) - children, timeout=LEAVE_S)
    for process in alive:
        if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            left.append(f"process {process.pid} {_command(process)}")
            process.kill()
    if left:
        pytest.fail("left behind:\n" + "\n".join(left), pytrace=False)


def _runs(timer: QTimer) -> bool:
    return bool(isValid(timer) and timer.isActive())


def _is_ours(process: psutil.Process) -> bool:
    try:
        return bool(process.pid != os.getpid() and process.environ().get("XDG_RUNTIME_DIR") == str(PRIVATE / "run"))
    except (psutil.Error, OSError):
        return False


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())[:200]
    except psutil.Error:
        return "(gone)"
