"""Somebody in the practice world: a real engine of their own, told by a script instead of a person.

The actor keeps the engine running and configured; what it does with calls and texts is in `customer` and `expert`.
"""

from __future__ import annotations

import logging
import time
from uuid import uuid4

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from softphone import BUILD
from softphone.domain.audio import NO_DEVICE, SoundSetup
from softphone.domain.line import Line, LineSetup
from softphone.domain.presence import Gate
from softphone.domain.protocol import Command, Configure, LineChanged, Quit, Snapshot
from softphone.host.paths import Home
from softphone.host.relaunch import Launcher, Ration
from softphone.host.token import read_token
from softphone.wire.link import LinkClient

LOOK_MS = 1000
LEAVE_S = 4.0
ENDING_MS = 20

log = logging.getLogger("aside.sandbox")


def new_id() -> str:
    return uuid4().hex


class Actor(QObject):
    """`home` is this actor's own; `setup` may be changed by `become` while no call is up."""

    happened = Signal(object)  # every Event of the engine
    lined_up = Signal()  # registered as who we are now
    gone = Signal()  # after `leave`

    def __init__(self, home: Home, setup: LineSetup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.line = Line()
        self._home = home
        self._setup = setup
        self._focus: str | None = None
        self._launcher = Launcher(home)
        self._ration = Ration()
        self._pid = 0
        self._leaving = False
        self._link = LinkClient(
            home.socket_name("engine"),
            lambda: read_token(home) or self._launcher.token,
            build=BUILD,
            role="script",
            parent=self,
        )
        self._link.up.connect(self._configure)
        self._link.received.connect(self._hear)
        self._link.down.connect(self._on_down)
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_MS)
        self._watch.timeout.connect(self._look)
        self._leave_by = 0.0
        self._ending = QTimer(self)
        self._ending.setInterval(ENDING_MS)
        self._ending.timeout.connect(self._end)

    @property
    def registered(self) -> bool:
        return self.line.proven and self.line.uri == self._setup.uri

    @property
    def user(self) -> str:
        return self._setup.user

    def start(self) -> None:
        self._launch()
        self._watch.start()
        self._link.start()

    def become(self, user: str, display_name: str, password: str) -> None:
        """Register as somebody else from now on; `lined_up` follows."""
        changed = replace(self._setup, user=user, display_name=display_name, password=password)
        if changed == self._setup:
            if self.registered:
                QTimer.singleShot(0, self, self.lined_up.emit)
            return
        self._setup = changed
        self._configure()

    def focus(self, call_id: str | None) -> None:
        """The call this actor speaks in."""
        self._focus = call_id
        self._configure()

    def send(self, command: Command) -> bool:
        return self._link.send(command)

    def leave(self) -> None:
        """Hang up, un-register, end the engine; `gone` follows in any case."""
        self._leaving = True
        self._watch.stop()
        told = self._link.send(Quit(with_calls=True))
        self._leave_by = time.monotonic() + (LEAVE_S if told else 0.0)
        self._ending.start()

    def _configure(self, _hello: object = None) -> None:
        silent = SoundSetup(microphone=NO_DEVICE, ear=NO_DEVICE, ringer=NO_DEVICE)
        gate = Gate(register=True, customers=True, colleagues=True, ring_s=120)
        self._link.send(Configure(self._setup, gate, silent, self._focus))

    def _hear(self, event: object) -> None:
        if isinstance(event, LineChanged | Snapshot):
            was = self.registered
            self.line = event.line
            if self.registered and not was:
                self.lined_up.emit()
        self.happened.emit(event)

    def _on_down(self, _reason: str) -> None:
        self.line = Line()
        if self._leaving:
            self._link.stop()

    def _look(self) -> None:
        if self._link.engine is None and not self._launcher.runs(self._pid):
            self._launch()

    def _launch(self) -> None:
        if not self._ration.take():
            return
        try:
            self._pid = self._launcher.start(["engine", "--sound", "none"])
        except OSError as error:
            log.warning("no_engine error=%s", type(error).__name__)

    def _end(self) -> None:
        """Once the engine has gone by itself, or has had its time."""
        if self._launcher.runs(self._pid):
            if time.monotonic() >= self._leave_by:
                self._launcher.end(self._pid)
            return
        self._ending.stop()
        self._link.stop()
        self.gone.emit()
