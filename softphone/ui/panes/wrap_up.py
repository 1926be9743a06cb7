"""Wrap-up: outcome first, then code, note, and what was promised. Its clock is neutral: nobody is hurried."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace
from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTime
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QDateEdit, QHBoxLayout, QTimeEdit, QWidget

from softphone.domain.desk import Desk
from softphone.domain.facts import DispositionEdited, WrapUpFinished
from softphone.domain.interaction import Disposition, Outcome, WrapUp
from softphone.domain.settings import WrapUpMode
from softphone.host.clock import Clock
from softphone.ui import words
from softphone.ui.look import PAGES_BELOW_PX, px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Draft, Field
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.guard import Guard
from softphone.ui.parts.text import Text
from softphone.ui.shortcuts import Action, printed
from softphone.ui.times import clock as clock_text
from softphone.ui.times import since
from softphone.ui.words import translate

_KEYS = {
    Outcome.SOLVED: Action.SOLVED,
    Outcome.PROMISED: Action.PROMISED,
    Outcome.NOT_SOLVED: Action.NOT_SOLVED,
}


class WrapUpPane(Pane):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "foot", margins=(22, 12, 22, 14), gap=9)
        self.setAccessibleName(translate("WrapUp", "Wrap-up"))
        self._interaction_id = ""
        self._pressed_id = ""
        self._disposition = Disposition()
        self._codes: tuple[str, ...] = ()
        self._build()
        self.keep_readable()
        self.hide()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(translate("WrapUp", "What came of it?"), size="name", strong=True))
        head.addStretch(1)
        self._left = Text(ink="second", tabular=True)
        head.addWidget(self._left)
        self.rows.addLayout(head)
        self._outcomes = {outcome: Button(words.outcome_button(outcome)) for outcome in Outcome}
        row = Flow(8)
        for outcome, button in self._outcomes.items():
            button.show_key(printed(_KEYS[outcome]))
            button.clicked.connect(lambda _=False, outcome=outcome: self.choose(outcome))
            row.add(button)
        self._code = QComboBox()
        self._code.setAccessibleName(translate("WrapUp", "Code"))
        self._code.setMinimumHeight(px(36))
        self._code.setMinimumWidth(px(150))
        self._code.activated.connect(self._code_chosen)
        row.add(self._code)
        self.rows.addWidget(row)
        self.rows.addWidget(self._follow_up_row())
        self._note = Draft(translate("WrapUp", "Note"), translate("WrapUp", "Note for whoever takes the next call"))
        self._note.setFixedHeight(px(88))
        self._note.typed.connect(lambda text: self._edit(replace(self._disposition, note=text)))
        self.rows.addWidget(self._note)
        self._foot = foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        foot.setSpacing(px(10))
        self._where = Text(ink="second", size="second", wrapped=True)
        self._finish = Button(translate("WrapUp", "Finish wrap-up"), kind="primary")
        self._finish.show_key(printed(Action.FINISH))
        self._finish.pressed_at_once.connect(self._remember_pressed)
        self._finish.clicked.connect(self.finish)
        self._guard = Guard(self._finish)
        foot.addWidget(self._where, 1)
        foot.addWidget(self._finish)
        self.rows.addLayout(foot)

    def _follow_up_row(self) -> QWidget:
        self._follow_up = Flow(8)
        self._day = QDateEdit()
        self._day.setCalendarPopup(True)
        self._day.setAccessibleName(translate("WrapUp", "Promised for"))
        self._day.setMinimumHeight(px(36))
        self._any_time = QCheckBox(translate("WrapUp", "any time"))
        self._time = QTimeEdit()
        self._time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._time.setAccessibleName(translate("WrapUp", "At"))
        self._time.setMinimumHeight(px(36))
        self._why = Field(translate("WrapUp", "What was promised"), translate("WrapUp", "What was promised"))
        self._why.setMinimumWidth(px(220))
        for each in (self._day, self._any_time, self._time, self._why):
            self._follow_up.add(each)
        self._day.dateChanged.connect(self._follow_up_chosen)
        self._time.timeChanged.connect(self._follow_up_chosen)
        self._any_time.toggled.connect(self._follow_up_chosen)
        self._why.typed.connect(lambda text: self._edit(replace(self._disposition, follow_up_reason=text)))
        return self._follow_up

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(PAGES_BELOW_PX) // 2 + px(60)
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    # --- Showing ------------------------------------------------------------------------------------------

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._guard.follow(new.changed_at, self.clock.now())
        interaction = new.interaction
        if interaction is None or interaction.wrap_up is not WrapUp.OPEN:
            self._interaction_id = ""
            self.hide()
            return
        self.show()
        if interaction.wrap_up_since is not None and new.settings.wrap_up_mode is WrapUpMode.TIMED:
            left = new.settings.wrap_up_s - since(interaction.wrap_up_since, new.now)
            self._left.say(translate("WrapUp", "finishes by itself in {time}").format(time=clock_text(left)))
        else:
            self._left.say("")
        if same(old, new, "interactions", "settings", "shown") and self._interaction_id:
            return
        self._interaction_id = interaction.interaction_id
        self._disposition = interaction.disposition
        self._show_disposition(new, interaction.disposition)

    def _show_disposition(self, desk: Desk, what: Disposition) -> None:
        for outcome, button in self._outcomes.items():
            chosen = outcome is what.outcome
            button.show_word(
                words.outcome_button(outcome), kind="chosen" if chosen else "plain", icon="check" if chosen else ""
            )
        codes = desk.settings.wrap_up_codes
        with QSignalBlocker(self._code):
            if codes != self._codes:
                self._codes = codes
                self._code.clear()
                self._code.addItem(translate("WrapUp", "No code"), "")
                for code in codes:
                    self._code.addItem(words.wrap_up_code(code), code)
            self._code.setCurrentIndex(max(self._code.findData(what.code), 0))
        self._note.show_text(self._interaction_id, what.note)
        promised = what.outcome is Outcome.PROMISED
        self._follow_up.setVisible(promised)
        if promised:
            self._show_follow_up(what, desk.now)
        self._where.say(
            translate("WrapUp", "Goes to the CRM and into the customer's contacts.")
            if desk.settings.crm_address
            else translate("WrapUp", "Kept on this PC only: no CRM is set.")
        )

    def _show_follow_up(self, what: Disposition, now: datetime) -> None:
        at = (what.follow_up_at or now + timedelta(days=1)).astimezone()
        with QSignalBlocker(self._day), QSignalBlocker(self._time), QSignalBlocker(self._any_time):
            self._day.setDate(QDate(at.year, at.month, at.day))
            self._any_time.setChecked(what.any_time)
            if not what.any_time:
                self._time.setTime(QTime(at.hour, at.minute))
        self._time.setVisible(not what.any_time)
        self._why.show_text(self._interaction_id, what.follow_up_reason)

    # --- The agent's hands ----------------------------------------------------------------------------------

    def choose(self, outcome: Outcome) -> None:
        """Take this outcome. A promise is for tomorrow until another day is chosen."""
        changed = replace(self._disposition, outcome=outcome)
        if outcome is Outcome.PROMISED and changed.follow_up_at is None:
            tomorrow = (self.clock.now() + timedelta(days=1)).astimezone()
            midnight = tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
            changed = replace(changed, follow_up_at=midnight, any_time=True)
        self._edit(changed)

    def finish(self) -> None:
        """It belongs to the wrap-up that was shown when the press began."""
        interaction_id = self._pressed_id or self._interaction_id
        self._pressed_id = ""
        if interaction_id:
            self.post(WrapUpFinished(self.clock.now(), interaction_id))

    def write(self) -> None:
        self._note.setFocus()

    def _remember_pressed(self) -> None:
        self._pressed_id = self._interaction_id

    def _code_chosen(self, index: int) -> None:
        self._edit(replace(self._disposition, code=str(self._code.itemData(index) or "")))

    def _follow_up_chosen(self) -> None:
        day, at = self._day.date(), self._time.time()
        any_time = self._any_time.isChecked()
        hour, minute = (0, 0) if any_time else (at.hour(), at.minute())
        chosen = datetime(day.year(), day.month(), day.day(), hour, minute).astimezone()
        self._edit(replace(self._disposition, follow_up_at=chosen, any_time=any_time))

    def _edit(self, changed: Disposition) -> None:
        if self._interaction_id and changed != self._disposition:
            self._disposition = changed
            self.post(DispositionEdited(self.clock.now(), self._interaction_id, changed))
