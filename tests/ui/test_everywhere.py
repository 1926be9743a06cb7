"""Keys that work in every program: held only while a call rings or is up, and what they do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from softphone.domain.chord import MIC_MUTE, PLAY, Chord, read_chord
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.protocol import Answer, SetMute
from softphone.domain.settings import Settings
from softphone.ui.everywhere import KeysEverywhere, system_keys
from softphone.ui.store import Store
from tests.screen import screen
from tests.ui import desks
from tests.ui.conftest import TurnedClock

ANSWER, MUTE = Settings().global_answer, Settings().global_mute


class FakeKeys(QObject):
    pressed = Signal(str)

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.held: dict[str, Chord] = {}
        self.taken = taken
        self.closed = False

    def hold(self, chords: Mapping[str, Chord]) -> tuple[str, ...]:
        self.held = dict(chords)
        return tuple(name for name in chords if name in self.taken)

    def close(self) -> None:
        self.closed = True


class Scene:
    def __init__(self, qtbot: QtBot, desk: Desk, *taken: str) -> None:
        self.effects: list[Effect] = []
        self.store = Store(desk, self.effects.append)
        self.keys = FakeKeys(taken)
        self.everywhere = KeysEverywhere(self.store, TurnedClock(desks.NOW), self.keys)
        self.qtbot = qtbot

    @property
    def commands(self) -> list[object]:
        return [effect.command for effect in self.effects if isinstance(effect, ToEngine)]

    def press(self, name: str) -> None:
        self.keys.pressed.emit(name)
        self.qtbot.waitUntil(lambda: not self.store._batch)


def test_none_is_held_while_no_call_rings_or_is_up(qtbot: QtBot) -> None:
    assert Scene(qtbot, desks.idle()).keys.held == {}
    assert Scene(qtbot, desks.wrapping_up()).keys.held == {}


def test_while_it_rings_the_key_and_the_media_key_answer(qtbot: QtBot) -> None:
    scene = Scene(qtbot, desks.ringing())
    assert scene.keys.held == {ANSWER: read_chord(ANSWER), PLAY: Chord(PLAY)}
    scene.press(PLAY)
    assert [type(command) for command in scene.commands] == [Answer]


def test_in_a_call_they_mute_and_nothing_else(qtbot: QtBot) -> None:
    scene = Scene(qtbot, desks.talking())
    assert set(scene.keys.held) == {MUTE, MIC_MUTE}
    scene.press(MUTE)
    assert scene.commands == [SetMute("a", True)]
    scene.press(ANSWER)  # it came late
    assert scene.commands == [SetMute("a", True)]


def test_policy_and_settings_say_which_there_are(qtbot: QtBot) -> None:
    off = Settings(global_keys=False, media_keys=False)
    assert Scene(qtbot, replace(desks.talking(), settings=off)).keys.held == {}
    other = Settings(global_mute="Meta+M", media_keys=False)
    assert set(Scene(qtbot, replace(desks.talking(), settings=other)).keys.held) == {"Meta+M"}
    altgr = Settings(global_mute="Ctrl+Alt+M", media_keys=False)
    assert Scene(qtbot, replace(desks.talking(), settings=altgr)).keys.held == {}


def test_a_key_that_another_program_has_is_told_once_and_media_keys_never(qtbot: QtBot) -> None:
    scene = Scene(qtbot, desks.talking(), MUTE, MIC_MUTE)
    qtbot.waitUntil(lambda: bool(scene.store.desk.notices))
    (notice,) = scene.store.desk.notices
    assert (notice.kind, notice.detail) == (NoticeKind.KEYS_REFUSED, MUTE)


def test_where_the_system_allows_none_there_are_none(qapp: QObject) -> None:
    assert system_keys() is None  # offscreen, as under Wayland


OTHER_PROGRAM = """
import os, sys
from PySide6.QtCore import QCoreApplication
from softphone.domain.chord import read_chord
from softphone.host.keys_x11 import X11Keys
app = QCoreApplication([])
keys, other = X11Keys(), X11Keys()
wanted = {name: read_chord(name) for name in ("Ctrl+Shift+F9", "Ctrl+Shift+F10")}
assert keys.hold(wanted) == ()
assert other.hold({"Ctrl+Shift+F9": wanted["Ctrl+Shift+F9"]}) == ("Ctrl+Shift+F9",), "one program alone has a key"
heard = []
def pressed(name):
    heard.append(name)
    print(name, flush=True)
    if len(heard) == 2:
        keys.hold({})
        print("let go", flush=True)
        app.exit(0)
keys.pressed.connect(pressed)
print("held", flush=True)
app.exec()
keys.close()
other.close()
"""


@pytest.mark.timeout(60)
def test_under_x11_the_keys_come_whatever_has_the_focus_and_with_num_lock_on() -> None:
    with screen() as env:
        program = subprocess.Popen(
            [sys.executable, "-c", OTHER_PROGRAM], env=env, stdout=subprocess.PIPE, text=True
        )
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        subprocess.run(["xdotool", "key", "ctrl+shift+F9"], env=env, check=True)
        assert program.stdout.readline() == "Ctrl+Shift+F9\n"
        subprocess.run(["xdotool", "key", "Num_Lock"], env=env, check=True)
        subprocess.run(["xdotool", "key", "F9", "ctrl+shift+F10"], env=env, check=True)
        assert program.stdout.readline() == "Ctrl+Shift+F10\n"
        assert program.stdout.readline() == "let go\n"
        assert program.wait(20) == 0
        program.stdout.close()


def test_closed_it_lets_go(qtbot: QtBot) -> None:
    scene = Scene(qtbot, desks.talking())
    scene.everywhere.close()
    assert scene.keys.closed


def test_the_desk_of_a_second_call_answers_by_key_and_mutes_the_first(qtbot: QtBot) -> None:
    scene = Scene(qtbot, replace(desks.second_call(), settings=Settings(second_call="waiting")))  # type: ignore[arg-type]
    assert {ANSWER, MUTE} <= set(scene.keys.held)
