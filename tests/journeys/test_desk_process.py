"""The real desk and the real engine, without a screen: each starts the other again, and both end together."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress

import psutil
import pytest

from softphone.host.paths import Home
from softphone.host.relaunch import program, read_pid
from tests.journeys.processes import DEADLINE_S, Programs, log_of


class Pair:
    """A desk and the engine it started, found by their pid files, because each replaces the other."""

    def __init__(self, programs: Programs, until: Callable[[Callable[[], bool]], None]) -> None:
        self._until = until
        self.home: Home = programs.home()
        self.first: subprocess.Popen[bytes] = programs.start([*program(), *self.home.arguments])
        self.joined(1)

    @property
    def desk(self) -> int:
        return read_pid(self.home, "desk")

    @property
    def engine(self) -> int:
        return read_pid(self.home, "engine")

    def joined(self, times: int) -> None:
        """Until a desk and an engine have met so many times."""

        def met() -> bool:
            with suppress(FileNotFoundError):
                return log_of(self.home).count("joined role=desk") >= times
            return False

        self._until(met)

    def all_gone(self) -> None:
        """Zombies included: those that the test started are reaped here."""
        try:
            self._until(lambda: not self.desk and not self.engine and self.first.poll() is not None)
        except Exception as error:
            running = {"desk": self.desk, "engine": self.engine, "first": self.first.poll()}
            raise AssertionError(f"{running}\n{log_of(self.home)}\n{log_of(self.home, 'desk')}") from error

    def close(self) -> None:
        """As a session ends, which is tested below; what does not go by that is killed."""
        pids = self.desk, self.engine
        if self.desk:
            os.kill(self.desk, signal.SIGTERM)
        try:
            self.all_gone()
        finally:
            for pid in {*pids, self.desk, self.engine} - {0}:
                with suppress(psutil.NoSuchProcess):
                    psutil.Process(pid).kill()


@pytest.fixture
def pair(programs: Programs, qtbot: object) -> Iterator[Pair]:
    def until(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition, timeout=40_000)  # type: ignore[attr-defined]

    pair = Pair(programs, until)
    yield pair
    pair.close()


def test_a_killed_desk_is_back_by_itself_with_the_same_engine(pair: Pair) -> None:
    engine = pair.engine
    pair.first.kill()
    pair.first.wait(DEADLINE_S)
    pair.joined(2)
    assert pair.engine == engine
    assert pair.desk != pair.first.pid


def test_a_killed_engine_is_back_by_itself_with_the_same_desk(pair: Pair) -> None:
    os.kill(pair.engine, signal.SIGKILL)
    pair.joined(2)
    assert pair.desk == pair.first.pid


def test_a_stopped_engine_is_ended_and_replaced(pair: Pair) -> None:
    engine = pair.engine
    os.kill(engine, signal.SIGSTOP)
    pair.joined(2)
    assert pair.engine not in (0, engine)
    assert pair.desk == pair.first.pid


def test_ending_the_session_ends_both(pair: Pair) -> None:
    pair.first.send_signal(signal.SIGTERM)
    pair.all_gone()
    assert pair.first.wait(DEADLINE_S) == 0
    assert "deed=start_desk" not in log_of(pair.home)


def test_a_second_copy_hands_over_and_leaves(pair: Pair, programs: Programs) -> None:
    second = programs.start([*program(), *pair.home.arguments, "tel:+49405550142"])
    assert programs.exit_code(second) == 0
    assert pair.desk == pair.first.pid
