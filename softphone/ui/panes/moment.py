"""Away from the call for a moment: how long, what the caller hears, what to say on return, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from softphone.domain.call import Call, Hold
from softphone.domain.desk import Desk
from softphone.domain.facts import MomentPressed, StillThere
from softphone.domain.phone import show_number
from softphone.domain.rules.moment import hands_over_in, taker
from softphone.host.clock import Clock
from softphone.ui import people
from softphone.ui.look import PAGES_BELOW_PX, px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.text import Paper, Text
from softphone.ui.shortcuts import Action, printed
from softphone.ui.times import clock as clock_text
from softphone.ui.times import since
from softphone.ui.words import translate

LONG_S = 45  # from here on one is sorry


class MomentRow(Pane):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "away", margins=(20, 8, 18, 8))
        self.setAccessibleName(translate("Moment", "Away for a moment"))
        self._call_id = ""
        self._text = Text(strong=True, wrapped=True)
        self._line = Text(ink="second", size="second", wrapped=True)
        self._back = Button(translate("Moment", "I am back"), kind="live", tall=True)
        self._stay = Button(translate("Moment", "Still there"), tall=True)
        column = Paper(gap=2)
        column.rows.addWidget(self._text)
        column.rows.addWidget(self._line)
        who, keys = Paper(across=True, gap=10), Paper(across=True, gap=8)
        who.rows.addWidget(Sign("clock", "warn"), 0, Qt.AlignmentFlag.AlignVCenter)
        who.rows.addWidget(column, 1, Qt.AlignmentFlag.AlignVCenter)
        keys.rows.addWidget(self._stay, 1)
        keys.rows.addWidget(self._back, 1)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(px(8))
        self._lines.addWidget(who, 1)
        self._lines.addWidget(keys)
        self.rows.addLayout(self._lines)
        self._back.clicked.connect(lambda: self.post(MomentPressed(self.clock.now(), self._call_id, on=False)))
        self._stay.clicked.connect(lambda: self.post(StillThere(self.clock.now())))
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow: the words above, the buttons below. Nothing of it is cut."""
        super().resizeEvent(event)
        narrow = self.width() < px(PAGES_BELOW_PX)
        self._lines.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, "calls", "absence", "interactions", "now", "settings"):
            return
        call = next((each for each in new.calls.values() if each.moment is not None), None)
        self.setVisible(call is not None)
        if call is None or call.moment is None:
            return
        self._call_id = call.call_id
        away_s = since(call.moment.since, new.now)
        name = people.caller_of(new, call)
        self._text.say(_title(new).replace("{time}", clock_text(away_s)).replace("{name}", name))
        self._line.say(f"{_meanwhile(new, call).replace('{name}', name)} {_guide(away_s)}")
        self._stay.setVisible(_asked(new))
        self._back.show_key(printed(Action.MOMENT, new))


def _asked(desk: Desk) -> bool:
    return desk.absence is not None and desk.absence.asked_at is not None and not desk.absence.given_up


def _title(desk: Desk) -> str:
    if _asked(desk):
        return translate("Moment", "Still there? {name} has been waiting {time}")
    return translate("Moment", "Away for a moment · {time}")


def _meanwhile(desk: Desk, call: Call) -> str:
    """What the caller hears, and what happens when nobody comes back."""
    taken = bool(taker(desk, call))
    if desk.absence is not None and desk.absence.given_up:
        if taken:
            return translate("Moment", "{name} is being passed on.")
        return translate("Moment", "Nobody is set to take over: {name} still waits.")
    if _asked(desk) and taken:
        number, left = show_number(desk.settings.moment_target, desk.settings.country), str(hands_over_in(desk))
        to_number = translate("Moment", "In {n} s the call goes to {target}.").replace("{target}", number)
        to_queue = translate("Moment", "In {n} s the call goes back to its queue.")
        return (to_number if number else to_queue).replace("{n}", left)
    if call.hold is not Hold.NONE:
        return translate("Moment", "{name} is on hold and hears nothing of you.")
    return translate("Moment", "{name} hears music and nothing of you.")


def _guide(away_s: float) -> str:
    if away_s < LONG_S:
        return translate("Moment", "On return: “Thank you for waiting. I am with you again.”")
    return translate("Moment", "On return: “Sorry for the wait, and thank you for your patience. I am with you again.”")
