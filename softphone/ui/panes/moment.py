"""Away from the call for a moment: how long, what the caller hears, what to say on return, and the way back."""

from __future__ import annotations

from softphone.domain.call import Call, Hold
from softphone.domain.desk import Desk
from softphone.domain.facts import MomentPressed, StillThere
from softphone.domain.phone import show_number
from softphone.domain.rules.moment import hands_over_in, taker
from softphone.host.clock import Clock
from softphone.ui import people
from softphone.ui.pane import Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.shortcuts import Action, printed
from softphone.ui.times import clock as clock_text
from softphone.ui.times import since
from softphone.ui.two_key_row import TwoKeyRow
from softphone.ui.words import translate

LONG_S = 45  # from here on one is sorry


class MomentRow(TwoKeyRow):
    def __init__(self, post: Post, clock: Clock) -> None:
        self._back = Button(translate("Moment", "I am back"), kind="live", tall=True)
        self._stay = Button(translate("Moment", "Still there"), tall=True)
        super().__init__(post, clock, "away", Sign("clock", "warn"), (self._stay, self._back), wrapped=True)
        self.setAccessibleName(translate("Moment", "Away for a moment"))
        self._back.clicked.connect(lambda: self.post(MomentPressed(self.clock.now(), self._call_id, on=False)))
        self._stay.clicked.connect(lambda: self.post(StillThere(self.clock.now())))

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
