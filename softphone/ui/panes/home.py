"""Between calls: the dialler, what was promised next, and the calls that were."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from softphone.domain.desk import Desk
from softphone.domain.facts import DialDraftEdited, DialPressed, PromiseDone
from softphone.domain.interaction import HistoryEntry, Promise
from softphone.domain.presence import Wish
from softphone.domain.sharing import Thanked
from softphone.host.clock import Clock
from softphone.ui import call_words, people, times, words
from softphone.ui.dialler import Dialler
from softphone.ui.ids import fresh_id
from softphone.ui.look import px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.chart import LEAST_POINTS, Sparkline
from softphone.ui.parts.rows import KeptRows, Row, clear, heading, show_all
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Paper, Text
from softphone.ui.words import translate

MOST_HISTORY = 60
MOST_THANKS = 4
COLUMNS_FROM_PX = 620


class HomePane(Pane):
    setup_wanted = Signal()

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "panel")
        self.setAccessibleName(translate("Home", "Dialler, promises and history"))
        self._newest = Desk()
        self._filled: Desk | None = None
        self._build()

    def _build(self) -> None:
        scroll = Scroll((22, 18, 22, 14), readable=True)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(px(28))
        scroll.lines.addLayout(self._columns)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, share in ((left, 4), (right, 5)):
            column.setSpacing(px(8))
            self._columns.addLayout(column, share)
        self._welcome = Text(size="title", strong=True, wrapped=True)
        self._advice = Text(ink="second", wrapped=True)
        self._setup = Button(translate("Home", "Set up the line"), kind="primary")
        self._setup.clicked.connect(self.setup_wanted)
        self.dialler = Dialler(self.post, self.clock)
        left.addWidget(self._welcome)
        left.addWidget(self._advice)
        left.addWidget(self._setup)
        left.addSpacing(px(8))
        left.addWidget(self.dialler)
        left.addSpacing(px(14))
        self._wall_head = heading(translate("Home", "Wall of the team"))
        wall = QVBoxLayout()
        wall.setSpacing(px(6))
        self._wall = KeptRows(wall, _thanked)
        left.addWidget(self._wall_head)
        left.addLayout(wall)
        left.addStretch(1)
        self._promises, self._history = QVBoxLayout(), QVBoxLayout()
        self._promises.setSpacing(px(6))
        self._history.setSpacing(px(1))
        self._calls = KeptRows(self._history, self._entry)
        self._none_yet = Text(translate("Home", "No calls yet."), ink="second")
        right.addWidget(heading(translate("Home", "My promises")))
        right.addLayout(self._promises)
        right.addSpacing(px(14))
        right.addWidget(heading(translate("Home", "Calls")))
        right.addWidget(self._none_yet)
        right.addLayout(self._history)
        right.addStretch(1)
        self.rows.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= px(COLUMNS_FROM_PX)
        self._columns.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        """While a call hides it, its lists need not keep up: it is filled when it comes back."""
        self._newest = new
        if old is None or not self.isHidden():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        old, new = self._filled, self._newest
        if old is new:
            return
        self._filled = new
        self.dialler.show_desk(old, new)
        if not same(old, new, "duty", "line", "engine", "calls"):
            self._show_welcome(new)
        minute = new.now.replace(second=0, microsecond=0)
        if not same(old, new, "promises", "settings") or (old and old.now.replace(second=0, microsecond=0) != minute):
            self._show_promises(new)
        if old is None or old.shared.wall is not new.shared.wall:
            self._wall.show(new.shared.wall[:MOST_THANKS])
            self._wall_head.setVisible(bool(new.shared.wall))
        day_over = old is not None and old.now.astimezone().date() != new.now.astimezone().date()
        if day_over or not same(old, new, "settings", "experts"):
            self._calls.empty()
        if day_over or not same(old, new, "history", "settings", "experts"):
            self._calls.show(new.history[:MOST_HISTORY])
            self._none_yet.setVisible(not new.history)

    def _show_welcome(self, desk: Desk) -> None:
        unset = not desk.settings.line_server
        if unset:
            first = translate("Home", "Aside has no line yet")
            second = translate("Home", "Server, user and password of your PBX are all it needs.")
        elif not desk.line.proven and desk.duty.wish is not Wish.OFFLINE:
            first = translate("Home", "No connection to the PBX")
            second = translate("Home", "No call can reach you. Aside tries again by itself.")
        elif desk.duty.wish is Wish.OFFLINE:
            first = translate("Home", "You are logged off")
            second = translate("Home", "Choose a state at the upper right to take calls.")
        elif desk.duty.wish is Wish.AVAILABLE:
            first = translate("Home", "Ready for the next call")
            second = translate("Home", "When it rings, a card appears. It never takes the caret from what you write.")
        elif desk.duty.wish is Wish.NOT_ANSWERED:
            first = translate("Home", "A call rang and was not answered")
            second = translate("Home", "You were paused so that the next caller does not wait in vain.")
        else:
            first = words.wish(desk.duty.wish, desk.duty.reason)
            second = translate("Home", "No customer calls until you are available again.")
        self._welcome.say(first)
        self._advice.say(second)
        self._setup.setVisible(unset)

    # --- Promises -----------------------------------------------------------------------------------------

    def _show_promises(self, desk: Desk) -> None:
        clear(self._promises)
        for promise in desk.promises:
            self._promises.addWidget(self._promise(desk, promise))
        if not desk.promises:
            self._promises.addWidget(Text(translate("Home", "Nothing promised."), ink="second"))
        show_all(self._promises)

    def _promise(self, desk: Desk, promise: Promise) -> QWidget:
        late = promise.due_at <= desk.now
        local = promise.due_at.astimezone()
        due = times.day(local.date(), desk.now.astimezone().date())
        if not promise.any_time:
            due = f"{due}, {times.time_of_day(promise.due_at)}"
        card = Paper("card", across=True, margins=(14, 8, 8, 8), gap=8)
        column = Paper(gap=1)
        name = promise.name or people.number_of(desk, promise.number)
        column.rows.addWidget(Text(name, strong=True, elided=True))
        if promise.reason:
            column.rows.addWidget(Text(promise.reason, ink="second", size="second", wrapped=True))
        word = translate("Home", "Due: {when}").format(when=due) if late else due
        column.rows.addWidget(Text(word, ink="warn" if late else "second", size="second", strong=late, wrapped=True))
        card.rows.addWidget(column, 1)
        call = Button(
            translate("Home", "Call"), kind="accent", icon="phone", small=True,
            name=translate("Home", "Call {name}").format(name=name),
        )  # fmt: skip
        done = Button(
            translate("Home", "Done"), kind="quiet", icon="check", small=True,
            name=translate("Home", "Promise to {name} is done").format(name=name),
        )  # fmt: skip
        call.clicked.connect(lambda: self._call(promise.number, promise.promise_id))
        done.clicked.connect(lambda: self.post(PromiseDone(self.clock.now(), promise.promise_id)))
        if promise.number:
            card.rows.addWidget(call)
        card.rows.addWidget(done)
        return card

    # --- History ------------------------------------------------------------------------------------------

    def _entry(self, entry: HistoryEntry) -> QWidget:
        line, desk = QWidget(), self._newest
        lay = QHBoxLayout(line)
        lay.setContentsMargins(0, 0, 0, 0)
        name = people.name_in_history(desk, entry)
        ended = call_words.ending(entry.ending, incoming=entry.incoming)
        came = words.outcome(entry.outcome) if entry.outcome else ended
        parts = [times.moment(entry.at, desk.now), came]
        if entry.talked_s:
            parts.append(times.clock(entry.talked_s))
        if entry.queue:
            parts.append(entry.queue)
        if bad := call_words.bad_sound(entry.mos):
            parts.append(bad)
        row = Row()
        icon = words.direction_icon(entry.incoming, entry.missed)
        ink = "stop" if entry.missed else "second"
        row.show_row(
            name, " · ".join(parts), icon=icon, icon_ink=ink, ink=ink,
        )  # fmt: skip
        lay.addWidget(row, 1)
        if len(entry.course) >= LEAST_POINTS:
            lay.addWidget(Sparkline(entry.course, call_words.course(entry.course)))
        if entry.number:
            # A row only fills the dialler: a stray click must not call anybody.
            row.clicked.connect(lambda: self.post(DialDraftEdited(self.clock.now(), entry.number)))
            call = Button(
                "", kind="quiet", icon="phone", small=True, name=translate("Home", "Call {name}").format(name=name)
            )
            call.setToolTip(call.accessibleName())
            call.clicked.connect(lambda: self._call(entry.number, ""))
            lay.addWidget(call)
        return line

    def _call(self, number: str, interaction_id: str) -> None:
        self.post(DialPressed(self.clock.now(), fresh_id(), number, interaction_id))


def _thanked(thanked: Thanked) -> Paper:
    """What whose answer did; they gave leave."""
    row = Paper("card", margins=(12, 8, 12, 8), gap=1)
    row.rows.addWidget(Text(thanked.text, wrapped=True))
    who = f"{thanked.expert} · {thanked.topic}" if thanked.topic else thanked.expert
    row.rows.addWidget(Text(who, ink="second", size="small", elided=True))
    return row
