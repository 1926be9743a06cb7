"""The one place that puts the desk together: store, window, link to the engine, backroom.

`post` is the only way in, `run` the only way out. Nothing here decides anything that a rule could.
"""

from __future__ import annotations

import argparse
import gc
import logging
import signal
import sys

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from softphone.backroom.practice_vault import PracticeVault
from softphone.backroom.room import Backroom
from softphone.backroom.vault import SystemVault
from softphone.domain import facts
from softphone.domain.desk import Desk
from softphone.domain.effects import (
    ConfigureEngine,
    Effect,
    HandOver,
    KeepCustomer,
    KeepSettings,
    OpenUrl,
    QuitAll,
    StartEngine,
    ToEngine,
    UsePassword,
)
from softphone.domain.line import LineSetup
from softphone.domain.nat import RELAY
from softphone.domain.protocol import (
    Configure,
    TestLine,
    TransferTo,
)
from softphone.domain.settings import LogLevel
from softphone.domain.web_proxy import LINE_PROXY, SYSTEM, with_password
from softphone.engine_link import EngineLink
from softphone.host.clock import Clock
from softphone.host.crash import watch_crashes
from softphone.host.log import open_log
from softphone.host.only_one import OnlyOne
from softphone.host.paths import Home, open_home
from softphone.host.proxy import SystemProxy, ask_system
from softphone.host.relaunch import EarlyEngine, engine_words, remove_pid, write_pid
from softphone.host.settings import Loaded, SettingsFile, read_value
from softphone.sandbox.demo import customers, experts
from softphone.sandbox.visit import Visit
from softphone.sandbox.world_file import WorldFile
from softphone.ui.frontage import Frontage
from softphone.ui.qtapp import Application, open_qt
from softphone.ui.small_pictures import make_small
from softphone.ui.store import Store

TICK_MS = 1000
# Painting lets the interpreter go hundreds of times a frame; with Python's 5 ms the backroom would keep it that long.
SWITCH_S = 0.0005
# The window is on the screen some 60 ms after it was shown; what the backroom loads must not hold it up.
LOADS_AFTER_MS = 80
SETTLED_AFTER_MS = 4000
LEAVE_MS = 5000  # an engine that un-registers at a dead PBX may take this long; then we go without it

log = logging.getLogger("aside.desk")


class Options(Struct, frozen=True):
    """What the command line asked for."""

    home: str | None = None
    practice: bool = False
    auto: bool = True  # practice: calls come by themselves
    links: tuple[str, ...] = ()
    engine: tuple[str, ...] | None = None  # words for the engine in place of those that let it start us again
    over: dict[str, object] = {}  # settings for this start

    @classmethod
    def read(cls, given: argparse.Namespace, *, practice: bool = False) -> Options:
        """Raises ValueError for a setting that makes no sense."""
        over = {}
        for pair in given.set:
            name, _, value = pair.partition("=")
            over[name] = read_value(name, value)
        return cls(given.home, practice, links=tuple(given.links), over=over)

    @property
    def engine_words(self) -> list[str]:
        if self.engine is not None:
            return ["engine", *self.engine]
        return engine_words(self.practice)


class Aside(QObject):
    """The running desk."""

    def __init__(
        self,
        home: Home,
        options: Options,
        app: QApplication,
        settings: SettingsFile,
        loaded: Loaded,
        early: EarlyEngine | None = None,
    ) -> None:
        super().__init__()
        self.clock = Clock()
        self._passwords: dict[str, str] = {}  # by name of the line
        self._proxies = SystemProxy(self)
        self._proxies.changed.connect(self._configure)
        self._configuration: ConfigureEngine | None = None
        self._settings_file = settings
        self._owns_session = not options.practice and home.given is None
        self.store = Store(Desk(now=self.clock.now(), settings=loaded.settings, managed=loaded.managed), self.run, self)
        self.post = self.store.post
        vault = PracticeVault(home) if options.practice else SystemVault()
        self.backroom = Backroom(home, self.post, self.clock, vault, loaded.settings, make_small, ask_system)
        self.engine = EngineLink(home, self.post, self.clock, options.engine_words, early)
        place = home.data / "window"
        self.frontage = Frontage(app, self.store, self.clock, place, first_run=not options.practice)
        self.visit: Visit | None = None
        if options.practice:
            self.visit = Visit(home, ["--auto"] if options.auto else [], self)
            self.visit.ready.connect(self._move_in)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(lambda: self.post(facts.Ticked(self.clock.now())))
        if loaded.kept_aside:
            self.post(facts.SettingsDamaged(self.clock.now(), loaded.kept_aside))
        if loaded.complaints:
            self.post(facts.PolicyBad(self.clock.now(), ", ".join(loaded.complaints[:3])))
        self.open_links(options.links)

    def start(self) -> None:
        self.frontage.show()
        self.engine.client.start()
        QTimer.singleShot(LOADS_AFTER_MS, self, self.backroom.start)
        QTimer.singleShot(SETTLED_AFTER_MS, self, _settle)
        QTimer.singleShot(SETTLED_AFTER_MS, self, self._follow_upkeep)
        self._tick.start()
        if self.visit is not None:
            self.visit.start()

    def open_door(self, only_one: OnlyOne) -> None:
        """Another copy leaves its links here, `aside book forget` its number, `aside report` its file."""
        only_one.called.connect(self.frontage.come_forward)
        only_one.called.connect(self.open_links)
        only_one.forget.connect(self._forget)
        only_one.checkup.connect(lambda path: self.post(facts.CheckupWanted(self.clock.now(), path)))
        only_one.report.connect(lambda path: self.post(facts.ReportWanted(self.clock.now(), path)))

    def open_links(self, links: tuple[str, ...] | list[str]) -> None:
        for link in links:
            self.post(facts.LinkOpened(self.clock.now(), link))

    def _forget(self, number: str) -> None:
        self.post(facts.ForgetPressed(self.clock.now(), number))

    def run(self, effect: Effect) -> None:
        """The only way out: each effect goes to who can do it."""
        match effect:
            case ToEngine(TestLine(line)):
                self.engine.client.send(TestLine(self._through(line)))
            case ToEngine():
                self.engine.client.send(effect.command)
            case ConfigureEngine():
                self._configuration = effect
                self._configure()
            case UsePassword():
                self._passwords[effect.line] = effect.password
                self._configure()
            case HandOver():
                if effect.target:
                    self.engine.client.send(TransferTo(effect.call_id, effect.target))
            case OpenUrl():
                QDesktopServices.openUrl(QUrl(effect.url))
            case KeepSettings():
                self._keep(effect)
                self._follow_upkeep()
                self.backroom.run(effect)
            case StartEngine():
                self.engine.try_again()
            case QuitAll():
                self._quit()
            case _:
                self.backroom.run(effect)

    def _follow_upkeep(self) -> None:
        """Practice, tours and tests have homes of their own and start with nobody's session."""
        settings = self.store.desk.settings
        logging.getLogger().setLevel(logging.WARNING if settings.log_level is LogLevel.QUIET else logging.INFO)
        if self._owns_session:
            from softphone.host import autostart

            autostart.follow(settings.autostart)

    def close(self) -> None:
        self.engine.leave()
        self.engine.client.stop()
        self.frontage.close()
        self.backroom.close()

    def _configure(self) -> None:
        wanted = self._configuration
        if wanted is None:
            return
        main, *more = [
            self._through(replace(setup, password=self._passwords.get(setup.name, ""))) if setup else None
            for setup in (wanted.line, *wanted.more)
        ]
        further = tuple(setup for setup in more if setup)
        known, now = wanted.password_known, self.clock.now()
        nat = replace(wanted.nat, relay_password=self._passwords.get(RELAY, ""))
        if nat.relay:
            nat = replace(nat, proxy=self._opened(nat.proxy, nat.relay))
        quiet = self.store.desk.settings.log_level is LogLevel.QUIET
        whole = Configure(
            main, wanted.gate, wanted.sound, wanted.focus, known, further, now, wanted.recording, nat, quiet
        )
        self.engine.client.send(whole)

    def _through(self, setup: LineSetup) -> LineSetup:
        return replace(setup, proxy=self._opened(setup.proxy, setup.server))

    def _opened(self, proxy: str, server: str) -> str:
        """The one that the system names, where it is to be asked; with the password of the key store."""
        if proxy == SYSTEM:
            return self._proxies.of(server)
        return with_password(proxy, self._passwords.get(LINE_PROXY, ""))

    def _keep(self, effect: KeepSettings) -> None:
        try:
            self._settings_file.keep(effect.settings)
        except OSError as error:
            log.warning("settings_not_kept error=%s", type(error).__name__)
            self.post(facts.SettingsNotKept(self.clock.now()))

    def _move_in(self, world: WorldFile) -> None:
        """The practice world is ready: its line, its password, its people, its customers."""
        now, agent = self.clock.now(), world.agent
        settings = replace(
            self.store.desk.settings,
            line_server=world.server,
            line_user=agent.user,
            line_display_name=agent.display_name,
        )
        self.post(facts.SettingsChanged(now, settings))
        self.post(facts.PasswordGiven(now, agent.password))
        self.post(facts.ExpertsEdited(now, experts(world.server)))
        for customer in customers(now.astimezone().date()):
            self.backroom.run(KeepCustomer("", customer))

    def _quit(self) -> None:
        """By exit, not quit: that one asks the windows, and ours stay where a person closes them."""
        self.engine.leave()
        if self.visit is not None:
            self.visit.leave()
        self.engine.client.down.connect(lambda _: QCoreApplication.exit(0))
        QTimer.singleShot(LEAVE_MS, self._go_without)

    def _go_without(self) -> None:
        """The engine hangs, or never came up: nobody else would end it."""
        self.engine.end()
        QCoreApplication.exit(0)


def _settle() -> None:
    """What was loaded stays: the collector, off since the start, need not look through it again and again."""
    gc.freeze()
    gc.enable()


def main(options: Options, early: EarlyEngine | None = None) -> int:
    """Run the desk until it is quit; hand the links over where one runs already. Gives the exit code."""
    sys.setswitchinterval(SWITCH_S)
    home = open_home(options.home)
    open_log(home, "desk")
    crash_file = watch_crashes(home, "desk")  # kept open until the end
    settings = SettingsFile(home.settings_file, options.over)
    loaded = settings.load(Clock().now())
    app = open_qt(loaded.settings)
    only_one = OnlyOne(home.socket_name("desk"), home.lock_file("desk"))
    if not only_one.claim(list(options.links)):
        return 0
    write_pid(home, "desk")
    aside = Aside(home, options, app, settings, loaded, early)
    aside.open_door(only_one)
    if isinstance(app, Application):
        app.called.connect(only_one.called)

    def session_ends(*_: object) -> None:
        """The engine ends too: un-registered, so that it takes no calls for nobody."""
        aside.post(facts.QuitPressed(aside.clock.now(), sure=True))

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        signal.signal(getattr(signal, name, signal.SIGTERM), session_ends)
    aside.start()
    code = app.exec()
    aside.close()
    only_one.close()
    remove_pid(home, "desk")
    log.info("gone code=%d crash_file=%s", code, crash_file is not None)
    return code
