"""The engine's loop over a fake telephone: what it does by itself between the desk and the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from softphone.domain.call import Party
from softphone.domain.line import LineState
from softphone.domain.protocol import (
    PROTOCOL,
    Answer,
    CallChanged,
    Configure,
    EngineNotice,
    Hello,
    MessageReceived,
    SetHold,
    Snapshot,
    Trouble,
)
from softphone.engine.main import STEADY_TICK_MS, TICK_MS, Engine
from softphone.engine.ports import Connected, LegEnded, Offered, Registration, TextArrived
from softphone.host.awake import Watch
from softphone.host.paths import open_home
from softphone.wire.link import LinkClient
from softphone.wire.server import LinkServer
from tests.engine.fake_phone import DIALOG, GATE, LINE, FakeEars, FakePhone


class Loop:
    """An engine in the test's own loop, with clocks that the test turns."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        home = open_home(folder)
        self.qtbot = qtbot
        self.wall, self.boot = 1_800_000_000.0, 100.0
        self.phone, self.ears = FakePhone(), FakeEars()
        self.server = LinkServer(
            home.socket_name("engine"),
            home.lock_file("engine"),
            Hello(PROTOCOL, "b", "secret", 1, "engine"),
            lambda: self.engine.snapshot(),
        )
        self.server.listen()
        gaps = Watch(lambda: self.wall, lambda: self.boot)
        self.engine = Engine(home, self.server, self.phone, self.ears, None, gaps)
        self.links: list[LinkClient] = []
        self.home = home

    def join(self, role: str = "desk") -> list[object]:
        """A peer, as the list of what it hears."""
        heard: list[object] = []
        link = LinkClient(self.home.socket_name("engine"), lambda: self.server.hello.token, build="b", role=role)
        link.received.connect(heard.append)
        self.links.append(link)
        with self.qtbot.waitSignal(link.received):
            link.start()
        return heard

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition)

    def configure(self) -> None:
        self.links[0].send(Configure(LINE, GATE))
        self.until(lambda: ("register", True) in self.phone.did)
        self.phone.news.append(Registration(200, "OK", 600))
        self.until(lambda: self.engine.snapshot().line.proven)
        self.phone.did.clear()

    def close(self) -> None:
        for link in self.links:
            link.stop()
        self.server.close()
        for timer in self.engine.findChildren(QTimer):
            timer.stop()


@pytest.fixture
def loop(qtbot: QtBot, home: Path) -> Iterator[Loop]:
    loop = Loop(qtbot, home)
    yield loop
    loop.close()


def test_after_a_sleep_the_line_is_asked_for_at_once(loop: Loop) -> None:
    heard = loop.join()
    loop.configure()
    loop.boot += 3600
    loop.wall += 3600
    loop.until(lambda: ("register", True) in loop.phone.did)
    assert loop.engine.snapshot().line.state is LineState.REGISTERING
    assert not any(isinstance(event, EngineNotice) for event in heard)


def test_a_clock_that_was_set_is_told_and_moves_nothing(loop: Loop) -> None:
    heard = loop.join()
    loop.configure()
    before = loop.engine.snapshot().at
    loop.wall -= 7200
    loop.until(lambda: any(isinstance(e, EngineNotice) and e.trouble is Trouble.CLOCK_JUMPED for e in heard))
    assert loop.engine.snapshot().at >= before
    assert loop.phone.did == []


def test_the_tick_is_long_only_while_nothing_is_under_way(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("softphone.engine.main.STEADY_AFTER_S", 0.2)
    loop.join()
    loop.configure()
    ticks = next(t for t in loop.engine.findChildren(QTimer) if t.interval() == TICK_MS)
    loop.until(lambda: ticks.interval() == STEADY_TICK_MS)  # soon after the last command
    loop.phone.news.append(Offered("c1", Party("+49405550142"), (), DIALOG))
    loop.until(lambda: ticks.interval() == TICK_MS)
    loop.links[0].send(Answer("c1"))
    loop.until(lambda: ("answer", "c1") in loop.phone.did)
    loop.phone.news.append(Connected("c1", DIALOG))
    loop.until(lambda: ticks.interval() == STEADY_TICK_MS)
    loop.links[0].send(SetHold("c1", True))
    loop.until(lambda: ticks.interval() == TICK_MS)
    loop.phone.news.append(LegEnded("c1", 487, ""))
    loop.until(lambda: ticks.interval() == STEADY_TICK_MS)


def test_a_panel_hears_calls_and_nothing_else(loop: Loop) -> None:
    desk, panel = loop.join(), loop.join("panel")
    loop.configure()
    loop.phone.news.append(TextArrived("sip:x@y", "text/plain", "secret", "n1", ()))
    loop.phone.news.append(Offered("c1", Party("+49405550142"), (), DIALOG))
    loop.until(lambda: any(isinstance(event, CallChanged) for event in desk))
    assert any(isinstance(event, MessageReceived) for event in desk)
    assert {type(event) for event in panel} <= {Snapshot, CallChanged}
