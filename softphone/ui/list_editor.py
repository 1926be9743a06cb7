"""A list edited by hand or brought in from a file: a table, and the form of the row that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QFile, QIODevice, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from softphone.domain.desk import Desk
from softphone.domain.text import decoded
from softphone.host.clock import Clock
from softphone.ui.look import PAGES_BELOW_PX, px
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.side_window import SideWindow
from softphone.ui.parts.table import TableOfRows
from softphone.ui.parts.text import Paper, Text


class ListEditor(SideWindow):
    """Subclasses bring the words, the fields and what a row is."""

    MOST_BYTES = 0  # of a file
    LEFT_OUT: tuple[int, ...] = ()  # columns that a narrow window does not show
    _table: TableOfRows
    _name: QLineEdit  # the first field

    def __init__(self, post: Post, clock: Clock, parent: QWidget | None, size: QSize) -> None:
        super().__init__(parent, size)
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._editing = ""  # which row, empty for a new one

    def _check(self) -> None:
        """Something was typed."""
        raise NotImplementedError

    def _save(self) -> None:
        raise NotImplementedError

    def _remove(self) -> None:
        raise NotImplementedError

    def _show_new(self) -> None:
        raise NotImplementedError

    def _bring_in(self, text: str | None) -> None:
        """What a file holds; None: it cannot be read, or is too large."""
        raise NotImplementedError

    def _add_table(self, table: TableOfRows) -> None:
        """The table, and the line under it that says how many there are and what is wrong."""
        self._table = table
        self._said = Text(ink="second", size="second", wrapped=True)
        self.page.rows.addWidget(table, 1)
        self.page.rows.addWidget(self._said)

    def _field(self, longest: int) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(longest)
        field.textEdited.connect(self._check)
        field.returnPressed.connect(self._save)
        return field

    def _two_buttons(self, save: str, delete: str) -> Paper:
        buttons = Paper(across=True, gap=8)
        self._keep = Button(save, kind="primary")
        self._delete = Button(delete, icon="erase")
        self._keep.clicked.connect(self._save)
        self._delete.clicked.connect(self._remove)
        buttons.rows.addWidget(self._keep)
        buttons.rows.addWidget(self._delete)
        buttons.rows.addStretch(1)
        return buttons

    def _new(self) -> None:
        self._table.choose_none()
        self._show_new()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_file(self, title: str, kinds: list[str]) -> None:
        chooser = QFileDialog(self, title)
        chooser.setNameFilters(kinds)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.take)
        chooser.open()

    def take(self, path: str) -> None:
        """Bring the rows of this file in: known ones are changed, others added, nothing goes."""
        file = QFile(path)
        if file.size() > self.MOST_BYTES or not file.open(QIODevice.OpenModeFlag.ReadOnly):
            self._bring_in(None)
            return
        content = bytes(file.read(self.MOST_BYTES).data())
        file.close()
        self._bring_in(decoded(content))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._content is not None:
            self._fold()

    def _fold(self) -> None:
        for column in self.LEFT_OUT:
            self._table.setColumnHidden(column, self.width() < px(PAGES_BELOW_PX))
