"""The expert list: who can be asked about what, edited by hand or brought in from a spreadsheet (CSV)."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QFile, QIODevice, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QWidget,
)

from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.expert_list import (
    BadRow,
    ExpertList,
    an_expert_id,
    read_address,
    read_experts,
    read_hours,
    split_list,
    write_hours,
)
from softphone.domain.facts import ExpertsEdited
from softphone.domain.text import NAME_CHARS, clean
from softphone.host.clock import Clock
from softphone.ui.look import PAGES_BELOW_PX, px
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.choice import Switch
from softphone.ui.parts.side_window import SideWindow, heading, labelled
from softphone.ui.parts.table import TableOfRows
from softphone.ui.parts.text import Paper, Text, one_line

translate = QCoreApplication.translate

MAX_FILE_BYTES = 4 * 1024 * 1024  # five thousand experts take one


def bad_row(why: BadRow) -> str:
    return {
        BadRow.NO_NAME: translate("Experts", "no name"),
        BadRow.NO_ADDRESS: translate("Experts", "no address"),
        BadRow.BAD_ADDRESS: translate("Experts", "no extension, SIP or Matrix address"),
        BadRow.BAD_HOURS: translate("Experts", "hours not understood"),
        BadRow.TOO_MANY: translate("Experts", "more experts than Aside can hold"),
    }[why]


class ExpertsEditor(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(720, 700))
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._editing = ""  # expert_id, empty for a new one

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is not None and (old is None or old.experts is not new.experts):
            self._fill()

    def _build(self) -> None:
        self.setWindowTitle(translate("Experts", "Experts"))
        rows = self.page.rows
        headings = (
            translate("Experts", "Name"),
            translate("Experts", "Topics"),
            translate("Experts", "Team"),
            translate("Experts", "Address"),
        )
        self._table = TableOfRows(translate("Experts", "Experts"), headings, 200)
        self._table.chosen.connect(self._chosen)
        rows.addWidget(self._table, 1)
        self._said = Text(ink="second", size="second", wrapped=True)
        rows.addWidget(self._said)
        self._head = heading("")
        rows.addWidget(self._head)
        self._form(rows.addWidget)
        buttons = Paper(across=True, gap=8)
        self._keep = Button(translate("Experts", "Save"), kind="primary")
        self._delete = Button(translate("Experts", "Delete"), icon="erase")
        self._keep.clicked.connect(self._save)
        self._delete.clicked.connect(self._remove)
        buttons.rows.addWidget(self._keep)
        buttons.rows.addWidget(self._delete)
        buttons.rows.addStretch(1)
        rows.addWidget(buttons)
        new = Button(translate("Experts", "New"), icon="plus")
        new.clicked.connect(self._new)
        bring = Button(translate("Experts", "Import CSV …"), icon="open")
        bring.clicked.connect(self._choose_file)
        close = Button(translate("Experts", "Close"))
        close.clicked.connect(self.close)
        self.foot.rows.addWidget(new)
        self.foot.rows.addWidget(bring)
        self.foot.rows.addStretch(1)
        self.foot.rows.addWidget(close)
        self._fill()
        self._fold()

    def _form(self, add: object) -> None:
        assert callable(add)
        self._name = self._field(NAME_CHARS)
        self._address = self._field(200)
        self._team = self._field(NAME_CHARS)
        self._topics = self._field(400)
        self._languages = self._field(60)
        self._hours = self._field(60)
        for label, field, hint in (
            (translate("Experts", "Name"), self._name, ""),
            (
                translate("Experts", "Extension, SIP address or Matrix address"),
                self._address,
                translate("Experts", "204, sip:kern@pbx.example, or @kern:example.org"),
            ),
            (translate("Experts", "Team"), self._team, ""),
            (translate("Experts", "Topics"), self._topics, translate("Experts", "Separated by commas")),
            (translate("Experts", "Languages"), self._languages, translate("Experts", "Codes: de, en")),
            (
                translate("Experts", "Hours"),
                self._hours,
                translate("Experts", "Days 1 (Monday) to 7 and times: 1-5 08:00-16:00. Empty: always"),
            ),
        ):
            add(labelled(label, field, hint=hint))
        self._colleague = Switch(translate("Experts", "Calls from this number are a colleague's"))
        self._colleague.setChecked(True)
        add(self._colleague)

    def _field(self, longest: int) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(longest)
        field.textEdited.connect(self._check)
        field.returnPressed.connect(self._save)
        return field

    def _fill(self) -> None:
        kept = self._editing
        experts = self._desk.experts
        chosen = next((row for row, e in enumerate(experts) if e.expert_id == kept), None) if kept else None
        self._table.show_rows(len(experts), lambda row: _cells(experts[row]), chosen)
        if not experts:
            self._said.say(translate("Experts", "Nobody here yet: add the first expert, or import a list."))
        self._show(self._desk.expert(kept))

    def _chosen(self, row: int) -> None:
        self._show(self._desk.experts[row])

    def _show(self, expert: Expert | None) -> None:
        self._editing = expert.expert_id if expert else ""
        self._head.say(one_line(expert.name) if expert else translate("Experts", "New expert"))
        self._name.setText(expert.name if expert else "")
        self._address.setText(expert.address if expert else "")
        self._team.setText(expert.team if expert else "")
        self._topics.setText(", ".join(expert.topics) if expert else "")
        self._languages.setText(", ".join(expert.languages) if expert else "")
        self._hours.setText(write_hours(expert.hours) if expert else "")
        self._colleague.setChecked(expert.colleague if expert else True)
        self._delete.setVisible(expert is not None)
        self._check()

    def _new(self) -> None:
        self._table.choose_none()
        self._show(None)
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self) -> Expert | str:
        """The expert that stands in the form, or what is wrong with it."""
        name = clean(self._name.text(), NAME_CHARS)
        address = read_address(self._address.text(), self._desk.settings.line_server)
        old = self._desk.expert(self._editing)
        hours = read_hours(self._hours.text(), old.hours.zone if old and old.hours else "")
        if not name:
            return bad_row(BadRow.NO_NAME)
        if address is None:
            return bad_row(BadRow.BAD_ADDRESS)
        if isinstance(hours, BadRow):
            return bad_row(hours)
        return Expert(
            self._editing or an_expert_id(address),
            name,
            address,
            clean(self._team.text(), NAME_CHARS),
            split_list(self._topics.text()),
            tuple(t.lower() for t in split_list(self._languages.text())),
            hours,
            self._colleague.isChecked(),
        )

    def _check(self) -> None:
        written = self._written()
        self._keep.setEnabled(isinstance(written, Expert))
        typed = any(f.text() for f in (self._name, self._address))
        if isinstance(written, str) and typed:
            self._said.say(translate("Experts", "Not complete yet: {why}").format(why=written))
        elif self._desk.experts:
            self._said.say(translate("Experts", "{n} experts").format(n=len(self._desk.experts)))

    def _save(self) -> None:
        written = self._written()
        if isinstance(written, str):
            return
        others = [e for e in self._desk.experts if e.expert_id not in (written.expert_id, self._editing)]
        self._editing = written.expert_id
        self._tell((*others, written))

    def _remove(self) -> None:
        left = tuple(e for e in self._desk.experts if e.expert_id != self._editing)
        self._editing = ""
        self._tell(left)

    def _tell(self, experts: tuple[Expert, ...]) -> None:
        in_order = tuple(sorted(experts, key=lambda e: e.name.casefold()))
        self._post(ExpertsEdited(self._clock.now(), in_order))

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, translate("Experts", "Import a list of experts"))
        chooser.setNameFilters([translate("Experts", "Spreadsheets (*.csv *.txt)"), translate("Experts", "All (*)")])
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.take)
        chooser.open()

    def take(self, path: str) -> None:
        """Bring the experts of this file in: known ones are changed, others added, nobody goes."""
        file = QFile(path)
        if file.size() > MAX_FILE_BYTES or not file.open(QIODevice.OpenModeFlag.ReadOnly):
            self._said.say(translate("Experts", "This file cannot be read, or is larger than 4 MB."))
            return
        content = bytes(file.read(MAX_FILE_BYTES).data())
        file.close()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        self._bring_in(read_experts(text, self._desk.settings.line_server))

    def _bring_in(self, read: ExpertList) -> None:
        if not read.readable:
            self._said.say(translate("Experts", "There is no column “name” or “address” in this file."))
            return
        new = {e.expert_id: e for e in read.experts}
        by_address = {e.address: e for e in read.experts}
        kept = tuple(
            replace(by_address[e.address], expert_id=e.expert_id) if e.address in by_address else e
            for e in self._desk.experts
        )
        known = {e.address for e in kept}
        self._tell((*kept, *(e for e in new.values() if e.address not in known)))
        text = translate("Experts", "{n} experts read.").format(n=len(new))
        if read.bad:
            lines = ", ".join(f"{line}: {bad_row(why)}" for line, why in read.bad[:8])
            text += " " + translate("Experts", "Left out, by line: {lines}").format(lines=lines)
        self._said.say(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._content is not None:
            self._fold()

    def _fold(self) -> None:
        narrow = self.width() < px(PAGES_BELOW_PX)
        for column in (2, 3):
            self._table.setColumnHidden(column, narrow)


def _cells(expert: Expert) -> tuple[str, ...]:
    return expert.name, ", ".join(expert.topics), expert.team, expert.address
