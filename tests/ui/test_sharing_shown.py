"""What other desks share, in the window: the offer to join above the composer, the notice over the card."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from softphone.domain.chat import ChatMessage
from softphone.domain.facts import Fact
from softphone.domain.facts.sharing import NoticeEnded, NoticeMade
from softphone.domain.sharing import JoinQuestion, Shared
from softphone.ui.notice_window import NoticeWindow
from softphone.ui.parts.text import Text
from tests.ui import desks
from tests.ui.conftest import Stage
from tests.ui.sharing import KERN, a_notice, at_site, composing, joining, noticed, thanked
from tests.ui.side_windows import brought_up, button

Build = Callable[..., Stage]


def test_a_key_joins_the_question_that_others_wait_for_and_the_offer_goes(stage: Build) -> None:
    scene = stage(joining())
    slip = scene.window._drawer._talk._join
    assert slip.isVisible()
    assert "J. Kern" in slip._text.said
    scene.qtbot.keyClick(scene.window, Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)
    scene.settle()
    assert [type(effect) for effect in scene.effects if isinstance(effect, JoinQuestion)] == [JoinQuestion]
    assert not slip.isVisible()


def test_a_notice_stands_over_the_card_on_the_side_chat_s_paper_and_says_until_when(stage: Build) -> None:
    pane = stage(noticed()).window._pinned
    assert pane.isVisible()
    said = [text.said for text in pane.findChildren(Text)]
    assert any("AD-7" in text for text in said)
    assert any(text.startswith("Notice on Rails, until") and text.endswith("internal") for text in said)
    other = at_site(desks.talking(), Shared(notices=(a_notice(queues=("Invoices",)),)))
    assert not stage(other).window._pinned.isVisible()


def test_the_wall_of_the_team_stands_on_the_home_page_where_something_is_on_it(stage: Build) -> None:
    home = stage(thanked()).window._home
    assert [text.said for text in home.findChildren(Text) if "Kern · Rails" in text.said] == ["J. Kern · Rails"]
    assert home._wall_head.isVisible()
    assert not stage(desks.idle()).window._home._wall_head.isVisible()


def test_the_owner_makes_an_answer_a_notice_with_an_end_and_ends_one_that_stands(
    qtbot: QtBot, qapp: QApplication
) -> None:
    posted: list[Fact] = []
    stands = a_notice(hours=24 * 365 * 20)
    desk = composing(at_site(desks.talking(), Shared(notices=(stands,)), us=KERN.address))
    reply = ChatMessage("r", desks.NOW, False, "Tell M. Lindqvist: R2 is out until Monday.")
    desk = replace(desk, conversations={"s": replace(desk.conversations["s"], messages=(reply,))})
    window = brought_up(qtbot, qapp, NoticeWindow, posted, desk)
    button(window, "End").click()
    button(window, "Show to all").click()
    ended, made = posted
    assert isinstance(ended, NoticeEnded)
    assert ended.notice_id == stands.notice_id
    assert isinstance(made, NoticeMade)
    assert (made.topic, made.text, made.queues) == ("Rails", "Tell [name]: R2 is out until Monday.", ("Orders",))
    assert made.until > made.at
    assert not window.isVisible()
