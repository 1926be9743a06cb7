"""The status bar: words only, figures in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from softphone.domain.desk import Desk
from softphone.domain.facts import DialPressed, StoreState
from softphone.domain.interaction import InteractionKind, Outcome
from softphone.host.clock import Clock
from softphone.ui import call_words, matrix_words, words
from softphone.ui.ids import fresh_id
from softphone.ui.look import PAGES_BELOW_PX, px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.text import Paper, Text
from softphone.ui.queue_words import mailbox_word, queue_word
from softphone.ui.words import translate


class StatusBar(Pane):
    menu_wanted = Signal()

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "foot", across=True, margins=(14, 2, 12, 2), gap=8)
        self.setAccessibleName(translate("Status", "State of line and sound"))
        self._sign = Sign("line", "live", 15)
        self._line = Text(size="second")
        self._sound = Text(ink="second", size="second", elided=True)
        self._store = Text(ink="warn", size="second", elided=True)
        self._today = Text(ink="second", size="second", elided=True)
        self._menu = Button("", kind="quiet", icon="settings", small=True, name=translate("Status", "Menu"))
        self._menu.clicked.connect(self.menu_wanted)
        self._queue = Text(size="second")
        self._matrix = Text(size="second")
        self._mailbox = Button("", kind="link", icon="letter", small=True)
        self._mailbox.clicked.connect(self._hear_messages)
        self._desk = Desk()
        first = Paper(across=True, gap=8)
        first.rows.addWidget(self._sign)
        first.rows.addWidget(self._line)
        first.rows.addStretch(1)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(px(8))
        self._lines.addWidget(first)
        self._lines.addWidget(self._queue)
        self._lines.addWidget(self._matrix)
        self._lines.addWidget(self._mailbox)
        self.rows.addLayout(self._lines)
        self.rows.addSpacing(8)
        self.rows.addWidget(self._sound, 2)
        self.rows.addWidget(self._store, 2)
        self.rows.addWidget(self._today, 2)
        self._today.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.rows.addWidget(self._menu)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= px(PAGES_BELOW_PX)
        self._today.setVisible(wide)
        # Narrow: a line each, for nothing of it may be cut.
        self._lines.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    @property
    def menu_button(self) -> Button:
        return self._menu

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if not same(old, new, "queue", "mailbox", "settings", "duty", "interactions", "sound", "line"):
            self._show_queue(new)
        if not same(old, new, "matrix"):
            word, ink = matrix_words.status(new)
            self._matrix.say(word)
            self._matrix.set_ink(ink)
            self._matrix.setVisible(bool(word))
        if same(old, new, "line", "more_lines", "engine", "sound", "buttons", "store", "history", "now"):
            return
        word, ink = words.line_word(new)
        further = [(line.name, *words.line_state_word(line)) for line in new.more_lines]
        self._line.say(" · ".join([word, *(f"{name}: {state}" for name, state, _ in further)]))
        self._line.set_ink("stop" if "stop" in (ink, *(each for _, _, each in further)) else ink)
        lines = (new.line, *new.more_lines)
        self._line.setToolTip("\n".join(words.line_tooltip(line, new.now) for line in lines))
        good = "lock" if new.line.secured else "line"
        self._sign.show_icon(good if new.line.proven else "line-off", ink)
        word, ink = words.sound_word(new.sound)
        self._sound.say(word)
        self._sound.set_ink(ink)
        self._sound.setToolTip(call_words.buttons(new.buttons))
        self._store.say(_store_word(new.store))
        self._store.setVisible(bool(self._store.said))
        self._today.say(_today(new))

    def _show_queue(self, desk: Desk) -> None:
        self._desk = desk
        word, ink = queue_word(desk)
        self._queue.say(word)
        self._queue.set_ink(ink)
        self._queue.setVisible(bool(word))
        waiting = mailbox_word(desk)
        dialled = bool(desk.settings.mailbox_number)
        self._mailbox.show_word(waiting)
        self._mailbox.setEnabled(dialled)
        self._mailbox.setToolTip(
            translate("Status", "Calls the mailbox")
            if dialled
            else translate("Status", "The number of the mailbox is not set in the preferences")
        )
        self._mailbox.setVisible(bool(waiting))

    def _hear_messages(self) -> None:
        self.post(DialPressed(self.clock.now(), fresh_id(), self._desk.settings.mailbox_number))


def _store_word(state: StoreState) -> str:
    match state:
        case StoreState.IN_MEMORY:
            return translate("Status", "Nothing is kept after this session")
        case StoreState.FULL:
            return translate("Status", "Disk full")
        case _:
            return ""


def _today(desk: Desk) -> str:
    day = desk.now.astimezone().date()
    calls = [e for e in desk.history if e.at.astimezone().date() == day and e.kind is InteractionKind.CALL]
    if not calls:
        return ""
    solved = sum(1 for e in calls if e.outcome is Outcome.SOLVED)
    promised = sum(1 for e in calls if e.outcome is Outcome.PROMISED)
    text = translate("Status", "1 call today") if len(calls) == 1 else translate("Status", "{n} calls today")
    parts = [text.format(n=len(calls))]
    if solved:
        parts.append(translate("Status", "{n} solved").format(n=solved))
    if promised:
        parts.append(translate("Status", "{n} promised").format(n=promised))
    return " · ".join(parts)
