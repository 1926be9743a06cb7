"""Enter in the side chat → the question is with another client, over a real Synapse; beside matrix-nio on the same one.

The real window (offscreen) and the real backroom: the key, the masks, the row in the encrypted store, the homeserver,
the other client's sync. matrix-nio has no window and keeps nothing: its time begins with `room_send`. They take turns,
so that whatever else the machine does meets both. Without the Synapse that `./dev peers` sets up, all of it is a dash.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.table import Aim, Row, percentile
from tests.peers import matrix_clients, synapse

QUESTIONS = 60
WARM_UP = 5
REST_S = 0.15  # what comes back of a message (echo, receipt) is through
TYPED_S = 0.3  # since the first letter: "is writing" has been told
DEADLINE_S = 30.0
SLOWER_MS = 10.0
NAME, ASIDE, NIO = "question", "aside, from Enter", "matrix-nio, from room_send"
OTHERS = Path(__file__).with_name("matrix_others.py")


def measure() -> list[Row]:
    if not synapse.place().exists():
        return [Row(NAME, ASIDE, (), "ms"), Row(NAME, NIO, (), "ms")]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with synapse.running_synapse() as server, tempfile.TemporaryDirectory() as folder:
        for user in ("anna", "nio", "kern"):
            server.register(user)
        return _measured(server, Path(folder))


def _measured(server: synapse.Synapse, folder: Path) -> list[Row]:
    with _other(sys.executable, "reader", server.address, "kern") as reader:
        if not matrix_clients.place_of_all().exists():
            with _window(server, folder) as ask:
                return [_row(ASIDE, [_taken(reader, ask, f"a{n}") for n in range(WARM_UP + QUESTIONS)])]
        python = str(matrix_clients.place_of_all() / "bin" / "python")
        with (
            _other(python, "nio", server.address, server.user_id("nio"), server.user_id("kern")) as nio,
            _window(server, folder) as ask,
        ):
            ours, theirs = [], []
            for n in range(WARM_UP + QUESTIONS):
                ours.append(_taken(reader, ask, f"a{n}"))
                theirs.append(_taken(reader, nio.ask, f"n{n}"))
    peer = _row(NIO, theirs)
    aim = Aim(50, percentile(peer.samples, 50) + SLOWER_MS, f"{NIO.partition(',')[0]} + {SLOWER_MS:g} ms")
    return [_row(ASIDE, ours, aim), peer]


def _row(program: str, samples: list[float], aim: Aim | None = None) -> Row:
    return Row(NAME, program, tuple(samples[WARM_UP:]), "ms", aim)


def _taken(reader: _Other, ask: Callable[[str], float], text: str) -> float:
    begun = ask(text)
    took = reader.heard(text) - begun
    time.sleep(REST_S)
    return took


class _Other:
    """One of the other programs, and what it said and when."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._said: dict[str, float] = {}
        self._came = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()
        self.heard("ready")

    def ask(self, text: str) -> float:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{text}\n")
        self._process.stdin.flush()
        return self.heard(text)

    def heard(self, text: str) -> float:
        with self._came:
            if not self._came.wait_for(lambda: text in self._said, DEADLINE_S):
                raise RuntimeError(f"{text} never came")
            return self._said[text]

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            at, _, text = line.strip().partition(" ")
            with self._came:
                self._said.setdefault(text, float(at))
                self._came.notify_all()


@contextmanager
def _other(*line: str) -> Iterator[_Other]:
    python, *words = line
    command = [python, str(OTHERS), *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield _Other(process)
        finally:
            process.kill()


@contextmanager
def _window(server: synapse.Synapse, folder: Path) -> Iterator[Callable[[str], float]]:
    """The desk's window over its backroom, logged in, with an expert before it; gives who types and presses Enter."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer
    from PySide6.QtTest import QTest

    from softphone.backroom.practice_vault import PracticeVault
    from softphone.backroom.room import Backroom
    from softphone.domain.desk import Desk
    from softphone.domain.effects import ConfigureEngine, Effect, KeepExperts, OpenUrl, ToEngine
    from softphone.domain.expert import Expert
    from softphone.domain.facts import ConversationOpened, InternalOpened
    from softphone.domain.matrix import LinkState, LogInMatrix
    from softphone.domain.settings import Settings
    from softphone.host.clock import Clock
    from softphone.host.paths import open_home
    from softphone.ui.qtapp import open_qt
    from softphone.ui.store import Store
    from softphone.ui.window import Window

    settings = Settings(matrix_server=server.address, promise_clock=False)
    expert = Expert("e", "Kern", server.user_id("kern"), topics=("Rails",))
    home = open_home(folder)
    app = open_qt(settings)
    rooms: list[Backroom] = []

    def run(effect: Effect) -> None:
        if not isinstance(effect, ToEngine | ConfigureEngine | OpenUrl):
            rooms[0].run(effect)  # type: ignore[arg-type]

    clock = Clock()
    store = Store(Desk(now=clock.now(), settings=settings, experts=(expert,)), run)
    room = Backroom(home, store.post, clock, PracticeVault(home), settings)
    rooms.append(room)
    window = Window(store, clock)
    window.resize(1280, 800)
    window.show()
    room.start()
    room.run(KeepExperts((expert,)))
    room.run(LogInMatrix("anna", "pw"))

    def turn(for_s: float) -> None:
        """The desk's own loop, and nothing spins beside it."""
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * for_s), loop.quit)
        loop.exec()

    def until(what: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE_S
        while not what():
            if time.monotonic() > end:
                raise RuntimeError("the desk does not come so far")
            turn(0.002)

    until(lambda: store.desk.matrix.state is LinkState.ONLINE)
    at = datetime.now(UTC)
    store.post(InternalOpened(at, "i"))
    store.post(ConversationOpened(at, "k", "i", "e", "Rails"))
    until(lambda: "k" in store.desk.conversations)
    window.activateWindow()
    draft = window._drawer._talk._draft

    def ask(text: str) -> float:
        until(lambda: not store._batch)
        draft.setFocus()
        QTest.keyClicks(draft, text)
        turn(TYPED_S)
        begun = time.monotonic() * 1000
        QTest.keyClick(draft, Qt.Key.Key_Return)
        turn(REST_S)  # as a desk does: the effect runs, the proof comes back and is painted
        return begun

    try:
        yield ask
    finally:
        window.hide()
        room.close()
        app.processEvents()
