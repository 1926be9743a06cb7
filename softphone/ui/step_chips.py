"""What is at hand or was tried already, to be marked with a click before the first question leaves."""

from __future__ import annotations

from softphone.domain.catalogue import topic_named
from softphone.domain.chat import Conversation
from softphone.domain.desk import Desk
from softphone.domain.facts import ContextEdited
from softphone.domain.question_form import is_marked, marked, steps
from softphone.host.clock import Clock
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.text import Paper, Text
from softphone.ui.words import translate


class StepChips(Paper):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(gap=4)
        self._post, self._clock = post, clock
        self._conversation: Conversation | None = None
        self._steps: tuple[str, ...] = ()
        self._chips: dict[str, Button] = {}
        self.rows.addWidget(Text(translate("Steps", "At hand or tried already:"), ink="aside_ink", size="small"))
        self._row = Flow(6)
        self.rows.addWidget(self._row)
        self.hide()

    def show_conversation(self, desk: Desk, conversation: Conversation) -> None:
        self._conversation = conversation
        interaction = desk.interactions.get(conversation.interaction_id)
        found = () if conversation.context_sent else steps(interaction, topic_named(desk.catalogue, conversation.topic))
        if found != self._steps:
            self._steps = found
            self._row.empty()
            self._chips = {step: self._chip(step) for step in found}
        for step, chip in self._chips.items():
            on = is_marked(conversation.context_line, step)
            word = step if len(step) <= 32 else f"{step[:31]}…"
            kind = "aside_chosen" if on else "aside"
            chip.show_word(word, icon="check" if on else "plus", kind=kind, name=step)
        self.setVisible(bool(found))

    def _chip(self, step: str) -> Button:
        chip = Button("", kind="aside", icon="plus", small=True)
        chip.clicked.connect(lambda: self._switch(step))
        self._row.add(chip)
        return chip

    def _switch(self, step: str) -> None:
        talk = self._conversation
        if talk is not None:
            line = marked(talk.context_line, step, not is_marked(talk.context_line, step))
            self._post(ContextEdited(self._clock.now(), talk.conversation_id, line))
