"""Whom to ask: topics first, then people, each with who can be reached now."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.facts import ConversationShown, ExpertsInView, UnassignedOpened
from softphone.domain.finding import Index, lead
from softphone.domain.presence import Presence
from softphone.domain.rules.viewing import MOST_WATCHED
from softphone.host.clock import Clock
from softphone.ui import times, words
from softphone.ui.ids import fresh_id
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.bubble import Bubble
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Field
from softphone.ui.parts.rows import KeptRows, Row, clear, heading, show_all
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Text
from softphone.ui.words import translate

MOST_ROWS = 40
LEAD = "\0lead"  # in place of a topic
RESTS_MS = 400  # a list that stays so long is being read: whom it shows is watched
REORDERED_MS = 10_000  # the order changes with what is learned of those in view
_AGES = timedelta(seconds=20)  # "since 3 min" is told anew
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
        self._shown_above: tuple[object, ...] = ()
        self._told: dict[Row, tuple[object, ...]] = {}  # what each row was made of
        self._filled_at = self._desk.now
        self._in_view: tuple[str, ...] = ()
        self._watched_for: str | None = None
        self._resting = QTimer(self, singleShot=True)
        self._resting.timeout.connect(lambda: self.post(ExpertsInView(self.clock.now(), self._in_view)))
        self.rows.addWidget(self._field)
        scroll = Scroll((0, 0, 6, 0), 2)
        self._above = QVBoxLayout()  # what is there now and then
        self._topics_head, self._people_head = (
            heading(translate("Picker", "Topics")), heading(translate("Picker", "People"))
        )  # fmt: skip
        topics, people = QVBoxLayout(), QVBoxLayout()
        self._topics = KeptRows[tuple[str, str], Row](topics, self._row)
        self._people = KeptRows[tuple[str, str], Row](people, self._row)
        for column in (self._above, topics, people):
            column.setSpacing(scroll.lines.spacing())
        self._nobody = Text(translate("Picker", "Nobody found."), ink="second")
        scroll.lines.addLayout(self._above)
        scroll.lines.addWidget(self._topics_head)
        scroll.lines.addLayout(topics)
        scroll.lines.addWidget(self._people_head)
        scroll.lines.addLayout(people)
        scroll.lines.addWidget(self._nobody)
        scroll.lines.addStretch(1)
        self.rows.addWidget(scroll, 1)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        seen = self._desk
        self._desk = new
        if abs(new.now - self._filled_at) > _AGES:
            self._told = {}
        if not self._told or not same(seen, new, *_SHOWN):
            self._fill()

    def search(self) -> None:
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill(self) -> None:
        desk, query = self._desk, self._field.text().strip().casefold()
        above = (desk.unassigned, desk.hunts.get(desk.picking_for), bool(desk.experts))
        if above != self._shown_above:
            self._shown_above = above
            clear(self._above)
            self._show_question(desk)
            self._show_unassigned(desk)
            if not desk.experts:
                self._show_none()
            show_all(self._above)
        if self._index.made_of != (desk.experts, desk.catalogue):
            self._index = Index(desk.experts, desk.catalogue)
        hits = self._index.find(desk, query, MOST_ROWS)
        hunt = desk.hunts.get(desk.picking_for)
        had = {ask.expert_id for ask in hunt.asks} if hunt else set()
        known = [(hit.first, hit.topic.name) for hit in hits.topics if hit.first is not None and hunt is None]
        listed = [(expert, "") for expert in hits.people if expert.expert_id not in had]
        leads = [(e, LEAD) for e in lead(desk) if not query and hunt is None]
        people = [*leads, *((e, name) for e, name in listed if not leads or e.expert_id != leads[0][0].expert_id)]
        told: dict[Row, tuple[object, ...]] = {}
        for rows, found in ((self._topics, known), (self._people, people)):
            rows.show((expert.expert_id, topic) for expert, topic in found)
            for expert, topic in found:
                row = rows.row((expert.expert_id, topic))
                told[row] = (expert, desk.presence.get(expert.address), desk.standings.get(expert.expert_id))
                if self._told.get(row) != told[row]:
                    self._show_row(desk, row, expert, topic)
        if not self._told:
            self._filled_at = desk.now
        self._told = told
        in_view = tuple(dict.fromkeys(expert.address for expert, _ in (*known, *people)))
        if len(desk.experts) > MOST_WATCHED and in_view != desk.in_view:
            self._in_view = in_view
            if query != self._watched_for:
                self._watched_for = query
                self._resting.start(RESTS_MS)
            elif not self._resting.isActive():
                self._resting.start(REORDERED_MS)
        # Enter without a word asks nobody above the others.
        self._first = next(((e.expert_id, topic) for e, topic in (*known, *listed)), None)
        self._topics_head.setVisible(bool(known))
        self._people_head.setVisible(bool(people))
        self._nobody.setVisible(bool(desk.experts) and self._first is None)

    def _show_none(self) -> None:
        text = translate("Picker", "No experts are known yet. Add the colleagues who can be asked.")
        self._above.addWidget(Text(text, ink="second", wrapped=True))
        add = Button(translate("Picker", "Add experts"), kind="aside", icon="plus")
        add.clicked.connect(self.experts_wanted)
        self._above.addWidget(add)

    def _show_question(self, desk: Desk) -> None:
        """The one that somebody is chosen for by hand."""
        hunt = desk.hunts.get(desk.picking_for)
        if hunt is None:
            return
        text = translate("Picker", "Who gets the question too? {name} was asked last.")
        self._above.addWidget(Text(text.replace("{name}", hunt.asks[-1].name), ink="aside_ink", wrapped=True))
        leave = Button(translate("Picker", "Back to the question"), kind="aside", icon="left", small=True)
        leave.clicked.connect(
            lambda: self.post(ConversationShown(self.clock.now(), hunt.current.conversation_id))
        )
        self._above.addWidget(leave)

    def _row(self, key: tuple[str, str]) -> Row:
        row = Row()
        row.clicked.connect(lambda: self._pick(key[0], "" if key[1] == LEAD else key[1]))
        return row

    def _show_row(self, desk: Desk, row: Row, expert: Expert, topic: str) -> None:
        presence = desk.presence.get(expert.address, Presence())
        state = words.reach(presence, desk.now)
        if not_now := words.not_now(desk, expert):
            state = f"{state} · {not_now}"
        if topic == LEAD:
            said = translate("Picker", "Team lead · {state}").replace("{state}", state)
            row.show_row(expert.name, said, reach=presence.reach)
        elif topic:
            row.show_row(topic, f"{expert.name} · {state}", icon="topic", icon_ink="aside_ink")
        else:
            parts = [expert.team, state]
            row.show_row(expert.name, " · ".join(part for part in parts if part), reach=presence.reach)

    def _show_unassigned(self, desk: Desk) -> None:
        if not desk.unassigned:
            return
        self._above.addWidget(heading(translate("Picker", "Belongs to no question")))
        for reply in desk.unassigned[-5:]:
            bubble = Bubble(False, translate("Talk", "Copy"))
            sender = next((e.name for e in desk.experts if e.address == reply.sender), reply.sender)
            foot = f"{sender} · {times.moment(reply.message.at, desk.now)}"
            chips = (("open", translate("Picker", "Open"), "chat"),)
            bubble.show_message(reply.message.text, foot, name=sender, chips=chips)
            bubble.chosen.connect(lambda _, sender=reply.sender: self._open(sender))
            self._above.addWidget(bubble)

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
