"""What was said in one conversation, oldest on top: bubbles in a column that never moves under the agent's eyes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from softphone.domain.chat import SHOWN_MESSAGES, ChatMessage, Conversation, Delivery
from softphone.domain.desk import Desk
from softphone.domain.matrix import is_matrix_id
from softphone.ui import matrix_words, times, words
from softphone.ui.look import px
from softphone.ui.parts.bubble import Bubble
from softphone.ui.parts.button import Button
from softphone.ui.parts.rows import clear, show_before
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Text
from softphone.ui.words import translate

MOST_AT_FIRST = 40


class Messages(Scroll):
    chosen = Signal(ChatMessage)  # the one thing to do with a message

    def __init__(self) -> None:
        super().__init__((18, 14, 14, 10), 10, name=translate("Talk", "Messages"), focus=True)
        self._conversation: Conversation | None = None
        self._desk = Desk()
        self._name = ""
        self._most = MOST_AT_FIRST
        self._bubbles: dict[str, tuple[ChatMessage, Bubble]] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(px(10))
        self._earlier = Button(translate("Talk", "Earlier messages"), kind="aside", small=True)
        self._earlier.clicked.connect(self._show_earlier)
        self.lines.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        self.lines.addLayout(self._column)
        self._typing = Text(ink="aside_ink", size="second")
        self.lines.addWidget(self._typing, 0, Qt.AlignmentFlag.AlignHCenter)
        self.lines.addStretch(1)
        self.verticalScrollBar().rangeChanged.connect(self._keep_at_end)
        self._at_end = True
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_conversation(self, desk: Desk, conversation: Conversation, name: str) -> None:
        """`name` is the expert's, for who hears the screen."""
        old, self._conversation, self._desk, self._name = self._conversation, conversation, desk, name
        if old is None or old.conversation_id != conversation.conversation_id:
            clear(self._column)
            self._bubbles.clear()
            self._most = MOST_AT_FIRST
            self._at_end = True
        if old is None or old.messages is not conversation.messages:
            self._show_messages(desk, conversation)
        writing = conversation.typing_until is not None and conversation.typing_until > desk.now
        self._typing.say(translate("Talk", "is writing …") if writing else "")

    def to_end(self) -> None:
        """The agent sent something: what comes next is looked at."""
        self._at_end = True

    def _show_messages(self, desk: Desk, conversation: Conversation) -> None:
        shown = conversation.messages[-self._most :]
        wanted = {message.message_id for message in shown}
        free: list[Bubble] = []
        for key in [key for key in self._bubbles if key not in wanted]:
            _, gone = self._bubbles.pop(key)
            self._column.removeWidget(gone)
            free.append(gone)
        made: list[Bubble] = []
        placed: list[tuple[int, Bubble]] = []
        for at, message in enumerate(shown):
            known = self._bubbles.get(message.message_id)
            if known is not None and _reads_the_same(known[0], message):
                continue
            bubble = known[1] if known is not None else _freed(message, free) or self._bubble(message, made)
            if known is None:
                placed.append((at, bubble))
            self._bubbles[message.message_id] = (message, bubble)
            self._fill_bubble(desk, message, bubble)
        show_before(self._column, made)
        for at, bubble in placed:
            self._column.insertWidget(at, bubble)
        for left in free:
            left.hide()
            left.deleteLater()
        self._earlier.setVisible(len(conversation.messages) > len(shown))

    def _bubble(self, message: ChatMessage, made: list[Bubble]) -> Bubble:
        bubble = Bubble(message.ours, translate("Talk", "Copy"))
        bubble.chosen.connect(lambda: self._chosen(bubble))
        made.append(bubble)
        return bubble

    def _chosen(self, bubble: Bubble) -> None:
        message = next((said for said, shown in self._bubbles.values() if shown is bubble), None)
        if message is not None:
            self.chosen.emit(message)

    def _show_earlier(self) -> None:
        self._most = SHOWN_MESSAGES
        self._at_end = False
        if self._conversation is not None:
            self._show_messages(self._desk, self._conversation)

    def _fill_bubble(self, desk: Desk, message: ChatMessage, bubble: Bubble) -> None:
        if not message.ours:
            word = translate("Talk", "To note") if message.text else ""
            moment = matrix_words.foot(message, times.moment(message.at, desk.now))
            bubble.show_message(matrix_words.body(message), moment, name=self._name, chip=word, icon="note")
            return
        bad = message.delivery in (Delivery.REFUSED, Delivery.UNSURE)
        again = translate("Talk", "Send again") if bad else ""
        foot = matrix_words.foot(message, words.delivery(message, desk.now, self._far(message)))
        bubble.show_message(matrix_words.body(message), foot, bad=bad, name=translate("Talk", "You"), chip=again)

    def _far(self, message: ChatMessage) -> str:
        """How far it has come, where it goes by Matrix."""
        address = self._conversation.address if self._conversation is not None else ""
        return matrix_words.far(message) if is_matrix_id(address) else ""

    # --- Scroll -------------------------------------------------------------------------------------------

    def _scrolled(self, value: int) -> None:
        self._at_end = value >= self.verticalScrollBar().maximum() - 4

    def _keep_at_end(self) -> None:
        if self._at_end:
            bar = self.verticalScrollBar()
            QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))


def _freed(message: ChatMessage, free: list[Bubble]) -> Bubble | None:
    """One that scrolled out of sight and may show this message."""
    bubble = next((each for each in free if each.ours is message.ours and not each.in_hand), None)
    if bubble is not None:
        free.remove(bubble)
    return bubble


def _reads_the_same(known: ChatMessage, message: ChatMessage) -> bool:
    """That the agent has seen it makes a reply another value, and changes nothing on its bubble."""
    same_words = known.text is message.text and known.at is message.at
    same_words = same_words and known.reactions == message.reactions and known.edited is message.edited
    return known is message or (same_words and known.delivery is message.delivery and known.reason == message.reason)
