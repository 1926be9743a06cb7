"""The last message put right and taken back, by keys, in the composer that is there."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt

from softphone.domain.changes import ChangeEffect
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepQuestion
from softphone.ui.asking import Talk
from tests.ui import files
from tests.ui.conftest import Stage

Build = Callable[..., Stage]


def talking(*, address: str = files.KERN) -> Desk:
    desk = files.correcting()
    talk = replace(desk.conversations["k"], draft="", correcting="", address=address)
    return replace(desk, conversations={"k": talk})


def talk_of(scene: Stage) -> Talk:
    return scene.window._drawer._talk


def press(scene: Stage, key: Qt.Key, more: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    scene.qtbot.keyClick(talk_of(scene)._draft, key, more)
    scene.settle()


def changes(scene: Stage) -> list[ChangeEffect]:
    return [effect for effect in scene.effects if isinstance(effect, ChangeEffect)]


def test_up_in_an_empty_composer_brings_the_last_message_back_and_enter_corrects_it(stage: Build) -> None:
    scene = stage(talking())
    talk = talk_of(scene)
    talk.write()
    press(scene, Qt.Key.Key_Up)
    assert talk._draft.toPlainText() == "And can she get it befor Friday?"
    assert talk._correction.isVisible()
    assert talk._send.text() == "Correct"
    scene.qtbot.keyClicks(talk._draft, " Please.")
    press(scene, Qt.Key.Key_Return)
    (change,) = changes(scene)
    assert change.message.text == "And can she get it befor Friday? Please."
    assert not [effect for effect in scene.effects if isinstance(effect, KeepQuestion)]
    assert (talk._draft.toPlainText(), talk._correction.isVisible(), talk._send.text()) == ("", False, "Send")
    assert "does not know it yet" in talk._messages._bubbles["m5"][1].accessibleName()


def test_escape_leaves_it_as_it_was(stage: Build) -> None:
    scene = stage(talking())
    talk_of(scene).write()
    press(scene, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    assert talk_of(scene)._correction.isVisible()
    press(scene, Qt.Key.Key_Escape)
    assert (talk_of(scene)._draft.toPlainText(), changes(scene)) == ("", [])
    assert not talk_of(scene)._correction.isVisible()


def test_what_is_taken_back_says_so_and_its_words_are_in_the_composer(stage: Build) -> None:
    scene = stage(talking())
    talk_of(scene).write()
    press(scene, Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    (change,) = changes(scene)
    assert change.message.removed
    assert talk_of(scene)._messages._bubbles["m5"][1].shown == "Taken back."
    assert talk_of(scene)._draft.toPlainText() == "And can she get it befor Friday?"


def test_over_sip_nothing_said_can_be_changed(stage: Build) -> None:
    scene = stage(talking(address="sip:301@pbx"))
    talk_of(scene).write()
    for key in (Qt.Key.Key_E, Qt.Key.Key_Z):
        press(scene, key, Qt.KeyboardModifier.AltModifier)
    press(scene, Qt.Key.Key_Up)
    assert (changes(scene), talk_of(scene)._draft.toPlainText()) == ([], "")
