"""The desk's hold on its engine: connected where one runs, started where none does, ended where it hangs."""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QObject, QTimer

from softphone import BUILD
from softphone.domain import facts
from softphone.domain.protocol import Event, FilePlayed, Hello, LevelsMeasured, Pong, Quit
from softphone.host.clock import Clock
from softphone.host.paths import Home
from softphone.host.relaunch import EarlyEngine, Launcher, Ration, read_pid
from softphone.host.token import read_token
from softphone.ui.pane import Post
from softphone.wire.link import Down, LinkClient

# An engine takes some 0.3 s to listen: no second one meanwhile.
STARTING_MS = 1500
# A cold machine's disk may need ten; what says nothing for this long hangs.
START_DEADLINE_S = 30.0
SILENCES = 2  # of five seconds each, one after the other: the engine hangs

log = logging.getLogger("aside.desk")


class EngineLink(QObject):
    """Keeps an engine there: connects, and starts a new one where nobody answers, three in a minute at most."""

    def __init__(
        self, home: Home, post: Post, clock: Clock, words: list[str], early: EarlyEngine | None = None
    ) -> None:
        """`words` start an engine; `early` is one that was started already."""
        super().__init__()
        self._post = post
        self._clock = clock
        self._words = words
        self._launcher = early.launcher if early else Launcher(home)
        self._ration = Ration()
        self._home = home
        self._was_up = False
        self._silences = 0  # in a row
        self.pid = 0  # of the engine: the one that answered, else the one we started last
        self._started_at = 0.0
        self._failed = False
        self._leaving = False
        self._starting = QTimer(self, singleShot=True)
        self.client = LinkClient(home.socket_name("engine"), self._token, build=BUILD, parent=self)
        self.client.up.connect(self._up)
        self.client.down.connect(self._down)
        self.client.received.connect(self._heard)
        if early is not None and self._ration.take():
            self._comes(early.pid)

    def _token(self) -> str:
        """What the engine wrote down; one that could write nothing (a full disk) has it from us, or we from it."""
        return read_token(self._home) or self._launcher.token

    def leave(self) -> None:
        """From now on an engine that goes is let go."""
        self._leaving = True
        self._starting.stop()

    def end(self) -> None:
        """End the engine by pid: it did not go when it was told, or never came so far as to be told."""
        if self._launcher.runs(self.pid):
            self._launcher.end(self.pid)

    def try_again(self) -> None:
        """The agent wants it: the count of starts begins anew."""
        self._ration = Ration()
        self._failed = False
        if self.client.engine is None and not self._launcher.runs(self.pid):
            self._start()

    def _up(self, hello: Hello) -> None:
        if self._leaving:
            self.client.send(Quit(with_calls=True))  # it was not there yet when we said so
            return
        self._was_up = True
        self._failed = False
        self._silences = 0
        self.pid = hello.pid
        self._starting.stop()
        self._post(facts.EngineUp(self._clock.now(), hello.build))

    def _heard(self, event: Event) -> None:
        if not isinstance(event, FilePlayed | LevelsMeasured | Pong):
            self._clock.follow(event.at)
        self._post(facts.Heard(self._clock.now(), event))

    def _down(self, why: str) -> None:
        if self._was_up:
            self._was_up = False
            self._post(facts.EngineDown(self._clock.now(), why))
        self._silences = self._silences + 1 if why == Down.SILENT else 0
        if self._silences == SILENCES and not self._leaving:
            self._launcher.end(read_pid(self._home, "engine"))  # it hangs; the next attempt finds nobody
        if why == Down.PROTOCOL:
            self._post(facts.EngineDiffers(self._clock.now()))  # it finishes its calls and goes
        if self._leaving or why != Down.UNREACHABLE or self._starting.isActive():
            return
        if self._launcher.runs(self.pid):
            if time.monotonic() - self._started_at < START_DEADLINE_S:
                return  # a slow machine: the one we started has not come so far
            self.end()
        if self._ration.take():
            self._start()
        elif not self._failed:
            self._failed = True
            self._post(facts.EngineFailed(self._clock.now()))

    def _start(self) -> None:
        try:
            self.pid = self._launcher.start(self._words)
        except OSError as error:
            log.error("engine_not_started error=%s", type(error).__name__)
        self._comes(self.pid)

    def _comes(self, pid: int) -> None:
        self.pid = pid
        self._started_at = time.monotonic()
        self._starting.start(STARTING_MS)
