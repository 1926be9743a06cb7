"""Texts with a customer, under their card: in the centre, blue and white, and saying who will read what is typed.

Nothing here is the side chat's: another place, other colours, other words, another key. Enter breaks the line;
Ctrl+Enter sends, so that a hand used to the side chat's Enter sends nothing to a customer by mistake.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from softphone.domain.desk import Desk
from softphone.domain.interaction import Interaction, InteractionKind, WrapUp
from softphone.domain.rules.texts import fits
from softphone.domain.texts import (
    MOST_TEXT_BYTES,
    CustomerText,
    ReplyDrafted,
    ReplyResent,
    ReplySent,
    TextsClosed,
    TextsSeen,
    TextState,
    Thread,
)
from softphone.host.clock import Clock
from softphone.ui import people, times
from softphone.ui.ids import fresh_id
from softphone.ui.look import px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.bubble import CustomerBubble
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Draft
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.rows import clear, show_all
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Text
from softphone.ui.words import translate

MOST_SHOWN = 60


class _Reply(Draft):
    """The customer's own field."""

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter is the window's elsewhere."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _sends(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _sends(event):
            if not event.isAutoRepeat():
                self.sent.emit()
            return
        super().keyPressEvent(event)


def _sends(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class TextsPane(Pane):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "panel", margins=(22, 8, 22, 10), gap=6)
        self.setAccessibleName(translate("Texts", "Texts with the customer"))
        self.keep_readable()
        self._interaction: Interaction | None = None
        self._shown: tuple[CustomerText, ...] | None = None
        self._bubbles: dict[str, CustomerBubble] = {}
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Sign("mail", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._head = Text(ink="accent", strong=True, elided=True)
        head.addWidget(self._head, 1)
        self._done = Button(translate("Texts", "Finish"), small=True)
        self._done.setToolTip(translate("Texts", "To the wrap-up"))
        self._done.clicked.connect(self._finish)
        head.addWidget(self._done)
        self.rows.addLayout(head)
        self._scroll = Scroll((0, 6, 10, 6), 8, name=translate("Texts", "Texts"), focus=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(px(8))
        self._scroll.lines.addLayout(self._column)
        self._scroll.lines.addStretch(1)
        self.rows.addWidget(self._scroll, 1)
        self._reply = _Reply(translate("Texts", "Text to the customer"), translate("Texts", "Text to the customer"))
        self._reply.setMinimumHeight(px(56))
        self._reply.setFixedHeight(px(56))
        self._reply.typed.connect(self._typed)
        self._reply.sent.connect(self.send)
        self.rows.addWidget(self._reply)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        self._to = Text(ink="accent", size="second", elided=True)
        self._send = Button(translate("Texts", "Send to customer"), kind="primary", icon="send", small=True)
        self._send.show_key(translate("Texts", "Ctrl+Enter"))
        self._send.clicked.connect(self.send)
        foot.addWidget(self._to, 1)
        foot.addWidget(self._send)
        self.rows.addLayout(foot)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, "interactions", "threads", "shown"):
            return
        interaction = new.interaction
        thread = new.threads.get(new.shown or "")
        wanted = interaction is not None and interaction.kind is InteractionKind.TEXT
        wanted = wanted and interaction is not None and interaction.wrap_up is WrapUp.NONE and thread is not None
        self.setVisible(wanted)
        if not wanted or interaction is None or thread is None:
            self._interaction = None
            return
        other = self._interaction is None or self._interaction.interaction_id != interaction.interaction_id
        self._interaction = interaction
        name, number = people.name_of(new, interaction), people.number_of(new, thread.number)
        whom = f"{name}, {number}" if name != number else number
        self._head.say(translate("Texts", "Texts with the customer: {name}").replace("{name}", whom))
        self._say_size()
        self._reply.show_text(interaction.interaction_id, interaction.reply)
        self._send.setEnabled(fits(interaction.reply))
        self._show_texts(new, thread, other)
        if thread.unread and self.isVisibleTo(self.window()) and self.window().isActiveWindow():
            self.post(TextsSeen(self.clock.now(), interaction.interaction_id))

    def mark_seen(self, desk: Desk) -> None:
        thread = desk.threads.get(desk.shown or "")
        if thread is not None and thread.unread and self.isVisible():
            self.post(TextsSeen(self.clock.now(), thread.interaction_id))

    def _say_size(self) -> None:
        over = len((self._interaction.reply if self._interaction else "").strip().encode()) - MOST_TEXT_BYTES
        if over > 0:
            self._to.say(translate("Texts", "Too long by {n} characters").format(n=over))
            self._to.set_ink("stop")
        else:
            self._to.say(translate("Texts", "The customer reads this"))
            self._to.set_ink("accent")

    def _show_texts(self, desk: Desk, thread: Thread, other: bool) -> None:
        if other:
            clear(self._column)
            self._bubbles.clear()
            self._shown = None
        if self._shown is thread.texts:
            return
        self._shown = thread.texts
        for text in thread.texts[-MOST_SHOWN:]:
            bubble = self._bubbles.get(text.text_id)
            if bubble is None:
                bubble = CustomerBubble(text.ours, translate("Texts", "Copy"))
                bubble.chosen.connect(lambda _, key=text.text_id: self._again(key))
                self._bubbles[text.text_id] = bubble
                self._column.addWidget(bubble)
            bad = text.state in (TextState.REFUSED, TextState.UNSURE)
            name = translate("Texts", "You to the customer") if text.ours else translate("Texts", "Customer")
            again = (("again", translate("Texts", "Send again"), ""),) if bad else ()
            bubble.show_message(text.text, _foot(text, desk), bad=bad, name=name, chips=again)
        show_all(self._column)
        bar = self._scroll.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    # --- The agent's hands ----------------------------------------------------------------------------------

    def write(self) -> None:
        self._reply.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def send(self) -> None:
        interaction = self._interaction
        if interaction is not None and fits(self._reply.toPlainText()):
            at = self.clock.now()
            self.post(ReplyDrafted(at, interaction.interaction_id, self._reply.toPlainText()))
            self._reply.empty()
            self.post(ReplySent(at, interaction.interaction_id, f"c-{fresh_id()}"))

    def _typed(self, text: str) -> None:
        if self._interaction is not None:
            self.post(ReplyDrafted(self.clock.now(), self._interaction.interaction_id, text))

    def _again(self, text_id: str) -> None:
        if self._interaction is not None:
            self.post(ReplyResent(self.clock.now(), self._interaction.interaction_id, text_id))

    def _finish(self) -> None:
        if self._interaction is not None:
            self.post(TextsClosed(self.clock.now(), self._interaction.interaction_id))


def _foot(text: CustomerText, desk: Desk) -> str:
    moment = times.moment(text.at, desk.now)
    if not text.ours:
        return moment
    word = {
        TextState.NEW: translate("Texts", "is being kept"),
        TextState.WAITING: translate("Texts", "waits for the line"),
        TextState.LEFT: translate("Texts", "on its way"),
        TextState.SENT: translate("Texts", "sent"),
        TextState.REFUSED: translate("Texts", "refused"),
        TextState.UNSURE: translate("Texts", "may not have arrived"),
    }[text.state]
    return f"{moment} · {word}: {text.reason}" if text.reason else f"{moment} · {word}"
