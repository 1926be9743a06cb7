"""A second call: one row under the bar, never a card over the composer."""

from __future__ import annotations

from softphone.domain.call import Phase
from softphone.domain.desk import Desk, interaction_of
from softphone.domain.facts import AnswerPressed, GiveBackPressed
from softphone.domain.rules.call_keys import may_answer
from softphone.host.clock import Clock
from softphone.ui import people
from softphone.ui.pane import Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.shortcuts import Action, call_for_answer, printed
from softphone.ui.two_key_row import TwoKeyRow
from softphone.ui.words import translate


class WaitingRow(TwoKeyRow):
    """The longest ringing call that is not the one on screen."""

    def __init__(self, post: Post, clock: Clock) -> None:
        self._answer = Button(translate("Waiting", "Hold and answer"), kind="live", tall=True, by_mouse_only=True)
        self._back = Button("", tall=True)
        super().__init__(post, clock, "waiting", Sign("phone", "live"), (self._answer, self._back), wrapped=False)
        self.setAccessibleName(translate("Waiting", "Second call"))
        self._answer.clicked.connect(lambda: self.post(AnswerPressed(self.clock.now(), self._call_id)))
        self._back.clicked.connect(lambda: self.post(GiveBackPressed(self.clock.now(), self._call_id)))

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, "calls", "interactions", "shown", "now", "settings"):
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
            more = len(waiting) - 1
            parts.append(
                translate("Waiting", "1 more call")
                if more == 1
                else translate("Waiting", "{n} more calls").format(n=more)
            )
        self._line.say(" · ".join(part for part in parts if part))
        talking = any(c.phase is Phase.TALKING for c in new.calls.values())
        word = translate("Waiting", "Hold and answer") if talking else translate("Waiting", "Answer")
        if not may_answer(new):
            word = translate("Waiting", "Answer after this call")
        self._answer.setEnabled(may_answer(new))
        self._answer.show_word(word)
        self._answer.show_key(printed(Action.ANSWER, new) if call_for_answer(new) is call else "")
        queued = bool(call.context.queue)
        self._back.show_word(translate("Waiting", "Back to queue") if queued else translate("Waiting", "Decline"))
        self.show()
