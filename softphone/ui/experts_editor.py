"""The expert list: who can be asked about what, edited by hand or brought in from a spreadsheet (CSV)."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QWidget

from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.expert_list import (
    BadRow,
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
from softphone.ui.list_editor import ListEditor
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.choice import Switch
from softphone.ui.parts.side_window import heading, labelled
from softphone.ui.parts.table import TableOfRows
from softphone.ui.parts.text import one_line

translate = QCoreApplication.translate


def bad_row(why: BadRow) -> str:
    return {
        BadRow.NO_NAME: translate("Experts", "no name"),
        BadRow.NO_ADDRESS: translate("Experts", "no address"),
        BadRow.BAD_ADDRESS: translate("Experts", "no extension, SIP or Matrix address"),
        BadRow.BAD_HOURS: translate("Experts", "hours not understood"),
        BadRow.TOO_MANY: translate("Experts", "more experts than Aside can hold"),
    }[why]


class ExpertsEditor(ListEditor):
    MOST_BYTES = 4 * 1024 * 1024  # five thousand experts take one
    LEFT_OUT = (2, 3)

    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(post, clock, parent, QSize(720, 700))

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
        self._add_table(TableOfRows(translate("Experts", "Experts"), headings, 200))
        self._table.chosen.connect(self._chosen)
        self._head = heading("")
        rows.addWidget(self._head)
        self._form(rows.addWidget)
        rows.addWidget(self._two_buttons(translate("Experts", "Save"), translate("Experts", "Delete")))
        new = Button(translate("Experts", "New"), icon="plus")
        new.clicked.connect(self._new)
        bring = Button(translate("Experts", "Import CSV …"), icon="open")
        bring.clicked.connect(self._choose_list)
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

    def _show_new(self) -> None:
        self._show(None)

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

    def _choose_list(self) -> None:
        kinds = [translate("Experts", "Spreadsheets (*.csv *.txt)"), translate("Experts", "All (*)")]
        self._choose_file(translate("Experts", "Import a list of experts"), kinds)

    def _bring_in(self, text: str | None) -> None:
        if text is None:
            self._said.say(translate("Experts", "This file cannot be read, or is larger than 4 MB."))
            return
        read = read_experts(text, self._desk.settings.line_server)
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
        said = translate("Experts", "{n} experts read.").format(n=len(new))
        if read.bad:
            lines = ", ".join(f"{line}: {bad_row(why)}" for line, why in read.bad[:8])
            said += " " + translate("Experts", "Left out, by line: {lines}").format(lines=lines)
        self._said.say(said)


def _cells(expert: Expert) -> tuple[str, ...]:
    return expert.name, ", ".join(expert.topics), expert.team, expert.address
