"""The promise in the window: whom the question is with and for how long, in words, and the three things to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from softphone.domain import facts
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepQuestion
from softphone.domain.hunt import Stage
from softphone.ui.parts.button import Button
from tests.ui import desks, hunted
from tests.ui.conftest import Stage as Scene

Build = Callable[..., Scene]


def said(scene: Scene) -> str:
    strip = scene.window._drawer._talk._promise
    return " ".join(label.text() for label in strip.findChildren(QLabel) if label.isVisible())


def press(scene: Scene, word: str) -> None:
    button = next(b for b in scene.window._drawer.findChildren(Button) if b.text() == word and b.isVisible())
    scene.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    scene.settle()


def late() -> Desk:
    ticks = (facts.Ticked(desks.NOW + hunted.later(second)) for second in range(26, 320))
    return hunted.after(hunted.taken(), *ticks)


@pytest.mark.parametrize(
    ("desk", "words"),
    [
        (hunted.asked, "Petra Sommerfeld has 0:10 to take it"),
        (hunted.declined, "Petra Sommerfeld declined. Jonas Ahlgrimm has 0:24 to take it"),
        (hunted.taken, "Jonas Ahlgrimm has taken it, answer due in 1:40"),
        (hunted.nobody, "Petra Sommerfeld declined. Nobody has taken it, and nobody else can be asked now."),
        (late, "Jonas Ahlgrimm took it and does not answer. Ask somebody else?"),
        (hunted.named, "Petra Sommerfeld declined. Ask somebody else?"),
    ],
)
def test_the_strip_says_whom_it_is_with_and_for_how_long(stage: Build, desk: Callable[[], Desk], words: str) -> None:
    assert said(stage(desk())) == words


def test_it_is_gone_with_the_answer_and_the_head_says_how_fast(stage: Build) -> None:
    scene = stage(hunted.after(hunted.taken(), hunted.says("q1.2", "Until March.", 40)))
    assert not scene.window._drawer._talk._promise.isVisible()
    shown = " ".join(label.text() for label in scene.window._drawer.findChildren(QLabel) if label.isVisible())
    assert "answered in 0:40" in shown


def test_stop_ends_it_and_the_expert_is_told(stage: Build) -> None:
    scene = stage(hunted.declined())
    press(scene, "Stop")
    assert not scene.desk.hunts["q1"].live
    told = [e.message.text for e in scene.effects if isinstance(e, KeepQuestion)]
    assert told == ["✓ The question is settled. Thank you, nothing more to do here."]


def test_one_more_is_asked_at_once(stage: Build) -> None:
    scene = stage(hunted.asked())
    press(scene, "Ask one more")
    assert [a.stage for a in scene.desk.hunts["q1"].asks] == [Stage.WAITING, Stage.LEAVING]


def test_by_hand_somebody_is_picked_from_the_list_and_gets_the_question(stage: Build) -> None:
    scene = stage(hunted.declined())
    press(scene, "Pick by hand")
    picker = scene.window._drawer._picker
    assert "Who gets the question too?" in " ".join(label.text() for label in picker.findChildren(QLabel))
    picker.search()
    scene.qtbot.keyClicks(picker._field, "Novak")
    scene.qtbot.keyClick(picker._field, Qt.Key.Key_Return)
    scene.settle()
    assert [a.name for a in scene.desk.hunts["q1"].asks] == ["Petra Sommerfeld", "Jonas Ahlgrimm", "P. Novak"]
    assert scene.desk.conversation == "q1.3"
    press_back = stage(hunted.picking())
    press(press_back, "Back to the question")
    assert press_back.desk.conversation == "q1.2"
    assert press_back.desk.picking_for == ""
