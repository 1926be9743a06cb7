"""The first-run window: server, user, password, and what the test of the line says."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from softphone.domain import facts
from softphone.domain.desk import Desk, EngineState
from softphone.domain.facts import Fact, PasswordGiven, SettingsChanged
from softphone.domain.line import Line, LineState, Transport
from softphone.domain.settings import Scheme, Settings
from softphone.host.clock import Clock
from softphone.ui.firstrun import FirstRun, line_steps
from softphone.ui.look import dress
from softphone.ui.parts.button import Button
from softphone.ui.parts.text import Text
from tests.builders import a_desk

UP = EngineState.UP
FRESH = a_desk(settings=Settings())


@pytest.fixture
def posted() -> list[Fact]:
    return []


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, posted: list[Fact]) -> FirstRun:
    dress(qapp, Scheme.LIGHT)
    made = FirstRun(posted.append, Clock())
    qtbot.addWidget(made)
    made.show_desk(None, FRESH)
    made.bring_up()
    return made


def field(window: FirstRun, name: str) -> QLineEdit:
    return next(f for f in window.findChildren(QLineEdit) if f.accessibleName() == name)


def button(window: FirstRun, word: str) -> Button:
    return next(b for b in window.findChildren(Button) if b.text() == word)


def fill_in(qtbot: QtBot, window: FirstRun) -> None:
    qtbot.keyClicks(field(window, "Server"), "pbx.example:5060")
    qtbot.keyClicks(field(window, "User or extension"), "204")
    qtbot.keyClicks(field(window, "Password"), "s3cret")


def test_nothing_can_be_tested_before_all_three_are_there(qtbot: QtBot, window: FirstRun) -> None:
    assert not button(window, "Test").isEnabled()
    fill_in(qtbot, window)
    assert button(window, "Test").isEnabled()


def test_the_test_asks_the_engine_and_tells_each_step_in_words(
    qtbot: QtBot, window: FirstRun, posted: list[Fact]
) -> None:
    fill_in(qtbot, window)
    qtbot.mouseClick(button(window, "Test"), Qt.MouseButton.LeftButton)
    (asked,) = posted
    assert isinstance(asked, facts.TestLinePressed)
    assert (asked.server, asked.user, asked.password, asked.transport) == ("pbx.example:5060", "204", "s3cret", "udp")
    assert "s3cret" not in repr(asked)
    window.show_desk(FRESH, replace(FRESH, line_test=Line(LineState.REGISTERED, code=200)))
    steps = window.findChildren(Text)
    last = next(t for t in steps if t.said == "It knows you: calls will reach you here.")
    qtbot.waitUntil(last.isVisible)


@pytest.mark.parametrize("size", [(460, 660), (360, 560), (320, 280)])
def test_the_last_step_is_never_left_under_the_foot(qtbot: QtBot, window: FirstRun, size: tuple[int, int]) -> None:
    window.resize(*size)
    fill_in(qtbot, window)
    qtbot.mouseClick(button(window, "Test"), Qt.MouseButton.LeftButton)
    for line in (Line(LineState.REGISTERED), Line(LineState.LOST)):
        window.show_desk(FRESH, replace(FRESH, line_test=line))
        last = line_steps(line, UP)[-1][2]

        def seen(last: str = last) -> bool:
            steps = [text for text in window.findChildren(Text) if text.said == last and text.isVisible()]
            return bool(steps) and all(step.visibleRegion().boundingRect() == step.rect() for step in steps)

        qtbot.waitUntil(seen)


def test_saving_keeps_settings_and_password_and_forgets_the_typed_one(
    qtbot: QtBot, window: FirstRun, posted: list[Fact]
) -> None:
    fill_in(qtbot, window)
    qtbot.mouseClick(button(window, "Save"), Qt.MouseButton.LeftButton)
    settings, password = posted
    assert isinstance(settings, SettingsChanged)
    assert (settings.settings.line_server, settings.settings.line_user) == ("pbx.example:5060", "204")
    assert settings.settings.line_transport is Transport.UDP
    assert isinstance(password, PasswordGiven)
    assert password.password == "s3cret"
    assert not window.isVisible()
    assert field(window, "Password").text() == ""


@pytest.mark.parametrize(
    ("line", "engine", "last"),
    [
        (None, EngineState.STARTING, "The phone program is still starting. One moment, please."),
        (None, UP, "Asking the server …"),
        (Line(LineState.REFUSED, code=403), UP, "It refuses user or password. Type the password again."),
        (Line(LineState.REFUSED, code=404), UP, "It does not know this user. Check the extension."),
        (Line(LineState.REFUSED, code=488), UP, "It refuses the log-in (answer 488). Ask your administrator."),
    ],
)  # fmt: skip
def test_every_result_says_what_to_do(line: Line | None, engine: EngineState, last: str) -> None:
    assert line_steps(line, engine)[-1][2] == last


def test_a_way_of_sound_that_nobody_tried_on_this_system_is_said() -> None:
    line = Line(LineState.REGISTERED, code=200)
    assert line_steps(line, UP, untried_relay=True)[-1][2].startswith("The relay for sound over TCP or TLS")
    assert line_steps(line, UP)[-1][2].startswith("Sound goes over IPv4 alone")


def test_a_server_that_does_not_answer_is_not_called_a_wrong_password() -> None:
    steps = line_steps(Line(LineState.LOST), EngineState.UP)
    assert steps[-1][2].startswith("The server does not answer.")
    assert Desk().line_test is None
