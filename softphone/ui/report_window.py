"""*Report a problem*: the whole text is on the screen before anything is kept, and it is kept only by a press."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from softphone.domain.desk import Desk
from softphone.domain.facts import ReportSaved, ReportWanted
from softphone.host.clock import Clock
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.side_window import SideWindow
from softphone.ui.parts.text import Text

translate = QCoreApplication.translate

NAME = "aside-report.txt"


class ReportWindow(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(760, 640))
        self._post = post
        self._clock = clock
        self._desk = Desk()

    def bring_up(self) -> None:
        self._post(ReportWanted(self._clock.now()))
        super().bring_up()

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is not None and (old is None or old.report is not new.report):
            self._show_report()

    def _build(self) -> None:
        self.setWindowTitle(translate("Report", "Report a problem"))
        lead = translate(
            "Report",
            "This is all that a report holds: versions, settings, logs and the phone's last ten minutes. Passwords, "
            "keys, names, numbers and texts are taken out. Look it through, save it, and send it to whoever helps you.",
        )
        self.page.rows.addWidget(Text(lead, wrapped=True))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(translate("Report", "The report"))
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setTabChangesFocus(True)
        self.page.rows.addWidget(self._text, 1)
        self._said = Text(ink="second", wrapped=True)
        self.foot.rows.addWidget(self._said, 1)
        self._save = Button(translate("Report", "Save …"), kind="primary")
        self._save.clicked.connect(self._choose)
        self.foot.rows.addWidget(self._save)
        close = Button(translate("Report", "Close"))
        close.clicked.connect(self.close)
        self.foot.rows.addWidget(close)
        self._show_report()

    def _show_report(self) -> None:
        report = self._desk.report
        text = report.text if report else ""
        if text != self._text.toPlainText():
            self._text.setPlainText(text)
        self._save.setEnabled(bool(text))
        if report is not None and report.kept_at:
            self._said.say(translate("Report", "Saved as {name}").format(name=Path(report.kept_at).name))
        elif report is not None and report.failed:
            self._said.say(translate("Report", "It could not be saved there. Choose another folder."))
        else:
            self._said.say("" if text else translate("Report", "Being put together …"))

    def _choose(self) -> None:
        chooser = QFileDialog(self, translate("Report", "Save the report"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.selectFile(NAME)
        chooser.fileSelected.connect(self.keep)
        chooser.open()

    def keep(self, path: str) -> None:
        self._post(ReportSaved(self._clock.now(), path))
