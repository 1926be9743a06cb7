"""The catalogue of topics: who stands for each, and what is promised; edited by hand, or brought in from a file."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QFile, QIODevice, QSize, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from softphone.domain.catalogue import Topic, expert_called
from softphone.domain.catalogue_text import BadTopic, read_catalogue, read_promise, write_json
from softphone.domain.desk import Desk
from softphone.domain.expert_list import BadRow, read_hours, split_list, write_hours
from softphone.domain.facts import CatalogueEdited
from softphone.domain.rules.topics import may_edit
from softphone.domain.text import NAME_CHARS, clean
from softphone.host.clock import Clock
from softphone.ui.list_editor import ListEditor
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.side_window import heading, labelled
from softphone.ui.parts.table import TableOfRows
from softphone.ui.parts.text import Paper, one_line

translate = QCoreApplication.translate


def bad_topic(why: BadTopic) -> str:
    return {
        BadTopic.NO_NAME: translate("Topics", "no name"),
        BadTopic.BAD_HOURS: translate("Topics", "hours not understood"),
        BadTopic.BAD_PROMISE: translate("Topics", "the promise is no number of 5 to 3600 seconds"),
        BadTopic.TOO_MANY: translate("Topics", "more topics than Aside can hold"),
    }[why]


class TopicsEditor(ListEditor):
    MOST_BYTES = 1024 * 1024
    LEFT_OUT = (2,)

    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(post, clock, parent, QSize(720, 720))

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        shown = self._desk
        self._desk = new
        changed = shown.catalogue is not new.catalogue or shown.settings is not new.settings
        if self._content is not None and (old is None or changed):
            self._fill()

    def _build(self) -> None:
        self.setWindowTitle(translate("Topics", "Topics"))
        headings = (translate("Topics", "Topic"), translate("Topics", "Owner"), translate("Topics", "Promise"))
        self._add_table(TableOfRows(translate("Topics", "Topics"), headings, 160))
        self._table.chosen.connect(self._chosen)
        self._form = Paper(gap=12)
        self._head = heading("")
        self._form.rows.addWidget(self._head)
        self._build_fields()
        self._form.rows.addWidget(self._two_buttons(translate("Topics", "Save"), translate("Topics", "Delete")))
        self.page.rows.addWidget(self._form)
        self._new_topic = Button(translate("Topics", "New"), icon="plus")
        self._new_topic.clicked.connect(self._new)
        self._bring = Button(translate("Topics", "Import …"), icon="open")
        self._bring.clicked.connect(self._choose_list)
        copy = Button(translate("Topics", "Export …"), icon="out")
        copy.clicked.connect(self._choose_target)
        close = Button(translate("Topics", "Close"))
        close.clicked.connect(self.close)
        for button in (self._new_topic, self._bring, copy):
            self.foot.rows.addWidget(button)
        self.foot.rows.addStretch(1)
        self.foot.rows.addWidget(close)
        self._fill()
        self._fold()

    def _build_fields(self) -> None:
        self._name = self._field(NAME_CHARS)
        self._owner = self._field(200)
        self._deputies = self._field(400)
        self._hours = self._field(60)
        self._languages = self._field(60)
        self._promise = self._field(4)
        self._ready = self._field(400)
        self._words = self._field(400)
        lists = translate("Topics", "Separated by commas")
        for label, field, hint in (
            (translate("Topics", "Topic"), self._name, translate("Topics", "As it stands with the experts")),
            (
                translate("Topics", "Owner"),
                self._owner,
                translate("Topics", "Name, extension or address of an expert: asked when nobody has taken it"),
            ),
            (translate("Topics", "Deputies"), self._deputies, lists),
            (
                translate("Topics", "Hours"),
                self._hours,
                translate("Topics", "Of experts without hours of their own: 1-5 08:00-16:00. Empty: always"),
            ),
            (translate("Topics", "Languages"), self._languages, translate("Topics", "Codes: de, en")),
            (
                translate("Topics", "Answered within, in seconds"),
                self._promise,
                translate("Topics", "Empty: as the preferences say"),
            ),
            (
                translate("Topics", "To have ready before asking"),
                self._ready,
                translate("Topics", "Shown as chips over the question, separated by commas"),
            ),
            (translate("Topics", "Found by these words too"), self._words, lists),
        ):
            self._form.rows.addWidget(labelled(label, field, hint=hint))

    # --- Showing ------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        topics = self._desk.catalogue
        chosen = next((row for row, t in enumerate(topics) if t.name == self._editing), None)
        self._table.show_rows(len(topics), lambda row: _cells(topics[row]), chosen)
        editable = may_edit(self._desk)
        for each in (self._form, self._new_topic, self._bring):
            each.setVisible(editable)
        self._show(None if chosen is None else topics[chosen])

    def _chosen(self, row: int) -> None:
        self._show(self._desk.catalogue[row])

    def _show(self, topic: Topic | None) -> None:
        self._editing = topic.name if topic else ""
        shown = topic or Topic("")
        self._head.say(one_line(shown.name) or translate("Topics", "New topic"))
        for field, text in (
            (self._name, shown.name),
            (self._owner, shown.owner),
            (self._deputies, ", ".join(shown.deputies)),
            (self._hours, write_hours(shown.hours)),
            (self._languages, ", ".join(shown.languages)),
            (self._promise, str(shown.answered_s or "")),
            (self._ready, ", ".join(shown.ready)),
            (self._words, ", ".join(shown.words)),
        ):
            field.setText(text)
        self._delete.setVisible(topic is not None)
        self._check()

    def _check(self) -> None:
        written = self._written()
        self._keep.setEnabled(isinstance(written, Topic))
        if not may_edit(self._desk):
            text = translate("Topics", "These topics are kept by your organisation and cannot be changed here.")
        elif isinstance(written, BadTopic) and any(f.text() for f in (self._name, self._owner, self._promise)):
            text = translate("Topics", "Not complete yet: {why}").format(why=bad_topic(written))
        elif isinstance(written, Topic) and (unknown := self._unknown(written)):
            text = translate("Topics", "Not in the list of experts: {who}").replace("{who}", unknown)
        elif self._desk.catalogue:
            text = translate("Topics", "{n} topics").format(n=len(self._desk.catalogue))
        else:
            text = translate("Topics", "No topics here yet. Those of your experts work without them.")
        self._said.say(text)

    def _unknown(self, topic: Topic) -> str:
        named = [who for who in (topic.owner, *topic.deputies) if who]
        return ", ".join(who for who in named if expert_called(self._desk.experts, who) is None)

    # --- The agent's hands --------------------------------------------------------------------------------

    def _written(self) -> Topic | BadTopic:
        old = next((t for t in self._desk.catalogue if t.name == self._editing), Topic(""))
        hours = read_hours(self._hours.text(), old.hours.zone if old.hours else "")
        promise = read_promise(self._promise.text())
        name = clean(self._name.text(), NAME_CHARS)
        if not name:
            return BadTopic.NO_NAME
        if isinstance(hours, BadRow):
            return BadTopic.BAD_HOURS
        if promise is None:
            return BadTopic.BAD_PROMISE
        return Topic(
            name,
            clean(self._owner.text(), 200),
            split_list(self._deputies.text()),
            hours,
            tuple(tag.lower() for tag in split_list(self._languages.text())),
            promise,
            split_list(self._ready.text()),
            split_list(self._words.text()),
        )

    def _show_new(self) -> None:
        self._show(None)

    def _save(self) -> None:
        written = self._written()
        if isinstance(written, Topic) and may_edit(self._desk):
            gone = {written.name.casefold(), self._editing.casefold()}
            self._editing = written.name
            self._tell((*(t for t in self._desk.catalogue if t.name.casefold() not in gone), written))

    def _remove(self) -> None:
        gone, self._editing = self._editing, ""
        self._tell(tuple(t for t in self._desk.catalogue if t.name != gone))

    def _tell(self, topics: tuple[Topic, ...]) -> None:
        in_order = tuple(sorted(topics, key=lambda t: t.name.casefold()))
        self._post(CatalogueEdited(self._clock.now(), in_order))

    def _choose_list(self) -> None:
        kinds = [translate("Topics", "Lists of topics (*.csv *.json *.txt)"), translate("Topics", "All (*)")]
        self._choose_file(translate("Topics", "Import topics"), kinds)

    def _bring_in(self, text: str | None) -> None:
        if text is None:
            self._said.say(translate("Topics", "This file cannot be read, or is larger than 1 MB."))
            return
        read = read_catalogue(text)
        if not read.readable:
            self._said.say(translate("Topics", "This is no list of topics: a column “topic” is missing."))
            return
        new = {t.name.casefold() for t in read.topics}
        self._tell((*(t for t in self._desk.catalogue if t.name.casefold() not in new), *read.topics))
        said = translate("Topics", "{n} topics read.").format(n=len(new))
        if read.bad:
            lines = ", ".join(f"{line}: {bad_topic(why)}" for line, why in read.bad[:8])
            said += " " + translate("Topics", "Left out, by line: {lines}").format(lines=lines)
        self._said.say(said)

    def _choose_target(self) -> None:
        chooser = QFileDialog(self, translate("Topics", "Export topics"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("json")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.give)
        chooser.open()

    def give(self, path: str) -> None:
        """All topics as JSON."""
        file = QFile(path)
        done = file.open(QIODevice.OpenModeFlag.WriteOnly)
        if done:
            file.write(write_json(self._desk.catalogue).encode())
            file.close()
        kept = translate("Topics", "Kept in {path}").replace("{path}", path)
        self._said.say(kept if done else translate("Topics", "This file cannot be written."))


def _cells(topic: Topic) -> tuple[str, ...]:
    promise = translate("Topics", "{n} s").format(n=topic.answered_s) if topic.answered_s else ""
    return topic.name, topic.owner, promise
