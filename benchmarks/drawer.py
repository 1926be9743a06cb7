"""A conversation of 100,000 messages in the encrypted store: opened, and scrolled up through a thousand of them.

Opening is the journal's read of what the desk holds and the drawer's first frame; a frame of scrolling is one wheel
step with all that it brings: bubbles made again, laid out, painted, a page of the journal now and then. In one process
on an offscreen screen, painting into an image; the loop is turned by hand, so nothing waits, and CPU time is counted:
what other programs take of the machine is not the drawer's.
"""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from msgspec.structs import replace

from benchmarks.table import Aim, Row
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.desk import Desk

MESSAGES = 100_000
FRAMES = 800
WHEEL_PX = 120
KEY = "ab" * 32
NOW = datetime(2026, 11, 21, 10, 14, tzinfo=UTC)
OPEN_AIM = Aim(95, 100.0)
FRAME_AIM = Aim(99, 16.0)
OPENED = 10


def measure() -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        return _measured(Path(folder))


def _measured(folder: Path) -> list[Row]:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    from softphone.backroom.database import Database
    from softphone.backroom.journal import Journal
    from softphone.domain.answer_effects import ReadOlder
    from softphone.domain.effects import Effect
    from softphone.domain.expert import Expert
    from softphone.domain.facts import ConversationShown, HomeShown, InteractionShown
    from softphone.domain.facts.attention import OlderRead
    from softphone.domain.interaction import Interaction, InteractionKind
    from softphone.domain.settings import Settings
    from softphone.ui.qtapp import open_qt
    from softphone.ui.store import Store
    from softphone.ui.window import Window

    class _Painted(QObject):
        frames = 0

        def eventFilter(self, _: QObject, event: QEvent) -> bool:
            self.frames += event.type() == QEvent.Type.Paint
            return False

    database = Database(folder / "store.db", KEY, lambda _: None)
    journal = Journal(database)
    talk = Conversation("k", "i", "e", "sip:kern@pbx.example", context_sent=True)
    texts = ("Does the adapter still ship?", "Until March. Part AD-7, put R2 as reason. " * 4, "Thanks, one more: ")

    def fill(_: object) -> None:
        journal.keep_conversation(talk, NOW)
        for n in range(MESSAGES):
            at = NOW - timedelta(minutes=MESSAGES - n)
            journal.add_message("k", "kern", ChatMessage(f"m{n:06}", at, n % 3 == 0, texts[n % 3]))

    database.transact(fill)
    app = QApplication.instance() or open_qt(Settings())
    assert isinstance(app, QApplication)
    store: Store

    def run(effect: Effect) -> None:
        if isinstance(effect, ReadOlder):
            page = journal.messages_before(effect.conversation_id, effect.before, effect.before_at, 100)
            store.post(OlderRead(NOW, effect.conversation_id, effect.before, page, len(page) < 100))

    interaction = Interaction("i", InteractionKind.INTERNAL, NOW)
    expert = Expert("e", "J. Kern", talk.address)
    store = Store(Desk(now=NOW, interactions={"i": interaction}, experts=(expert,), drawer_open=True), run)
    window = Window(store)
    window.resize(1280, 800)
    window.show()
    opened = []
    for _ in range(OPENED):
        store.post(HomeShown(NOW))
        _turn(app)
        began = process_time()
        known = journal.conversation("k")
        assert known is not None
        store._desk = _with(store.desk, known)
        store.post(InteractionShown(NOW, "i"))
        store.post(ConversationShown(NOW, "k"))
        _turn(app)
        while store._shown is not store.desk:  # the screen hears of changes every 50 ms
            _turn(app)
        _turn(app)
        opened.append((process_time() - began) * 1000)
    messages = window._drawer._talk._messages
    painted = _Painted()
    messages.viewport().installEventFilter(painted)
    bar, frames = messages.verticalScrollBar(), []
    for _ in range(FRAMES):
        began = process_time()
        bar.setValue(max(bar.value() - WHEEL_PX, 0))
        _turn(app)
        frames.append((process_time() - began) * 1000)
    if painted.frames < FRAMES * 0.95:
        raise RuntimeError(f"only {painted.frames} of {FRAMES} frames were painted")
    if len(store.desk.older.messages) < 500:
        raise RuntimeError(f"only {len(store.desk.older.messages)} older messages were read")
    window.close()
    database.close()
    return [
        Row("drawer", f"aside, {MESSAGES:,} messages, opened", tuple(opened), "ms", OPEN_AIM),
        Row("drawer", "aside, scrolled up through them, a frame", tuple(frames), "ms", FRAME_AIM),
    ]


def _with(desk: Desk, conversation: Conversation) -> Desk:
    return replace(desk, conversations={"k": conversation})


def _turn(app: object) -> None:
    for _ in range(3):
        app.processEvents()  # type: ignore[attr-defined]
