"""Around the call: wrap-up, home, dialler, keypad, transfer, own state, a second call."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt

from softphone.domain.call import Phase
from softphone.domain.customer import Found, Several
from softphone.domain.effects import FinishWrapUp, KeepPromise
from softphone.domain.facts import WishChosen
from softphone.domain.interaction import Outcome
from softphone.domain.line import Line, LineState
from softphone.domain.presence import Duty, Wish
from softphone.domain.protocol import Answer, Dial, SendDigits, TransferTo
from softphone.domain.roster import user_of
from softphone.ui.parts.chart import Sparkline
from softphone.ui.parts.rows import Row
from tests.ui import desks
from tests.ui.conftest import Stage

LEFT = Qt.MouseButton.LeftButton
Build = Callable[..., Stage]


def dialled(scene: Stage) -> list[str]:
    return [command.target for command in scene.commands if isinstance(command, Dial)]


def type_number(scene: Stage, text: str) -> None:
    field = scene.window._home.dialler._field
    field.setFocus()
    scene.qtbot.keyClicks(field, text)
    scene.settle()


def test_a_number_is_grouped_while_it_is_typed_and_dialled_by_enter(stage: Build) -> None:
    scene = stage(desks.idle())
    type_number(scene, "04055501420")
    field = scene.window._home.dialler._field
    assert field.text() == "040 55501420"
    assert dialled(scene) == []
    scene.qtbot.keyClick(field, Qt.Key.Key_Return)
    scene.settle()
    assert dialled(scene) == [desks.NUMBER]


def test_a_colleague_is_found_by_name_beside_the_customers_and_a_click_fills_the_field(stage: Build) -> None:
    scene = stage(desks.idle())
    colleague = scene.store.desk.experts[0]
    type_number(scene, colleague.name.split()[-1])
    dialler = scene.window._home.dialler
    row = next(row for row in dialler.findChildren(Row) if colleague.name in row.accessibleName())
    scene.qtbot.mouseClick(row, LEFT)
    scene.settle()
    assert scene.store.desk.dial_draft in (colleague.address, user_of(colleague.address))
    assert dialled(scene) == []


def test_an_emergency_number_is_named_and_goes_out_only_when_dial_is_pressed(stage: Build) -> None:
    scene = stage(desks.idle())
    type_number(scene, "112")
    dialler = scene.window._home.dialler
    assert dialler._dial.text() == "Emergency call"
    assert "your place may not be known" in dialler._hint.said
    assert dialled(scene) == []
    scene.qtbot.mouseClick(dialler._dial, LEFT)
    scene.settle()
    assert dialled(scene) == ["112"]


def test_with_no_line_an_emergency_number_says_use_another_phone(stage: Build) -> None:
    scene = stage(desks.idle(line=Line(LineState.LOST)))
    type_number(scene, "112")
    assert "Use another phone now" in scene.window._home.dialler._hint.said
    scene.qtbot.mouseClick(scene.window._home.dialler._dial, LEFT)
    scene.settle()
    assert dialled(scene) == []
    assert "Use another phone now" in scene.window._notice.said


def test_a_call_of_the_history_has_its_sound_as_a_sparkline_in_words(stage: Build) -> None:
    first = desks.idle().history[0]
    long = replace(first, course=(4.3, 4.1, 2.9, 4.0))
    scene = stage(desks.idle(history=(long, replace(first, interaction_id="b", course=(4.3,)))))
    (line,) = scene.window._home.findChildren(Sparkline)
    assert line.accessibleName() == "Sound over the call: 4.3 at best, 2.9 at worst, of 4.4"


def test_a_row_of_the_history_fills_the_dialler_and_calls_nobody(stage: Build) -> None:
    scene = stage(desks.idle())
    row = scene.window._home._history.itemAt(0).widget().findChild(Row)
    scene.qtbot.mouseClick(row, LEFT)
    scene.settle()
    assert dialled(scene) == []
    assert scene.window._home.dialler._field.text() == "+49 30 111222"


def test_a_promise_is_kept_with_its_day(stage: Build) -> None:
    scene = stage(desks.wrapping_up(None))
    pane = scene.window._wrap_up
    assert not pane._follow_up.isVisible()
    scene.qtbot.mouseClick(pane._outcomes[Outcome.PROMISED], LEFT)
    scene.settle()
    assert pane._follow_up.isVisible()
    scene.clock.turn(5)
    scene.qtbot.mouseClick(pane._finish, LEFT)
    scene.settle()
    assert [type(effect) for effect in scene.effects if isinstance(effect, FinishWrapUp | KeepPromise)] == [
        FinishWrapUp,
        KeepPromise,
    ]


def test_an_interaction_with_a_note_takes_it_into_the_wrap_up(stage: Build) -> None:
    scene = stage(desks.wrapping_up(None))
    assert scene.window._wrap_up._note.toPlainText() == "AD-7 goes out free."
    assert not scene.window._notes.isVisible()


def test_finish_does_nothing_in_the_first_second(stage: Build) -> None:
    scene = stage(replace(desks.wrapping_up(Outcome.SOLVED), changed_at=desks.NOW))
    scene.clock.at = desks.NOW
    scene.window._wrap_up.finish()
    scene.settle()
    assert not any(isinstance(effect, FinishWrapUp) for effect in scene.effects)


def test_the_keypad_sends_digits_by_click_and_by_key(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.qtbot.mouseClick(scene.window._bar._buttons["keypad"], LEFT)
    keypad = scene.window._keypad
    assert keypad.isVisible()
    scene.qtbot.keyClicks(keypad, "4#")
    scene.settle()
    assert scene.commands == [SendDigits("a", "4"), SendDigits("a", "#")]
    scene.qtbot.keyClick(keypad, Qt.Key.Key_Escape)
    assert not keypad.isVisible()


def test_a_transfer_goes_to_a_typed_number_when_it_is_confirmed(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.qtbot.mouseClick(scene.window._bar._buttons["transfer"], LEFT)
    card = scene.window._transfer
    scene.qtbot.keyClicks(card._field, "302")
    assert scene.commands == []
    scene.qtbot.mouseClick(card._button, Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.commands == [TransferTo("a", "302")]


def test_the_choice_of_states_is_the_state_after_the_call_in_a_call(stage: Build) -> None:
    scene = stage(desks.talking())
    menu = scene.window._own.menu(scene.window)
    lunch = next(action for action in menu.actions() if action.text() == "Lunch")
    lunch.trigger()
    scene.settle()
    assert scene.desk.duty.next_wish is Wish.BREAK
    assert "In a call, then Lunch" in scene.window._own._state.text()
    menu.deleteLater()


def test_one_press_returns_from_not_answered(stage: Build) -> None:
    scene = stage(desks.idle(duty=Duty(Wish.NOT_ANSWERED)))
    assert scene.window._own._back.isVisible()
    scene.qtbot.mouseClick(scene.window._own._back, LEFT)
    scene.settle()
    assert scene.desk.duty.wish is Wish.AVAILABLE


def test_the_second_switch_is_for_colleagues_alone(stage: Build) -> None:
    scene = stage(desks.idle())
    scene.qtbot.mouseClick(scene.window._own._colleagues, LEFT)
    scene.settle()
    assert not scene.desk.duty.colleagues
    assert scene.desk.duty.wish is Wish.AVAILABLE
    scene.post(WishChosen(desks.NOW, Wish.OFFLINE))
    assert not scene.desk.duty.colleagues


def test_a_second_call_is_a_row_that_holds_and_answers(stage: Build) -> None:
    scene = stage(desks.second_call())
    row = scene.window._waiting
    assert row.isVisible()
    assert row.height() >= 56
    scene.qtbot.mouseClick(row._answer, LEFT)
    scene.settle()
    assert scene.commands == [Answer("b")]  # the engine holds the other


def test_of_several_customers_the_agent_chooses(stage: Build) -> None:
    other = replace(desks.a_customer(), customer_id="c2", name="B. Lindqvist")
    scene = stage(desks.with_call(desks.a_call(), Several((desks.a_customer(), other))))
    rows = scene.window._customer.findChildren(Row)
    scene.qtbot.mouseClick(rows[1], LEFT)
    scene.settle()
    lookup = scene.desk.interactions["call-a"].lookup
    assert isinstance(lookup, Found)
    assert lookup.customer.name == "B. Lindqvist"


def test_a_call_that_ends_closes_its_keypad(stage: Build) -> None:
    scene = stage(desks.talking())
    scene.qtbot.mouseClick(scene.window._bar._buttons["keypad"], LEFT)
    scene.store._desk = desks.with_call(desks.a_call(phase=Phase.ALERTING))
    scene.store._paint()
    assert not scene.window._keypad.isVisible()


def test_a_call_goes_out_by_the_main_line_until_the_teams_is_chosen(stage: Build) -> None:
    team = Line(LineState.REGISTERED, uri="sip:orders@pbx", name="Orders")
    scene = stage(replace(desks.idle(), more_lines=(team,)))
    dialler = scene.window._home.dialler
    assert dialler._line.isVisible()
    assert scene.window._status._line.said == "Line good · Orders: Line good"
    lines = []
    for index in (0, 1):
        dialler._line.setCurrentIndex(index)
        type_number(scene, "04055501420")
        scene.qtbot.keyClick(dialler._field, Qt.Key.Key_Return)
        scene.settle()
        lines.append([c.line for c in scene.commands if isinstance(c, Dial)][-1])
    assert lines == ["", "Orders"]


def test_a_new_call_on_top_leaves_the_rows_of_the_others_standing(stage: Build) -> None:
    scene = stage(desks.idle())
    before = [scene.window._home._history.itemAt(n).widget() for n in range(2)]
    newest = replace(scene.desk.history[0], interaction_id="call-new", name="New Caller")
    scene.store._desk = replace(scene.desk, history=(newest, *scene.desk.history))
    scene.store._paint()
    layout = scene.window._home._history
    assert layout.itemAt(0).widget().findChild(Row).accessibleName().startswith("New Caller")
    assert [layout.itemAt(n).widget() for n in (1, 2)] == before
