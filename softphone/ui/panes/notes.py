"""Notes of this call. They become the wrap-up's note."""

from __future__ import annotations

from softphone.domain.desk import Desk
from softphone.domain.facts import NoteEdited
from softphone.domain.interaction import InteractionKind, WrapUp
from softphone.host.clock import Clock
from softphone.ui.look import px
from softphone.ui.pane import Pane, Post
from softphone.ui.parts.draft import Draft
from softphone.ui.shortcuts import Action, printed
from softphone.ui.words import translate


class NotesPane(Pane):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "panel", margins=(22, 0, 22, 14))
        self.keep_readable()
        self._interaction_id = ""
        self._draft = Draft(translate("Notes", "Notes"), "")
        self._draft.setFixedHeight(px(96))
        self._draft.typed.connect(self._typed)
        self.rows.addWidget(self._draft)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        interaction = new.interaction
        wanted = interaction is not None and interaction.wrap_up is not WrapUp.OPEN
        self.setVisible(wanted)
        if interaction is not None and wanted:
            self._interaction_id = interaction.interaction_id
            no_call = interaction.kind is not InteractionKind.CALL
            hint = translate("Notes", "Notes  {key}") if no_call else translate("Notes", "Notes of this call  {key}")
            # Beside texts the customer's words need the room.
            self._draft.setFixedHeight(px(56 if interaction.kind is InteractionKind.TEXT else 96))
            self._draft.setPlaceholderText(hint.format(key=printed(Action.NOTES)))
            self._draft.show_text(interaction.interaction_id, interaction.note)

    def write(self) -> None:
        self._draft.setFocus()

    def _typed(self, text: str) -> None:
        if self._interaction_id:
            self.post(NoteEdited(self.clock.now(), self._interaction_id, text))
