"""Above the composer: others wait for this answer too, and one key joins them in place of asking once more."""

from __future__ import annotations

from collections.abc import Callable

from softphone.domain.chat import Conversation
from softphone.domain.desk import Desk
from softphone.domain.rules.sharing import to_join
from softphone.ui.parts.button import Button
from softphone.ui.parts.text import Paper, Text, one_line
from softphone.ui.shortcuts import Action, printed
from softphone.ui.words import translate


class JoinSlip(Paper):
    def __init__(self, press: Callable[[Action], None]) -> None:
        super().__init__("aside_slip", margins=(12, 8, 10, 8), gap=4)
        self._head = Text(
            translate("Join", "Others wait for this answer"), ink="aside_ink", size="small", strong=True
        )
        self._text = Text(wrapped=True, size="second")
        self._button = Button(translate("Join", "Join"), kind="aside", icon="team", small=True)
        self._button.clicked.connect(lambda: press(Action.JOIN))
        line = Paper(across=True, gap=8)
        line.rows.addWidget(self._text, 1)
        line.rows.addWidget(self._button)
        self.rows.addWidget(self._head)
        self.rows.addWidget(line)
        self.hide()

    def show_conversation(self, desk: Desk, conversation: Conversation) -> None:
        waiting = to_join(desk, conversation)
        self.setVisible(waiting is not None)
        if waiting is not None:
            expert = next((e.name for e in desk.experts if e.address == waiting.peer), waiting.peer)
            said = translate("Join", "“{text}”, asked of {name}. The answer comes to you too.")
            self._text.say(said.replace("{name}", expert).replace("{text}", one_line(waiting.text)[:160]))
            self._button.show_key(printed(Action.JOIN))
