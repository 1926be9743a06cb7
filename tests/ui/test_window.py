"""The window: shapes from 360 px to 4K, focus that nobody steals, and what is shown when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from softphone.domain.call import Hold, Phase
from softphone.domain.customer import Found, Searching, Unknown
from softphone.domain.desk import Desk
from softphone.domain.effects import QuitAll
from softphone.domain.facts import AnswerPressed, CustomerFound, Heard, Ticked
from softphone.domain.protocol import CallChanged, LevelsMeasured, SetHold, SetMute
from softphone.domain.settings import Scheme
from softphone.ui.doorbell import Doorbell
from softphone.ui.look import dress
from softphone.ui.parts.button import Button
from tests.ui import desks
from tests.ui.conftest import Stage
from tests.ui.pictures import SHAPES, STATES, Longer

Build = Callable[..., Stage]


def seen(root: QWidget) -> str:
    return " | ".join(label.text() for label in root.findChildren(QLabel) if label.isVisible())


def button(scene: Stage, name: str) -> Button:
    return scene.window._bar._buttons[name]


@pytest.mark.parametrize(
    ("name", "shape"),
    [(name, shape) for name in STATES for shape in ("360", "1280")]
    + [(name, shape) for name in ("muted_chat", "idle", "wrap_up") for shape in ("800", "1600", "4k")],
)
def test_every_state_fits_every_shape(stage: Build, name: str, shape: str) -> None:
    width, height = SHAPES[shape]
    scene = stage(STATES[name](), width=width, height=height)
    window = scene.window
    assert window.width() == width
    assert not window.grab().isNull()
    for each in window._bar.findChildren(Button):
        if each.isVisible():
            inside = each.mapTo(window, each.rect().bottomRight())
            assert inside.x() <= width, each.text()
            if each._tall:
                assert each.height() >= 44
                assert each.fontMetrics().horizontalAdvance(each.text()) <= each.width(), each.text()


@pytest.mark.parametrize("name", list(STATES))
def test_every_control_has_a_name(stage: Build, name: str) -> None:
    window = stage(STATES[name]()).window
    nameless = [
        each
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit)
        for each in window.findChildren(kind)
        if not each.accessibleName() and not each.objectName().startswith("qt_") and each.isVisible()
        and not (isinstance(each, QAbstractButton) and each.text())
    ]  # fmt: skip
    assert nameless == []


@pytest.mark.parametrize("german", [False, True])
@pytest.mark.parametrize("shape", list(SHAPES))
def test_the_state_of_the_call_is_never_cut(stage: Build, qapp: QApplication, shape: str, german: bool) -> None:
    longer = Longer()
    if german:
        qapp.installTranslator(longer)
    width, height = SHAPES[shape]
    bar = stage(desks.talking(muted=True, chat=True), width=width, height=height).window._bar
    qapp.removeTranslator(longer)
    assert bar._state.text() == bar._state.said
    assert bar._state.said


def test_nothing_has_the_focus_at_the_start(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    assert scene.window.focusWidget() in (None, scene.window)


def test_a_ring_does_not_take_the_focus_from_what_is_written(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    draft = scene.window._drawer._talk._draft
    draft.setFocus()
    bell = Doorbell(scene.store.post, scene.clock, scene.window)
    scene.qtbot.addWidget(bell)
    scene.store.changed.connect(bell.show_desk)
    scene.post(Heard(desks.NOW, CallChanged(desks.NOW, desks.a_call("b", Phase.OFFERED))))
    assert scene.window.focusWidget() is draft
    assert "Lindqvist is calling" in seen(scene.window._waiting)
    assert not bell.isVisible()  # with the window in front a second call is a row


def test_a_control_that_goes_gives_its_focus_to_nobody(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    button(scene, "mute").setFocus()
    ended = desks.a_call(phase=Phase.ENDED, ended_at=desks.NOW)
    scene.post(Heard(desks.NOW, CallChanged(desks.NOW, ended)))
    assert not button(scene, "mute").isVisible()
    assert scene.window.focusWidget() is scene.window


def test_mute_says_so_in_word_icon_and_state_line(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.qtbot.mouseClick(button(scene, "mute"), Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.commands == [SetMute("a", True)]
    assert button(scene, "mute").text() == "Mute"  # the screen waits for the engine's word
    scene.post(Heard(desks.NOW, CallChanged(desks.NOW, desks.a_call(muted=True))))
    assert (button(scene, "mute").text(), button(scene, "mute")._icon) == ("Muted", "mic-off")
    assert "Talking, you are muted" in seen(scene.window._bar)


def test_hold_shows_its_own_time(stage: Build) -> None:
    scene = stage(desks.talking(hold=Hold.OURS))
    assert "1:15" in seen(scene.window._bar)
    scene.qtbot.mouseClick(button(scene, "hold"), Qt.MouseButton.LeftButton)
    scene.settle()
    assert SetHold("a", False) in scene.commands


def test_end_belongs_to_the_call_shown_when_the_press_began(stage: Build) -> None:
    scene = stage(desks.talking())
    end = button(scene, "end")
    scene.qtbot.mousePress(end, Qt.MouseButton.LeftButton)
    other = desks.with_call(desks.a_call("z"))
    scene.store._desk = replace(other, changed_at=desks.ago(minutes=1))
    scene.store._paint()
    scene.qtbot.mouseRelease(end, Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.commands == []


def test_the_pressed_call_is_forgotten_after_the_press(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.qtbot.mousePress(button(scene, "end"), Qt.MouseButton.LeftButton)
    scene.qtbot.mouseRelease(button(scene, "end"), Qt.MouseButton.LeftButton)
    assert scene.window._bar._pressed_id == ""


def test_levels_do_not_lay_the_window_out_again(stage: Build) -> None:
    scene = stage(desks.talking())
    card = scene.window._customer._body.itemAt(0).widget()
    scene.post(Heard(desks.NOW, LevelsMeasured(-10.0, -50.0)))
    assert scene.window._customer._body.itemAt(0).widget() is card
    assert scene.window._bar._you._part == pytest.approx(50 / 60, abs=0.01)


def test_the_card_of_one_call_never_shows_the_customer_of_another(stage: Build) -> None:
    desk = desks.second_call()
    scene = stage(desk)
    assert "Nordlicht" in seen(scene.window._customer)
    scene.post(AnswerPressed(scene.clock.now(), "b"))
    assert "Nordlicht" not in seen(scene.window._customer)
    late = replace(desks.a_customer(), name="K. Osei", company="Osei Ltd", customer_id="c9")
    scene.post(CustomerFound(desks.NOW, "call-b", late))
    assert "Osei Ltd" in seen(scene.window._customer)
    assert isinstance(scene.desk.interactions["call-a"].lookup, Found)


def test_the_look_up_is_skeleton_then_card(stage: Build) -> None:
    scene = stage(desks.ringing(Searching()))
    assert "Nordlicht" not in seen(scene.window._customer)
    scene.post(CustomerFound(desks.NOW, "call-a", desks.a_customer()))
    text = seen(scene.window._customer)
    assert "Probably calling about order 48-1190, 2 days late" in text
    assert "Deliver only after a call" in text


def test_a_note_typed_in_one_call_stays_with_it(stage: Build) -> None:
    scene = stage(desks.with_call(desks.a_call(), Unknown()))
    scene.window._notes.write()
    scene.qtbot.keyClicks(scene.window._notes._draft, "call back")
    scene.settle()
    assert scene.desk.interactions["call-a"].note == "call back"


def test_closing_the_window_in_a_call_only_hides_it(stage: Build) -> None:
    scene = stage(desks.talking())
    event = QCloseEvent()
    scene.window.closeEvent(event)
    scene.settle()
    assert not event.isAccepted()
    assert scene.window.isHidden() or scene.window.isMinimized()
    assert not any(isinstance(effect, QuitAll) for effect in scene.effects)


def test_closing_it_without_a_call_quits(stage: Build) -> None:
    scene = stage(desks.idle())
    scene.window.closeEvent(QCloseEvent())
    scene.settle()
    scene.qtbot.waitUntil(lambda: any(isinstance(effect, QuitAll) for effect in scene.effects), timeout=2000)


def test_another_language_makes_new_panes_and_keeps_the_desk(stage: Build, qapp: QApplication) -> None:
    scene = stage(desks.talking(chat=True))
    bar = scene.window._bar
    qapp.sendEvent(scene.window, QEvent(QEvent.Type.LanguageChange))
    assert scene.window._bar is not bar
    scene.post(Ticked(desks.NOW))
    assert "M. Lindqvist" in seen(scene.window._bar)
    assert scene.window._drawer._talk._draft.toPlainText() == "And can she get it before Friday"


def test_dark_can_be_forced_while_running(stage: Build, qapp: QApplication) -> None:
    scene = stage(desks.talking(chat=True))
    light = scene.window.grab().toImage().pixelColor(640, 600).lightness()
    dress(qapp, Scheme.DARK)
    dark = scene.window.grab().toImage().pixelColor(640, 600).lightness()
    assert light > 200 > 80 > dark


def test_a_wild_display_name_is_text_and_cut(stage: Build) -> None:
    wild = "<h1>x</h1>\u202e" + "N" * 10_000
    call = desks.a_call(party=replace(desks.a_call().party, name=wild, number=""))
    desk: Desk = desks.with_call(call, Unknown())
    scene = stage(desk, width=800, height=700)
    assert scene.window.width() == 800
    for label in scene.window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert "\u202e" not in label.text()


def test_tab_goes_through_the_window_from_bar_to_status(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    window = scene.window
    zones = [window._bar, window._list, window._centre, window._drawer, window._status]
    passed: list[int] = []
    for _ in range(80):
        scene.qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        at = window.focusWidget()
        zone = next((n for n, each in enumerate(zones) if at is not None and each.isAncestorOf(at)), None)
        if zone is None:
            continue
        if passed and zone < passed[-1]:
            break
        passed.append(zone)
    assert sorted(set(passed)) == [0, 1, 2, 3, 4]
    assert passed == sorted(passed)


def test_the_window_comes_back_for_the_wrap_up_without_being_activated(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.window.hide()
    ended = desks.a_call(phase=Phase.ENDED, ended_at=desks.NOW)
    scene.post(Heard(desks.NOW, CallChanged(desks.NOW, ended)))
    assert scene.window.isVisible()


def test_a_number_is_copied_by_a_click_and_by_a_key(stage: Build) -> None:
    scene = stage(desks.talking())
    line = scene.window._bar._line
    QApplication.clipboard().clear()
    scene.qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == desks.NUMBER
    QApplication.clipboard().clear()
    scene.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert QApplication.clipboard().text() == desks.NUMBER
