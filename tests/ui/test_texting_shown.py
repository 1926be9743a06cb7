"""Texts with a customer in the window: in the centre, blue and white, sent by another key than the side chat."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from softphone.domain.desk import Notice, NoticeKind
from softphone.domain.effects import KeepQuestion
from softphone.domain.interaction import WrapUp
from softphone.domain.texts import CustomerText, KeepText, TextCame, TextState
from softphone.ui.look import tokens
from softphone.ui.notices import notice_fact, notice_words
from softphone.ui.parts.bubble import Bubble, CustomerBubble
from tests.ui import desks
from tests.ui.conftest import Stage

Build = Callable[..., Stage]
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def reply_field(scene: Stage) -> object:
    return scene.window._texts._reply


def answers(scene: Stage) -> list[str]:
    return [e.text.text for e in scene.effects if isinstance(e, KeepText) and e.text.state is TextState.NEW]


def test_an_answer_goes_by_keys_alone_and_not_by_a_bare_enter(stage: Build) -> None:
    scene = stage(desks.texting(chat=True))
    scene.qtbot.keyClick(scene.window, Qt.Key.Key_I, BOTH)
    field = scene.window.focusWidget()
    assert field is reply_field(scene)
    scene.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert answers(scene) == []
    scene.qtbot.keyClicks(field, "Yes.")
    scene.qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    scene.settle()
    assert answers(scene) == ["S2 rails fit racks from 2021 on\nYes."]
    assert scene.window._texts._reply.toPlainText() == ""
    assert not [e for e in scene.effects if isinstance(e, KeepQuestion)]


def test_the_two_sides_share_neither_colour_nor_word_nor_place(stage: Build) -> None:
    scene = stage(desks.texting(chat=True))
    texts, drawer = scene.window._texts, scene.window._drawer
    assert texts.isVisible()
    assert drawer.isVisible()
    assert not texts.geometry().intersects(drawer.geometry().translated(-scene.window._centre.pos()))
    ours = {getattr(tokens(), name) for name in (CustomerBubble.OURS, CustomerBubble.THEIRS, CustomerBubble.EDGE)}
    assert not ours & {getattr(tokens(), name) for name in (Bubble.OURS, Bubble.THEIRS, Bubble.EDGE)}
    said = {label.text() for label in texts.findChildren(QLabel) if label.isVisible()}
    internal = {label.text() for label in drawer.findChildren(QLabel) if label.isVisible()}
    assert not said & internal
    assert any("customer reads this" in text for text in said)
    assert any("customer cannot see" in text for text in internal)
    sends = (texts._send.text(), drawer._talk._send.text())
    assert sends == ("Send to customer", "Send")


def test_what_comes_is_shown_and_a_second_text_elsewhere_takes_no_focus_and_rings_nothing(stage: Build) -> None:
    scene = stage(desks.talking())
    before = scene.window.focusWidget()
    text = CustomerText("c-9", desks.NOW, False, "Hello?", seen_here=False)
    scene.post(TextCame(desks.NOW, "t-9", "+491715550143", "sip:+491715550143@gw", text))
    assert scene.window.focusWidget() is before
    assert scene.desk.shown == "call-a"
    assert not scene.window._texts.isVisible()
    assert [n.kind for n in scene.desk.notices] == [NoticeKind.TEXT_CAME]
    words, action = notice_words(scene.desk.notices[0], scene.desk)
    assert ("0171 5550143" in words, action) == (True, "Open")
    fact = notice_fact(scene.desk.notices[0], scene.desk)
    assert fact is not None
    scene.post(fact)
    assert scene.window._texts.isVisible()
    assert scene.desk.threads["t-9"].unread == 0


def test_a_notice_of_a_conversation_that_is_gone_opens_nothing(stage: Build) -> None:
    notice = Notice("n", NoticeKind.TEXT_CAME, desks.NOW, interaction_id="gone", target="+491715550143")
    assert notice_fact(notice, stage(desks.idle()).desk) is None


def test_finish_leads_to_the_wrap_up_and_the_composer_goes(stage: Build) -> None:
    scene = stage(desks.texting())
    scene.window._texts._done.click()
    scene.settle()
    assert scene.desk.interactions["t-1"].wrap_up is WrapUp.OPEN
    assert not scene.window._texts.isVisible()
    assert scene.window._wrap_up.isVisible()


def test_what_was_refused_is_sent_again_by_its_button_and_too_long_a_text_waits(stage: Build) -> None:
    scene = stage(desks.texting())
    bubble = scene.window._texts._bubbles["a-2"]
    bubble.chosen.emit("again")
    scene.settle()
    assert scene.desk.threads["t-1"].texts[-1].state is TextState.LEFT
    desk = desks.texting()
    long = replace(desk.interactions["t-1"], reply="x" * 950)
    scene = stage(replace(desk, interactions={"t-1": long}))
    assert not scene.window._texts._send.isEnabled()
    assert "Too long by 50" in scene.window._texts._to.said
