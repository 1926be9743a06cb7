"""The strip under the bar: whether this call stands on a tape, in words and shape, and the keys for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from softphone.domain.protocol import PauseRecording, Record
from softphone.domain.recording import PausedBy, Taping
from softphone.domain.settings import RecordCalls, Settings
from softphone.ui.shortcuts import TABLE, Action
from tests.ui import desks
from tests.ui.conftest import Stage

LEFT = Qt.MouseButton.LeftButton
Build = Callable[..., Stage]


def test_there_is_no_strip_where_recording_is_not_allowed(stage: Build) -> None:
    assert not stage(desks.talking()).window._recording.isVisible()


def test_the_agent_marks_consent_and_it_begins(stage: Build) -> None:
    scene = stage(desks.taped(Taping.OFF))
    strip = scene.window._recording
    assert strip._text.said == "Not recorded"
    assert strip._switch.accessibleName() == "Customer agreed: record"
    scene.qtbot.mouseClick(strip._switch, LEFT)
    scene.settle()
    assert scene.commands == [Record("a", True, consent=True)]


def test_without_the_need_of_consent_the_word_is_record(stage: Build) -> None:
    free = Settings(record_calls=RecordCalls.BY_HAND, record_key="age1key", record_consent=False)
    scene = stage(desks.taped(Taping.OFF, settings=free))
    assert scene.window._recording._switch.text() == "Record"


def test_the_key_pauses_and_goes_on_from_inside_the_side_chat_too(stage: Build) -> None:
    scene = stage(desks.taped(Taping.ON))
    QTest.keySequence(scene.window, QKeySequence(TABLE[Action.PAUSE_RECORDING].keys))
    scene.settle()
    assert scene.commands == [PauseRecording("a", True)]
    scene = stage(desks.taped(Taping.PAUSED, pauses=1, paused_by=PausedBy.KEY))
    QTest.keySequence(scene.window, QKeySequence(TABLE[Action.PAUSE_RECORDING].keys))
    scene.settle()
    assert scene.commands == [PauseRecording("a", False)]


@pytest.mark.parametrize(("left_s", "said"), [(78, "goes on in 78 s"), (7, "records again in 7 s!")])
def test_a_pause_says_why_it_is_and_when_it_ends(stage: Build, left_s: int, said: str) -> None:
    until = desks.NOW + timedelta(seconds=left_s)
    desk = desks.taped(Taping.PAUSED, pauses=1, paused_by=PausedBy.DIGITS, resumes_at=until)
    text = stage(desk).window._recording._text.said
    assert text.startswith("Recording paused: the customer presses keys")
    assert said in text


def test_nothing_of_it_is_cut_in_a_narrow_window(stage: Build) -> None:
    for state in (Taping.ON, Taping.PAUSED):
        scene = stage(desks.taped(state, pauses=2, resumes_at=desks.NOW + timedelta(seconds=88)), width=360)
        strip = scene.window._recording
        assert strip._text.text() == strip._text.said
        assert strip._switch.geometry().right() <= strip.width()
