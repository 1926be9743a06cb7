"""*Tell a department*: what a call or an answer teaches goes to who can change it, in a word that names no customer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from softphone.domain.answers import without_customer
from softphone.domain.desk import Desk
from softphone.domain.facts.answers import DepartmentTold
from softphone.domain.feedback import FEEDBACK_CHARS, MOST_DEPARTMENTS, Told, departments
from softphone.domain.interaction import Delivered
from softphone.domain.rules.attention import in_hand
from softphone.domain.rules.chats import customer_of
from softphone.host.clock import Clock
from softphone.ui.ids import fresh_id
from softphone.ui.look import px
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Draft, Field
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.side_window import SideWindow, labelled
from softphone.ui.parts.text import Text

translate = QCoreApplication.translate


class TellWindow(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(520, 460))
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._interaction_id = ""
        for n in range(MOST_DEPARTMENTS):
            key = QShortcut(QKeySequence(f"Ctrl+{n + 1}"), self)
            key.activated.connect(lambda n=n: self._tell_nth(n))

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is None or old is None:
            return
        if old.settings is not new.settings:
            self._show_departments()
        if old.told is not new.told and new.told is not None:
            self._said.say(_how_far(new.told))

    def bring_up(self) -> None:
        """About the answer in hand, else about the call that is shown."""
        if self._content is None:
            self.rebuild()
        self._fill()
        super().bring_up()
        self._text.setFocus()

    def _build(self) -> None:
        self.setWindowTitle(translate("Tell", "Tell a department"))
        lead = translate(
            "Tell",
            "This is all they read, with the queue and the outcome. What says who the customer was is taken out.",
        )
        self.page.rows.addWidget(Text(lead, ink="second", wrapped=True))
        self._topic = Field(translate("Tell", "Topic"))
        self.page.rows.addWidget(labelled(translate("Tell", "Topic"), self._topic))
        self._text = Draft(translate("Tell", "What they should know"), "")
        self._text.setMinimumHeight(px(140))
        self._text.typed.connect(lambda _: self._check())
        self.page.rows.addWidget(labelled(translate("Tell", "What they should know"), self._text), 1)
        self._said = Text(ink="second", size="second", wrapped=True)
        self.page.rows.addWidget(self._said)
        self._whom = Flow(8)
        self.foot.rows.addWidget(self._whom, 1)
        close = Button(translate("Tell", "Close"))
        close.clicked.connect(self.close)
        self.foot.rows.addWidget(close)
        self._buttons: list[Button] = []
        self._show_departments()
        self._fill()

    def _fill(self) -> None:
        hand, interaction = in_hand(self._desk), self._desk.interaction
        self._interaction_id = hand.interaction_id if hand else interaction.interaction_id if interaction else ""
        said = hand.text if hand else ""
        note = (interaction.disposition.note or interaction.note) if interaction else ""
        customer = customer_of(self._desk, self._interaction_id)
        text = "\n".join(part for part in (note if note != said else "", said) if part)
        self._text.setPlainText(without_customer(text, customer, FEEDBACK_CHARS))
        self._topic.setText(hand.topic if hand else interaction.disposition.code if interaction else "")
        self._said.say("")
        self._check()

    def _show_departments(self) -> None:
        self._whom.empty()
        self._buttons = []
        for n, each in enumerate(departments(self._desk.settings.departments)):
            button = Button(each.name, kind="primary" if n == 0 else "plain")
            key = QKeySequence(f"Ctrl+{n + 1}").toString(QKeySequence.SequenceFormat.NativeText)
            button.show_key(key)
            button.clicked.connect(lambda _=False, n=n: self._tell_nth(n))
            self._whom.add(button)
            self._buttons.append(button)

    def _check(self) -> None:
        for button in self._buttons:
            button.setEnabled(bool(self._text.toPlainText().strip()))

    def _tell_nth(self, n: int) -> None:
        told, text = departments(self._desk.settings.departments), self._text.toPlainText().strip()
        if n < len(told) and text:
            self._post(
                DepartmentTold(
                    self._clock.now(), fresh_id(), self._interaction_id, told[n].name, self._topic.text(), text
                )
            )
            self._text.empty()
            self._check()


def _how_far(told: Told) -> str:
    if told.state == Delivered.SENT:
        text = translate("Tell", "{department} has it.")
    elif told.state == Delivered.REFUSED:
        text = translate("Tell", "{department} did not take it. It is kept on this PC.")
    else:
        text = translate("Tell", "Kept; it goes to {department} by itself.")
    if told.count > 1:
        text += " " + translate("Tell", "The same has been told {n} times.").format(n=told.count)
    return text.replace("{department}", told.department)
