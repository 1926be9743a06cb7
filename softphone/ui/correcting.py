"""Over the composer while a message that was sent is put right: what is going on, and the way out."""

from __future__ import annotations

from softphone.domain.changes import CorrectionLeft
from softphone.domain.chat import Conversation
from softphone.host.clock import Clock
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.text import Paper, Text
from softphone.ui.words import translate


class CorrectionSlip(Paper):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__("aside_slip", across=True, margins=(12, 5, 6, 5), gap=6)
        self._post, self._clock = post, clock
        self._conversation: Conversation | None = None
        said = translate("Talk", "You are correcting your last message.")
        self.rows.addWidget(Text(said, ink="aside_ink", size="small", strong=True, wrapped=True), 1)
        leave = Button(translate("Talk", "Leave it as it was"), kind="link_aside", small=True)
        leave.show_key(translate("Talk", "Esc"))
        leave.clicked.connect(self.leave)
        self.rows.addWidget(leave)
        self.hide()

    def show_conversation(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self.setVisible(bool(conversation.correcting))

    def leave(self) -> None:
        if self._conversation is not None and self._conversation.correcting:
            self._post(CorrectionLeft(self._clock.now(), self._conversation.conversation_id))
