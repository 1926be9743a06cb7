"""Away for a moment: one key, a row that counts and says what the caller hears, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from softphone.domain.call import Hold
from softphone.domain.moment import Absence
from softphone.domain.protocol import SetMoment
from softphone.domain.settings import Settings
from softphone.ui.shortcuts import TABLE, Action
from tests.ui import desks
from tests.ui.conftest import Stage

LEFT = Qt.MouseButton.LeftButton
Build = Callable[..., Stage]


def test_the_key_leaves_from_the_notes_too_and_the_same_key_is_back(stage: Build) -> None:
    scene = stage(desks.talking())
    QTest.keySequence(scene.window, QKeySequence(TABLE[Action.NOTES].keys))
    QTest.keySequence(scene.window, QKeySequence(TABLE[Action.MOMENT].keys))
    scene.settle()
    assert scene.commands == [SetMoment("a", True)]
    scene = stage(desks.away())
    QTest.keySequence(scene.window, QKeySequence(TABLE[Action.MOMENT].keys))
    scene.settle()
    assert scene.commands == [SetMoment("a", False)]


def test_it_stands_with_the_own_state_while_one_talks(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.qtbot.mouseClick(scene.window._own._moment, LEFT)
    scene.settle()
    assert scene.commands == [SetMoment("a", True)]
    assert not stage(desks.away()).window._own._moment.isVisible()
    assert not stage(desks.idle()).window._own._moment.isVisible()


def test_the_row_counts_and_says_what_the_caller_hears_and_what_to_say(stage: Build) -> None:
    row = stage(desks.away(42)).window._moment
    assert row._text.said == "Away for a moment · 0:42"
    assert row._line.said.startswith("M. Lindqvist hears music and nothing of you. On return: “Thank you")
    assert not row._stay.isVisible()
    long = stage(desks.away(50)).window._moment
    assert "Sorry for the wait" in long._line.said


def test_a_call_that_the_pbx_holds_meanwhile_says_so(stage: Build) -> None:
    desk = desks.away()
    call = desks.a_call(moment=desk.calls["a"].moment, hold=Hold.OURS, held_at=desks.ago(seconds=42))
    scene = stage(desks.replace(desk, calls={"a": call}))
    assert scene.window._moment._line.said.startswith("M. Lindqvist is on hold and hears nothing of you.")
    assert scene.window._bar.state_words() == "Away for a moment"


@pytest.mark.parametrize(
    ("target", "said"), [("", "In 21 s the call goes back to its queue."), ("204", "In 21 s the call goes to 204.")]
)
def test_asked_it_says_what_happens_next_and_one_press_begins_anew(stage: Build, target: str, said: str) -> None:
    scene = stage(desks.away(75, 9, settings=Settings(moment_target=target)))
    row = scene.window._moment
    assert row._text.said == "Still there? M. Lindqvist has been waiting 1:15"
    assert row._line.said.startswith(said)
    scene.qtbot.mouseClick(row._stay, LEFT)
    scene.settle()
    assert scene.desk.absence is not None
    assert scene.desk.absence.asked_at is None
    assert not row._stay.isVisible()


def test_nobody_to_take_over_is_said(stage: Build) -> None:
    given_up = Absence("a", desks.ago(seconds=200), desks.ago(seconds=100), given_up=True)
    desk = desks.away(200)
    direct = desks.replace(desk.calls["a"], context=desks.CallContext())
    row = stage(desks.replace(desk, calls={"a": direct}, absence=given_up)).window._moment
    assert row._line.said.startswith("Nobody is set to take over: M. Lindqvist still waits.")


def test_back_by_the_button(stage: Build) -> None:
    scene = stage(desks.away())
    scene.qtbot.mouseClick(scene.window._moment._back, LEFT)
    scene.settle()
    assert scene.commands == [SetMoment("a", False)]
