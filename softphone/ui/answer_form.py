"""The fields of a kept answer, for a new one and for one that is changed. Until when it holds is always there."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QPlainTextEdit

from softphone.domain.answers import ANSWER_CHARS, QUESTION_CHARS, VALID_DAYS, KeptAnswer
from softphone.ui.look import px, type_font
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Draft, Field
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.side_window import labelled
from softphone.ui.parts.text import Paper, Text
from softphone.ui.words import translate


class AnswerForm(Paper):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__(gap=10)
        self._answer: KeptAnswer | None = None
        self._today = date.min
        self._question = self._text(translate("Answers", "What was asked"), QUESTION_CHARS, 72)
        self._said = self._text(translate("Answers", "The answer"), ANSWER_CHARS, 120)
        self._topic = Field(translate("Answers", "Topic"))
        self._product = Field(translate("Answers", "Product"))
        self._until = QDateEdit()
        self._until.setCalendarPopup(True)
        self._until.setFont(type_font())
        self._until.setMinimumHeight(px(36))
        self._until.setAccessibleName(translate("Answers", "Valid until"))
        self._until.dateChanged.connect(self.changed)
        self._owner = Text(ink="second", size="second", wrapped=True)
        self.rows.addWidget(labelled(translate("Answers", "What was asked"), self._question))
        self.rows.addWidget(labelled(translate("Answers", "The answer"), self._said))
        self.rows.addWidget(labelled(translate("Answers", "Valid until"), self._until))
        spans = Flow(6)
        for word, days in (
            (translate("Answers", "30 days"), 30),
            (translate("Answers", "90 days"), VALID_DAYS),
            (translate("Answers", "One year"), 365),
        ):
            span = Button(word, small=True)
            span.clicked.connect(lambda _=False, days=days: self._hold_for(days))
            spans.add(span)
        self.rows.addWidget(spans)
        self.rows.addWidget(labelled(translate("Answers", "Topic"), self._topic))
        self.rows.addWidget(labelled(translate("Answers", "Product"), self._product))
        self.rows.addWidget(self._owner)

    def show_answer(self, answer: KeptAnswer, today: date) -> None:
        self._answer, self._today = answer, today
        self.blockSignals(True)
        self._question.setPlainText(answer.question)
        self._said.setPlainText(answer.text)
        self._topic.setText(answer.topic)
        self._product.setText(answer.product)
        until = answer.valid_until
        self._until.setDate(QDate(until.year, until.month, until.day))
        owner = answer.owner or translate("Answers", "nobody")
        said = translate("Answers", "Owner: {name}. Ask them when it has expired.")
        self._owner.say(said.replace("{name}", owner))
        self.blockSignals(False)
        self.changed.emit()

    @property
    def written(self) -> KeptAnswer | None:
        """What stands in the fields, or None while question or answer is missing."""
        question, said = self._question.toPlainText().strip(), self._said.toPlainText().strip()
        if self._answer is None or not question or not said:
            return None
        until = self._until.date()
        return replace(
            self._answer,
            question=question,
            text=said,
            topic=self._topic.text(),
            product=self._product.text(),
            valid_until=date(until.year(), until.month(), until.day()),
        )

    def write(self) -> None:
        self._question.setFocus()

    def _hold_for(self, days: int) -> None:
        self._until.setDate(QDate(self._today.year, self._today.month, self._today.day).addDays(days))

    def _text(self, name: str, longest: int, high: int) -> QPlainTextEdit:
        field = Draft(name, "")
        field.setFixedHeight(px(high))
        field.typed.connect(lambda text: field.setPlainText(text[:longest]) if len(text) > longest else None)
        field.typed.connect(lambda _: self.changed.emit())
        return field
