"""*Keep as answer*: the reply in hand becomes a card, already without anything of the customer, before it is kept."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from softphone.domain.answers import KeptAnswer, fit_to_keep, preset_until
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.desk import Desk
from softphone.domain.facts.answers import AnswerKept
from softphone.domain.rules.attention import in_hand
from softphone.domain.rules.chats import customer_of
from softphone.host.clock import Clock
from softphone.ui.answer_form import AnswerForm
from softphone.ui.ids import fresh_id
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.side_window import SideWindow
from softphone.ui.parts.text import Text

translate = QCoreApplication.translate


class KeepWindow(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(540, 700))
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._conversation_id = ""
        finish = QShortcut(QKeySequence("Ctrl+Return"), self)
        finish.activated.connect(self._keep)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new

    def bring_up(self) -> None:
        """About the reply that is in hand now."""
        if self._content is None:
            self.rebuild()
        self._fill()
        super().bring_up()
        self._form.write()

    def _build(self) -> None:
        self.setWindowTitle(translate("Answers", "Keep as answer"))
        lead = translate(
            "Answers",
            "It is offered to you when you type a similar question. Names, numbers, addresses, orders and cases of the "
            "customer are taken out already; look whether anything else says who it was.",
        )
        self.page.rows.addWidget(Text(lead, ink="second", wrapped=True))
        self._form = AnswerForm()
        self._form.changed.connect(self._check)
        self.page.rows.addWidget(self._form)
        self.page.rows.addStretch(1)
        self._said = Text(ink="second", size="second", wrapped=True)
        self.foot.rows.addWidget(self._said, 1)
        self._button = Button(translate("Answers", "Keep"), kind="primary")
        self._button.show_key(QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText))
        self._button.clicked.connect(self._keep)
        close = Button(translate("Answers", "Cancel"))
        close.clicked.connect(self.close)
        self.foot.rows.addWidget(close)
        self.foot.rows.addWidget(self._button)
        self._fill()

    def _fill(self) -> None:
        answer = prefilled(self._desk, self._clock)
        if answer is not None:
            self._conversation_id = answer.source
            self._form.show_answer(answer, self._clock.now().astimezone().date())
        self._check()

    def _check(self) -> None:
        self._button.setEnabled(self._form.written is not None)
        missing = translate("Answers", "Question and answer are needed.")
        self._said.say("" if self._form.written is not None else missing)

    def _keep(self) -> None:
        written = self._form.written
        if written is not None:
            self._post(AnswerKept(self._clock.now(), written, self._conversation_id))
            self.close()


def prefilled(desk: Desk, clock: Clock) -> KeptAnswer | None:
    """The card of the reply in hand: what was asked before it, without the customer; a renewed one keeps its id."""
    hand = in_hand(desk)
    conversation = desk.conversations.get(hand.conversation_id) if hand is not None and not hand.kept else None
    if hand is None or conversation is None:
        return None
    now = clock.now()
    asked, took_s = _asked(conversation, hand.key)
    expert = desk.expert(conversation.expert_id)
    known = next((a for a in desk.shelf.answers if a.answer_id == conversation.kept_as), None)
    answer = KeptAnswer(
        answer_id=conversation.kept_as or fresh_id(),
        question=known.question if known else asked,
        text=hand.text,
        owner=expert.name if expert is not None else hand.who,
        valid_until=preset_until(now.astimezone().date()),
        kept_at=now,
        owner_address=conversation.address,
        topic=known.topic if known else conversation.topic,
        product=known.product if known else "",
        source=conversation.conversation_id,
        took_s=known.took_s if known else took_s,
        solved=known.solved if known else 0,
    )
    return fit_to_keep(answer, customer_of(desk, conversation.interaction_id))


def _asked(conversation: Conversation, reply_id: str) -> tuple[str, int]:
    """Our last words before that reply, without the line of context; and how long the expert needed, in seconds."""
    before: list[ChatMessage] = []
    for message in conversation.messages:
        if message.message_id == reply_id:
            break
        before.append(message)
    else:
        return "", 0
    question = next((m for m in reversed(before) if m.ours and m.message_id != conversation.thanks_id), None)
    if question is None:
        return "", 0
    reply = conversation.messages[len(before)]
    text = question.text.removeprefix(conversation.context_line).strip()
    return text, max(0, int((reply.at - question.at).total_seconds()))
