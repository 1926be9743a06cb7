"""Process 2: one loop that ticks the telephone, listens to the desk, and knows when to stay, to help itself or to go.

Everything happens on this thread. Automatic garbage collection is off, because a collection on the sound thread
that meets a live pj object aborts the process; it is done here, between two ticks.
"""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import signal
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import cast, get_args

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

from softphone import BUILD
from softphone.domain.call import Phase
from softphone.domain.protocol import (
    PROTOCOL,
    CallChanged,
    Command,
    CommandFailed,
    Configure,
    EngineNotice,
    Event,
    HangUp,
    Hello,
    Message,
    PauseAll,
    PlayFile,
    PlayTone,
    Quit,
    SetMute,
    Snapshot,
    TapesRest,
    Trouble,
)
from softphone.engine.exchange import Exchange
from softphone.engine.headset.hid import HidHeadsets
from softphone.engine.lease import Deed, Lease
from softphone.engine.ports import Ears, Headsets, Phone
from softphone.engine.recording import recorders
from softphone.host.awake import LEAST_JUMP_S, GapKind, Watch
from softphone.host.clock import Clock
from softphone.host.crash import watch_crashes
from softphone.host.log import open_log
from softphone.host.network import NetworkWatch
from softphone.host.paths import Home, open_home
from softphone.host.relaunch import Launcher, Ration, remove_pid, write_pid
from softphone.host.token import write_token
from softphone.wire.link import Down, Link
from softphone.wire.server import LEASED, AlreadyRunning, LinkServer

PROGRAM = "engine"
# A packet is handled when it comes (the carrier pokes the telephone); the tick serves what waits for a time. A talk
# that goes on as it is needs ten a second; each costs 0.3 ms, and fifty were a quarter of the engine's CPU.
TICK_MS = 20
STEADY_TICK_MS = 99  # not in step with packets of 20 ms, or what waits would always be seen just before one, or after
STEADY_AFTER_S = 2.0  # since the desk's last command
WATCH_MS = 500
COLLECT_EVERY_S = 20.0
# Closing takes some tens of milliseconds; a library that hangs in it must not hold the sound card.
CLOSE_DEADLINE_S = 10.0
EXIT_ALREADY_RUNNING = 3
COMMANDS: tuple[type, ...] = get_args(Command)
PANEL_COMMANDS: tuple[type, ...] = (HangUp, SetMute)
PANEL_EVENTS = (CallChanged, Snapshot)
PROGRAM_COMMANDS: tuple[type, ...] = (PauseAll,)

log = logging.getLogger("aside.engine")


class Options(Struct, frozen=True):
    home: str | None = None
    no_sound: bool = False
    # What starts the desk again, without --home; None for an engine that must start no desk.
    desk: tuple[str, ...] | None = None


class Engine(QObject):
    """The exchange, the link to the desk, and the rules of the lease, turned by timers."""

    def __init__(
        self,
        home: Home,
        server: LinkServer,
        phone: Phone,
        ears: Ears,
        desk: Sequence[str] | None,
        gaps: Watch | None = None,
        network: NetworkWatch | None = None,
        headsets: Headsets | None = None,
    ) -> None:
        super().__init__()
        self._home = home
        self._server = server
        self._desk = desk
        self._clock = Clock()
        self._gaps = gaps or Watch()
        self._network = network or NetworkWatch()
        self._launcher = Launcher(home)
        self._lease = Lease(
            time.monotonic(),
            may_start_desk=None if desk is None else Ration().take,
            may_start_panel=Ration().take,
        )
        self._written_down = False  # where a desk to come finds us: not on a full disk
        self._over = False
        self._clock_jumped = False  # and is taken over once no call runs by ours
        self._collected_at = time.monotonic()
        tapes = recorders(home.tapes)
        self._exchange = Exchange(phone, ears, self._emit, self._clock.now, open_recorder=tapes, headsets=headsets)
        server.joined.connect(self._joined)
        server.left.connect(self._left)
        server.received.connect(self._heard)
        server.differs.connect(lambda: self._do(self._lease.desk_differs()))
        self._ticks = QTimer(self)
        self._ticks.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start(TICK_MS)
        self._commanded_at = time.monotonic()
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._look_around)
        self._watch.start(WATCH_MS)
        server.hello = replace(server.hello, token=self._launcher.token)
        self._write_down()

    def _write_down(self) -> None:
        self._written_down = write_token(self._home, self._launcher.token) and write_pid(self._home, PROGRAM)

    def snapshot(self) -> Snapshot:
        return self._exchange.snapshot()

    def leave(self) -> None:
        """End what talks, un-register, exit."""
        self._lease.leave()
        self._exchange.command(Quit(with_calls=True))

    def _emit(self, event: Event) -> None:
        for link in self._server.peers:
            role = link.peer.role if link.peer else ""
            if (
                link is self._server.holder
                or (role == "panel" and isinstance(event, PANEL_EVENTS))
                or (role == "program" and _for_programs(event))
            ):
                link.send(event)

    def _joined(self, link: Link) -> None:
        if link.peer is None:
            return
        role = link.peer.role
        log.info("joined role=%s pid=%d", role if role in (*LEASED, "panel", "program") else "?", link.peer.pid)
        if role in LEASED:
            for event in self._exchange.replay():
                link.send(event)
            self._do(self._lease.desk_came())
        elif role == "panel":
            self._do(self._lease.panel_came())
        elif role != "program":
            link.close(Down.REFUSED)

    def _left(self, link: Link, reason: str) -> None:
        if self._over or link.peer is None:
            return
        log.info("left role=%s pid=%d reason=%s", link.peer.role, link.peer.pid, reason)
        if link.peer.role in LEASED:
            self._do(self._lease.desk_went(time.monotonic()))
        elif link.peer.role == "panel" and not self._panels():
            self._lease.panel_went(time.monotonic())

    def _heard(self, link: Link, message: Message) -> None:
        role = link.peer.role if link.peer else ""
        theirs = COMMANDS if role in LEASED else PROGRAM_COMMANDS if role == "program" else PANEL_COMMANDS
        if not isinstance(message, theirs) or (
            isinstance(message, PlayFile) and role != "script"
        ):
            log.warning("not_theirs_to_say role=%s message=%s", role, type(message).__name__)
            return
        command = cast(Command, message)
        if isinstance(command, Configure):
            logging.getLogger().setLevel(logging.WARNING if command.quiet_log else logging.INFO)
        if isinstance(command, Configure) and command.at is not None and not self._exchange.calls:
            self._clock.follow(command.at)
        if isinstance(command, Quit) and (command.with_calls or not self._exchange.calls):
            self._lease.leave()
        self._exchange.command(command)
        self._commanded_at = time.monotonic()
        self._pace()

    def _tick(self) -> None:
        self._exchange.tick()
        if self._exchange.finished:
            self._close()
            return
        self._pace()

    def _pace(self) -> None:
        steady = self._exchange.steady and time.monotonic() >= self._commanded_at + STEADY_AFTER_S
        wanted = STEADY_TICK_MS if steady else TICK_MS
        if self._ticks.interval() != wanted:
            self._ticks.setInterval(wanted)

    def _look_around(self) -> None:
        holder = self._server.holder
        phases = [call.phase for call in self._exchange.calls.values()]
        self._do(
            self._lease.tick(
                time.monotonic(),
                desk_silent_s=float(holder.silent_s) if holder else 0.0,
                ringing=Phase.OFFERED in phases,
                talking=any(phase is not Phase.OFFERED for phase in phases),
            )
        )
        self._look_at_the_clock()
        if not self._written_down:
            self._write_down()
        if self._network.changed():
            log.info("network changed")
            self._exchange.network_changed()
        self._collect(busy=bool(phases))

    def _do(self, deeds: list[Deed]) -> None:
        for deed in deeds:
            log.info("lease deed=%s", deed.value)
            match deed:
                case Deed.END_DESK:
                    self._end_desk()
                case Deed.START_DESK:
                    self._start([*(self._desk or ())])
                case Deed.START_PANEL:
                    self._exchange.command(PlayTone("reminder"))
                    self._start(["panel"])
                case Deed.END_PANEL:
                    for link in self._panels():
                        link.close(Down.STOPPED)
                case Deed.CONTROLS_ON:
                    self._exchange.set_controls(True)
                case Deed.CONTROLS_OFF:
                    self._exchange.set_controls(False)
                    self._exchange.end_orphaned()
                case Deed.TAKE_CUSTOMERS:
                    self._exchange.set_deserted(False)
                case Deed.REFUSE_CUSTOMERS:
                    self._exchange.set_deserted(True)
                case Deed.LEAVE:
                    self.leave()

    def _end_desk(self) -> None:
        holder = self._server.holder
        if holder is not None and holder.peer is not None:
            if holder.peer.role == "desk":
                self._launcher.end(holder.peer.pid)
            holder.close(Down.SILENT)

    def _start(self, arguments: list[str]) -> None:
        try:
            self._launcher.start(arguments)
        except OSError as error:
            log.error("not_started error=%s", type(error).__name__)

    def _panels(self) -> list[Link]:
        return [link for link in self._server.peers if link.peer and link.peer.role == "panel"]

    def _look_at_the_clock(self) -> None:
        gap = self._gaps.check()
        if gap is not None:
            log.info("gap kind=%s gap_s=%d", gap.kind.value, gap.seconds)
            if gap.kind is GapKind.SLEPT:
                self._clock.catch_up()
                self._exchange.network_changed(slept=True)
            else:
                self._clock_jumped = True
                self._emit(EngineNotice(self._clock.now(), Trouble.CLOCK_JUMPED))
        if self._clock_jumped and not self._exchange.calls:
            self._clock_jumped = False
            before = self._clock.now()
            self._clock.catch_up()
            if self._clock.now() - before > timedelta(seconds=LEAST_JUMP_S):
                self._exchange.network_changed()  # what it waits for was counted by the old time

    def _collect(self, *, busy: bool) -> None:
        """All generations take some milliseconds: only while nobody would hear it."""
        now = time.monotonic()
        if now - self._collected_at >= COLLECT_EVERY_S:
            self._collected_at = now
            gc.collect(0 if busy else 2)

    def _close(self) -> None:
        if self._over:
            return
        self._over = True
        self._ticks.stop()
        self._watch.stop()
        faulthandler.dump_traceback_later(CLOSE_DEADLINE_S, exit=True)
        self._server.close()
        self._exchange.close()
        remove_pid(self._home, PROGRAM)
        faulthandler.cancel_dump_traceback_later()
        QCoreApplication.exit(0)


def _for_programs(event: Event) -> bool:
    return isinstance(event, TapesRest) or (isinstance(event, CommandFailed) and event.command == PauseAll.__name__)


def main(options: Options) -> int:
    """Run the engine until it is told to go. Exit code 3: another engine has this home."""
    from softphone.engine.pjsua.phone import PjsuaPhone
    from softphone.engine.sound import open_ears

    home = open_home(options.home)
    open_log(home, PROGRAM)
    app = QCoreApplication([PROGRAM])
    hello = Hello(PROTOCOL, BUILD, "", os.getpid(), "engine")
    ears = open_ears(none=options.no_sound)
    engine: Engine | None = None

    def snapshot() -> Message:
        assert engine is not None
        return engine.snapshot()

    server = LinkServer(home.socket_name(PROGRAM), home.lock_file(PROGRAM), hello, snapshot)
    try:
        server.listen()
    except AlreadyRunning:
        log.info("already_running")
        return EXIT_ALREADY_RUNNING
    watch_crashes(home, PROGRAM)
    gc.disable()
    headsets = None if options.no_sound else HidHeadsets()
    engine = Engine(home, server, PjsuaPhone(ears), ears, options.desk, headsets=headsets)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: engine.leave())
    log.info("ready pid=%d build=%s protocol=%d", os.getpid(), BUILD, PROTOCOL)
    code = app.exec()
    log.info("gone code=%d", code)
    return code
