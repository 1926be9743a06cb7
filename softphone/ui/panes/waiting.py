"""A second call: one row under the bar, never a card over the composer."""

from __future__ import annotations

from PySide6.QtCore import Qt

from softphone.domain.call import Phase
from softphone.domain.desk import Desk, interaction_of
from softphone.domain.facts import AnswerPressed, GiveBackPressed
from softphone.host.clock import Clock
from softphone.ui import people
from softphone.ui.look import px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.text import Paper, Text
from softphone.ui.shortcuts import Action, printed
from softphone.ui.words import translate


class WaitingRow(Pane):
    """The longest ringing call that is not the one on screen."""

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "waiting", across=True, margins=(20, 6, 18, 6), gap=10)
        self.setAccessibleName(translate("Waiting", "Second call"))
        self.setMinimumHeight(px(56))
        self._call_id = ""
        self._text = Text(strong=True, elided=True)
        self._line = Text(ink="second", size="second", elided=True)
        self._answer = Button(translate("Waiting", "Hold and answer"), kind="live", icon="phone", by_mouse_only=True)
        self._back = Button("")
        column = Paper(gap=1)
        column.rows.addWidget(self._text)
        column.rows.addWidget(self._line)
        self.rows.addWidget(Sign("phone", "live"), 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addWidget(column, 1, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addWidget(self._answer)
        self.rows.addWidget(self._back)
        self._answer.clicked.connect(lambda: self.post(AnswerPressed(self.clock.now(), self._call_id)))
        self._back.clicked.connect(lambda: self.post(GiveBackPressed(self.clock.now(), self._call_id)))
        self.hide()

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, "calls", "interactions", "shown", "now"):
            return
        waiting = [c for c in new.ringing if interaction_of(c.call_id) != new.shown]
        if not waiting:
            self._call_id = ""
            self.hide()
            return
        call = waiting[0]
        self._call_id = call.call_id
        self._text.say(translate("Waiting", "{name} is calling").format(name=people.caller_of(new, call)))
        parts = [call.context.queue, people.number_of(new, call.party.number)]
        if call.rings_until is not None:
            left = max(int((call.rings_until - new.now).total_seconds()), 0)
            parts.append(translate("Waiting", "rings {n} s more").format(n=left))
        if len(waiting) > 1:
            parts.append(translate("Waiting", "{n} more calls").format(n=len(waiting) - 1))
        self._line.say(" · ".join(part for part in parts if part))
        talking = any(c.phase is Phase.TALKING for c in new.calls.values())
        word = translate("Waiting", "Hold and answer") if talking else translate("Waiting", "Answer")
        self._answer.show_word(word)
        self._answer.show_key(printed(Action.ANSWER, new) if new.ringing[0] is call else "")
        queued = bool(call.context.queue)
        self._back.show_word(translate("Waiting", "Back to queue") if queued else translate("Waiting", "Decline"))
        self.show()
