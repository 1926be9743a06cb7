"""The window of a set-up link: each question says whose the link is, and each failure what to do."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from softphone.domain.expert import Expert
from softphone.domain.facts import Fact
from softphone.domain.facts.setting_up import SetUpAgreed, SetUpGiven, SetUpLeft
from softphone.domain.setting_up import Parcel, Phase, Secrets, SetUp, SetUpLink, Why
from softphone.ui.parts.text import Text
from softphone.ui.setup_window import SetupWindow, sentence
from tests.ui import desks
from tests.ui.conftest import TurnedClock

LINK = SetUpLink("setup.example.org", 443, "AB12-CD34-EF56")
PARCEL = Parcel("ACME", (("line_server", "pbx.new"),), (Expert("e", "Kern", "sip:3@pbx"),), (Secrets.LINE,))


@pytest.fixture
def posted() -> list[Fact]:
    return []


@pytest.fixture
def window(qtbot: QtBot, posted: list[Fact]) -> SetupWindow:
    made = SetupWindow(posted.append, TurnedClock(desks.NOW))
    qtbot.addWidget(made)
    made.show_desk(None, desks.idle(set_up=SetUp()))
    made.bring_up()
    return made


def show(window: SetupWindow, set_up: SetUp) -> str:
    window.show_desk(desks.idle(), desks.idle(set_up=set_up))
    return " ".join(text.said for text in window.page.findChildren(Text))


def test_a_code_is_typed_and_gone_on_with(window: SetupWindow, qtbot: QtBot, posted: list[Fact]) -> None:
    field = window.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "setup.example.org/AB12-CD34-EF56")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert posted == [SetUpGiven(desks.NOW, "setup.example.org/AB12-CD34-EF56")]


def test_the_host_is_named_before_it_is_asked_and_what_it_would_set_before_it_is_taken(
    window: SetupWindow, posted: list[Fact]
) -> None:
    assert "Let setup.example.org set up this phone?" in show(window, SetUp(Phase.ASKED, LINK))
    window._go.click()
    assert posted == [SetUpAgreed(desks.NOW)]
    said = show(window, SetUp(Phase.OFFERED, LINK, PARCEL))
    for part in ("ACME (setup.example.org)", "pbx.new", "Experts: 1", "Password of the line"):
        assert part in said
    assert window._go.isEnabled()


def test_a_proxy_is_shown_without_its_password(window: SetupWindow) -> None:
    parcel = Parcel("ACME", (("http_proxy", "http://anna:s3cret@proxy.example:3128"),))
    said = show(window, SetUp(Phase.OFFERED, LINK, parcel))
    assert "http://anna@proxy.example:3128" in said
    assert "s3cret" not in said


def test_during_a_call_nothing_is_taken(window: SetupWindow) -> None:
    calling = replace(desks.talking(), set_up=SetUp(Phase.OFFERED, LINK, PARCEL))
    window.show_desk(desks.idle(), calling)
    assert not window._go.isEnabled()


@pytest.mark.parametrize("why", Why)
def test_each_failure_is_a_sentence_and_says_that_nothing_was_changed(window: SetupWindow, why: Why) -> None:
    said = show(window, SetUp(Phase.FAILED, LINK, why=why))
    assert sentence(why, "setup.example.org") in said
    assert "Nothing was changed." in said


def test_closing_the_window_lets_it_go(window: SetupWindow, posted: list[Fact]) -> None:
    show(window, SetUp(Phase.OFFERED, LINK, PARCEL))
    window.close()
    assert posted == [SetUpLeft(desks.NOW)]
