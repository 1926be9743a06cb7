"""The dialler's quick ways, sending a ringing call on, do not disturb, and what the PBX said over the card."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt

from softphone.domain.call import CallContext, Ending
from softphone.domain.effects import KeepDuty
from softphone.domain.protocol import Deflect, Dial
from softphone.domain.settings import SecondCall, Settings
from softphone.ui import call_words
from softphone.ui.parts.button import Button
from tests.ui import desks
from tests.ui.conftest import Stage

LEFT = Qt.MouseButton.LeftButton
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Build = Callable[..., Stage]


def dialled(scene: Stage) -> Dial:
    [dial] = [command for command in scene.commands if isinstance(command, Dial)]
    return dial


def test_a_speed_dial_calls_and_the_key_dials_the_last_number_again(stage: Build) -> None:
    settings = Settings(line_server="pbx.example", line_user="204", speed_dials=("Goods in=301",))
    scene = stage(desks.idle(settings=settings))
    quick = scene.window._home.dialler._quick.findChildren(Button)
    assert [button.text() for button in quick] == ["Again: K. Osei", "Goods in"]
    scene.qtbot.mouseClick(quick[1], LEFT)
    scene.settle()
    assert dialled(scene).target == "301"
    scene = stage(desks.idle())
    scene.qtbot.keyClick(scene.window, Qt.Key.Key_G, BOTH)
    scene.settle()
    assert dialled(scene).target == "+4930111333"


def test_a_number_withheld_is_withheld_once(stage: Build) -> None:
    scene = stage(desks.idle())
    dialler = scene.window._home.dialler
    dialler._shown_as.setCurrentIndex(dialler._shown_as.count() - 1)
    scene.qtbot.keyClicks(dialler._field, "301")
    scene.qtbot.mouseClick(dialler._dial, LEFT)
    scene.settle()
    assert dialled(scene).headers == (("Privacy", "id"),)
    assert dialler._shown_as.currentIndex() == 0


def test_a_ringing_call_is_sent_on_from_the_bar(stage: Build) -> None:
    scene = stage(desks.ringing())
    scene.qtbot.mouseClick(scene.window._bar._buttons["transfer"], LEFT)
    card = scene.window._transfer
    assert not card._ask.isVisible()
    scene.qtbot.keyClicks(card._field, "302")
    scene.qtbot.keyClick(card._field, Qt.Key.Key_Return)
    scene.settle()
    assert scene.commands == [Deflect("a", "302")]


def test_while_it_rings_all_buttons_of_a_narrow_bar_have_a_place_of_their_own(stage: Build) -> None:
    scene = stage(desks.ringing(), width=380, height=780)
    bar = scene.window._bar
    boxes = [QRect(bar._buttons[n].mapTo(bar, QPoint(0, 0)), bar._buttons[n].size())
             for n in ("answer", "back", "transfer", "chat")]  # fmt: skip
    for index, box in enumerate(boxes):
        assert bar.rect().contains(box)
        assert not any(box.intersects(other) for other in boxes[index + 1 :])


def test_do_not_disturb_is_a_key_and_stands_in_the_pill(stage: Build) -> None:
    scene = stage(desks.idle())
    scene.qtbot.keyClick(scene.window, Qt.Key.Key_Q, BOTH)
    scene.settle()
    assert any(isinstance(effect, KeepDuty) for effect in scene.effects)
    assert scene.window._own._state.text() == "Do not disturb"


def test_a_call_that_is_only_announced_cannot_be_answered_from_its_row(stage: Build) -> None:
    desk = replace(desks.second_call(), settings=Settings(second_call=SecondCall.ANNOUNCED))
    row = stage(desk).window._waiting
    assert not row._answer.isEnabled()
    assert row._answer.text() == "Answer after this call"


def test_what_the_pbx_said_stands_over_the_card(stage: Build) -> None:
    desk = desks.talking()
    context = CallContext("Orders", desks.NUMBER, waited_s=41, choice="2", fields=(("Order", "48-1190"),),
                          user_to_user="K-7")  # fmt: skip
    interaction = replace(desk.interactions["call-a"], context=context)
    strip = stage(replace(desk, interactions={"call-a": interaction})).window._customer._context
    assert strip.isVisible()
    assert strip._text.said == (
        "Queue Orders · waited 0:41 · dialled 040 55501420 · menu: 2 · Order: 48-1190 · told along: K-7"
    )


def test_who_hung_up_is_said_in_the_wrap_up(stage: Build) -> None:
    desk = desks.wrapping_up()
    interaction = replace(desk.interactions[desk.shown or ""], ending=Ending.HUNG_UP_THERE)
    scene = stage(replace(desk, interactions={interaction.interaction_id: interaction}))
    assert "the other side hung up" in scene.window._bar._line.said


def test_every_ending_has_words_of_its_own() -> None:
    trouble = (Ending.CALLEE_BUSY, Ending.MOVED, Ending.CONGESTED, Ending.NOT_COMPATIBLE, Ending.BLOCKED)
    assert len({call_words.dial_trouble(how) for how in trouble}) == len(trouble)
