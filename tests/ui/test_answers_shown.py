"""Kept answers and replies in the window: a key each, nothing moves the focus, nothing moves what is being read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from softphone.domain.answer_effects import CountSolved, KeepAnswer, ReadOlder
from softphone.domain.answers import KeptAnswer, Offers, Shelf
from softphone.domain.chat import ChatMessage
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepQuestion
from softphone.domain.facts import Fact, ReplyArrived
from softphone.domain.facts.answers import AnswerDeleted, AnswerKept, AnswersMatched
from softphone.domain.facts.attention import OlderRead
from softphone.ui.answers_window import AnswersWindow
from softphone.ui.keep_window import KeepWindow
from softphone.ui.messages import MOST_MADE
from softphone.ui.parts.bubble import Bubble
from softphone.ui.parts.offer_row import OfferRow
from softphone.ui.parts.rows import Row
from tests.ui import desks
from tests.ui.conftest import Stage
from tests.ui.side_windows import brought_up, button

ALT = Qt.KeyboardModifier.AltModifier
Build = Callable[..., Stage]
LONG = "It fits from 2021 on, and only with the adapter that comes with it. " * 12


def an_answer(answer_id: str = "a1", **changes: object) -> KeptAnswer:
    answer = KeptAnswer(
        answer_id, "Do S2 rails fit older racks?", "From 2021 on.", "J. Kern", date(2027, 1, 31), desks.NOW,
        "sip:301@pbx", "Rails", took_s=70,
    )  # fmt: skip
    return replace(answer, **changes)  # type: ignore[arg-type]


def typing(build: Build, *answers: KeptAnswer) -> Stage:
    scene = build(desks.talking(chat=True))
    scene.window._drawer._talk._draft.setFocus()
    draft = scene.desk.conversations["k"].draft
    scene.post(AnswersMatched(desks.NOW, "k", draft, answers or (an_answer(), an_answer("a2", question="And AD-7?"))))
    return scene


def press(scene: Stage, key: Qt.Key) -> None:
    scene.qtbot.keyClick(scene.window.focusWidget() or scene.window, key, ALT)
    scene.settle()


def rows(scene: Stage) -> list[tuple[str, str]]:
    found = scene.window._drawer.findChildren(OfferRow)
    return [row.said for row in found if row.isVisible()]


def replies(scene: Stage) -> list[Bubble]:
    found = scene.window._drawer.findChildren(Bubble)
    return [bubble for bubble in found if bubble.isVisible() and not bubble.ours]


def with_replies(count: int, text: str = "Reply {n}") -> Desk:
    desk = desks.talking(chat=True)
    said = tuple(
        ChatMessage(f"r{n}", desks.NOW - timedelta(minutes=count - n), False, text.format(n=n)) for n in range(count)
    )
    conversation = replace(desk.conversations["k"], messages=said, draft="")
    return replace(desk, conversations={"k": conversation})


def test_offers_come_quietly_and_the_caret_stays_in_the_question(stage: Build) -> None:
    scene = typing(stage)
    draft = scene.window._drawer._talk._draft
    assert [first for first, _ in rows(scene)] == ["Do S2 rails fit older racks?", "And AD-7?"]
    assert scene.window.focusWidget() is draft
    press(scene, Qt.Key.Key_1)
    assert scene.desk.offers.opened == "a1"
    assert scene.window.focusWidget() is draft
    press(scene, Qt.Key.Key_0)
    assert len(rows(scene)) == 2
    press(scene, Qt.Key.Key_0)
    assert rows(scene) == []


def test_this_solved_it_by_key_empties_the_composer_and_asks_nobody(stage: Build) -> None:
    scene = typing(stage)
    press(scene, Qt.Key.Key_1)
    press(scene, Qt.Key.Key_S)
    assert CountSolved("a1") in scene.effects
    assert scene.desk.conversations["k"].draft == ""
    assert scene.window._drawer._talk._draft.toPlainText() == ""
    assert not any(isinstance(effect, KeepQuestion) for effect in scene.effects)


def test_an_expired_answer_says_so_and_its_owner_is_asked_by_key(stage: Build) -> None:
    scene = typing(stage, an_answer(valid_until=date(2026, 10, 1)))
    assert "expired" in rows(scene)[0][1]
    press(scene, Qt.Key.Key_1)
    press(scene, Qt.Key.Key_O)
    (question,) = [effect for effect in scene.effects if isinstance(effect, KeepQuestion)]
    assert "Does this answer still hold?" in question.message.text
    assert "48-1190" not in question.message.text


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (380, 800)])
def test_the_window_does_not_grow_for_what_is_offered(stage: Build, width: int, height: int) -> None:
    scene = stage(desks.talking(chat=True), width=width, height=height)
    if width < 640:
        scene.window._choose_page("aside")
        scene.settle()
    before = scene.window.height()
    draft = scene.desk.conversations["k"].draft
    scene.post(AnswersMatched(desks.NOW, "k", draft, tuple(an_answer(f"a{n}", text=LONG) for n in range(3))))
    press(scene, Qt.Key.Key_1)
    assert scene.window.height() <= before + 16


def test_a_long_answer_is_folded_until_it_is_wanted_whole(stage: Build) -> None:
    scene = stage(with_replies(1, LONG))
    (bubble,) = replies(scene)
    folded = bubble.height()
    assert bubble._more is not None
    assert bubble._more.isVisible()
    bubble._more.click()
    scene.qtbot.waitUntil(lambda: bubble.height() > folded + 60, timeout=3000)
    assert not bubble._more.isVisible()


def test_a_new_message_says_it_is_there_and_moves_nothing_that_is_read(stage: Build) -> None:
    scene = stage(with_replies(30))
    messages = scene.window._drawer._talk._messages
    bar = messages.verticalScrollBar()
    scene.qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum(), timeout=3000)
    bar.setValue(bar.maximum() // 2)
    reading = next(b for b in replies(scene) if b.visibleRegion().boundingRect().height() == b.height())
    before = reading.mapTo(messages, reading.rect().topLeft())
    for n in range(3):
        scene.post(ReplyArrived(desks.NOW, "k", ChatMessage(f"n{n}", desks.NOW, False, LONG, seen_here=False)))
    scene.qtbot.waitUntil(lambda: messages._latest.isVisible() and messages._latest.text() == "3 new", timeout=3000)
    QApplication.processEvents()
    assert reading.mapTo(messages, reading.rect().topLeft()) == before
    messages._latest.click()
    scene.qtbot.waitUntil(lambda: bar.value() == bar.maximum() and not messages._latest.isVisible(), timeout=3000)


def test_a_hundred_thousand_messages_are_scrolled_through_with_few_bubbles_and_nothing_jumps(stage: Build) -> None:
    scene = stage(with_replies(200))
    messages = scene.window._drawer._talk._messages
    bar = messages.verticalScrollBar()
    scene.qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum(), timeout=3000)
    before = [
        ChatMessage(f"o{n}", desks.NOW - timedelta(days=2, minutes=-n), False, f"Older {n}") for n in range(250)
    ]

    def answer_pages() -> None:
        for effect in [each for each in scene.effects if isinstance(each, ReadOlder)]:
            scene.effects.remove(effect)
            at = next((n for n, m in enumerate(before) if m.message_id == effect.before), len(before))
            page = tuple(before[max(at - 100, 0) : at])
            scene.post(OlderRead(desks.NOW, "k", effect.before, page, len(page) < 100))

    def at_the_first() -> bool:
        bar.setValue(max(bar.value() - 300, 0))
        QApplication.processEvents()
        answer_pages()
        assert len(messages._bubbles) <= MOST_MADE
        return "o0" in messages._bubbles and bar.value() == 0

    scene.qtbot.waitUntil(at_the_first, timeout=20_000)
    by_place = sorted(messages._bubbles, key=lambda key: messages._bubbles[key][1].y())
    assert by_place == [f"o{n}" for n in range(len(by_place))]
    assert len(scene.desk.older.messages) == 250
    scene.post(ReplyArrived(desks.NOW, "k", ChatMessage("n0", desks.NOW, False, "New", seen_here=False)))
    assert len(scene.desk.older.messages) == 251  # pushed out of the last two hundred, and lost nowhere
    assert bar.value() == 0
    messages.to_latest()
    scene.qtbot.waitUntil(lambda: "n0" in messages._bubbles and bar.value() == bar.maximum(), timeout=3000)


def test_an_answer_is_pinned_over_the_card_by_key_and_taken_off_again(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    press(scene, Qt.Key.Key_P)
    pinned = scene.window._pinned
    assert pinned.isVisible()
    assert pinned.mapTo(scene.window, pinned.rect().topLeft()).y() < scene.window._customer.y() + 200
    assert not scene.window._bar.geometry().intersects(pinned.geometry().translated(pinned.parentWidget().pos()))
    press(scene, Qt.Key.Key_P)
    assert not pinned.isVisible()


def test_an_answer_goes_into_the_note_to_the_clipboard_and_into_large_type_by_key(stage: Build) -> None:
    scene = stage(desks.talking(chat=True))
    press(scene, Qt.Key.Key_N)
    assert "until March" in scene.desk.interactions["call-a"].note
    press(scene, Qt.Key.Key_C)
    assert "until March" in QApplication.clipboard().text()
    (bubble,) = replies(scene)
    small = bubble.height()
    press(scene, Qt.Key.Key_L)
    scene.qtbot.waitUntil(lambda: bubble.height() > small, timeout=3000)


def test_an_earlier_reply_is_taken_in_hand_by_key(stage: Build) -> None:
    scene = stage(with_replies(3))
    press(scene, Qt.Key.Key_Up)
    press(scene, Qt.Key.Key_N)
    assert scene.desk.interactions["call-a"].note == "Reply 1"
    press(scene, Qt.Key.Key_Down)
    press(scene, Qt.Key.Key_N)
    assert scene.desk.interactions["call-a"].note == "Reply 1\nReply 2"


def test_thanks_go_by_key_once_with_what_the_answer_did(stage: Build) -> None:
    scene = stage(desks.wrapping_up())
    press(scene, Qt.Key.Key_T)
    press(scene, Qt.Key.Key_T)
    sent = [effect.message.text for effect in scene.effects if isinstance(effect, KeepQuestion)]
    assert sent == ["Thank you. With your answer I could promise the customer how it goes on."]


def test_a_reply_is_kept_without_the_customer_and_with_a_day_until_it_holds(qtbot: QtBot, qapp: QApplication) -> None:
    desk, posted = desks.wrapping_up(), list[Fact]()
    said = ChatMessage("m9", desks.NOW, False, "Tell M. Lindqvist: order 48-1190 ships on Monday.")
    conversation = desk.conversations["k"]
    desk = replace(desk, conversations={"k": replace(conversation, messages=(*conversation.messages, said))})
    window = brought_up(qtbot, qapp, KeepWindow, posted, desk)
    button(window, "Keep").click()
    (kept,) = [fact for fact in posted if isinstance(fact, AnswerKept)]
    assert kept.answer.text == "Tell [name]: order [order] ships on Monday."
    assert kept.answer.owner == "J. Kern"
    assert kept.answer.valid_until > desks.NOW.date()
    assert not window.isVisible()


def test_without_an_answer_nothing_can_be_kept(qtbot: QtBot, qapp: QApplication) -> None:
    window = brought_up(qtbot, qapp, KeepWindow, [], desks.wrapping_up())
    window.findChildren(QPlainTextEdit)[1].setPlainText("  ")
    assert not button(window, "Keep").isEnabled()


def test_kept_answers_are_changed_expired_and_deleted_only_when_sure(qtbot: QtBot, qapp: QApplication) -> None:
    posted: list[Fact] = []
    desk = replace(desks.idle(), shelf=Shelf("", (an_answer(solved=2),), 1), offers=Offers())
    window = brought_up(qtbot, qapp, AnswersWindow, posted, desk)
    window.findChildren(Row)[0].click()
    window.findChildren(QPlainTextEdit)[1].setPlainText("From 2022 on.")
    button(window, "Save").click()
    button(window, "Expired").click()
    button(window, "Delete").click()
    assert not any(isinstance(fact, AnswerDeleted) for fact in posted)
    button(window, "Delete for good?").click()
    changed = [fact.answer for fact in posted if isinstance(fact, AnswerKept)]
    assert changed[0].text == "From 2022 on."
    assert changed[1].valid_until < desks.NOW.astimezone().date() + timedelta(days=3650)
    assert [fact.answer_id for fact in posted if isinstance(fact, AnswerDeleted)] == ["a1"]


def test_a_kept_answer_that_changes_keeps_its_count(stage: Build) -> None:
    scene = stage(desks.idle())
    scene.post(AnswerKept(desks.NOW, an_answer(solved=4)))
    (kept,) = [effect.answer for effect in scene.effects if isinstance(effect, KeepAnswer)]
    assert kept.solved == 4
