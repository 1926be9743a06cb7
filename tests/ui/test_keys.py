"""Keys: one table, only where they work; Enter and Space never answer; End is guarded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit

from softphone.domain.call import Phase
from softphone.domain.customer import Unknown
from softphone.domain.desk import Desk
from softphone.domain.facts import Heard
from softphone.domain.interaction import Outcome, WrapUp
from softphone.domain.protocol import Answer, CallChanged, GiveBack, HangUp, SetHold, SetMute
from softphone.ui.shortcuts import TABLE, Action, meaning, printed, works
from tests.ui import desks
from tests.ui.conftest import Stage

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Build = Callable[..., Stage]


def press(stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier = BOTH) -> None:
    target = stage.window.focusWidget() or stage.window
    stage.qtbot.keyClick(target, key, modifiers)
    stage.settle()


def test_no_key_means_two_things() -> None:
    keys = [key.keys for key in TABLE.values()]
    assert len(set(keys)) == len(keys)


def test_every_key_is_explained() -> None:
    assert all(meaning(action) for action in Action)


def test_giving_a_call_back_has_no_key() -> None:
    assert not any("back" in action.value and action is not Action.RETURN for action in Action)


def test_a_key_is_printed_only_where_it_works() -> None:
    assert printed(Action.ANSWER, desks.idle()) == ""
    assert printed(Action.ANSWER, desks.ringing()) == "Ctrl+Shift+A"


def test_the_answer_key_answers(stage: Build) -> None:
    scene = stage(desks.ringing())
    press(scene, Qt.Key.Key_A)
    assert scene.commands == [Answer("a")]


def test_the_answer_key_answers_while_another_window_of_ours_is_in_front(stage: Build) -> None:
    scene = stage(desks.ringing())
    beside = QDialog(scene.window)
    beside.show()
    beside.activateWindow()
    scene.qtbot.waitUntil(beside.isActiveWindow)
    scene.qtbot.keyClick(beside, Qt.Key.Key_A, BOTH)
    scene.settle()
    assert scene.commands == [Answer("a")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select])
def test_enter_and_space_never_touch_a_ringing_call(stage: Build, key: Qt.Key) -> None:
    scene = stage(desks.ringing())
    for _ in range(40):
        scene.qtbot.keyClick(scene.window.focusWidget() or scene.window, key)
    scene.settle()
    assert not [c for c in scene.commands if isinstance(c, Answer | GiveBack | HangUp)]


def test_mute_and_hold_keys_do_what_the_buttons_do(stage: Build) -> None:
    scene = stage(desks.talking())
    press(scene, Qt.Key.Key_M)
    press(scene, Qt.Key.Key_H)
    assert scene.commands == [SetMute("a", True), SetHold("a", True)]


def test_keys_of_the_call_do_nothing_without_one(stage: Build) -> None:
    scene = stage(desks.idle())
    for key in (Qt.Key.Key_A, Qt.Key.Key_M, Qt.Key.Key_H, Qt.Key.Key_E, Qt.Key.Key_T, Qt.Key.Key_K):
        press(scene, key)
    assert scene.commands == []


def test_keys_of_the_call_work_while_a_note_is_written(stage: Build) -> None:
    scene = stage(desks.talking())
    press(scene, Qt.Key.Key_N)
    assert isinstance(scene.window.focusWidget(), QPlainTextEdit)
    press(scene, Qt.Key.Key_M)
    assert scene.commands == [SetMute("a", True)]


def test_the_end_key_ends(stage: Build) -> None:
    scene = stage(desks.talking())
    press(scene, Qt.Key.Key_E)
    assert scene.commands == [HangUp("a")]


def test_for_a_second_after_a_change_of_call_end_does_nothing(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.post(Heard(scene.clock.now(), CallChanged(scene.clock.now(), desks.a_call("b", Phase.OFFERED))))
    scene.effects.clear()
    scene.clock.turn(0.9)
    press(scene, Qt.Key.Key_E)
    assert scene.commands == []
    scene.clock.turn(0.2)
    press(scene, Qt.Key.Key_E)
    assert scene.commands == [HangUp("a")]


def test_end_does_not_give_a_ringing_call_back(stage: Build) -> None:
    scene = stage(desks.ringing())
    press(scene, Qt.Key.Key_E)
    assert scene.commands == []


def test_an_unknown_caller_is_created_in_two_keys(stage: Build) -> None:
    scene = stage(desks.with_call(desks.a_call(), Unknown()))
    press(scene, Qt.Key.Key_C)
    press(scene, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    kept = [effect for effect in scene.effects if type(effect).__name__ == "KeepCustomer"]
    assert [(k.customer.name, k.customer.numbers) for k in kept] == [("Lindqvist", (desks.NUMBER,))]


def test_wrap_up_goes_by_keys_alone(stage: Build) -> None:
    scene = stage(desks.wrapping_up(None))
    press(scene, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert scene.desk.interactions["call-a"].disposition.outcome is Outcome.SOLVED
    scene.clock.turn(2)
    press(scene, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    interaction = scene.desk.interactions.get("call-a")
    assert interaction is None or interaction.wrap_up is WrapUp.DONE


@pytest.mark.parametrize("action", list(Action))
def test_no_key_raises_in_any_state(stage: Build, action: Action) -> None:
    states: list[Desk] = [
        desks.idle(), desks.ringing(), desks.talking(chat=True), desks.second_call(), desks.wrapping_up(),
        replace(desks.idle(), drawer_open=True),
    ]  # fmt: skip
    scene = stage(states[0])
    for state in states:
        scene.store._desk = state
        scene.store._paint()
        if works(action, state) and action is not Action.STATE:
            scene.window.do(action)
            scene.settle()

