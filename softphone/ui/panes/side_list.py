"""The list at the left: what is going on now, what was today, and the team. Under 900 px it folds to icons."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from softphone.domain.call import Hold, Phase
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.facts import HomeShown, InteractionShown
from softphone.domain.interaction import HistoryEntry, Interaction, InteractionKind, WrapUp
from softphone.domain.presence import Presence
from softphone.host.clock import Clock
from softphone.ui import call_words, people, times, words
from softphone.ui.look import LIST_FOLDED_PX, LIST_PX, px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.rows import KeptRows, Row, clear, heading, show_all
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Text
from softphone.ui.words import translate

MOST_TODAY = 30
MOST_TEAM = 30  # presence is watched for those in view only


class SideList(Pane):
    history_chosen = Signal(str)  # interaction_id
    expert_chosen = Signal(str)  # expert_id

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "list")
        self._folded = False
        self._fill = True
        self._desk = Desk()
        self._now_rows: dict[str, Row] = {}
        self._team_rows: dict[str, Row] = {}
        self._build()

    def _build(self) -> None:
        self.setAccessibleName(translate("List", "Calls and team"))
        scroll = Scroll((8, 14, 8, 12), 2)
        rows = scroll.lines
        self._home = Row()
        self._home.clicked.connect(lambda: self.post(HomeShown(self.clock.now())))
        self._headings: list[Text] = []
        self._now, self._today, self._team = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for word, layout in (
            (translate("List", "Now"), self._now),
            (translate("List", "Today"), self._today),
            (translate("List", "Team"), self._team),
        ):
            head = heading(word)
            head.setContentsMargins(px(10), px(8), 0, px(4))
            self._headings.append(head)
            layout.setSpacing(px(2))
            rows.addWidget(head)
            rows.addLayout(layout)
            if layout is self._today:
                rows.addStretch(1)
        self._calls = KeptRows(self._today, self._entry)
        self._now.addWidget(self._home)
        self.rows.addWidget(scroll)

    def fold(self, folded: bool, *, page: bool) -> None:
        """Icons only, or as a page of the narrow window as wide as there is."""
        self._folded = folded
        if page:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16777215)
        else:
            self.setFixedWidth(px(LIST_FOLDED_PX if folded else LIST_PX))
        for row in self.findChildren(Row):
            row.fold(folded)
        self._show_headings()

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        names = ("interactions", "shown", "calls", "conversations", "threads", "now", "lost", "settings", "experts")
        if not same(old, new, *names):
            self._show_now(new)
        if not same(old, new, "experts", "settings"):
            self._calls.empty()
        if not same(old, new, "history", "experts", "settings") or (old is not None and _day_of(old) != _day_of(new)):
            self._show_today(new)
        if not same(old, new, "experts", "presence", "now"):
            self._show_team(new)

    # --- Now --------------------------------------------------------------------------------------------

    def _show_now(self, desk: Desk) -> None:
        due = sum(1 for p in desk.promises if p.due_at <= desk.now)
        second = translate("List", "Dialler and history")
        if due:
            second = (
                translate("List", "1 promised call is due")
                if due == 1
                else translate("List", "{n} promised calls are due").format(n=due)
            )
        self._home.show_row(
            translate("List", "Home"), second, icon="keypad", chosen=desk.shown is None, ink="warn" if due else "second"
        )
        self._home.fold(self._folded)
        wanted = [i for i in desk.interactions.values() if _is_open(desk, i)]
        for gone in set(self._now_rows) - {i.interaction_id for i in wanted}:
            self._now_rows.pop(gone).deleteLater()
        for interaction in wanted:
            row = self._now_rows.get(interaction.interaction_id)
            if row is None:
                row = Row()
                self._now_rows[interaction.interaction_id] = row
                key = interaction.interaction_id
                row.clicked.connect(lambda _=False, key=key: self.post(InteractionShown(self.clock.now(), key)))
                self._now.addWidget(row)
                row.show()
            self._show_open(desk, interaction, row)
            row.fold(self._folded)

    def _show_open(self, desk: Desk, interaction: Interaction, row: Row) -> None:
        unread = sum(c.unread for c in desk.conversations_of(interaction.interaction_id))
        thread = desk.threads.get(interaction.interaction_id)
        unread += thread.unread if thread else 0
        call = desk.calls.get(interaction.call_id)
        icon, ink, state = "chat", "aside_ink", translate("List", "Side chat open")
        if call is not None:
            held = call.hold is not Hold.NONE
            icon, ink = "hold" if held else "phone", "warn" if held else "live"
            start = call.held_at if held else call.answered_at
            word = {
                Phase.OFFERED: translate("List", "rings"),
                Phase.TALKING: translate("List", "on hold") if held else translate("List", "Talking"),
            }.get(call.phase, translate("List", "dialling"))
            state = f"{word} {times.clock(times.since(start, desk.now))}" if start else word
        elif interaction.call_id in desk.lost:
            icon, ink, state = "warn", "warn", translate("List", "is taken back")
        elif interaction.wrap_up is WrapUp.OPEN:
            age = times.clock(times.since(interaction.wrap_up_since, desk.now))
            icon, ink, state = "note", "warn", translate("List", "Wrap-up {age}").format(age=age)
        elif thread is not None and thread.texts:
            last = thread.texts[-1]
            word = translate("List", "Text, answered") if last.ours else translate("List", "Text, {age}")
            state = word.format(age=times.clock(times.since(last.at, desk.now)))
            icon, ink = "mail", "second" if last.ours else "accent"
        row.show_row(
            people.name_of(desk, interaction),
            state,
            icon=icon,
            icon_ink=ink,
            count=unread,
            chosen=interaction.interaction_id == desk.shown,
        )

    # --- Today ------------------------------------------------------------------------------------------

    def _show_today(self, desk: Desk) -> None:
        self._desk, today = desk, _day_of(desk)
        self._calls.show([e for e in desk.history if e.at.astimezone().date() == today][:MOST_TODAY])
        self._show_headings()

    def _entry(self, entry: HistoryEntry) -> Row:
        row = Row()
        row.fold(self._folded)
        row.clicked.connect(lambda: self.history_chosen.emit(entry.interaction_id))
        name = people.name_in_history(self._desk, entry)
        ended = call_words.ending(entry.ending, incoming=entry.incoming)
        texted = entry.kind is InteractionKind.TEXT
        came = words.outcome(entry.outcome) if entry.outcome else translate("List", "Text") if texted else ended
        row.show_row(
            name,
            f"{times.time_of_day(entry.at)} · {came}",
            icon="mail" if texted else words.direction_icon(entry.incoming, entry.missed),
            icon_ink="stop" if entry.missed else "second",
            ink="stop" if entry.missed else "second",
        )
        return row

    # --- Team -------------------------------------------------------------------------------------------

    def _show_team(self, desk: Desk) -> None:
        wanted = desk.experts[:MOST_TEAM]
        keys = [e.expert_id for e in wanted]
        if keys != list(self._team_rows):
            clear(self._team)
            self._team_rows = {e.expert_id: self._team_row(e) for e in wanted}
            show_all(self._team)
            self._show_headings()
        for expert in wanted:
            presence = desk.presence.get(expert.address, Presence())
            row = self._team_rows[expert.expert_id]
            row.show_row(expert.name, words.reach(presence, desk.now), reach=presence.reach)
            row.fold(self._folded)

    def _team_row(self, expert: Expert) -> Row:
        row = Row()
        row.clicked.connect(lambda _=False, key=expert.expert_id: self.expert_chosen.emit(key))
        self._team.addWidget(row)
        return row

    def _show_headings(self) -> None:
        filled = (True, self._today.count() > 0, self._team.count() > 0)
        for head, full in zip(self._headings, filled, strict=True):
            head.setVisible(full and not self._folded)


def _is_open(desk: Desk, interaction: Interaction) -> bool:
    live = interaction.call_id in desk.calls or interaction.call_id in desk.lost
    internal = interaction.kind is InteractionKind.INTERNAL
    chatting = bool(desk.conversations_of(interaction.interaction_id))
    texting = interaction.kind is InteractionKind.TEXT and interaction.wrap_up is WrapUp.NONE
    return live or internal or texting or chatting or interaction.wrap_up is WrapUp.OPEN


def _day_of(desk: Desk) -> date:
    return desk.now.astimezone().date()
