"""What was said in one conversation, oldest on top: bubbles in a column that never moves under the agent's eyes.

At the end it follows what comes; anywhere else it stays where it is, and a chip says how much is new.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout

from softphone.domain.chat import ChatMessage, Conversation, Delivery
from softphone.domain.desk import Desk
from softphone.domain.matrix import is_matrix_id
from softphone.ui import matrix_words, times, words
from softphone.ui.look import px
from softphone.ui.message_deeds import chips
from softphone.ui.parts.bubble import NOTHING, Bubble
from softphone.ui.parts.button import Button
from softphone.ui.parts.enclosure import Enclosure
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.rows import clear, show_before
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Text
from softphone.ui.words import translate

MOST_AT_FIRST = 40
STEP = 6  # bubbles that come and go at once while scrolling: a frame has 16 ms
MOST_MADE = 64  # bubbles that are there at once, however much was said: each is laid out with each step
NEAR_PX = 400  # of an end of what is made


class Messages(Scroll):
    chosen = Signal(ChatMessage, str)  # what to do with it
    small_wanted = Signal(str)  # a picture is in sight
    touched = Signal(ChatMessage)  # a reply was clicked
    older_wanted = Signal()

    def __init__(self, chips: Flow, fill_menu: Callable[[QMenu, ChatMessage], None]) -> None:
        """`chips` lie under the reply in hand; `fill_menu` adds what else can be done with a message."""
        super().__init__((18, 14, 14, 10), 10, name=translate("Talk", "Messages"), focus=True)
        self.setMinimumHeight(px(56))  # a small window does not grow for what comes
        self._chips, self._fill_menu = chips, fill_menu
        chips.setParent(self.inner)
        chips.hide()
        self._conversation: Conversation | None = None
        self._older: tuple[ChatMessage, ...] = ()
        self._desk = Desk()
        self._name = ""
        self._today = self._desk.now.date()
        self._most = MOST_AT_FIRST  # what is made begins so many messages before the last
        self._until = 0  # and ends so many before it
        self._bubbles: dict[str, tuple[ChatMessage, Bubble]] = {}
        self._filled: dict[Bubble, tuple[object, ...]] = {}  # with what
        self._unfolded: set[str] = set()
        self._large: set[str] = set()
        self._in_hand = ""
        self._new = 0
        self._lit: tuple[str, ...] = ()
        self._files = self._desk.files
        self._sought: set[str] = set()  # small pictures that were asked for
        self._column = QVBoxLayout()
        self._column.setSpacing(px(10))
        self._earlier = Button(translate("Talk", "Earlier messages"), kind="aside", small=True)
        self._earlier.clicked.connect(self._show_earlier)
        self.lines.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        self.lines.addLayout(self._column)
        self._typing = Text(ink="aside_ink", size="second")
        self.lines.addWidget(self._typing, 0, Qt.AlignmentFlag.AlignHCenter)
        self.lines.addStretch(1)
        self._latest = Button("", kind="aside_full", icon="down", small=True, parent=self)
        self._latest.clicked.connect(self.to_latest)
        self._latest.hide()
        self.verticalScrollBar().rangeChanged.connect(self._settle)
        self._at_end = True
        self._growing = False
        self._anchor: tuple[Bubble, int] | None = None  # what is being read, and how far from the top it stands
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_conversation(self, desk: Desk, conversation: Conversation, name: str, in_hand: str) -> None:
        """`name` is the expert's, for who hears the screen; the reply `in_hand` has the chips."""
        old, self._conversation, self._desk, self._name = self._conversation, conversation, desk, name
        if old is None or old.conversation_id != conversation.conversation_id:
            self._forget()
            old = None
        said = conversation.messages
        fresh = 0
        if old is not None and old.messages is not said:
            known = old.messages[-1].message_id if old.messages else ""
            at = next((n for n, m in enumerate(reversed(said)) if m.message_id == known), len(said))
            fresh = sum(1 for m in said[len(said) - at :] if not m.ours) if at else 0
            if not self._at_end:
                self._most += at  # what is being read does not go at the top because something comes below
                self._until += at if self._until else 0
        lit = tuple(key for key in desk.attention.shining if desk.attention.shines(key, desk.now))
        older = desk.older.of(conversation)
        came, self._older = older is not self._older, older
        same = old is not None and old.messages is said and not came and desk.files is self._files
        if not same or in_hand != self._in_hand or lit != self._lit:
            self._in_hand, self._lit, self._files = in_hand, lit, desk.files
            self._show_messages(desk, conversation)
        if came and older and not self._at_end and self.verticalScrollBar().value() < px(NEAR_PX):
            QTimer.singleShot(0, self, lambda: self._go(STEP))  # the page that was waited for at the top
        if fresh and not self._at_end:
            self._say_new(self._new + fresh)
        writing = conversation.typing_until is not None and conversation.typing_until > desk.now
        self._typing.say(translate("Talk", "is writing …") if writing else "")

    def to_end(self) -> None:
        """The agent sent something: what comes next is looked at."""
        if self._until:
            self._most, self._until = MOST_AT_FIRST, 0
            self._show_again()
        self._at_end = True
        self._say_new(0)

    def to_latest(self) -> None:
        self.to_end()
        self._settle()

    def enlarge(self, message_id: str) -> None:
        """In large type, or as usual again."""
        self._large ^= {message_id}
        self._show_again()

    def _forget(self) -> None:
        self._chips.hide()
        clear(self._column)
        self._bubbles.clear()
        self._filled.clear()
        self._unfolded.clear()
        self._sought.clear()
        self._large.clear()
        self._most, self._until = MOST_AT_FIRST, 0
        self.to_end()

    def _show_again(self) -> None:
        if self._conversation is not None:
            self._show_messages(self._desk, self._conversation)

    def _show_messages(self, desk: Desk, conversation: Conversation) -> None:
        self._today = desk.now.astimezone().date()
        every = (*self._older, *conversation.messages) if self._older else conversation.messages
        shown = every[-self._most : len(every) - self._until]
        wanted = {message.message_id for message in shown}
        free: list[Bubble] = []
        for key in [key for key in self._bubbles if key not in wanted]:
            _, gone = self._bubbles.pop(key)
            gone.hold(None)
            self._column.removeWidget(gone)
            free.append(gone)
        made: list[Bubble] = []
        placed: list[tuple[int, Bubble]] = []
        for at, message in enumerate(shown):
            known = self._bubbles.get(message.message_id)
            bubble = known[1] if known is not None else _freed(message, free) or self._bubble(message, made)
            if known is None:
                placed.append((at, bubble))
            self._bubbles[message.message_id] = (message, bubble)
            if known is None or not _reads_the_same(known[0], message) or self._how(message) != self._filled[bubble]:
                self._filled[bubble] = self._how(message)
                self._fill_bubble(desk, message, bubble)
        show_before(self._column, made)
        for at, bubble in placed:
            self._column.insertWidget(at, bubble)
        for left in free:
            left.hide()
            left.deleteLater()
            del self._filled[left]
        self._lend_chips()
        self._earlier.setVisible(len(every) > self._most or desk.older.has_more(conversation))

    def _lend_chips(self) -> None:
        """The chips lie under the reply in hand, wherever it is."""
        for key, (_, bubble) in self._bubbles.items():
            bubble.hold(self._chips if key == self._in_hand else None)
        self._chips.setVisible(self._in_hand in self._bubbles)
        self._chips.raise_()

    def _bubble(self, message: ChatMessage, made: list[Bubble]) -> Bubble:
        bubble = Bubble(message.ours, translate("Talk", "Copy"))
        bubble.chosen.connect(lambda key: self._tell(self.chosen, bubble, key))
        bubble.touched.connect(lambda: self._tell(self.touched, bubble))
        bubble.unfolded.connect(lambda: self._unfold(bubble))
        bubble.fill_menu = lambda menu: self._add_to(menu, bubble)
        made.append(bubble)
        return bubble

    def _message_of(self, bubble: Bubble) -> ChatMessage | None:
        return next((said for said, shown in self._bubbles.values() if shown is bubble), None)

    def _tell(self, signal: SignalInstance, bubble: Bubble, *more: str) -> None:
        if (message := self._message_of(bubble)) is not None:
            signal.emit(message, *more)

    def _add_to(self, menu: QMenu, bubble: Bubble) -> None:
        message = self._message_of(bubble)
        if message is not None:
            self.touched.emit(message)
            self._fill_menu(menu, message)

    def _unfold(self, bubble: Bubble) -> None:
        message = self._message_of(bubble)
        if message is not None:
            self._at_end = False  # the rest is below what was read: it is not run past
            self._unfolded.add(message.message_id)
            self._show_again()

    def _show_earlier(self) -> None:
        """By key, where nobody scrolls."""
        self._at_end = False
        self._anchor = self._anchor or self._read_now(self.verticalScrollBar().value())
        self._go(MOST_MADE - 2 * STEP)

    def _go(self, steps: int) -> None:
        """What is made begins so many messages earlier, or ends so many later; the far end goes, what is read stays."""
        conversation = self._conversation
        if conversation is None:
            return
        total = len(self._older) + len(conversation.messages)
        if steps > 0:
            if self._most >= total:
                self.older_wanted.emit()
                return
            self._most = min(self._most + steps, total)
            self._until = max(self._until, self._most - MOST_MADE)
        else:
            self._until = max(self._until + steps, 0)
            self._most = min(self._most, self._until + MOST_MADE)
        self._show_messages(self._desk, conversation)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._settled()

    def _how(self, message: ChatMessage) -> tuple[object, ...]:
        """What a bubble shows beside its message."""
        key, files = message.message_id, self._files
        file = message.attached and (key in files.small, files.moving.get(key), files.fetched.get(key))
        if message.ours:
            return (file,)
        return file, key in self._unfolded, key in self._large, key in self._lit, self._name, self._today

    def _fill_bubble(self, desk: Desk, message: ChatMessage, bubble: Bubble) -> None:
        key = message.message_id
        if not message.ours:
            folds = key not in self._unfolded and key not in self._large
            bubble.show_message(
                matrix_words.body(message),
                matrix_words.foot(message, times.moment(message.at, desk.now), desk),
                name=self._name,
                more=translate("Talk", "Show all") if folds else "",
                large=key in self._large,
                shines=key in self._lit,
                chips=chips(message, desk),
                enclosure=self._enclosure(desk, message),
            )
            return
        bad = message.delivery in (Delivery.REFUSED, Delivery.UNSURE)
        foot = matrix_words.foot(message, words.delivery(message, desk.now, self._far(message)), desk)
        bubble.show_message(
            matrix_words.body(message), foot, bad=bad, name=translate("Talk", "You"),
            chips=chips(message, desk), enclosure=self._enclosure(desk, message),
        )  # fmt: skip

    def _enclosure(self, desk: Desk, message: ChatMessage) -> Enclosure:
        """The picture, which is asked for when it comes in sight, and how much of a file is through."""
        file, file_id = message.attached, message.message_id
        if file is None or message.removed:
            return NOTHING
        small = desk.files.small.get(file_id, b"")
        if file.picture and not small and file_id not in self._sought:
            self._sought.add(file_id)
            self.small_wanted.emit(file_id)
        done, whole = desk.files.moving.get(file_id, (0, 0))
        moved = min(done / whole, 1.0) if whole else None
        return Enclosure(file.picture, small, (file.width, file.height), moved)

    def _far(self, message: ChatMessage) -> str:
        """How far it has come, where it goes by Matrix."""
        address = self._conversation.address if self._conversation is not None else ""
        return matrix_words.far(message, self._desk) if is_matrix_id(address) else ""

    # --- Scroll -------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_latest()

    def _say_new(self, count: int) -> None:
        self._new = count
        self._latest.setVisible(count > 0)
        if count:
            word = translate("Talk", "1 new") if count == 1 else translate("Talk", "{n} new").format(n=count)
            self._latest.show_word(word)
            self._place_latest()

    def _place_latest(self) -> None:
        hint = self._latest.sizeHint()
        self._latest.resize(hint)
        self._latest.move((self.width() - hint.width()) // 2, self.height() - hint.height() - px(10))
        self._latest.raise_()

    def _scrolled(self, value: int) -> None:
        """By the agent: what the column's own growing does to the bar is put right in `_settled`."""
        if self._growing:
            return
        self._at_end = value >= self.verticalScrollBar().maximum() - 4 and not self._until
        if self._at_end:
            self._say_new(0)
        self._anchor = None if self._at_end else self._read_now(value)
        if value < px(NEAR_PX) and not self._at_end:
            QTimer.singleShot(0, self, lambda: self._go(STEP))
        elif self._until and value > self.verticalScrollBar().maximum() - px(NEAR_PX):
            QTimer.singleShot(0, self, lambda: self._go(-STEP))

    def _read_now(self, value: int) -> tuple[Bubble, int] | None:
        """The first bubble in sight, and where it begins."""
        below = (bubble for _, bubble in self._bubbles.values() if bubble.geometry().bottom() >= value)
        first = min(below, key=lambda bubble: bubble.y(), default=None)
        return None if first is None else (first, first.y() - value)

    def _settle(self) -> None:
        """The column has another height, perhaps not the last one: once it stands, the view is put right."""
        if not self._growing:
            self._growing = True
            QTimer.singleShot(0, self, self._settled)

    def _settled(self) -> None:
        """The end stays the end, and what is read stays where it is."""
        bar = self.verticalScrollBar()
        if self._at_end:
            bar.setValue(bar.maximum())
        elif self._anchor is not None:
            bubble, offset = self._anchor
            if any(bubble is each for _, each in self._bubbles.values()):
                bar.setValue(bubble.y() - offset)
        self._growing = False


def _freed(message: ChatMessage, free: list[Bubble]) -> Bubble | None:
    """One that scrolled out of sight and may show this message."""
    bubble = next((each for each in free if each.ours is message.ours and not each.in_hand), None)
    if bubble is not None:
        free.remove(bubble)
    return bubble


def _reads_the_same(known: ChatMessage, message: ChatMessage) -> bool:
    """That the agent has seen it makes a reply another value, and changes nothing on its bubble."""
    same_words = known.text is message.text and known.at is message.at
    same_words = same_words and known.reactions == message.reactions and known.edited is message.edited
    same_words = same_words and known.removed is message.removed and known.changing is message.changing
    return known is message or (same_words and known.delivery is message.delivery and known.reason == message.reason)
