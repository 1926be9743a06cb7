"""The side chat: on its own paper, saying at all times that the customer cannot see it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from softphone.domain.chat import Conversation
from softphone.domain.desk import Desk
from softphone.domain.facts import (
    ConversationOpened,
    ConversationShown,
    DrawerSwitched,
    HuntWidened,
    InternalOpened,
    MessagesSeen,
)
from softphone.host.clock import Clock
from softphone.ui.asking import Talk
from softphone.ui.ids import fresh_id
from softphone.ui.look import DRAWER_PX, px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.text import Paper, Text
from softphone.ui.picking import Picker
from softphone.ui.shortcuts import Action, printed
from softphone.ui.words import translate

SHOWN = (
    "conversations", "conversation", "shown", "experts", "presence", "unassigned", "interactions", "now", "offers",
    "attention", "older", "calls", "files", "matrix", "hunts", "picking_for", "catalogue", "standings",
    "shared",
)  # fmt: skip


class Drawer(Pane):
    experts_wanted = Signal()
    page_wanted = Signal(str)

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "aside")
        self._desk = Desk()
        self._tabs: tuple[object, ...] = ()
        self._tab_buttons: dict[str, Button] = {}
        self._more: Button | None = None
        self._write_next = False  # the agent picked somebody: the caret goes on to the question
        self._build()

    def _build(self) -> None:
        self.setAccessibleName(translate("Drawer", "Side chat, internal"))
        head = Paper("aside_head", margins=(18, 12, 14, 10), gap=6)
        top = QHBoxLayout()
        top.addWidget(Text(translate("Drawer", "Side chat"), size="name", strong=True))
        top.addStretch(1)
        top.addWidget(Text(printed(Action.SIDE_CHAT), ink="second", size="second"))
        self._close = Button("", kind="quiet", icon="close", small=True, name=translate("Drawer", "Close side chat"))
        self._close.clicked.connect(lambda: self.post(DrawerSwitched(self.clock.now(), False)))
        top.addWidget(self._close)
        head.rows.addLayout(top)
        said = QHBoxLayout()
        said.setSpacing(px(8))
        said.addWidget(Sign("internal", "aside_ink"), 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(
            Text(
                translate("Drawer", "Internal. The customer cannot see or hear this."),
                ink="aside_ink",
                strong=True,
                wrapped=True,
            ),
            1,
        )
        head.rows.addLayout(said)
        self._others = Flow(6)
        head.rows.addWidget(self._others)
        self.rows.addWidget(head)
        self._pages = QWidget()
        self._stack = QStackedLayout(self._pages)
        self._picker = Picker(self.post, self.clock)
        self._talk = Talk(self.post, self.clock)
        self._talk.page_wanted.connect(self.page_wanted)
        self._stack.addWidget(self._picker)
        self._stack.addWidget(self._talk)
        self.rows.addWidget(self._pages, 1)
        self._picker.picked.connect(self.ask)
        self._picker.experts_wanted.connect(self.experts_wanted)

    def set_page(self, page: bool) -> None:
        """A page of the narrow window, or the drawer at the right."""
        self._close.setVisible(not page)
        if page:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16777215)
        else:
            self.setFixedWidth(px(DRAWER_PX))

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, *SHOWN):
            return
        self._desk = new
        conversation = self._conversation(new)
        self._show_tabs(new, conversation)
        if conversation is None:
            self._picker.show_desk(old, new)
            self._stack.setCurrentWidget(self._picker)
        else:
            self._talk.show_conversation(new, conversation)
            self._stack.setCurrentWidget(self._talk)
            if self._write_next:
                self._write_next = False
                self._talk.write()
            self.mark_seen()

    def mark_seen(self) -> None:
        """Replies count as read only while the agent can see them."""
        conversation = self._conversation(self._desk)
        if conversation is not None and conversation.unread and self.isVisible() and self.window().isActiveWindow():
            self.post(MessagesSeen(self.clock.now(), conversation.conversation_id))

    def do(self, action: Action) -> None:
        """What a key does here that posts nothing."""
        self._talk.do(action)

    def write(self) -> None:
        """Put the caret where a question is typed: the agent pressed the key for it."""
        if self._conversation(self._desk) is None:
            self._picker.search()
        else:
            self._talk.write()

    def ask(self, expert_id: str, topic: str = "") -> None:
        """Open a conversation with this expert on what is shown; with nothing shown it is an internal one."""
        at = self.clock.now()
        if self._desk.picking_for:
            self.post(HuntWidened(at, self._desk.picking_for, expert_id))
            return
        self._write_next = True
        interaction_id = self._desk.shown or ""
        if not interaction_id:
            interaction_id = fresh_id()
            self.post(InternalOpened(at, interaction_id))
        self.post(ConversationOpened(at, fresh_id(), interaction_id, expert_id, topic))

    def _conversation(self, desk: Desk) -> Conversation | None:
        conversation = desk.conversations.get(desk.conversation or "")
        if conversation is None or conversation.interaction_id != desk.shown:
            return None
        return conversation

    def _show_tabs(self, desk: Desk, shown: Conversation | None) -> None:
        """Other conversations of the same interaction, and one more to begin."""
        mine = desk.conversations_of(desk.shown or "") if desk.shown else ()
        wanted = (tuple((c.conversation_id, c.unread) for c in mine), shown.conversation_id if shown else "")
        if wanted == self._tabs:
            return
        if tuple(self._tab_buttons) != tuple(c.conversation_id for c in mine):
            self._others.empty()
            self._tab_buttons = {c.conversation_id: self._tab(c.conversation_id) for c in mine}
            self._more = Button(translate("Drawer", "Ask somebody else"), kind="aside", icon="plus", small=True)
            self._more.clicked.connect(lambda: self.post(ConversationShown(self.clock.now(), "")))
            self._others.add(self._more)
        self._tabs = wanted
        self._others.setVisible(bool(mine))
        for each in mine:
            expert = desk.expert(each.expert_id)
            name = expert.name if expert is not None else each.address
            chosen = shown is not None and each.conversation_id == shown.conversation_id
            self._tab_buttons[each.conversation_id].show_word(
                f"{name} · {each.unread}" if each.unread else name, kind="aside_chosen" if chosen else "aside"
            )
        if self._more is not None:
            self._more.setVisible(shown is not None)

    def _tab(self, conversation_id: str) -> Button:
        tab = Button("", kind="aside", small=True)
        tab.clicked.connect(lambda: self.post(ConversationShown(self.clock.now(), conversation_id)))
        self._others.add(tab)
        return tab
