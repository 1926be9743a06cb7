"""All keys on one page, from the one table that makes them work."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from softphone.ui.look import px
from softphone.ui.parts.side_window import SideWindow
from softphone.ui.parts.text import Text
from softphone.ui.shortcuts import TABLE, meaning, printed
from softphone.ui.words import translate


class KeysWindow(SideWindow):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(460, 620))

    def _build(self) -> None:
        self.setWindowTitle(translate("KeysWindow", "Keys"))
        lead = translate("KeysWindow", "Each key works only where it does something, from everywhere in the window.")
        self.page.rows.addWidget(Text(lead, ink="second", wrapped=True))
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(18))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(0, 1)
        for row, action in enumerate(TABLE):
            grid.addWidget(Text(meaning(action), wrapped=True), row, 0)
            grid.addWidget(Text(printed(action), ink="second"), row, 1, Qt.AlignmentFlag.AlignRight)
        self.page.rows.addWidget(table)
        self.page.rows.addStretch(1)
        self.foot.hide()
