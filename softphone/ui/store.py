"""The one store of the window: facts in, from any thread; the Desk out, on Qt's thread only.

Facts are applied one by one, in the order they came, with one queued signal per batch. Effects run before
anything is painted, so a pressed Answer does not wait for the screen. The screen hears of changes at once, until
it has heard `AT_ONCE` in a row; then every `PAINT_MS`: two hundred messages a second must not be two hundred layouts.
Who rings is shown together with whose card it is: the book answers within a few milliseconds, and painting the ring
alone first would hold its card up for longer than that.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QThread, QTimer, Signal, Slot

from softphone.domain.customer import Searching
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect
from softphone.domain.facts import Fact
from softphone.domain.update import update

PAINT_MS = 50
BOOK_MS = 25  # so long a new ring waits for its card, once
AT_ONCE = 3  # a ring, whose customer it is, and the second that passes meanwhile: none waits for the other


class Store(QObject):
    """`changed(old, new)`: what the screen showed and what it shall show."""

    changed = Signal(object, object)
    _arrived = Signal()

    def __init__(self, desk: Desk, run: Callable[[Effect], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = self._shown = desk
        self._run = run
        self._lock = Lock()
        self._batch: list[Fact] = []
        self._time = QElapsedTimer()
        self._time.start()
        self._next_paint_ms = 0
        self._sought = ""  # the interaction whose customer was being looked up
        self._card_due_ms = 0
        self._later = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._later.timeout.connect(self._paint)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def desk(self) -> Desk:
        """What is true now. Only on Qt's thread."""
        self._assert_thread()
        return self._desk

    def post(self, fact: Fact) -> None:
        """The only way in. Any thread; returns at once."""
        with self._lock:
            self._batch.append(fact)
            first = len(self._batch) == 1
        if first:
            self._arrived.emit()

    @Slot()
    def _take(self) -> None:
        self._assert_thread()
        with self._lock:
            batch, self._batch = self._batch, []
        for fact in batch:
            self._desk, effects = update(self._desk, fact)
            for effect in effects:
                self._run(effect)
        if self._desk is self._shown:
            return
        early_ms = max(self._next_paint_ms, self._card_due()) - self._time.elapsed()
        if early_ms <= 0:
            self._paint()
        else:
            self._later.start(early_ms)

    def _card_due(self) -> int:
        """Until when what is shown now waits for the book."""
        interaction = self._desk.interaction
        if interaction is None or not isinstance(interaction.lookup, Searching):
            return 0
        if interaction.interaction_id != self._sought:
            self._sought = interaction.interaction_id
            self._card_due_ms = self._time.elapsed() + BOOK_MS
        return self._card_due_ms

    @Slot()
    def _paint(self) -> None:
        self._later.stop()
        self._next_paint_ms = max(self._next_paint_ms, self._time.elapsed() - (AT_ONCE - 1) * PAINT_MS) + PAINT_MS
        old, self._shown = self._shown, self._desk
        if old is not self._shown:
            self.changed.emit(old, self._shown)

    def _assert_thread(self) -> None:
        if QThread.currentThread() is not self.thread():
            raise AssertionError("the desk belongs to Qt's thread: use post()")
