"""*Kept answers*: searched, changed, expired, deleted, and carried to other desks in a file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QFileDialog, QWidget

from softphone.domain.answers import Carried, KeptAnswer
from softphone.domain.desk import Desk
from softphone.domain.facts.answers import AnswerDeleted, AnswerKept, BringInPressed, ExportPressed, ShelfWanted
from softphone.host.clock import Clock
from softphone.ui.answer_form import AnswerForm
from softphone.ui.ids import fresh_id
from softphone.ui.look import px
from softphone.ui.offers import whose
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Field
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.rows import Row, clear, show_all
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.side_window import SideWindow, heading
from softphone.ui.parts.text import Paper, Text
from softphone.ui.side_deeds import ask_owner

translate = QCoreApplication.translate

MOST_SHOWN = 50
FILES = "*.jsonl"


class AnswersWindow(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(620, 720))
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._editing = ""
        self._sure = ""  # the one that a second press deletes

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is None:
            return
        if old is None or old.shelf is not new.shelf:
            self._fill()
        if old is None or old.carried is not new.carried:
            self._tell(new.carried if old is not None else None)

    def bring_up(self) -> None:
        super().bring_up()
        self._post(ShelfWanted(self._clock.now(), self._search.text()))
        self._search.setFocus()

    def _build(self) -> None:
        self.setWindowTitle(translate("Answers", "Kept answers"))
        rows = self.page.rows
        self._search = Field(translate("Answers", "Search kept answers"), translate("Answers", "Search kept answers"))
        self._search.typed.connect(lambda text: self._post(ShelfWanted(self._clock.now(), text)))
        rows.addWidget(self._search)
        self._count = Text(ink="second", size="second", wrapped=True)
        rows.addWidget(self._count)
        self._list = Scroll(gap=2, name=translate("Answers", "Kept answers"))
        self._list.setMinimumHeight(px(150))
        rows.addWidget(self._list, 8)
        self._editor = Paper(gap=8)
        self._editor.rows.addWidget(heading(translate("Answers", "This answer")))
        self._form = AnswerForm()
        self._form.changed.connect(self._check)
        self._editor.rows.addWidget(self._form)
        deeds = Flow(8)
        self._save = Button(translate("Answers", "Save"), kind="primary")
        self._expire = Button(translate("Answers", "Expired"), icon="clock")
        self._ask = Button(translate("Answers", "Ask whether it holds"), icon="chat")
        self._delete = Button(translate("Answers", "Delete"), icon="erase")
        for button, deed in (
            (self._save, self._keep),
            (self._expire, self._end),
            (self._ask, self._ask_owner),
            (self._delete, self._erase),
        ):
            button.clicked.connect(deed)
            deeds.add(button)
        self._editor.rows.addWidget(deeds)
        rows.addWidget(self._editor)
        rows.addStretch(1)
        self._said = Text(ink="second", size="second", wrapped=True)
        self.foot.rows.addWidget(self._said, 1)
        for word, deed in (
            (translate("Answers", "Import …"), self._choose_in),
            (translate("Answers", "Export …"), self._choose_out),
        ):
            button = Button(word)
            button.clicked.connect(deed)
            self.foot.rows.addWidget(button)
        close = Button(translate("Answers", "Close"))
        close.clicked.connect(self.close)
        self.foot.rows.addWidget(close)
        self._fill()

    def _fill(self) -> None:
        shelf = self._desk.shelf
        self._count.say(_counted(self._desk))
        clear(self._list.lines)
        for answer in shelf.answers[:MOST_SHOWN]:
            row = Row()
            ink = "stop" if answer.expired(self._desk.now.astimezone().date()) else "second"
            chosen = answer.answer_id == self._editing
            row.show_row(answer.question, whose(self._desk, answer), icon="bulb", ink=ink, chosen=chosen)
            row.clicked.connect(lambda _=False, answer=answer: self._show(answer))
            self._list.lines.addWidget(row)
        if len(shelf.answers) > MOST_SHOWN:
            self._list.lines.addWidget(
                Text(translate("Answers", "There are more: search for words."), ink="second", wrapped=True)
            )
        self._list.lines.addStretch(1)
        show_all(self._list.lines)
        kept = next((a for a in shelf.answers if a.answer_id == self._editing), None)
        if kept is None:
            self._editing = ""
        self._editor.setVisible(kept is not None)
        self._list.setMaximumHeight(px(190) if kept is not None else 16777215)

    def _show(self, answer: KeptAnswer) -> None:
        self._editing, self._sure = answer.answer_id, ""
        self._form.show_answer(answer, self._clock.now().astimezone().date())
        self._fill()
        self._check()

    @property
    def _shown(self) -> KeptAnswer | None:
        return next((a for a in self._desk.shelf.answers if a.answer_id == self._editing), None)

    def _check(self) -> None:
        written, shown = self._form.written, self._shown
        self._save.setEnabled(written is not None and written != shown)
        today = self._clock.now().astimezone().date()
        expired = shown is not None and shown.expired(today)
        self._expire.setVisible(not expired)
        owner = shown is not None and any(e.address == shown.owner_address for e in self._desk.experts)
        self._ask.setVisible(expired and owner)
        word = translate("Answers", "Delete for good?") if self._sure else translate("Answers", "Delete")
        self._delete.show_word(word, kind="stop" if self._sure else "plain")

    def _keep(self) -> None:
        written = self._form.written
        if written is not None:
            # Changed words are as good as asked anew.
            self._post(AnswerKept(self._clock.now(), replace(written, owner_asked_at=None)))

    def _end(self) -> None:
        if (shown := self._shown) is not None:
            today = self._clock.now().astimezone().date()
            ended = replace(shown, valid_until=today - timedelta(days=1))
            self._form.show_answer(ended, today)
            self._post(AnswerKept(self._clock.now(), ended))

    def _ask_owner(self) -> None:
        if (shown := self._shown) is not None:
            self._post(ask_owner(shown, self._desk.shown or fresh_id(), self._clock.now()))
            self._said.say(translate("Answers", "Asked in the side chat."))

    def _erase(self) -> None:
        """The second press counts."""
        if self._sure != self._editing:
            self._sure = self._editing
        elif self._editing:
            self._post(AnswerDeleted(self._clock.now(), self._editing))
            self._sure = ""
        self._check()

    # --- Files ----------------------------------------------------------------------------------------------

    def _choose_out(self) -> None:
        chooser = QFileDialog(self, translate("Answers", "Export kept answers"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.selectFile("answers.jsonl")
        chooser.fileSelected.connect(lambda path: self._post(ExportPressed(self._clock.now(), path)))
        chooser.open()

    def _choose_in(self) -> None:
        chooser = QFileDialog(self, translate("Answers", "Import kept answers"))
        chooser.setNameFilters([translate("Answers", "Kept answers ({files})").format(files=FILES), "*"])
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(lambda path: self._post(BringInPressed(self._clock.now(), path)))
        chooser.open()

    def _tell(self, carried: Carried | None) -> None:
        if carried is None:
            return
        name = Path(carried.path).name
        text = {
            "missing": translate("Answers", "{name} cannot be read, or is too large."),
            "unwritable": translate("Answers", "{name} cannot be written there."),
            "not_lines": translate("Answers", "{name} holds no kept answers."),
        }.get(carried.trouble, "")
        if not text and carried.into_store:
            text = translate("Answers", "{n} answers from {name}.")
        elif not text:
            text = translate("Answers", "{n} answers in {name}.")
        if carried.bad and not carried.trouble:
            text += " " + translate("Answers", "{bad} lines left out.")
        said = text.replace("{n}", str(carried.done)).replace("{bad}", str(carried.bad))
        self._said.say(said.replace("{name}", name))


def _counted(desk: Desk) -> str:
    """How many there are, and what they saved whom."""
    shelf = desk.shelf
    if not shelf.total:
        return translate("Answers", "Nothing is kept yet: keep a reply of the side chat after the call.")
    parts = [translate("Answers", "{n} kept").format(n=shelf.total)]
    if shelf.expired:
        parts.append(translate("Answers", "{n} expired").format(n=shelf.expired))
    for saved in shelf.saved[:3]:
        text = translate("Answers", "{name}: {minutes} min saved")
        parts.append(text.replace("{name}", saved.owner).replace("{minutes}", str(saved.minutes)))
    return " · ".join(parts)
