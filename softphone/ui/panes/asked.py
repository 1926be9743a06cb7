"""Somebody is asked while the customer waits: one row under the bar that says who hears whom, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout

from softphone.domain.call import Hold
from softphone.domain.desk import Desk
from softphone.domain.rules.consulting import NotNow, Pair, pair_of, why_not_together
from softphone.host.clock import Clock
from softphone.ui import people
from softphone.ui.deeds import fact_for
from softphone.ui.look import FOLD_BELOW_PX, px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.text import Paper, Text
from softphone.ui.shortcuts import Action, printed
from softphone.ui.times import clock as clock_text
from softphone.ui.times import since
from softphone.ui.words import translate

DEEDS = (Action.SWAP, Action.CONNECT, Action.CONFERENCE, Action.TO_CUSTOMER)


class AskedRow(Pane):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "waiting", margins=(20, 6, 18, 6))
        self.setAccessibleName(translate("Asked", "Asking somebody"))
        self._desk = Desk()
        self._sign = Sign("team", "accent")
        self._text = Text(strong=True, wrapped=True)
        self._line = Text(ink="second", size="second", wrapped=True)
        column = Paper(gap=1)
        column.rows.addWidget(self._text)
        column.rows.addWidget(self._line)
        who = Paper(across=True, gap=10)
        who.rows.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        who.rows.addWidget(column, 1, Qt.AlignmentFlag.AlignVCenter)
        self._buttons = {action: Button("", tall=True) for action in DEEDS}
        for action, button in self._buttons.items():
            button.clicked.connect(lambda _=False, action=action: self._press(action))
        self._keys = Paper()
        self._grid = QGridLayout()
        self._grid.setSpacing(px(8))
        self._keys.rows.addLayout(self._grid)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(px(8))
        self._lines.addWidget(who, 1)
        self._lines.addWidget(self._keys)
        self.rows.addLayout(self._lines)
        self._narrow: bool | None = None
        self.hide()

    def _press(self, action: Action) -> None:
        if (fact := fact_for(action, self._desk, self.clock.now())) is not None:
            self.post(fact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow: the words above, the buttons two and two below. Nothing of it is cut."""
        super().resizeEvent(event)
        narrow = self.width() < px(FOLD_BELOW_PX)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._lines.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for index, button in enumerate(self._buttons.values()):
            self._grid.removeWidget(button)
            row, column = divmod(index, 2 if narrow else len(DEEDS))
            self._grid.addWidget(button, row, column)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, "calls", "focus", "shown", "interactions", "now", "experts"):
            return
        self._desk = new
        pair = pair_of(new)
        if pair is None:
            self.hide()
            return
        customer, asked = people.caller_of(new, pair.customer), people.caller_of(new, pair.asked)
        first, second = _who_hears_whom(new, pair, customer, asked)
        self._text.say(first)
        self._line.say(second)
        self._line.setVisible(bool(second))
        self._sign.show_icon("team" if pair.conference else "user", "live" if pair.conference else "accent")
        self._show_buttons(new, pair)
        self.show()

    def _show_buttons(self, desk: Desk, pair: Pair) -> None:
        split = translate("Asked", "Split") if pair.conference else translate("Asked", "Conference")
        together = why_not_together(pair) is None
        swaps = not pair.conference and not pair.passing and (pair.answered or desk.focus == pair.asked.call_id)
        for action, word, works, why in (
            (Action.SWAP, translate("Asked", "Swap"), swaps, ""),
            (Action.CONNECT, translate("Asked", "Connect them"), together, _why(pair)),
            (Action.CONFERENCE, split, together, _why(pair)),
            (Action.TO_CUSTOMER, translate("Asked", "To customer"), not pair.passing, ""),
        ):
            button = self._buttons[action]
            button.show_word(word)
            button.setEnabled(works)
            button.show_key(printed(action, desk))
            if not works and why:
                button.setToolTip(why)


def _why(pair: Pair) -> str:
    match why_not_together(pair):
        case NotNow.NOT_ANSWERED:
            return translate("Asked", "Works as soon as the question is answered")
        case NotNow.PASSING:
            return translate("Asked", "They are being connected")
        case _:
            return ""


def _who_hears_whom(desk: Desk, pair: Pair, customer: str, asked: str) -> tuple[str, str]:
    """In words, whatever the colours: never a doubt about what the customer hears."""

    def said(text: str) -> str:
        return text.replace("{customer}", customer).replace("{asked}", asked)

    if pair.passing:
        return said(translate("Asked", "Connecting {customer} with {asked} …")), ""
    if pair.conference:
        return _table(pair, said)
    if not pair.answered:
        line = translate("Asked", "{customer} is on hold, hears nothing. Connect and Conference: after the answer.")
        if desk.focus == pair.customer.call_id:
            return said(translate("Asked", "You speak with {customer}. {asked} is being called")), ""
        return said(translate("Asked", "Calling {asked}")), said(line)
    if desk.focus == pair.customer.call_id:
        waits = translate("Asked", "{asked} is on hold {time} and hears nothing")
        waits = waits.replace("{time}", clock_text(since(pair.asked.held_at, desk.now)))
        return said(translate("Asked", "You speak with {customer}")), said(waits)
    waits = translate("Asked", "{customer} is on hold {time} and hears nothing")
    waits = waits.replace("{time}", clock_text(since(pair.customer.held_at, desk.now)))
    return said(translate("Asked", "You speak with {asked}")), said(waits)


def _table(pair: Pair, said: Callable[[str], str]) -> tuple[str, str]:
    away = [call for call in (pair.customer, pair.asked) if call.hold is not Hold.NONE]
    second = translate("Asked", "Split puts {customer} on hold; you go on with {asked}.")
    if any(call.hold in (Hold.OURS, Hold.BOTH) for call in away):
        return said(translate("Asked", "Conference on hold: nobody hears anybody")), ""
    if away:
        who = "{customer}" if away[0] is pair.customer else "{asked}"
        first = translate("Asked", "Conference: {who} has put us on hold").replace("{who}", who)
        return said(first), said(second)
    if pair.customer.muted:
        first = translate("Asked", "Conference, you are muted: {customer} and {asked} hear each other")
        return said(first), said(second)
    return said(translate("Asked", "Conference: you, {customer} and {asked} hear each other")), said(second)
