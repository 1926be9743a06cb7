"""What the PBX said about a call, in one strip over the card: queue, wait, number dialled, menu choice, own headers."""

from __future__ import annotations

from softphone.domain.call import CallContext
from softphone.domain.desk import Desk
from softphone.domain.interaction import Interaction
from softphone.ui import people
from softphone.ui.parts.text import Paper, Text
from softphone.ui.times import clock as clock_text
from softphone.ui.words import translate


class ContextStrip(Paper):
    def __init__(self) -> None:
        super().__init__(margins=(22, 10, 22, 0))
        self._shown: CallContext | None = None
        self._text = Text(ink="second", wrapped=True)
        self._text.setAccessibleName(translate("Context", "What the PBX says about this call"))
        self.rows.addWidget(self._text)
        self.hide()

    def show_context(self, desk: Desk, interaction: Interaction | None) -> None:
        context = interaction.context if interaction is not None else None
        if context is self._shown:
            return
        self._shown = context
        self._text.say(" · ".join(_parts(desk, context)) if context is not None else "")
        self.setVisible(bool(self._text.said))


def _parts(desk: Desk, context: CallContext) -> list[str]:
    parts: list[str] = []
    if context.queue:
        parts.append(translate("Context", "Queue {name}").replace("{name}", context.queue))
    if context.waited_s is not None:
        parts.append(translate("Context", "waited {time}").replace("{time}", clock_text(context.waited_s)))
    if context.dialled:
        dialled = people.number_of(desk, context.dialled)
        parts.append(translate("Context", "dialled {number}").replace("{number}", dialled))
    if context.choice:
        parts.append(translate("Context", "menu: {choice}").replace("{choice}", context.choice))
    parts += [f"{word}: {value}" for word, value in context.fields]
    if context.user_to_user:
        parts.append(translate("Context", "told along: {text}").replace("{text}", context.user_to_user))
    return parts
