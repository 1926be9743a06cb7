"""The bare panel, pressed for real: one call at a time, its End and its Mute, no way to close it over a live call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from softphone.domain.audio import Sound
from softphone.domain.call import Ending, Party, Phase
from softphone.domain.line import Line
from softphone.domain.presence import Gate
from softphone.domain.protocol import CallChanged, HangUp, SetMute, Snapshot
from softphone.domain.settings import Scheme
from softphone.host.clock import Clock
from softphone.ui.look import dress
from softphone.ui.panel import Panel
from softphone.wire.link import Down
from tests.builders import a_call, an_ended


class FakeLink(QObject):
    received = Signal(object)
    down = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[object] = []

    def send(self, message: object) -> bool:
        self.sent.append(message)
        return True


class Shown:
    def __init__(self, qtbot: QtBot) -> None:
        self.link = FakeLink()
        self.clock = Clock()
        self.panel = Panel(self.link, self.clock)  # type: ignore[arg-type]
        qtbot.addWidget(self.panel)

    def snapshot(self, *calls: object, focus: str | None = None) -> None:
        self.link.received.emit(Snapshot(self.clock.now(), calls, Line(), Sound(), Gate(), focus, True))  # type: ignore[arg-type]

    def change(self, call: object) -> None:
        self.link.received.emit(CallChanged(self.clock.now(), call))  # type: ignore[arg-type]

    def talking(self, call_id: str = "c1", name: str = "Anna Berg", **changes: object) -> object:
        started = self.clock.now() - timedelta(seconds=61)
        return a_call(call_id, Phase.TALKING, party=Party("+49", name), answered_at=started, **changes)

    @property
    def words(self) -> str:
        return " ".join(part.accessibleName() for part in self.panel.findChildren(QObject) if hasattr(part, "said"))


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Shown:
    dress(qapp, Scheme.LIGHT)
    return Shown(qtbot)


def test_it_shows_who_and_how_long_when_there_is_a_call(shown: Shown) -> None:
    assert not shown.panel.isVisible()
    shown.snapshot(shown.talking())
    assert shown.panel.isVisible()
    assert "Anna Berg" in shown.words
    assert "1:01" in shown.words


def test_mute_is_said_to_the_engine_and_shown_when_it_is_so(shown: Shown, qtbot: QtBot) -> None:
    shown.snapshot(shown.talking())
    qtbot.mouseClick(shown.panel._mute, Qt.MouseButton.LeftButton)
    assert shown.link.sent == [SetMute("c1", True)]
    assert shown.panel._mute.text() == "Mute"
    shown.change(shown.talking(muted=True))
    assert shown.panel._mute.text() == "Muted"
    qtbot.mouseClick(shown.panel._mute, Qt.MouseButton.LeftButton)
    assert shown.link.sent[-1] == SetMute("c1", False)


def test_end_belongs_to_the_call_that_was_shown_when_the_press_began(shown: Shown, qtbot: QtBot) -> None:
    shown.snapshot(shown.talking("c1"), shown.talking("c2", "Ben Cole"), focus="c1")
    qtbot.mousePress(shown.panel._end, Qt.MouseButton.LeftButton)
    shown.change(an_ended("c1", Ending.HUNG_UP_THERE))
    qtbot.mouseRelease(shown.panel._end, Qt.MouseButton.LeftButton)
    assert shown.link.sent == []
    assert "Ben Cole" in shown.words
    qtbot.mouseClick(shown.panel._end, Qt.MouseButton.LeftButton)
    assert shown.link.sent == [HangUp("c2")]


def test_it_does_not_close_over_a_live_call(shown: Shown) -> None:
    shown.snapshot(shown.talking())
    assert not shown.panel.close()
    assert shown.panel.isVisible()


def test_it_goes_with_the_last_call(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[int] = []
    monkeypatch.setattr(QApplication, "exit", gone.append)
    shown.snapshot(shown.talking())
    shown.change(an_ended("c1"))
    assert gone == [0]
    assert shown.panel.close()


def test_it_goes_when_the_engine_sends_it_away_but_not_before_it_was_let_in(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[int] = []
    monkeypatch.setattr(QApplication, "exit", gone.append)
    shown.link.down.emit(Down.UNREACHABLE)
    assert gone == []
    shown.link.down.emit(Down.CLOSED)
    assert gone == [0]


def test_a_name_with_markup_is_text_on_one_line(shown: Shown) -> None:
    shown.snapshot(shown.talking(name="<b>Eve</b>\n" + "x" * 10_000))
    assert "<b>Eve</b>" in shown.words
    assert shown.panel.width() < 1000
