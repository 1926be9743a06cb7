"""The status bar's words for queue and mailbox; parking and picking up by button and key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from softphone.domain.mailbox import Mailbox
from softphone.domain.presence import Duty, Wish
from softphone.domain.protocol import Dial, TransferTo
from softphone.domain.queue import Place, Queue
from softphone.domain.settings import Settings
from softphone.ui.queue_words import queue_word
from tests.ui import desks
from tests.ui.conftest import Stage

LEFT = Qt.MouseButton.LeftButton
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Build = Callable[..., Stage]
SETTINGS = Settings(
    line_server="pbx.example", line_user="204", mailbox_number="*97", park_number="700", pick_up_code="*8"
)
CODES = replace(SETTINGS, queue_login_code="*41", queue_pause_code="*43", queue_resume_code="*44")


@pytest.mark.parametrize(
    ("queue", "word"),
    [
        (Queue(pending=Place.IN), "Queue: logging in …"),
        (Queue(Place.IN), "Queue: in"),
        (Queue(Place.IN, pending=Place.PAUSED), "Queue: pausing …"),
        (Queue(Place.PAUSED, ours=True), "Queue: paused (break)"),
        (Queue(Place.PAUSED, ours=True, pending=Place.IN), "Queue: going on …"),
        (Queue(Place.IN, refused=404), "Queue: the PBX did not confirm, tried again soon"),
    ],
)
def test_what_was_asked_for_is_never_shown_as_done(queue: Queue, word: str) -> None:
    desk = desks.idle(settings=CODES, queue=queue, duty=Duty(Wish.BREAK, desks.NOW))
    assert queue_word(desk)[0] == word


def test_without_codes_the_queue_is_not_spoken_of() -> None:
    assert queue_word(desks.idle(queue=Queue(Place.IN)))[0] == ""


def test_voice_messages_are_called_by_a_click(stage: Build) -> None:
    scene = stage(desks.idle(settings=SETTINGS, mailbox=Mailbox(2, 8)))
    button = scene.window._status._mailbox
    assert button.text() == "2 voice messages"
    scene.qtbot.mouseClick(button, LEFT)
    scene.settle()
    assert [c.target for c in scene.commands if isinstance(c, Dial)] == ["*97"]


def test_a_mailbox_without_a_number_says_what_is_missing(stage: Build) -> None:
    scene = stage(desks.idle(mailbox=Mailbox(1)))
    button = scene.window._status._mailbox
    assert not button.isEnabled()
    assert "preferences" in button.toolTip()
    assert not stage(desks.idle(mailbox=Mailbox(0, 3))).window._status._mailbox.isVisible()


def test_a_call_is_parked_by_button_and_key(stage: Build) -> None:
    for press in ("button", "key"):
        scene = stage(replace(desks.talking(), settings=SETTINGS))
        if press == "button":
            scene.qtbot.mouseClick(scene.window._bar._buttons["transfer"], LEFT)
            scene.qtbot.mouseClick(scene.window._transfer._park, LEFT)
        else:
            scene.qtbot.keyClick(scene.window, Qt.Key.Key_V, BOTH)
        scene.settle()
        assert scene.commands == [TransferTo("a", "700")]


def test_a_call_that_rings_elsewhere_is_picked_up_by_its_key(stage: Build) -> None:
    scene = stage(desks.idle(settings=SETTINGS))
    scene.qtbot.keyClick(scene.window, Qt.Key.Key_U, BOTH)
    scene.settle()
    assert [c.target for c in scene.commands if isinstance(c, Dial)] == ["*8"]
