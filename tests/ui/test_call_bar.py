"""The bar: whose call it speaks of, what rests for a second after a change, what it never lets be covered."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.customer import Found
from softphone.domain.desk import Desk
from softphone.domain.facts import Heard
from softphone.domain.interaction import WrapUp
from softphone.domain.protocol import Answer, CallChanged, TransferTo
from softphone.domain.settings import SecondCall, Settings
from softphone.ui.parts.rows import Row
from softphone.ui.window import Window
from tests.ui import desks
from tests.ui.conftest import Stage

LEFT = Qt.MouseButton.LeftButton
Build = Callable[..., Stage]


def held_while_another_is_wrapped_up() -> Desk:
    """M. Lindqvist is on hold; K. Osei of another company has just hung up and is on screen."""
    desk = desks.talking(hold=Hold.OURS)
    other = replace(desks.a_customer(), name="K. Osei", company="Hanse Labor")
    osei = replace(
        desk.interactions["call-a"], interaction_id="call-b", call_id="b", lookup=Found(other), wrap_up=WrapUp.OPEN,
        ended_at=desks.NOW, wrap_up_since=desks.NOW,
    )  # fmt: skip
    return replace(desk, interactions={**desk.interactions, "call-b": osei}, shown="call-b", focus="a")


def where(scene: Stage, name: str) -> QRect:
    button = scene.window._bar._buttons[name]
    return QRect(button.mapTo(scene.window, QPoint(0, 0)), button.size())


def bar_of(window: Window) -> QRect:
    return QRect(window._bar.mapTo(window, QPoint(0, 0)), window._bar.size())


def test_the_bar_names_the_company_of_its_own_call_not_of_the_card(stage: Build) -> None:
    bar = stage(held_while_another_is_wrapped_up()).window._bar
    assert bar._name.said == "M. Lindqvist"
    assert "Nordlicht Logistik" in bar._line.said
    assert "Hanse Labor" not in bar._line.said


def test_end_rests_for_a_second_after_a_change_and_says_so(stage: Build) -> None:
    scene = stage(desks.ringing())
    end = scene.window._bar._buttons["end"]
    scene.post(Heard(scene.clock.at, CallChanged(scene.clock.at, desks.a_call(phase=Phase.TALKING))))
    assert end.isVisible()
    assert end.resting
    scene.qtbot.mouseClick(end, LEFT)
    scene.settle()
    assert scene.commands == []
    scene.qtbot.waitUntil(lambda: not end.resting, timeout=3000)


def test_finish_rests_with_it(stage: Build) -> None:
    scene = stage(replace(desks.wrapping_up(), changed_at=desks.NOW))
    assert not scene.window._wrap_up._finish.resting  # five seconds later
    scene.clock.at = desks.NOW
    scene = stage(replace(desks.wrapping_up(), changed_at=desks.NOW.replace(second=5)))
    assert scene.window._wrap_up._finish.resting


def test_no_card_covers_the_bar(stage: Build) -> None:
    for width in (1280, 380):
        scene = stage(desks.talking(), width=width, height=900)
        for name, popover in scene.window._popovers.items():
            scene.qtbot.mouseClick(scene.window._bar.anchor(name), LEFT)
            assert popover.isVisible()
            box = QRect(popover.mapTo(scene.window, QPoint(0, 0)), popover.size())
            assert not box.intersects(bar_of(scene.window)), (name, width)
            popover.hide()


def test_while_it_rings_the_buttons_of_a_narrow_bar_are_of_one_height(stage: Build) -> None:
    scene = stage(desks.ringing(), width=380, height=780)
    answer, back, chat = (where(scene, name) for name in ("answer", "back", "chat"))
    assert answer.height() == back.height() == chat.height()
    assert answer.top() == back.top()
    assert answer.width() > 1.5 * back.width()
    assert chat.width() > answer.width()


def test_a_second_call_is_told_whole_in_a_narrow_window(stage: Build) -> None:
    desk = replace(desks.second_call(), settings=Settings(second_call=SecondCall.WAITING))
    scene = stage(desk, width=380, height=780)
    row = scene.window._waiting
    assert row._text.text() == "K. Osei is calling"
    for button in (row._answer, row._back):
        box = QRect(button.mapTo(row, QPoint(0, 0)), button.size())
        assert row.rect().contains(box)
        assert button.width() >= button.minimumSizeHint().width()


def test_a_colleague_is_transferred_to_by_name(stage: Build) -> None:
    expert = replace(desks.EXPERTS[0], address="sip:kern@pbx.example")
    scene = stage(replace(desks.talking(), experts=(expert, *desks.EXPERTS[1:])))
    scene.qtbot.mouseClick(scene.window._bar._buttons["transfer"], LEFT)
    card = scene.window._transfer
    scene.qtbot.keyClicks(card._field, "ker")
    scene.qtbot.mouseClick(card._people.findChild(Row), LEFT)
    assert card._field.text() == "J. Kern"
    assert scene.commands == []
    scene.qtbot.mouseClick(card._button, LEFT)
    scene.settle()
    assert scene.commands == [TransferTo("a", "sip:kern@pbx.example")]


def test_a_typed_name_that_only_one_has_is_enough(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.qtbot.mouseClick(scene.window._bar._buttons["transfer"], LEFT)
    scene.qtbot.keyClicks(scene.window._transfer._field, "novak")
    scene.qtbot.mouseClick(scene.window._transfer._button, LEFT)
    scene.settle()
    assert scene.commands == [TransferTo("a", "303")]


def test_what_is_unread_is_counted_in_a_narrow_window_too(stage: Build) -> None:
    desk = desks.talking(chat=True)
    talk = desk.conversations["k"]
    unread = replace(talk, messages=tuple(m if m.ours else replace(m, seen_here=False) for m in talk.messages))
    scene = stage(replace(desk, conversations={"k": unread}, drawer_open=False), width=380, height=780)
    tab = scene.window._tabs._tabs["aside"]
    assert tab.text() == "Side chat · 1"
    assert tab.width() >= tab.sizeHint().width()
    assert scene.window._bar._buttons["chat"]._lines()[-1] in ("1 new", "Side chat · 1 new")


def test_the_key_of_answer_takes_the_call_on_screen_and_is_printed_there_only(stage: Build) -> None:
    """Two ring at once, and the agent looks at the second."""
    desk = desks.second_call()
    first = desks.a_call("a", Phase.OFFERED)
    desk = replace(desk, calls={**desk.calls, "a": first}, shown="call-b", focus=None)
    scene = stage(replace(desk, settings=Settings(second_call=SecondCall.WAITING)))
    assert scene.desk.ringing[0].call_id == "a"
    assert scene.window._bar._buttons["answer"]._key == "Ctrl+Shift+A"
    assert scene.window._waiting._answer.toolTip() == ""
    scene.qtbot.keyClick(
        scene.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    scene.settle()
    assert scene.commands[:1] == [Answer("b")]


def test_a_sentence_in_the_notes_goes_on_when_the_caller_hangs_up(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.qtbot.keyClick(
        scene.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    scene.qtbot.keyClicks(scene.window.focusWidget(), "Wants the pri")
    scene.settle()
    ended = desks.a_call(phase=Phase.ENDED, ended_at=desks.NOW, ending=Ending.HUNG_UP_THERE, answered_at=desks.NOW)
    scene.post(Heard(scene.clock.at, CallChanged(scene.clock.at, ended)))
    scene.qtbot.keyClicks(scene.window.focusWidget(), "ce")
    scene.settle()
    interaction = scene.desk.interaction
    assert interaction is not None
    assert interaction.disposition.note == "Wants the price"
