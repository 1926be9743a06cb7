"""The window in which the catalogue of topics is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from softphone.domain.catalogue import Topic
from softphone.domain.desk import Desk
from softphone.domain.facts import CatalogueEdited, Fact
from softphone.domain.settings import Settings
from softphone.ui.topics_editor import TopicsEditor
from tests.builders import a_desk
from tests.ui.side_windows import brought_up, button

RAILS = Topic("Rails", "kern", answered_s=60)


@pytest.fixture
def posted() -> list[Fact]:
    return []


def opened(qtbot: QtBot, qapp: QApplication, posted: list[Fact], desk: Desk) -> TopicsEditor:
    return brought_up(qtbot, qapp, TopicsEditor, posted, desk)


def field(window: TopicsEditor, name: str) -> QLineEdit:
    return next(f for f in window.findChildren(QLineEdit) if f.accessibleName() == name)


def press(qtbot: QtBot, window: TopicsEditor, word: str) -> None:
    qtbot.mouseClick(button(window, word), Qt.MouseButton.LeftButton)


def said(window: TopicsEditor) -> str:
    return " | ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def last(posted: list[Fact]) -> tuple[Topic, ...]:
    assert isinstance(posted[-1], CatalogueEdited)
    return posted[-1].topics


def test_a_new_topic_joins_the_others(qtbot: QtBot, qapp: QApplication, posted: list[Fact]) -> None:
    window = opened(qtbot, qapp, posted, a_desk(catalogue=(RAILS,)))
    press(qtbot, window, "New")
    qtbot.keyClicks(field(window, "Topic"), "Racks")
    qtbot.keyClicks(field(window, "Owner"), "nobody")
    assert "Not in the list of experts: nobody" in said(window)
    qtbot.keyClicks(field(window, "To have ready before asking"), "photo, part number")
    press(qtbot, window, "Save")
    assert last(posted) == (Topic("Racks", "nobody", ready=("photo", "part number")), RAILS)


def test_a_topic_is_changed_and_deleted(qtbot: QtBot, qapp: QApplication, posted: list[Fact]) -> None:
    window = opened(qtbot, qapp, posted, a_desk(catalogue=(RAILS,)))
    window.findChildren(QTableView)[0].selectRow(0)
    promise = field(window, "Answered within, in seconds")
    promise.clear()
    qtbot.keyClicks(promise, "2")
    assert not button(window, "Save").isEnabled()
    qtbot.keyClicks(promise, "40")
    press(qtbot, window, "Save")
    assert last(posted) == (replace(RAILS, answered_s=240),)
    press(qtbot, window, "Delete")
    assert last(posted) == ()


def test_topics_of_a_file_join_and_go_out_again(
    qtbot: QtBot, qapp: QApplication, posted: list[Fact], tmp_path: Path
) -> None:
    window = opened(qtbot, qapp, posted, a_desk(catalogue=(RAILS,)))
    (tmp_path / "t.csv").write_text("topic;owner\nRacks;301\n;x\n")
    window.take(str(tmp_path / "t.csv"))
    assert [t.name for t in last(posted)] == ["Racks", "Rails"]
    assert "Left out, by line: 3: no name" in said(window)
    window.give(str(tmp_path / "out.json"))
    window.take(str(tmp_path / "out.json"))
    assert last(posted) == (RAILS,)


def test_what_the_organisation_keeps_is_shown_and_not_edited(
    qtbot: QtBot, qapp: QApplication, posted: list[Fact]
) -> None:
    settings = Settings(topics_address="https://intra.example/topics")
    window = opened(qtbot, qapp, posted, a_desk(catalogue=(RAILS,), settings=settings))
    assert "kept by your organisation" in said(window)
    assert not field(window, "Topic").isVisible()
    assert not button(window, "New").isVisible()
