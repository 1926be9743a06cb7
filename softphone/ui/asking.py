"""One conversation with an expert: what was asked, how far it is proved to have come, what they say."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from softphone.domain.chat import SHOWN_MESSAGES, ChatMessage, Conversation, Delivery, split
from softphone.domain.desk import Desk
from softphone.domain.facts import (
    ContextEdited,
    DispositionEdited,
    DraftEdited,
    NoteEdited,
    QuestionAsked,
    ResendPressed,
)
from softphone.domain.interaction import WrapUp
from softphone.domain.presence import Presence
from softphone.domain.rules.chats import leaving
from softphone.host.clock import Clock
from softphone.ui import times, words
from softphone.ui.ids import fresh_id
from softphone.ui.look import px
from softphone.ui.pane import Post
from softphone.ui.parts.bubble import Bubble
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Draft, Field
from softphone.ui.parts.marks import Avatar, PresenceMark, PromiseRing
from softphone.ui.parts.rows import clear, show_before
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Paper, Text
from softphone.ui.words import translate

SURELY_ONE_PART = 300  # bytes: masks stand for more than they hide, but not for three times as much
MOST_AT_FIRST = 40


class Talk(Paper):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__("aside_plain")
        self._post, self._clock = post, clock
        self._conversation: Conversation | None = None
        self._desk = Desk()
        self._most = MOST_AT_FIRST
        self._bubbles: dict[str, tuple[ChatMessage, Bubble]] = {}
        self._build()

    def _build(self) -> None:
        self._build_expert()
        self._scroll = Scroll((18, 14, 14, 10), 10, name=translate("Talk", "Messages"), focus=True)
        lines = self._scroll.lines
        self._messages = QVBoxLayout()
        self._messages.setSpacing(px(10))
        self._earlier = Button(translate("Talk", "Earlier messages"), kind="aside", small=True)
        self._earlier.clicked.connect(self._show_earlier)
        lines.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addLayout(self._messages)
        self._typing = Text(ink="aside_ink", size="second")
        lines.addWidget(self._typing, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(1)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._keep_at_end)
        self._at_end = True
        self._scroll.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.rows.addWidget(self._scroll, 1)
        self._build_foot()

    def _build_expert(self) -> None:
        head = Paper("aside_head", across=True, margins=(18, 8, 16, 8), gap=10)
        self._avatar = Avatar(34)
        column = Paper(gap=1)
        self._name = Text(strong=True, elided=True)
        state = QHBoxLayout()
        state.setSpacing(px(5))
        self._mark = PresenceMark()
        self._line = Text(ink="second", size="second", elided=True)
        state.addWidget(self._mark)
        state.addWidget(self._line, 1)
        column.rows.addWidget(self._name)
        column.rows.addLayout(state)
        self._ring = PromiseRing()
        head.rows.addWidget(self._avatar)
        head.rows.addWidget(column, 1)
        head.rows.addWidget(self._ring)
        self.rows.addWidget(head)

    def _build_foot(self) -> None:
        foot = Paper("aside_foot", margins=(18, 10, 14, 12), gap=7)
        self._context = Field(
            translate("Talk", "Context, sent with the first question"),
            translate("Talk", "Context: order, product, case. Never the person."),
        )
        self._context.typed.connect(self._context_typed)
        self._preview = Paper("aside_slip", margins=(12, 8, 12, 8), gap=2)
        self._preview_text = Text(wrapped=True, size="second")
        preview_head = Text(translate("Talk", "What the expert will read:"), ink="aside_ink", size="small", strong=True)
        self._preview.rows.addWidget(preview_head)
        self._preview.rows.addWidget(self._preview_text)
        self._masked = Text(ink="aside_ink", size="small", wrapped=True)
        self._preview.rows.addWidget(self._masked)
        self._preview.hide()
        self._draft = Draft(translate("Talk", "Question"), translate("Talk", "Your question"), enter_sends=True)
        self._draft.setFixedHeight(px(72))
        self._draft.typed.connect(self._typed)
        self._draft.sent.connect(self.send)
        line = QHBoxLayout()
        line.setSpacing(px(6))
        self._to = Text(ink="second", size="second", elided=True)
        self._attached = Button(translate("Talk", "Attached"), kind="aside", icon="down", small=True)
        self._attached.clicked.connect(self._toggle_preview)
        self._send = Button(translate("Talk", "Send"), kind="aside_full", icon="send", small=True)
        self._send.show_key(translate("Talk", "Enter"))
        self._send.clicked.connect(self.send)
        line.addWidget(self._to, 1)
        line.addWidget(self._attached)
        line.addWidget(self._send)
        for each in (self._context, self._preview, self._draft):
            foot.rows.addWidget(each)
        foot.rows.addLayout(line)
        self.rows.addWidget(foot)

    # --- Showing ------------------------------------------------------------------------------------------

    def show_conversation(self, desk: Desk, conversation: Conversation) -> None:
        old, self._conversation, self._desk = self._conversation, conversation, desk
        if old is None or old.conversation_id != conversation.conversation_id:
            clear(self._messages)
            self._bubbles.clear()
            self._most = MOST_AT_FIRST
            self._at_end = True
            self._preview.hide()
        self._show_expert(desk, conversation)
        if old is None or old.messages is not conversation.messages:
            self._show_messages(desk, conversation)
        writing = conversation.typing_until is not None and conversation.typing_until > desk.now
        self._typing.say(translate("Talk", "is writing …") if writing else "")
        self._draft.show_text(conversation.conversation_id, conversation.draft)
        self._context.show_text(conversation.conversation_id, conversation.context_line)
        self._context.setVisible(not conversation.context_sent)
        if self._preview.isVisible():
            self._show_preview()
        self._show_parts()

    def _show_expert(self, desk: Desk, conversation: Conversation) -> None:
        expert = desk.expert(conversation.expert_id)
        name = expert.name if expert is not None else conversation.address
        team = expert.team if expert is not None else ""
        presence = desk.presence.get(conversation.address, Presence())
        self._avatar.show_name(name)
        self._name.say(f"{name}, {team}" if team else name)
        self._mark.show_reach(presence.reach)
        asked, answered = conversation.asked_at, conversation.answered_at
        self._ring.setVisible(asked is not None)
        if asked is not None and answered is not None:
            took = times.clock(times.since(asked, answered))
            self._line.say(translate("Talk", "answered in {time}").format(time=took))
            self._ring.show_left(None, "", translate("Talk", "Answered in {time}").format(time=took))
        elif asked is not None:
            waited = times.age(asked, desk.now)
            self._line.say(words.reach(presence, desk.now))
            self._ring.show_left(1.0, waited, translate("Talk", "Asked {time} ago").format(time=waited))
        else:
            self._line.say(words.reach(presence, desk.now))
        whom = f"{name}, {team}" if team else name
        self._to.say(translate("Talk", "Internal, to {name}").format(name=whom))

    def _show_messages(self, desk: Desk, conversation: Conversation) -> None:
        shown = conversation.messages[-self._most :]
        wanted = {message.message_id for message in shown}
        free: list[Bubble] = []
        for key in [key for key in self._bubbles if key not in wanted]:
            _, gone = self._bubbles.pop(key)
            self._messages.removeWidget(gone)
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
        show_before(self._messages, made)
        for at, bubble in placed:
            self._messages.insertWidget(at, bubble)
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
        """A reply goes to the note, a question of ours is sent again."""
        message = next((said for said, shown in self._bubbles.values() if shown is bubble), None)
        if message is None:
            return
        if message.ours:
            self._post(ResendPressed(self._clock.now(), message.message_id))
        else:
            self._to_note(message.text)

    def _show_earlier(self) -> None:
        self._most = SHOWN_MESSAGES
        self._at_end = False
        if self._conversation is not None:
            self._show_messages(self._desk, self._conversation)

    def _fill_bubble(self, desk: Desk, message: ChatMessage, bubble: Bubble) -> None:
        if not message.ours:
            moment, word = times.moment(message.at, desk.now), translate("Talk", "To note")
            bubble.show_message(message.text, moment, name=self._name.said, chip=word, icon="note")
            return
        bad = message.delivery in (Delivery.REFUSED, Delivery.UNSURE)
        again = translate("Talk", "Send again") if bad else ""
        foot = words.delivery(message, desk.now)
        bubble.show_message(message.text, foot, bad=bad, name=translate("Talk", "You"), chip=again)

    def _show_preview(self) -> None:
        if self._conversation is not None:
            text, message = leaving(self._desk, self._conversation, self._draft.toPlainText().strip())
            masked = ""
            if len(message.masks) == 1:
                masked = translate("Talk", "1 item is masked.")
            elif message.masks:
                masked = translate("Talk", "{n} items are masked.").format(n=len(message.masks))
            self._masked.say(masked)
            self._masked.setVisible(bool(masked))
            self._preview_text.say("\n".join(split(text)) or translate("Talk", "Nothing yet."))

    def _show_parts(self) -> None:
        count, written = 1, self._draft.toPlainText().strip()
        conversation = self._conversation
        if conversation is not None and len((conversation.context_line + written).encode()) > SURELY_ONE_PART:
            count = leaving(self._desk, conversation, written)[1].parts
        word = translate("Talk", "Attached")
        if count > 1:
            word = translate("Talk", "Attached, goes in {n} parts").format(n=count)
        open_now = self._preview.isVisible()
        self._attached.show_word(word, icon="down", kind="aside_chosen" if open_now else "aside")

    # --- The agent's hands ----------------------------------------------------------------------------------

    def write(self) -> None:
        self._draft.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def send(self) -> None:
        text = self._draft.toPlainText().strip()
        if not text or self._conversation is None:
            return
        self._draft.empty()
        self._at_end = True
        self._post(QuestionAsked(self._clock.now(), fresh_id(), self._conversation.conversation_id, text))

    def _typed(self, text: str) -> None:
        if self._conversation is not None:
            self._post(DraftEdited(self._clock.now(), self._conversation.conversation_id, text))
            if self._preview.isVisible():
                self._show_preview()
            self._show_parts()

    def _context_typed(self, text: str) -> None:
        if self._conversation is not None:
            self._post(ContextEdited(self._clock.now(), self._conversation.conversation_id, text))

    def _toggle_preview(self) -> None:
        self._preview.setVisible(not self._preview.isVisible())
        self._show_preview()
        self._show_parts()

    def _to_note(self, text: str) -> None:
        interaction = self._desk.interactions.get(self._conversation.interaction_id if self._conversation else "")
        if interaction is None:
            return
        at, key = self._clock.now(), interaction.interaction_id
        if interaction.wrap_up is WrapUp.OPEN:
            what = interaction.disposition
            self._post(DispositionEdited(at, key, replace(what, note=f"{what.note}\n{text}".strip())))
        else:
            self._post(NoteEdited(at, key, f"{interaction.note}\n{text}".strip()))

    # --- Scroll -------------------------------------------------------------------------------------------

    def _scrolled(self, value: int) -> None:
        self._at_end = value >= self._scroll.verticalScrollBar().maximum() - 4

    def _keep_at_end(self) -> None:
        if self._at_end:
            bar = self._scroll.verticalScrollBar()
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
    return known is message or (same_words and known.delivery is message.delivery and known.reason == message.reason)
