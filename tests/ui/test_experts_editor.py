"""The window in which the list of experts is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from softphone.domain.facts import ExpertsEdited, Fact
from softphone.domain.settings import Scheme
from softphone.host.paths import resource
from softphone.ui.about import LIBRARIES, LICENCE, About
from softphone.ui.experts_editor import ExpertsEditor
from softphone.ui.look import dress
from softphone.ui.parts.text import Text
from tests.builders import KERN, OSEI, a_desk
from tests.ui.side_windows import brought_up, button


@pytest.fixture
def posted() -> list[Fact]:
    return []


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, posted: list[Fact]) -> ExpertsEditor:
    return brought_up(qtbot, qapp, ExpertsEditor, posted, a_desk())


def field(window: ExpertsEditor, name: str) -> QLineEdit:
    return next(f for f in window.findChildren(QLineEdit) if f.accessibleName() == name)


def press(qtbot: QtBot, window: ExpertsEditor, word: str) -> None:
    qtbot.mouseClick(button(window, word), Qt.MouseButton.LeftButton)


def edited(posted: list[Fact]) -> ExpertsEdited:
    last = posted[-1]
    assert isinstance(last, ExpertsEdited)
    return last


def test_a_new_expert_joins_the_others(qtbot: QtBot, window: ExpertsEditor, posted: list[Fact]) -> None:
    press(qtbot, window, "New")
    qtbot.keyClicks(field(window, "Name"), "S. Aydin")
    qtbot.keyClicks(field(window, "Extension, SIP address or Matrix address"), "aydin")
    qtbot.keyClicks(field(window, "Topics"), "Delivery, Service visits")
    qtbot.keyClicks(field(window, "Hours"), "1-5 08:00-16:00")
    press(qtbot, window, "Save")
    new = next(e for e in edited(posted).experts if e.name == "S. Aydin")
    assert (new.address, new.topics) == ("sip:aydin@pbx.example", ("Delivery", "Service visits"))
    assert {KERN, OSEI} < set(edited(posted).experts)


def test_an_expert_is_changed_and_keeps_the_id(qtbot: QtBot, window: ExpertsEditor, posted: list[Fact]) -> None:
    window.findChildren(QTableView)[0].selectRow(0)
    assert field(window, "Name").text() == KERN.name
    field(window, "Team").clear()
    qtbot.keyClicks(field(window, "Team"), "Products")
    press(qtbot, window, "Save")
    assert replace(KERN, team="Products") in edited(posted).experts


def test_an_expert_is_deleted(qtbot: QtBot, window: ExpertsEditor, posted: list[Fact]) -> None:
    window.findChildren(QTableView)[0].selectRow(1)
    press(qtbot, window, "Delete")
    assert edited(posted).experts == (KERN,)


def test_what_is_not_complete_is_not_saved_and_says_why(
    qtbot: QtBot, window: ExpertsEditor, posted: list[Fact]
) -> None:
    press(qtbot, window, "New")
    qtbot.keyClicks(field(window, "Name"), "X")
    qtbot.keyClicks(field(window, "Extension, SIP address or Matrix address"), "<b>")
    press(qtbot, window, "Save")
    assert posted == []
    said = [t.said for t in window.findChildren(Text)]
    assert "Not complete yet: no extension, SIP or Matrix address" in said


def test_a_list_is_imported_and_nobody_goes(window: ExpertsEditor, posted: list[Fact], tmp_path: Path) -> None:
    window.take(str(resource("demo/experts.csv")))
    experts = edited(posted).experts
    assert len(experts) == 6
    kern = next(e for e in experts if e.address == KERN.address)
    assert (kern.expert_id, kern.topics) == (KERN.expert_id, ("Rack S2", "Certificates", "Roadmap", "Warranty"))
    strange = tmp_path / "x.csv"
    strange.write_bytes(b"\x00\xff\xfe;;;\n1;2\n")
    window.take(str(strange))
    assert len(posted) == 1


def test_about_names_the_licence_and_every_library(qtbot: QtBot, qapp: QApplication) -> None:
    dress(qapp, Scheme.LIGHT)
    about = About()
    qtbot.addWidget(about)
    about.bring_up()
    said = "\n".join(t.said for t in about.findChildren(Text))
    assert LICENCE in said
    assert all(title in said for title, _, _ in LIBRARIES)
