"""Bring a customer book in: choose a file, see what will be read as what, watch it go, read what did not go in.

The backroom reads the file; this window shows its first rows and sends back which column is what.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QFileInfo, QLocale, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from softphone.domain.desk import Desk
from softphone.domain.facts import ImportCancelled, ImportProgressed, ImportStarted, PreviewAsked, PreviewRead
from softphone.host.clock import Clock
from softphone.ui.ids import fresh_id
from softphone.ui.importing_words import bad_line, field_word, fields_with, trouble_word
from softphone.ui.look import px
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.choice import Choice
from softphone.ui.parts.side_window import SideWindow, heading, labelled
from softphone.ui.parts.text import Paper, Text, one_line

translate = QCoreApplication.translate

SHOWN_ROWS = 6
SHOWN_BAD = 100


class ImportBook(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(640, 700))
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._path = ""
        self._import_id = ""
        self._preview: PreviewRead | None = None
        self._choices: dict[str, Choice] = {}

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        preview = new.preview
        if preview is not None and preview.path == self._path and preview is not self._preview:
            self._preview = preview
            if self._content is not None:
                self._show_preview()
        if self._content is not None and (old is None or old.importing is not new.importing):
            self._show_progress()

    @property
    def _progress(self) -> ImportProgressed | None:
        """What is known of the import this window started."""
        told = self._desk.importing
        return told if told is not None and told.import_id == self._import_id and self._import_id else None

    @property
    def _running(self) -> bool:
        return bool(self._import_id) and not (self._progress is not None and self._progress.finished)

    def _build(self) -> None:
        self.setWindowTitle(translate("Import", "Import a customer book"))
        rows = self.page.rows
        rows.addWidget(
            Text(
                translate("Import", "CSV from any program, or contacts as vCard. Importing twice changes nothing."),
                ink="second",
                wrapped=True,
            )
        )
        line = Paper(across=True, gap=8)
        self._file = Text(ink="text", elided=True)
        self._choose = Button(translate("Import", "Choose a file …"), icon="open")
        self._choose.clicked.connect(self._choose_file)
        line.rows.addWidget(self._choose)
        line.rows.addWidget(self._file, 1)
        rows.addWidget(line)
        self._trouble = Text(ink="stop", wrapped=True)
        rows.addWidget(self._trouble)
        self._guess = Paper(gap=10)
        rows.addWidget(self._guess)
        self._result = Paper("card", margins=(14, 12, 14, 12), gap=8)
        rows.addWidget(self._result)
        rows.addStretch(1)
        self._close = Button(translate("Import", "Close"), kind="quiet")
        self._close.clicked.connect(self.close)
        self._stop = Button(translate("Import", "Stop"), icon="close")
        self._stop.clicked.connect(self._cancel)
        self._go = Button(translate("Import", "Import"), kind="primary")
        self._go.clicked.connect(self._start)
        self.foot.rows.addWidget(self._close)
        self.foot.rows.addStretch(1)
        self.foot.rows.addWidget(self._stop)
        self.foot.rows.addWidget(self._go)
        self._build_result()
        self._show_preview()
        self._show_progress()

    def _build_result(self) -> None:
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("Import", "Progress of the import"))
        self._counts = Text(wrapped=True, tabular=True)
        self._bad_head = Text(ink="warn", wrapped=True)
        self._bad = Text(ink="second", size="second", wrapped=True)
        self._bad.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self._bar, self._counts, self._bad_head, self._bad):
            self._result.rows.addWidget(widget)

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, translate("Import", "Import a customer book"))
        chooser.setNameFilters(
            [
                translate("Import", "Customer books (*.csv *.txt *.tsv *.vcf)"),
                translate("Import", "All (*)"),
            ]
        )
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.take)
        chooser.open()

    def take(self, path: str) -> None:
        """Look into this file. The backroom answers with its first rows."""
        self._path = path
        self._preview = None
        self._import_id = ""
        self._post(PreviewAsked(self._clock.now(), path))
        if self._content is not None:
            self._show_preview()
            self._show_progress()

    def _show_preview(self) -> None:
        while (item := self._guess.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._choices = {}
        preview = self._preview
        self._file.say(QFileInfo(self._path).fileName() if self._path else translate("Import", "No file chosen"))
        self._trouble.say(trouble_word(preview.trouble) if preview and preview.trouble else "")
        self._trouble.setVisible(bool(self._trouble.said))
        self._guess.setVisible(bool(preview and not preview.trouble and not self._import_id))
        if preview is not None and not preview.trouble:
            if preview.columns:
                self._guess.rows.addWidget(heading(translate("Import", "The first rows")))
                self._guess.rows.addWidget(_sample(preview))
                self._show_mapping(preview)
            else:
                text = translate("Import", "A vCard file: it says by itself what is what.")
                self._guess.rows.addWidget(Text(text, wrapped=True))
        self._show_buttons()

    def _show_mapping(self, preview: PreviewRead) -> None:
        self._guess.rows.addWidget(heading(translate("Import", "Which column is what")))
        guessed = dict(preview.mapping)
        for field in fields_with(guessed):
            choice = Choice()
            choice.addItem(translate("Import", "not in this file"), "")
            for column in preview.columns:
                choice.addItem(one_line(column), column)
            choice.setCurrentIndex(max(choice.findData(guessed.get(field, "")), 0))
            choice.setAccessibleName(field_word(field))
            choice.activated.connect(lambda _index: self._show_buttons())
            self._choices[field] = choice
            self._guess.rows.addWidget(labelled(field_word(field), choice))

    def mapping(self) -> tuple[tuple[str, str], ...]:
        """Field → column, as it stands in the window."""
        chosen = ((field, str(choice.currentData() or "")) for field, choice in self._choices.items())
        return tuple((field, column) for field, column in chosen if column)

    def _start(self) -> None:
        if not self._go.isEnabled():
            return
        self._import_id = fresh_id()
        self._post(ImportStarted(self._clock.now(), self._import_id, self._path, self.mapping()))
        self._guess.hide()
        self._show_progress()

    def _cancel(self) -> None:
        if self._running:
            self._post(ImportCancelled(self._clock.now(), self._import_id))

    def _show_buttons(self) -> None:
        preview = self._preview
        readable = preview is not None and not preview.trouble
        mapped = bool(self.mapping()) or not self._choices
        self._go.setEnabled(readable and mapped and not self._import_id)
        self._go.setVisible(not self._import_id)
        self._stop.setVisible(self._running)
        self._choose.setEnabled(not self._running)

    def _show_progress(self) -> None:
        self._result.setVisible(bool(self._import_id))
        told = self._progress
        locale = QLocale()
        if told is None:
            self._bar.setRange(0, 0)
            self._counts.say(translate("Import", "Starting …"))
        else:
            self._bar.setRange(0, told.total if not told.finished else 1)
            self._bar.setValue(told.done if not told.finished else 1)
            self._counts.say(self._count_words(told, locale))
        bad = told.bad[:SHOWN_BAD] if told else ()
        self._bad_head.setVisible(bool(bad))
        self._bad.setVisible(bool(bad))
        if told and bad:
            text = translate("Import", "{n} rows did not go in:")
            self._bad_head.say(text.format(n=locale.toString(told.bad_count)))
            shown = [bad_line(line, why) for line, why in bad]
            if told.bad_count > len(shown):
                more = locale.toString(told.bad_count - len(shown))
                shown.append(translate("Import", "… and {n} more").format(n=more))
            self._bad.say("\n".join(shown))
        self._show_buttons()

    def _count_words(self, told: ImportProgressed, locale: QLocale) -> str:
        figures = {"added": locale.toString(told.added), "changed": locale.toString(told.changed)}
        if told.trouble:
            return trouble_word(told.trouble)
        if told.finished:
            return translate("Import", "Done: {added} new, {changed} changed.").format(**figures)
        done = locale.toString(told.done)
        if told.total:
            text = translate("Import", "{done} of {total}: {added} new, {changed} changed")
            return text.format(done=done, total=locale.toString(told.total), **figures)
        return translate("Import", "{done} rows: {added} new, {changed} changed").format(done=done, **figures)


def _sample(preview: PreviewRead) -> QTableWidget:
    rows = preview.rows[:SHOWN_ROWS]
    table = QTableWidget(len(rows), len(preview.columns))
    table.setAccessibleName(translate("Import", "The first rows"))
    table.setHorizontalHeaderLabels([one_line(c) for c in preview.columns])
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells[: len(preview.columns)]):
            table.setItem(row, column, QTableWidgetItem(one_line(text)[:200]))
    table.resizeColumnsToContents()
    table.setMinimumHeight(px(44) + table.verticalHeader().defaultSectionSize() * min(len(rows), SHOWN_ROWS))
    return table
