"""*Check-up*: what works and what does not, a row each, in the words of `aside doctor`."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from softphone.domain.checkup import VERDICTS, Finding, Verdict, sentence, title
from softphone.domain.desk import Desk
from softphone.domain.facts import CheckupWanted
from softphone.host.clock import Clock
from softphone.ui.look import px
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.side_window import SideWindow
from softphone.ui.parts.text import Paper, Text

translate = QCoreApplication.translate

INKS = {Verdict.PASSED: "live", Verdict.FAILED: "stop", Verdict.UNSET: "third"}


class CheckupWindow(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(620, 560))
        self._post = post
        self._clock = clock
        self._desk = Desk()

    def bring_up(self) -> None:
        self._look()
        super().bring_up()

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is not None and old is not None and old.checkup is not new.checkup:
            self.rebuild()

    def _look(self) -> None:
        self._post(CheckupWanted(self._clock.now()))

    def _build(self) -> None:
        self.setWindowTitle(translate("Checkup", "Check-up"))
        german = translate("Preferences", "en", "the code of this language: de") == "de"
        findings = self._desk.checkup.findings if self._desk.checkup else ()
        self.page.rows.addWidget(findings_table(findings, german))
        if not findings:
            self.page.rows.addWidget(Text(translate("Checkup", "Being looked at …"), ink="second"))
        self.page.rows.addStretch(1)
        bad = sum(finding.verdict is Verdict.FAILED for finding in findings)
        said = translate("Checkup", "Not good: {n}").format(n=bad) if bad else translate("Checkup", "All good")
        self.foot.rows.addWidget(Text(said if findings else "", ink="second", wrapped=True), 1)
        again = Button(translate("Checkup", "Look again"), kind="primary")
        again.clicked.connect(self._look)
        again.setEnabled(bool(findings))
        self.foot.rows.addWidget(again)
        close = Button(translate("Checkup", "Close"))
        close.clicked.connect(self.close)
        self.foot.rows.addWidget(close)


def findings_table(findings: tuple[Finding, ...], german: bool) -> QWidget:
    """A row each: how it is, and what it is over the sentence for it, so that a narrow window has room for both."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(10))
    grid.setColumnStretch(1, 1)
    for row, finding in enumerate(findings):
        verdict = Text(VERDICTS[finding.verdict][german], ink=INKS[finding.verdict], strong=True)
        said = Paper()
        said.rows.addWidget(Text(title(finding.check, german)))
        said.rows.addWidget(Text(sentence(finding, german), ink="second", size="second", wrapped=True))
        grid.addWidget(verdict, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(said, row, 1)
    return table
