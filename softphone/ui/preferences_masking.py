"""*What Aside masks*, said plainly with what it does not; and the audit trail of it, for whoever may ask."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from softphone.domain.audit import AuditExportPressed
from softphone.domain.desk import Desk
from softphone.host.clock import Clock
from softphone.ui import masking_words
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.text import Paper, Text

translate = QCoreApplication.translate


class MaskingPage(Paper):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(gap=10)
        self._post, self._clock = post, clock
        self.rows.addWidget(Text(translate("Masking", "What Aside masks"), strong=True))
        text = translate("Masking", "Before a text leaves this PC for an expert, these are replaced by rule:")
        self.rows.addWidget(Text(text, ink="second", wrapped=True))
        self.rows.addWidget(_list(masking_words.caught()))
        text = translate("Masking", "Not found by any rule: it is for you to leave out")
        self.rows.addWidget(Text(text, ink="second", wrapped=True))
        self.rows.addWidget(_list(masking_words.not_caught()))
        self._export = Button(translate("Masking", "Export the audit trail …"), icon="open")
        self._export.clicked.connect(self._choose)
        self.rows.addWidget(self._export)
        self._said = Text(ink="second", size="second", wrapped=True)
        self.rows.addWidget(self._said)

    def show_export(self, desk: Desk) -> None:
        done = desk.audit_export
        if done is None:
            self._said.say("")
        elif done.lines is None:
            self._said.say(translate("Masking", "{file} cannot be written.").format(file=Path(done.path).name))
        else:
            text = translate("Masking", "{n} lines written: {file}")
            self._said.say(text.format(n=done.lines, file=Path(done.path).name))

    def _choose(self) -> None:
        dialog = QFileDialog(self, translate("Masking", "Export the audit trail"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["CSV (*.csv)", "JSON Lines (*.jsonl)"])
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("aside-audit.csv")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("jsonl" if "jsonl" in kind else "csv"))
        dialog.fileSelected.connect(lambda path: self._post(AuditExportPressed(self._clock.now(), path)))
        dialog.open()


def _list(lines: tuple[str, ...]) -> Paper:
    card = Paper("card", margins=(14, 10, 14, 10), gap=4)
    for line in lines:
        card.rows.addWidget(Text(f"•  {line}", wrapped=True))
    return card
