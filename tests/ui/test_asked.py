"""Somebody is asked while the customer waits: who hears whom in words, what can be pressed, and why it cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt

from softphone.domain.call import Ending, Hold, Phase, Transfer
from softphone.domain.desk import Notice, NoticeKind
from softphone.domain.protocol import Dial, HangUp, Merge, PassOn, SetHold, Split
from softphone.ui.notices import notice_words
from softphone.ui.shortcuts import Action
from tests.ui import desks
from tests.ui.conftest import Stage

LEFT = Qt.MouseButton.LeftButton
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Build = Callable[..., Stage]


def test_enter_asks_first_and_the_card_says_what_it_means(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.qtbot.mouseClick(scene.window._bar._buttons["transfer"], LEFT)
    card = scene.window._transfer
    assert "on hold" in card._note.said
    scene.qtbot.keyClicks(card._field, "kern")
    scene.qtbot.keyClick(card._field, Qt.Key.Key_Return)
    scene.settle()
    [dial] = scene.commands
    assert isinstance(dial, Dial)
    assert (dial.target, dial.consult_for) == ("301", "a")
    assert scene.desk.shown == "call-a"  # the customer's card stays


def test_with_four_calls_up_asking_is_off_and_says_why_before_it_is_tried(stage: Build) -> None:
    desk = desks.talking()
    waiting = {f"w{n}": desks.a_call(f"w{n}", hold=Hold.OURS) for n in range(3)}
    scene = stage(replace(desk, calls={**desk.calls, **waiting}))
    scene.qtbot.mouseClick(scene.window._bar._buttons["transfer"], LEFT)
    card = scene.window._transfer
    assert not card._ask.isEnabled()
    assert card._button.isEnabled()
    assert "Four calls" in card._note.said


@pytest.mark.parametrize(
    ("desk", "first", "second"),
    [
        (desks.asking(Phase.ALERTING), "Calling J. Kern", "M. Lindqvist is on hold, hears nothing."),
        (desks.asking(), "You speak with J. Kern", "M. Lindqvist is on hold 1:15 and hears nothing"),
        (replace(desks.asking(), focus="a"), "You speak with M. Lindqvist", "J. Kern is on hold 0:00"),
        (desks.asking(joined=True), "Conference: you, M. Lindqvist and J. Kern hear each other", "Split puts"),
    ],
)
def test_who_hears_whom_is_said_in_words(stage: Build, desk: desks.Desk, first: str, second: str) -> None:
    row = stage(desk).window._asked
    assert row.isVisible()
    assert row._text.said == first
    assert row._line.said.startswith(second)


def test_before_the_answer_connect_and_conference_are_off_with_their_reason(stage: Build) -> None:
    row = stage(desks.asking(Phase.ALERTING)).window._asked
    for action in (Action.CONNECT, Action.CONFERENCE):
        assert not row._buttons[action].isEnabled()
        assert "answered" in row._buttons[action].toolTip()
    assert row._buttons[Action.SWAP].isEnabled()
    assert row._buttons[Action.TO_CUSTOMER].isEnabled()


@pytest.mark.parametrize(
    ("action", "key", "said"),
    [
        (Action.SWAP, Qt.Key.Key_W, [SetHold("a", False)]),
        (Action.CONNECT, Qt.Key.Key_Y, [PassOn("a", "k")]),
        (Action.CONFERENCE, Qt.Key.Key_J, [Merge("a", "k")]),
        (Action.TO_CUSTOMER, Qt.Key.Key_B, [HangUp("k"), SetHold("a", False)]),
    ],
)
def test_the_button_and_its_key_do_the_same(stage: Build, action: Action, key: Qt.Key, said: list[object]) -> None:
    for press in ("click", "key"):
        scene = stage(desks.asking())
        if press == "click":
            scene.qtbot.mouseClick(scene.window._asked._buttons[action], LEFT)
        else:
            scene.qtbot.keyClick(scene.window, key, BOTH)
        scene.settle()
        assert scene.commands == said


def test_a_conference_is_split_to_who_was_asked(stage: Build) -> None:
    scene = stage(desks.asking(joined=True))
    scene.qtbot.mouseClick(scene.window._asked._buttons[Action.CONFERENCE], LEFT)
    scene.settle()
    assert scene.commands == [Split("k")]


def test_while_they_are_being_connected_nothing_else_can_be_pressed(stage: Build) -> None:
    desk = desks.asking()
    passing = replace(desk.calls["a"], transfer=Transfer.ACCEPTED)
    row = stage(replace(desk, calls={**desk.calls, "a": passing})).window._asked
    assert row._text.said.startswith("Connecting M. Lindqvist with J. Kern")
    assert not any(button.isEnabled() for button in row._buttons.values())


def test_in_a_narrow_window_the_row_shows_all_its_words_and_buttons(stage: Build) -> None:
    scene = stage(desks.asking(), width=380, height=780)
    row = scene.window._asked
    for button in row._buttons.values():
        box = QRect(button.mapTo(row, QPoint(0, 0)), button.size())
        assert row.rect().contains(box)
        assert button.width() >= button.minimumSizeHint().width()


def test_what_went_wrong_is_said_in_words() -> None:
    desk = desks.asking()
    for kind, detail, word in (
        (NoticeKind.CONSULT_FAILED, Ending.CALLEE_BUSY, "busy"),
        (NoticeKind.TRANSFER_REFUSED, Ending.NO_ANSWER, "nobody answered"),
        (NoticeKind.CUSTOMER_LEFT, "", "hung up"),
    ):
        assert word in notice_words(Notice("n", kind, desks.NOW, detail=detail), desk)[0]
    left = notice_words(Notice("n", NoticeKind.CONSULT_LEFT, desks.NOW, target="a"), desk)
    assert left == ("Who you asked has hung up. The customer is still on hold.", "Back to customer")
