"""One's own state: a pill that opens the choice, and the second switch, for colleagues, under it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QBoxLayout, QMenu, QSizePolicy, QWidget

from softphone.domain.desk import Desk
from softphone.domain.facts import ColleaguesSwitched, MomentPressed, QuietSwitched, WishChosen
from softphone.domain.presence import Wish
from softphone.domain.rules.moment import may_leave
from softphone.host.clock import Clock
from softphone.ui import words
from softphone.ui.icons import icon
from softphone.ui.look import px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.text import Paper
from softphone.ui.shortcuts import Action, printed
from softphone.ui.words import translate

_KINDS = {"live": "pill_live", "warn": "pill_warn", "stop": "pill_stop", "second": "pill_second"}
_ICONS = {"live": "check", "warn": "break", "stop": "warn", "second": "line-off"}


class OwnState(Pane):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, gap=2)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(translate("OwnState", "Your state"))
        self._state = Button("", kind="pill_second", icon="down", small=True)
        self._colleagues = Button("", kind="quiet", small=True)
        self._back = Button("", kind="link", small=True)
        self._moment = Button(translate("OwnState", "Away"), kind="link", small=True)
        self._second = Paper(across=True)
        for button in (self._moment, self._colleagues, self._back):
            self._second.rows.addWidget(button)
        self._lines = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lines.setSpacing(px(2))
        self._lines.addWidget(self._state, 0, Qt.AlignmentFlag.AlignRight)
        self._lines.addWidget(self._second, 0, Qt.AlignmentFlag.AlignRight)
        self.rows.addLayout(self._lines)
        self._desk = Desk()
        self._narrow = False
        self._state.clicked.connect(self.open_menu)
        self._colleagues.clicked.connect(self._switch)
        self._moment.clicked.connect(self._leave)
        self._back.clicked.connect(lambda: self.post(WishChosen(self.clock.now(), Wish.AVAILABLE)))

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, "duty", "line", "calls", "shown", "focus", "interactions", "settings", "engine"):
            return
        self._desk = new
        word, ink = words.own_state(new)
        self._state.show_word(
            word,
            kind=_KINDS[ink],
            icon=_ICONS[ink],
            name=translate("OwnState", "Your state: {state}. Opens the choice").format(state=word),
        )
        self._state.show_key(printed(Action.STATE, new))
        reachable = new.duty.colleagues
        self._colleagues.show_word(
            translate("OwnState", "Colleagues: reachable")
            if reachable
            else translate("OwnState", "Colleagues: not reachable"),
        )
        self._colleagues.setToolTip(translate("OwnState", "Click switches whether colleagues can call you"))
        self._back.show_word(translate("OwnState", "Return to Available"))
        self._back.show_key(printed(Action.RETURN, new))
        self._moment.show_key(printed(Action.MOMENT, new))
        self._show_second()

    def set_narrow(self, narrow: bool) -> None:
        """In one line from the left: the second switch is in the pill's menu."""
        self._narrow = narrow
        side = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignRight
        self._lines.setDirection(QBoxLayout.Direction.LeftToRight if narrow else QBoxLayout.Direction.TopToBottom)
        for widget in (self._state, self._second):
            self._lines.setAlignment(widget, side)
        self._show_second()

    def _show_second(self) -> None:
        paused = self._desk.duty.wish is Wish.NOT_ANSWERED and not self._desk.busy
        self._back.setVisible(paused)
        self._colleagues.setVisible(not paused and not (self._narrow and self._desk.duty.colleagues))
        call = self._desk.call
        self._moment.setVisible(call is not None and may_leave(call))

    def _switch(self) -> None:
        self.post(ColleaguesSwitched(self.clock.now(), not self._desk.duty.colleagues))

    def _leave(self) -> None:
        if (call := self._desk.call) is not None:
            self.post(MomentPressed(self.clock.now(), call.call_id, on=True))

    def open_menu(self) -> None:
        """The choice of states; in a call it is the state after the call."""
        menu = self.menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._state.mapToGlobal(QPoint(0, self._state.height() + 4)))

    def menu(self, parent: QWidget) -> QMenu:
        duty, menu = self._desk.duty, QMenu(parent)
        title = translate("OwnState", "After this call") if self._desk.busy else translate("OwnState", "Customer calls")
        menu.addSection(title)
        wish = duty.next_wish or duty.wish if self._desk.busy else duty.wish
        reason = duty.next_reason if self._desk.busy and duty.next_wish else duty.reason
        self._offer(menu, Wish.AVAILABLE, "", wish is Wish.AVAILABLE)
        for each in self._desk.settings.break_reasons:
            self._offer(menu, Wish.BREAK, each, wish is Wish.BREAK and reason == each)
        self._offer(menu, Wish.OFFLINE, "", wish is Wish.OFFLINE)
        menu.addSeparator()
        disturb = menu.addAction(translate("OwnState", "Do not disturb: nobody rings"))
        disturb.setCheckable(True)
        disturb.setChecked(duty.quiet)
        disturb.triggered.connect(lambda: self.post(QuietSwitched(self.clock.now(), not duty.quiet)))
        switch = menu.addAction(translate("OwnState", "Reachable for colleagues"))
        switch.setCheckable(True)
        switch.setChecked(duty.colleagues)
        switch.triggered.connect(self._switch)
        return menu

    def _offer(self, menu: QMenu, wish: Wish, reason: str, chosen: bool) -> None:
        name = {Wish.AVAILABLE: "check", Wish.BREAK: "break", Wish.OFFLINE: "line-off"}[wish]
        action = menu.addAction(icon(name), words.wish(wish, reason).replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda: self.post(WishChosen(self.clock.now(), wish, reason)))
