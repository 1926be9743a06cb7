"""The side chat in the window: on its own paper, to the right person, never moving the focus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from softphone.domain.chat import ChatMessage, Delivery, Unassigned, split
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepQuestion, MarkSeen
from softphone.domain.facts import DeliveryChanged, InternalOpened, ReplyArrived
from softphone.domain.interaction import InteractionKind
from softphone.ui.parts.bubble import Bubble
from softphone.ui.parts.button import Button
from softphone.ui.parts.rows import Row
from tests.ui import desks
from tests.ui.conftest import Stage

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Build = Callable[..., Stage]


def open_drawer(scene: Stage) -> None:
    scene.qtbot.keyClick(scene.window, Qt.Key.Key_X, BOTH)
    scene.settle()


def type_into_focus(scene: Stage, text: str) -> None:
    field = scene.window.focusWidget()
    assert field is not None
    scene.qtbot.keyClicks(field, text)
    scene.settle()


def enter(scene: Stage) -> None:
    field = scene.window.focusWidget()
    assert field is not None
    scene.qtbot.keyClick(field, Qt.Key.Key_Return)
    scene.settle()


def said(scene: Stage) -> str:
    labels = [label.text() for label in scene.window._drawer.findChildren(QLabel) if label.isVisible()]
    bubbles = [bubble.accessibleName() for bubble in scene.window._drawer.findChildren(Bubble) if bubble.isVisible()]
    return " | ".join(labels + bubbles)


def questions(scene: Stage) -> list[KeepQuestion]:
    return [effect for effect in scene.effects if isinstance(effect, KeepQuestion)]


def test_a_question_goes_by_keys_alone_and_masked(stage: Build) -> None:
    scene = stage(desks.talking())
    open_drawer(scene)
    type_into_focus(scene, "rails")
    enter(scene)  # picks the first topic
    open_drawer(scene)  # the drawer closes …
    open_drawer(scene)  # … and opens with the caret where a question is typed
    type_into_focus(scene, "Does it fit? She is M. Lindqvist, 040 55501420")
    enter(scene)
    (question,) = questions(scene)
    assert question.conversation.expert_id == "e1"
    assert "Does it fit?" in question.message.text
    assert "Lindqvist" not in question.message.text
    assert "55501420" not in question.message.text


def test_the_drawer_always_says_that_the_customer_cannot_see_it(stage: Build) -> None:
    for desk in (desks.talking(chat=True), replace(desks.talking(), drawer_open=True), desks.wrapping_up()):
        assert "The customer cannot see or hear this." in said(stage(desk))


def test_enter_sends_and_shift_enter_breaks_the_line(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    draft = scene.window._drawer._talk._draft
    draft.setFocus()
    draft.selectAll()
    scene.qtbot.keyClicks(draft, "one")
    scene.qtbot.keyClick(draft, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    scene.qtbot.keyClicks(draft, "two")
    scene.qtbot.keyClick(draft, Qt.Key.Key_Return)
    scene.settle()
    assert [q.message.text for q in questions(scene)] == ["one\ntwo"]
    assert draft.toPlainText() == ""


def test_an_empty_question_is_not_sent(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    draft = scene.window._drawer._talk._draft
    draft.setFocus()
    draft.setPlainText("   ")
    scene.qtbot.keyClick(draft, Qt.Key.Key_Return)
    scene.settle()
    assert questions(scene) == []


def test_a_reply_moves_neither_focus_nor_what_is_being_typed(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    draft = scene.window._drawer._talk._draft
    draft.setFocus()
    scene.qtbot.keyClicks(draft, " please")
    before = draft.toPlainText()
    reply = ChatMessage("r9", desks.NOW, False, "Yes, by express.", seen_here=False)
    scene.post(ReplyArrived(desks.NOW, "k", reply))
    assert scene.window.focusWidget() is draft
    assert draft.toPlainText() == before
    assert "Yes, by express." in said(scene)


def test_a_reply_that_is_seen_counts_as_read(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    reply = ChatMessage("r9", desks.NOW, False, "Yes.", seen_here=False)
    scene.post(ReplyArrived(desks.NOW, "k", reply))
    scene.qtbot.waitUntil(lambda: scene.desk.unread == 0, timeout=2000)
    assert [effect for effect in scene.effects if isinstance(effect, MarkSeen)]


def test_a_reply_with_the_drawer_shut_is_counted_on_the_button(stage: Build) -> None:
    scene = stage(replace(desks.talking(chat=True), drawer_open=False))
    scene.post(ReplyArrived(desks.NOW, "k", ChatMessage("r9", desks.NOW, False, "Yes.", seen_here=False)))
    assert scene.desk.unread == 1
    assert scene.window._bar._buttons["chat"].text() == "Side chat · 1 new"


def test_proof_is_told_in_words_as_it_comes(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    assert "sent, not confirmed" in said(scene)
    scene.post(DeliveryChanged(desks.NOW, "k", "m2", Delivery.SEEN))
    assert "sent, not confirmed" not in said(scene)


def test_a_refused_question_says_why_and_can_be_sent_again(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    assert "refused: not logged in" in said(scene)


def test_attached_shows_the_exact_masked_text(stage: Build) -> None:
    desk = desks.talking(chat=True)
    draft = "Write to m.lindqvist@nordlicht.example"
    fresh = replace(desk.conversations["k"], context_sent=False, messages=(), draft=draft)
    scene = stage(replace(desk, conversations={"k": fresh}))
    talk = scene.window._drawer._talk
    scene.qtbot.mouseClick(talk._attached, Qt.MouseButton.LeftButton)
    shown = talk._preview_text.said
    assert "Order 48-1190" in shown
    assert "m.lindqvist" not in shown


def test_the_drawer_of_one_call_never_shows_the_conversation_of_another(stage: Build) -> None:
    desk = desks.second_call()
    scene = stage(replace(desk, shown="call-b"))
    assert scene.window._drawer._stack.currentWidget() is scene.window._drawer._picker


def test_with_nothing_shown_a_question_is_an_internal_one(stage: Build) -> None:
    scene = stage(desks.idle())
    scene.window._drawer.ask("e2")
    scene.settle()
    assert [i.kind for i in scene.desk.interactions.values()] == [InteractionKind.INTERNAL]
    assert len(scene.desk.conversations) == 1


def test_a_reply_that_belongs_nowhere_is_shown_in_the_tray(stage: Build) -> None:
    stray = Unassigned(ChatMessage("u", desks.NOW, False, "About yesterday: yes.", seen_here=False), "sip:302@pbx")
    desk: Desk = replace(desks.talking(), drawer_open=True, unassigned=(stray,))
    text = said(stage(desk))
    assert "About yesterday: yes." in text
    assert "S. Albrecht" in text


def test_messages_of_a_megabyte_and_markup_stay_text_and_bounded(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    wild = "<b>bold</b><img src=x>\u202egnp.exe\x00 " + "x" * 1_000_000
    scene.post(ReplyArrived(desks.NOW, "k", ChatMessage("w", desks.NOW + timedelta(seconds=1), False, wild)))
    shown = next(each.shown for each in scene.window._drawer.findChildren(Bubble) if "bold" in each.shown)
    assert shown.startswith("<b>bold</b>")
    assert "\u202e" not in shown
    assert "\x00" not in shown
    assert len(shown) <= 4000


def test_of_many_messages_the_last_are_shown_first(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    for n in range(150):
        scene.store.post(ReplyArrived(desks.NOW, "k", ChatMessage(f"n{n}", desks.NOW, False, f"answer {n}")))
    scene.settle()
    assert "answer 149" in said(scene)
    assert "answer 70." not in said(scene)
    scene.qtbot.mouseClick(scene.window._drawer._talk._messages._earlier, Qt.MouseButton.LeftButton)
    scene.qtbot.waitUntil(lambda: "answer 70." in said(scene), timeout=2000)


def test_attached_is_the_exact_text_in_the_parts_it_goes_in(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    talk = scene.window._drawer._talk
    written = "Ask for M. Lindqvist. " + "word " * 250
    talk._draft.setPlainText(written)
    scene.settle()
    assert "2 parts" in talk._attached.text()
    scene.qtbot.mouseClick(talk._attached, Qt.MouseButton.LeftButton)
    shown = talk._preview_text.said
    talk.send()
    scene.settle()
    (question,) = questions(scene)
    assert shown == "\n".join(split(question.message.text))
    assert question.message.parts == 2
    assert "Lindqvist" not in shown
    assert "in 2 parts" in said(scene)


def test_what_belongs_to_no_question_can_be_opened_and_is_read_then(stage: Build) -> None:
    stray = Unassigned(ChatMessage("u1", desks.NOW, False, "Is the rack back?", seen_here=False), "sip:302@pbx")
    scene = stage(replace(desks.idle(), unassigned=(stray,), drawer_open=True))
    assert scene.desk.unread == 1
    bubble = next(b for b in scene.window._drawer._picker.findChildren(Bubble) if "rack back" in b.shown)
    scene.qtbot.mouseClick(bubble.findChild(Button), Qt.MouseButton.LeftButton)
    scene.settle()
    assert scene.desk.unread == 0
    assert "Is the rack back?" in said(scene)
    assert scene.desk.interactions[scene.desk.shown or ""].kind is InteractionKind.INTERNAL


def test_the_notes_of_an_internal_question_are_not_called_those_of_a_call(stage: Build) -> None:
    scene = stage(desks.talking())
    assert "call" in scene.window._notes._draft.placeholderText()
    scene.store.post(InternalOpened(scene.clock.now(), "i-1"))
    scene.settle()
    assert scene.window._notes._draft.placeholderText().startswith("Notes ")
    assert "call" not in scene.window._notes._draft.placeholderText()


def test_what_was_tried_is_marked_with_a_click_and_goes_along(stage: Build) -> None:
    desk = desks.talking()
    interaction = replace(desk.interactions["call-a"], note="restarted it")
    scene = stage(replace(desk, interactions={"call-a": interaction}))
    open_drawer(scene)
    type_into_focus(scene, "rails")
    enter(scene)
    step = next(b for b in scene.window._drawer.findChildren(Button) if b.text() == "restarted it")
    scene.qtbot.mouseClick(step, Qt.MouseButton.LeftButton)
    scene.settle()
    scene.window._drawer.write()
    type_into_focus(scene, "And now?")
    enter(scene)
    (question,) = questions(scene)
    assert "✓ restarted it\nAnd now?" in question.message.text


def test_a_line_that_was_broken_stays_broken(stage: Build) -> None:
    one, two = (Bubble(False, "Copy", stage(desks.talking()).window) for _ in range(2))
    one.show_message("Like this one? Yes.", "09:41")
    two.show_message("Like this one?\nYes.", "09:41")
    assert two.heightForWidth(400) > one.heightForWidth(400)
def test_the_lead_of_the_team_stands_above_the_people_and_is_asked_by_a_click(stage: Build) -> None:
    idle = desks.idle()
    scene = stage(replace(idle, settings=replace(idle.settings, team_lead="sip:berg@pbx"), drawer_open=True))
    picker = scene.window._drawer._picker
    row = next(row for row in picker.findChildren(Row) if "Team lead" in row.accessibleName())
    scene.qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    scene.settle()
    assert [c.address for c in scene.desk.conversations.values()] == ["sip:berg@pbx"]
    assert scene.desk.interaction is not None
    assert scene.desk.interaction.kind is InteractionKind.INTERNAL
