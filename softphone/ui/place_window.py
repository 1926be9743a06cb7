"""*Is my place ready?* One minute before the shift: what to do now, what was found in words, and the way to IT."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from softphone.domain.checkup import Check
from softphone.domain.desk import Desk
from softphone.domain.facts.place import (
    PlaceAnswered,
    PlaceOpened,
    PlaceReportSaved,
    PlaceReportWanted,
    PlaceStopped,
    PlaceTryPressed,
)
from softphone.domain.place import Place, Step, report_text
from softphone.domain.rules.place import all_findings, failing
from softphone.host.clock import Clock
from softphone.ui import call_words
from softphone.ui.checkup_window import findings_table
from softphone.ui.pane import Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.chart import MonthChart
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.side_window import SideWindow, heading
from softphone.ui.parts.text import Paper, Text

translate = QCoreApplication.translate

NAME = "aside-place.txt"


class PlaceWindow(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(640, 620))
        self._post = post
        self._clock = clock
        self._desk = Desk()

    def bring_up(self) -> None:
        self._post(PlaceOpened(self._clock.now()))
        super().bring_up()

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is None or old is None:
            return
        if not same(old, new, "place", "line_month", "checkup") or bool(old.calls) is not bool(new.calls):
            self.rebuild()

    def done(self, result: int) -> None:
        """Closed: nothing goes on unseen."""
        self._post(PlaceStopped(self._clock.now()))
        super().done(result)

    def _build(self) -> None:
        self.setWindowTitle(translate("Place", "Is my place ready?"))
        place, rows = self._desk.place, self.page.rows
        card = Paper("card", margins=(16, 14, 16, 14), gap=8)
        card.rows.addWidget(Text(self._now(place), size="name", strong=True, wrapped=True))
        if detail := _detail(place):
            card.rows.addWidget(Text(detail, ink="second", wrapped=True))
        rows.addWidget(card)
        for check, question in self._questions(place):
            rows.addWidget(self._question(check, question))
        if not place.running and place.spoken is not None:
            rows.addWidget(findings_table(all_findings(self._desk), _german()))
            rows.addWidget(self._reports())
        if self._desk.line_month and not place.running:
            rows.addWidget(self._month())
        rows.addStretch(1)
        self._fill_foot(place)

    def _now(self, place: Place) -> str:
        match place.step:
            case Step.QUIET:
                return translate("Place", "Be quiet for a moment: your room is being measured …")
            case Step.SPEAK:
                return translate("Place", "Now read aloud: “The order leaves tomorrow at nine and is here on Friday.”")
            case Step.LISTEN:
                return translate("Place", "Listen, and be quiet: this is you.")
            case Step.RING:
                return translate("Place", "Now it rings.")
            case Step.CALL:
                return translate("Place", "A short test call to the phone system …")
        if place.running:
            return translate("Place", "One moment …")
        if place.interrupted:
            return translate("Place", "A call came: begin again when it is over.")
        if place.spoken is None:
            return translate("Place", "Headset on? Then begin.")
        bad = len(failing(self._desk))
        return translate("Place", "Not good: {n}").format(n=bad) if bad else translate("Place", "Your place is ready.")

    def _questions(self, place: Place) -> list[tuple[Check, str]]:
        asked = []
        if place.spoken is not None and place.heard_myself is None and place.step is not Step.LISTEN:
            asked.append((Check.EAR, translate("Place", "Did you hear yourself?")))
        if place.spoken is not None and place.rang is None and place.step not in (Step.LISTEN, Step.RING):
            asked.append((Check.RINGER, translate("Place", "Did you hear it ring?")))
        return asked

    def _question(self, check: Check, question: str) -> Paper:
        row = Paper(across=True, gap=8)
        row.rows.addWidget(Text(question, wrapped=True), 1)
        for word, yes in ((translate("Place", "Yes"), True), (translate("Place", "No"), False)):
            button = Button(word, name=f"{question} {word}")
            button.clicked.connect(lambda _=False, yes=yes: self._post(PlaceAnswered(self._clock.now(), check, yes)))
            row.rows.addWidget(button)
        return row

    def _reports(self) -> QWidget:
        """What was found, for IT: nobody is named in it."""
        block, flow = Paper(gap=6), Flow()
        to = self._desk.settings.place_report_to
        buttons = [
            (translate("Place", "Save …"), self._choose),
            (translate("Place", "Copy"), self._copy),
            *([(translate("Place", "Send to IT"), lambda: self._send(equipment=False))] if to else []),
            *([(translate("Place", "Ask for equipment"), lambda: self._send(equipment=True))]
              if to and failing(self._desk) else []),
        ]  # fmt: skip
        for word, deed in buttons:
            button = Button(word)
            button.clicked.connect(deed)
            flow.add(button)
        block.rows.addWidget(Text(translate("Place", "For IT, without your name"), ink="second", size="second"))
        block.rows.addWidget(flow)
        if self._desk.place.sent is not None:
            sent = translate("Place", "Sent."), translate("Place", "IT's server did not take it: save it, or copy it.")
            block.rows.addWidget(Text(sent[not self._desk.place.sent], ink="second", wrapped=True))
        return block

    def _month(self) -> Paper:
        days = self._desk.line_month
        calls = sum(day.calls for day in days)
        mean = sum(day.mos * day.calls for day in days) / calls
        said = translate("Place", "{n} calls in 30 days, sound {mos} of 4.4 on average").replace("{n}", str(calls))
        block = Paper(gap=4)
        block.rows.addWidget(heading(translate("Place", "Your line this month")))
        said = said.replace("{mos}", call_words.figure(mean))
        block.rows.addWidget(Text(said, ink="second", size="second", wrapped=True))
        block.rows.addWidget(MonthChart(days, self._clock.now().astimezone().date(), said))
        return block

    def _fill_foot(self, place: Place) -> None:
        self.foot.rows.addStretch(1)
        if place.running:
            stop = Button(translate("Place", "Stop"))
            stop.clicked.connect(lambda: self._post(PlaceStopped(self._clock.now())))
            self.foot.rows.addWidget(stop)
        else:
            word = translate("Place", "Begin again") if place.spoken else translate("Place", "Begin")
            begin = Button(word, kind="primary")
            begin.clicked.connect(lambda: self._post(PlaceTryPressed(self._clock.now())))
            begin.setEnabled(not self._desk.calls)
            self.foot.rows.addWidget(begin)
        close = Button(translate("Place", "Close"))
        close.clicked.connect(self.close)
        self.foot.rows.addWidget(close)

    def _choose(self) -> None:
        chooser = QFileDialog(self, translate("Place", "Save the report"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.selectFile(NAME)
        chooser.fileSelected.connect(self.keep)
        chooser.open()

    def keep(self, path: str) -> None:
        self._post(PlaceReportSaved(self._clock.now(), path, _german()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(report_text(all_findings(self._desk), german=_german()))

    def _send(self, *, equipment: bool) -> None:
        self._post(PlaceReportWanted(self._clock.now(), equipment, _german()))


def _detail(place: Place) -> str:
    if place.running or place.spoken is not None:
        return ""
    return translate(
        "Place",
        "One minute: you speak a sentence and hear it again, it rings once, and where an echo extension is set up, a "
        "short call measures the way. What you say is forgotten at once.",
    )


def _german() -> bool:
    return translate("Preferences", "en", "the code of this language: de") == "de"
