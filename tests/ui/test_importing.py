"""The import of a customer book: preview, columns, progress, rows that did not go in."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar, QTableWidget
from pytestqt.qtbot import QtBot

from softphone.domain.desk import EPOCH, Desk
from softphone.domain.facts import Fact, ImportCancelled, ImportProgressed, ImportStarted, PreviewAsked, PreviewRead
from softphone.ui.importing import ImportBook
from softphone.ui.parts.choice import Choice
from softphone.ui.parts.text import Text
from tests.ui.side_windows import brought_up, button

PATH = "/somewhere/kunden.csv"
PREVIEW = PreviewRead(
    EPOCH,
    PATH,
    ("Kunde", "Telefon", "<b>Notiz</b>"),
    (("Maria Lindqvist", "040 55501420", "x"),),
    (("name", "Kunde"), ("number", "Telefon")),
)
READ = Desk(preview=PREVIEW)


@pytest.fixture
def posted() -> list[Fact]:
    return []


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, posted: list[Fact]) -> ImportBook:
    return brought_up(qtbot, qapp, ImportBook, posted, Desk())


def said(window: ImportBook) -> str:
    return "\n".join(t.said for t in window.findChildren(Text) if t.isVisible())


def started(qtbot: QtBot, window: ImportBook, posted: list[Fact]) -> ImportStarted:
    window.take(PATH)
    window.show_desk(Desk(), READ)
    qtbot.mouseClick(button(window, "Import"), Qt.MouseButton.LeftButton)
    last = posted[-1]
    assert isinstance(last, ImportStarted)
    return last


def test_a_chosen_file_is_looked_into_and_its_first_rows_are_shown(window: ImportBook, posted: list[Fact]) -> None:
    window.take(PATH)
    assert [f.path for f in posted if isinstance(f, PreviewAsked)] == [PATH]
    assert not button(window, "Import").isEnabled()
    window.show_desk(Desk(), READ)
    item = window.findChildren(QTableWidget)[0].item(0, 0)
    assert item is not None
    assert item.text() == "Maria Lindqvist"
    assert dict(window.mapping()) == {"name": "Kunde", "number": "Telefon"}


def test_the_mapping_that_stands_in_the_window_is_what_is_imported(
    qtbot: QtBot, window: ImportBook, posted: list[Fact]
) -> None:
    window.take(PATH)
    window.show_desk(Desk(), READ)
    note = next(c for c in window.findChildren(Choice) if c.accessibleName() == "Note that must be seen")
    note.setCurrentIndex(note.findData("<b>Notiz</b>"))
    qtbot.mouseClick(button(window, "Import"), Qt.MouseButton.LeftButton)
    last = posted[-1]
    assert isinstance(last, ImportStarted)
    assert dict(last.mapping)["must_see"] == "<b>Notiz</b>"


def test_progress_bad_lines_and_the_end_are_told(qtbot: QtBot, window: ImportBook, posted: list[Fact]) -> None:
    begun = started(qtbot, window, posted)
    half = ImportProgressed(EPOCH, begun.import_id, 500, 1000, 400, 50, ((17, "nobody"),), 1)
    window.show_desk(READ, replace(READ, importing=half))
    bar = window.findChildren(QProgressBar)[0]
    assert (bar.value(), bar.maximum()) == (500, 1000)
    assert "Line 17: no name, number or e-mail address" in said(window)
    qtbot.mouseClick(button(window, "Stop"), Qt.MouseButton.LeftButton)
    assert posted[-1] == ImportCancelled(posted[-1].at, begun.import_id)
    window.show_desk(READ, replace(READ, importing=replace(half, finished=True, trouble="cancelled")))
    assert "Stopped. What was read so far is in." in said(window)
    assert not button(window, "Stop").isVisible()


def test_progress_of_another_import_is_not_shown_here(qtbot: QtBot, window: ImportBook, posted: list[Fact]) -> None:
    started(qtbot, window, posted)
    window.show_desk(READ, replace(READ, importing=ImportProgressed(EPOCH, "other", 9, 9, finished=True)))
    assert "Starting …" in said(window)


def test_a_file_that_cannot_be_read_says_why_and_nothing_starts(window: ImportBook) -> None:
    window.take(PATH)
    window.show_desk(Desk(), Desk(preview=PreviewRead(EPOCH, PATH, trouble="not_text")))
    assert "This file holds no text. Save it as CSV or vCard first." in said(window)
    assert not button(window, "Import").isEnabled()


def test_a_vcard_file_needs_no_mapping(qtbot: QtBot, window: ImportBook, posted: list[Fact]) -> None:
    window.take("/somewhere/a.vcf")
    window.show_desk(Desk(), Desk(preview=PreviewRead(EPOCH, "/somewhere/a.vcf")))
    qtbot.mouseClick(button(window, "Import"), Qt.MouseButton.LeftButton)
    last = posted[-1]
    assert isinstance(last, ImportStarted)
    assert last.mapping == ()
