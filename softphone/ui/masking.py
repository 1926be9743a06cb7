"""Over the composer of the side chat: what of the draft is masked, by which rule, and where policy allows it a say."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from softphone.domain.audit import MaskSwitched
from softphone.domain.chat import Conversation
from softphone.domain.desk import Desk
from softphone.domain.rules import masking
from softphone.host.clock import Clock
from softphone.ui import masking_words
from softphone.ui.look import px
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.rows import clear, show_all
from softphone.ui.parts.text import Paper, Text
from softphone.ui.words import translate

MOST_ROWS = 3  # the composer must not grow over the conversation
PAUSE_MS = 120  # nobody reads while typing


class MaskSlip(Paper):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__("aside_slip", margins=(12, 7, 10, 7), gap=3)
        self._post, self._clock = post, clock
        self._desk = Desk()
        self._conversation: Conversation | None = None
        self._text = ""
        self._shown: tuple[object, ...] = ()
        self._head = Text(ink="aside_ink", size="small", strong=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(2))
        self.rows.addWidget(self._head)
        self.rows.addLayout(self._lines)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self._show)
        self.hide()

    def show_draft(self, desk: Desk, conversation: Conversation, text: str) -> None:
        """What of `text` is masked; at once for another conversation, else when the typing rests."""
        settled = (self._conversation is not None and self._conversation.lifted) == conversation.lifted
        other = self._conversation is None or self._conversation.conversation_id != conversation.conversation_id
        cards = self._desk.interactions is not desk.interactions
        same_text = text == self._text
        self._desk, self._conversation, self._text = desk, conversation, text
        if other or not settled or not text:
            self._show()
        elif not same_text or cards:
            self._soon.start()

    def _show(self) -> None:
        self._soon.stop()
        conversation = self._conversation
        if conversation is None or not self._text:
            self._fill((), ())
            return
        found = masking.masked(self._desk, conversation, self._text).found
        stands = masking.lifted_in(self._desk, conversation, self._text)
        self._fill(
            tuple((f.kind, f.original, f.shown) for f in found),
            tuple((kind, original, "") for kind, original in stands),
        )

    def _fill(self, masked: tuple[tuple[str, str, str], ...], stands: tuple[tuple[str, str, str], ...]) -> None:
        shown = (masked, stands, tuple(masking.may_lift(self._desk, kind) for kind, _, _ in masked))
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._lines)
        rows = (*stands, *masked)
        for kind, original, mark in rows[:MOST_ROWS]:
            self._lines.addWidget(self._row(kind, original, mark))
        if len(rows) > MOST_ROWS:
            more = translate("Masking", "and {n} more").format(n=len(rows) - MOST_ROWS)
            self._lines.addWidget(Text(more, ink="second", size="small"))
        self._head.say(translate("Masking", "Masked before it leaves:"))
        show_all(self._lines)
        self.setVisible(bool(rows))

    def _row(self, kind: str, original: str, mark: str) -> Paper:
        line = Paper(across=True, gap=6)
        words = Paper(gap=0)
        first = f"{original} → {mark}" if mark else translate("Masking", "{text} stands as typed").format(text=original)
        said = Text(first, size="second", elided=True)
        said.setAccessibleDescription(masking_words.why(kind))
        words.rows.addWidget(said)
        words.rows.addWidget(Text(masking_words.why(kind), ink="second", size="small", elided=True))
        line.rows.addWidget(words, 1)
        if not mark or masking.may_lift(self._desk, kind):
            word = translate("Masking", "Let it stand") if mark else translate("Masking", "Mask it")
            button = Button(word, kind="aside", small=True, name=f"{word}: {masking_words.why(kind)}")
            button.clicked.connect(lambda: self._switch(original, lifted=bool(mark)))
            line.rows.addWidget(button)
        return line

    def _switch(self, original: str, *, lifted: bool) -> None:
        if self._conversation is not None:
            at = self._clock.now()
            self._post(MaskSwitched(at, self._conversation.conversation_id, original, lifted))
