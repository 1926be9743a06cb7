"""The doorbell: what it says, what it can do, and that it never takes the focus on a real screen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from softphone.domain.call import CallContext, Kind, Party, Phase
from softphone.domain.customer import Searching, Several, Unavailable, Unknown
from softphone.domain.desk import Desk
from softphone.domain.protocol import Answer, GiveBack
from softphone.ui import doorbell
from softphone.ui.doorbell import Doorbell
from tests.screen import screen
from tests.ui import desks
from tests.ui.conftest import Stage

Build = Callable[..., Stage]


@pytest.fixture
def ring(stage: Build) -> Callable[[Desk], tuple[Stage, Doorbell]]:
    def build(desk: Desk) -> tuple[Stage, Doorbell]:
        scene = stage(desk)
        bell = Doorbell(scene.store.post, scene.clock, scene.window)
        scene.qtbot.addWidget(bell)
        bell.show_desk(None, desk)
        return scene, bell

    return build


Ring = Callable[[Desk], tuple[Stage, Doorbell]]


def said(bell: Doorbell) -> str:
    return " | ".join(label.text() for label in bell.findChildren(QLabel) if label.isVisible())


def test_it_says_what_to_greet_with_who_why_and_how_long(ring: Ring) -> None:
    _, bell = ring(desks.ringing())
    text = said(bell)
    for part in (
        "Customer call", "rings 14 s more", "Greet: Nordlicht Service · queue “Orders” · waited 0:41", "M. Lindqvist",
        "Nordlicht Logistik · Business Plus", "040 55501420", "Probably about order 48-1190, 2 days late",
    ):  # fmt: skip
        assert part in text
    assert bell._need._text == "Needs time to read"
    assert bell._language._text == "German"


@pytest.mark.parametrize(
    ("lookup", "words"),
    [
        (Unknown(), "Not in the customer book"),
        (Unavailable(), "The customer book does not answer"),
        (Several((desks.a_customer(), desks.a_customer())), "2 customers have this number"),
    ],
)
def test_it_is_honest_about_who_it_does_not_know(ring: Ring, lookup: Unknown, words: str) -> None:
    _, bell = ring(desks.ringing(lookup))
    assert words in said(bell)


def test_it_rings_before_anybody_is_found(ring: Ring) -> None:
    _, bell = ring(desks.ringing(Searching()))
    assert bell.isVisible()
    assert bell._skeleton.isVisible()


def test_a_call_of_which_nothing_wraps_has_a_height_too(ring: Ring) -> None:
    bare = desks.a_call(phase=Phase.OFFERED, context=CallContext(), party=Party("", "<b>x</b>"))
    _, bell = ring(desks.with_call(bare))
    assert bell.height() > 100


def test_answer_is_twice_as_wide_as_the_rest(ring: Ring) -> None:
    _, bell = ring(desks.ringing())
    assert bell._answer.width() >= 1.9 * bell._back.width()


def test_answer_answers_and_back_gives_back(ring: Ring) -> None:
    scene, bell = ring(desks.ringing())
    scene.qtbot.mouseClick(bell._back, Qt.MouseButton.LeftButton)
    scene.qtbot.mouseClick(bell._answer, Qt.MouseButton.LeftButton)
    scene.qtbot.waitUntil(lambda: len(scene.commands) == 2, timeout=2000)
    assert scene.commands == [GiveBack("a", 480), Answer("a")]


def test_a_direct_call_is_declined_not_given_to_a_queue(ring: Ring) -> None:
    direct = desks.a_call(phase=Phase.OFFERED, context=CallContext(), kind=Kind.COLLEAGUE)
    _, bell = ring(desks.with_call(direct))
    assert bell._back.text() == "Decline"
    assert "Call from a colleague" in said(bell)


def test_no_key_of_the_keyboard_reaches_it(ring: Ring) -> None:
    scene, bell = ring(desks.ringing())
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        for each in (bell, bell._answer, bell._back):
            scene.qtbot.keyClick(each, key)
    scene.settle()
    assert scene.commands == []


def test_its_key_is_printed_only_while_the_window_has_the_keyboard(ring: Ring) -> None:
    scene, bell = ring(desks.ringing())
    assert bell._answer._key == "Ctrl+Shift+A"
    scene.window.hide()
    bell.show_desk(None, scene.desk)
    assert bell._answer._key == ""


def test_it_goes_when_the_call_is_answered(ring: Ring) -> None:
    _, bell = ring(desks.ringing())
    bell.show_desk(None, desks.talking())
    assert not bell.isVisible()


def test_it_grows_upwards_so_that_its_buttons_stay(ring: Ring) -> None:
    _, bell = ring(desks.ringing(Searching()))
    bottom = bell.y() + bell.height()
    bell.show_desk(None, desks.ringing())
    assert bell.y() + bell.height() == bottom


def test_wild_names_are_text(ring: Ring) -> None:
    wild = replace(desks.a_customer(), name="<b>x</b>" + "y" * 5000, company="<img src=x>")
    found = replace(desks.a_found(), customer=wild)
    _, bell = ring(desks.ringing(found))
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in bell.findChildren(QLabel))
    assert bell.width() < 500


def test_on_a_real_screen_the_focus_stays_where_it_was() -> None:
    with screen() as env:
        done = subprocess.run(
            [sys.executable, "-m", "tests.ui.real_focus"],
            env=env, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.stdout.splitlines() == ["rings", "focus stays", "no key printed", "answered, focus stays"], done.stderr


def test_answering_by_the_card_shows_a_hidden_window_and_its_controls(ring: Ring) -> None:
    scene, bell = ring(desks.ringing())
    scene.window.hide()
    scene.qtbot.mouseClick(bell._answer, Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.window.isVisible()
    assert [c for c in scene.commands if isinstance(c, Answer)] == [Answer("a")]


def test_the_key_goes_from_the_card_the_moment_the_window_is_not_in_front(ring: Ring) -> None:
    scene, bell = ring(desks.ringing())
    assert bell._answer._key == "Ctrl+Shift+A"
    scene.window.hide()
    scene.qtbot.waitUntil(lambda: bell._answer._key == "", timeout=2000)


def test_it_flashes_once_a_second_where_that_is_set_and_stops_with_the_call(ring: Ring) -> None:
    desk = desks.ringing()
    flashing = replace(desk, settings=replace(desk.settings, ring_flash=True))
    scene, bell = ring(flashing)
    assert bell._head._paper == "doorbell_flash"
    assert bell._flash.isActive()
    for paper in ("doorbell_head", "doorbell_flash"):
        with scene.qtbot.waitSignal(bell._flash.timeout):
            pass
        assert bell._head._paper == paper
    bell.show_desk(flashing, replace(flashing, calls={}))
    assert not bell._flash.isActive()


def test_it_shines_without_flashing_where_the_system_has_animations_off(
    ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "still", lambda: True)
    desk = desks.ringing()
    _, bell = ring(replace(desk, settings=replace(desk.settings, ring_flash=True)))
    assert bell._head._paper == "doorbell_flash"
    assert not bell._flash.isActive()
    _, plain = ring(desk)
    assert plain._head._paper == "doorbell_head"
