"""A table of rows to choose one of: read only, one row at a time, no grid, every column as wide as the others.

A cell is made when it is looked at: five thousand rows cost what the twenty in sight cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from softphone.ui.look import px
from softphone.ui.parts.text import one_line, shown_as_is

Index = QModelIndex | QPersistentModelIndex
Cells = Callable[[int], Sequence[str]]


class TableOfRows(QTableView):
    chosen = Signal(int)  # by the agent

    def __init__(self, name: str, headings: Sequence[str], least_px: int) -> None:
        """`name` is what a screen reader says of it; `least_px` its least height before scaling."""
        super().__init__()
        self._rows = _Rows(headings)
        self.setModel(self._rows)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(px(least_px))
        self.selectionModel().selectionChanged.connect(self._tell)

    def show_rows(self, count: int, cells: Cells, chosen: int | None) -> None:
        """`cells` gives the texts of a row."""
        self.selectionModel().blockSignals(True)
        self._rows.show(count, cells)
        if chosen is None:
            self.choose_none()
        else:
            self.selectRow(chosen)
        self.selectionModel().blockSignals(False)

    def choose_none(self) -> None:
        self.setCurrentIndex(QModelIndex())

    def _tell(self) -> None:
        rows = self.selectionModel().selectedRows()
        if rows:
            self.chosen.emit(rows[0].row())


class _Rows(QAbstractTableModel):
    def __init__(self, headings: Sequence[str]) -> None:
        super().__init__()
        self._headings = list(headings)
        self._count = 0
        self._cells: Cells = lambda _: ()

    def show(self, count: int, cells: Cells) -> None:
        self.beginResetModel()
        self._count, self._cells = count, cells
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = one_line(self._cells(index.row())[index.column()])
        return text if role == Qt.ItemDataRole.DisplayRole else shown_as_is(text)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return super().headerData(section, way, role)
