"""Whom to ask: topics first, then people, each with who can be reached now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.facts import ConversationShown, UnassignedOpened
from softphone.domain.finding import Index
from softphone.domain.presence import Presence
from softphone.host.clock import Clock
from softphone.ui import times, words
from softphone.ui.ids import fresh_id
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.bubble import Bubble
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Field
from softphone.ui.parts.rows import Row, clear, heading, show_all
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Text
from softphone.ui.words import translate

MOST_ROWS = 40
_SHOWN = ("experts", "catalogue", "presence", "unassigned", "standings", "picking_for", "hunts")


class Picker(Pane):
    picked = Signal(str, str)  # expert_id, topic
    experts_wanted = Signal()

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "aside_plain", margins=(18, 12, 12, 12), gap=8)
        self._desk = Desk()
        self._index = Index()
        self._field = Field(translate("Picker", "Topic or name"), translate("Picker", "Whom to ask: topic or name"))
        self._field.typed.connect(lambda _text: self._fill())
        self._field.returnPressed.connect(self._pick_first)
        self._first: tuple[str, str] | None = None
        self.rows.addWidget(self._field)
        scroll = Scroll((0, 0, 6, 0), 2)
        self._list = scroll.lines
        self.rows.addWidget(scroll, 1)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        seen = self._desk
        self._desk = new
        minute = (new.now - seen.now).total_seconds() > 20
        if minute or not same(seen, new, *_SHOWN):
            self._fill()

    def search(self) -> None:
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill(self) -> None:
        clear(self._list)
        self._first = None
        desk, query = self._desk, self._field.text().strip().casefold()
        self._show_question(desk)
        self._show_unassigned(desk)
        if not desk.experts:
            text = translate("Picker", "No experts are known yet. Add the colleagues who can be asked.")
            self._list.addWidget(Text(text, ink="second", wrapped=True))
            add = Button(translate("Picker", "Add experts"), kind="aside", icon="plus")
            add.clicked.connect(self.experts_wanted)
            self._list.addWidget(add)
            self._list.addStretch(1)
            return
        if self._index.made_of != (desk.experts, desk.catalogue):
            self._index = Index(desk.experts, desk.catalogue)
        hits = self._index.find(desk, query, MOST_ROWS)
        hunt = desk.hunts.get(desk.picking_for)
        known = [hit for hit in hits.topics if hit.first is not None] if hunt is None else []
        had = {ask.expert_id for ask in hunt.asks} if hunt else set()
        people = [expert for expert in hits.people if expert.expert_id not in had]
        if known:
            self._list.addWidget(heading(translate("Picker", "Topics")))
        for hit in known:
            if hit.first is not None:
                self._add(desk, hit.first, hit.topic.name)
        if people:
            self._list.addWidget(heading(translate("Picker", "People")))
        for expert in people:
            self._add(desk, expert, "")
        if not known and not people:
            self._list.addWidget(Text(translate("Picker", "Nobody found."), ink="second"))
        self._list.addStretch(1)
        show_all(self._list)

    def _show_question(self, desk: Desk) -> None:
        """The one that somebody is chosen for by hand."""
        hunt = desk.hunts.get(desk.picking_for)
        if hunt is None:
            return
        text = translate("Picker", "Who gets the question too? {name} was asked last.")
        self._list.addWidget(Text(text.replace("{name}", hunt.asks[-1].name), ink="aside_ink", wrapped=True))
        leave = Button(translate("Picker", "Back to the question"), kind="aside", icon="left", small=True)
        leave.clicked.connect(
            lambda: self.post(ConversationShown(self.clock.now(), hunt.current.conversation_id))
        )
        self._list.addWidget(leave)

    def _add(self, desk: Desk, expert: Expert, topic: str) -> None:
        presence = desk.presence.get(expert.address, Presence())
        state = words.reach(presence, desk.now)
        if not_now := words.not_now(desk, expert):
            state = f"{state} · {not_now}"
        row = Row()
        if topic:
            row.show_row(topic, f"{expert.name} · {state}", icon="topic", icon_ink="aside_ink")
        else:
            parts = [expert.team, state]
            row.show_row(expert.name, " · ".join(part for part in parts if part), reach=presence.reach)
        row.clicked.connect(lambda: self._pick(expert.expert_id, topic))
        self._list.addWidget(row)
        if self._first is None:
            self._first = (expert.expert_id, topic)

    def _show_unassigned(self, desk: Desk) -> None:
        if not desk.unassigned:
            return
        self._list.addWidget(heading(translate("Picker", "Belongs to no question")))
        for reply in desk.unassigned[-5:]:
            bubble = Bubble(False, translate("Talk", "Copy"))
            sender = next((e.name for e in desk.experts if e.address == reply.sender), reply.sender)
            foot = f"{sender} · {times.moment(reply.message.at, desk.now)}"
            bubble.show_message(reply.message.text, foot, name=sender, chip=translate("Picker", "Open"), icon="chat")
            bubble.chosen.connect(lambda sender=reply.sender: self._open(sender))
            self._list.addWidget(bubble)

    def _open(self, sender: str) -> None:
        """All that this person wrote becomes a conversation of its own, with no customer."""
        self.post(UnassignedOpened(self.clock.now(), sender, fresh_id(), fresh_id()))

    def _pick_first(self) -> None:
        if self._first is not None:
            self._pick(*self._first)

    def _pick(self, expert_id: str, topic: str) -> None:
        self._field.clear()
        self._fill()
        self.picked.emit(expert_id, topic)
