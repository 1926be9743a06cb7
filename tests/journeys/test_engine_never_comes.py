"""The desk's end of an engine that dies at once, hangs before it listens, or is of another build."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from softphone import engine_link
from softphone.domain import facts
from softphone.domain.facts import Fact
from softphone.domain.protocol import PROTOCOL, Hello
from softphone.engine_link import EngineLink
from softphone.host import relaunch
from softphone.host.clock import Clock
from softphone.host.paths import Home, open_home
from softphone.host.token import read_token, write_token
from softphone.wire.server import LinkServer
from tests.journeys.processes import Programs, log_of

DIES = "raise SystemExit(1)"
HANGS = "import threading; threading.Event().wait()"


class Desk:
    """An EngineLink and the facts it posts."""

    def __init__(self, home: Home) -> None:
        self.facts: list[Fact] = []
        self.link = EngineLink(home, self.facts.append, Clock(), ["engine", "--sound", "none"])

    def told(self, kind: type[Fact]) -> int:
        return sum(isinstance(fact, kind) for fact in self.facts)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "h")


@pytest.fixture
def desk(home: Home) -> Iterator[Desk]:
    desk = Desk(home)
    yield desk
    desk.link.leave()
    desk.link.client.stop()
    desk.link.end()


def starts(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """What is started in place of the engine."""
    monkeypatch.setattr(relaunch, "program", lambda: [sys.executable, "-c", script])


def test_an_engine_that_dies_three_times_is_said_once_and_can_be_tried_again(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_link, "STARTING_MS", 100)
    whole = relaunch.program
    starts(monkeypatch, DIES)
    desk.link.client.start()
    qtbot.waitUntil(lambda: desk.told(facts.EngineFailed) == 1, timeout=60_000)
    monkeypatch.setattr(relaunch, "program", whole)
    desk.link.try_again()
    qtbot.waitUntil(lambda: desk.told(facts.EngineUp) == 1, timeout=60_000)
    assert desk.told(facts.EngineFailed) == 1


def test_an_engine_that_hangs_before_it_listens_is_ended_and_started_anew(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_link, "START_DEADLINE_S", 6.0)
    whole = relaunch.program
    starts(monkeypatch, HANGS)
    desk.link.client.start()
    qtbot.waitUntil(lambda: desk.link.pid > 0, timeout=60_000)
    hung = psutil.Process(desk.link.pid)
    monkeypatch.setattr(relaunch, "program", whole)
    qtbot.waitUntil(lambda: desk.told(facts.EngineUp) == 1, timeout=60_000)
    assert not hung.is_running() or hung.status() == psutil.STATUS_ZOMBIE


def test_an_engine_that_never_came_up_is_ended_by_pid_at_quit(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts(monkeypatch, HANGS)
    desk.link.client.start()
    qtbot.waitUntil(lambda: desk.link.pid > 0, timeout=60_000)
    engine = psutil.Process(desk.link.pid)
    desk.link.leave()
    desk.link.end()
    qtbot.waitUntil(lambda: not engine.is_running() or engine.status() == psutil.STATUS_ZOMBIE, timeout=5_000)


@pytest.mark.allows_log("protocol_differs")
def test_an_engine_of_another_build_is_said_and_replaced_once_it_is_gone(
    qtbot: QtBot, desk: Desk, home: Home
) -> None:
    hello = Hello(PROTOCOL + 2, "later", "its own", 0, "engine")
    other = LinkServer(home.socket_name("engine"), home.lock_file("engine"), hello)
    other.listen()
    write_token(home, hello.token)
    desk.link.client.start()
    qtbot.waitUntil(lambda: desk.told(facts.EngineDiffers) > 0, timeout=60_000)
    assert desk.link.pid == 0
    other.close()
    qtbot.waitUntil(lambda: desk.told(facts.EngineUp) == 1, timeout=60_000)


@pytest.mark.allows_log("protocol_differs")
def test_an_engine_leaves_for_a_desk_of_another_build(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = programs.home()
    engine = programs.engine(home)
    programs.desk(home, role="panel").snapshot()
    assert read_token(home)
    monkeypatch.setattr("softphone.wire.link.PROTOCOL", PROTOCOL + 2)  # of this process, the desk's
    programs.desk(home)
    assert programs.exit_code(engine) == 0
    assert "protocol_differs" in log_of(home)
