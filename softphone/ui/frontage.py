"""Everything of ours on the screen: the window, the doorbell, the tray, and the windows beside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from softphone.domain.desk import Desk
from softphone.domain.facts import SecretState, StoreState
from softphone.domain.line import LineState
from softphone.domain.privacy import warm
from softphone.host.clock import Clock
from softphone.host.paths import write_privately
from softphone.ui.doorbell import Doorbell
from softphone.ui.parts.side_window import SideWindow
from softphone.ui.qtapp import appearance
from softphone.ui.store import Store
from softphone.ui.tray import Tray
from softphone.ui.window import Window

if TYPE_CHECKING:
    from softphone.ui.everywhere import KeysEverywhere

WIDE_PX, HIGH_PX = 1280, 800  # the first time
WARM_AFTER_MS = 1500  # the privacy rules take some 50 ms to load: not while the window comes up


class Frontage(QObject):
    def __init__(self, app: QApplication, store: Store, clock: Clock, place: Path, *, first_run: bool) -> None:
        """`place` is the file that remembers where the window was."""
        super().__init__()
        self._place = place
        self._store, self._clock = store, clock
        self._appearance = appearance(app)
        self._first_run = first_run
        self._beside: dict[str, SideWindow] = {}
        self._keys: KeysEverywhere | None = None
        self.window = Window(store, clock)
        self.doorbell = Doorbell(store.post, clock, self.window)
        self._tray = Tray(store.post, clock, self.window)
        self.window.preferences_wanted.connect(self.open)
        store.changed.connect(self._show_desk)

    def show(self) -> None:
        """Where it was the last time; Qt moves it onto a screen that is there."""
        room = self.window.screen().availableSize()
        self.window.resize(min(WIDE_PX, room.width()), min(HIGH_PX, room.height()))
        with suppress(OSError):
            self.window.restoreGeometry(self._place.read_bytes())
        self.window.show()
        QTimer.singleShot(WARM_AFTER_MS, self, self._settle)

    def _settle(self) -> None:
        """What need not be there when the window comes up."""
        from softphone.ui.everywhere import KeysEverywhere, system_keys

        warm()
        if (keys := system_keys()) is not None:
            self._keys = KeysEverywhere(self._store, self._clock, keys)

    def come_forward(self) -> None:
        """Somebody started a second copy or clicked a link: they want to see us."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        if self._keys is not None:
            self._keys.close()
        with suppress(OSError):
            write_privately(self._place, bytes(self.window.saveGeometry().data()))
        for each in (self.doorbell, self.window, *self._beside.values()):
            each.hide()
            each.deleteLater()

    def open(self, page: str) -> SideWindow:
        """The window for `page`: "line", "experts", "import", "keys", "records", "about", else the preferences."""
        name = "preferences" if page in ("", "records") else page
        if name not in self._beside:
            self._beside[name] = self._make(name)
        opened = self._beside[name]
        opened.show_desk(None, self._store.desk)
        opened.bring_up()
        if page == "records":
            from softphone.ui.preferences import PRIVACY, Preferences

            assert isinstance(opened, Preferences)
            opened.show_page(PRIVACY)
        return opened

    def _make(self, name: str) -> SideWindow:
        """Each is loaded when it is first wanted: a window at the start does not wait for its preferences."""
        post, clock, parent = self._store.post, self._clock, self.window
        match name:
            case "line":
                from softphone.ui.firstrun import FirstRun

                return FirstRun(post, clock, parent)
            case "experts":
                from softphone.ui.experts_editor import ExpertsEditor

                return ExpertsEditor(post, clock, parent)
            case "topics":
                from softphone.ui.topics_editor import TopicsEditor

                return TopicsEditor(post, clock, parent)
            case "import":
                from softphone.ui.importing import ImportBook

                return ImportBook(post, clock, parent)
            case "keys":
                from softphone.ui.keys_window import KeysWindow

                return KeysWindow(parent)
            case "report":
                from softphone.ui.report_window import ReportWindow

                return ReportWindow(post, clock, parent)
            case "setup":
                from softphone.ui.setup_window import SetupWindow

                return SetupWindow(post, clock, parent)
            case "checkup":
                from softphone.ui.checkup_window import CheckupWindow

                return CheckupWindow(post, clock, parent)
            case "place":
                from softphone.ui.place_window import PlaceWindow

                return PlaceWindow(post, clock, parent)
            case "answers":
                from softphone.ui.answers_window import AnswersWindow

                return AnswersWindow(post, clock, parent)
            case "tell":
                from softphone.ui.tell_window import TellWindow

                return TellWindow(post, clock, parent)
            case "keep_answer":
                from softphone.ui.keep_window import KeepWindow

                return KeepWindow(post, clock, parent)
            case "notice":
                from softphone.ui.notice_window import NoticeWindow

                return NoticeWindow(post, clock, parent)
            case "about":
                from softphone.ui.about import About

                return About(parent)
        from softphone.ui.preferences import Preferences

        preferences = Preferences(post, clock, parent)
        preferences.line_wanted.connect(lambda: self.open("line"))
        preferences.import_wanted.connect(lambda: self.open("import"))
        preferences.experts_wanted.connect(lambda: self.open("experts"))
        preferences.topics_wanted.connect(lambda: self.open("topics"))
        return preferences

    def _show_desk(self, old: Desk, new: Desk) -> None:
        self.doorbell.show_desk(old, new)
        self._tray.show_desk(old, new)
        for each in self._beside.values():
            each.show_desk(old, new)
        if old.settings is not new.settings:
            self._appearance.follow(new.settings)
        if new.ringing and not old.ringing:
            self._attract(self.window)
        if self._first_run and new.store is not StoreState.OPENING:
            self._first_run = False
            if not new.settings.line_server:
                self.open("line")
        if new.set_up is not None and old.set_up is None:
            self.open("setup")
        asked_for = new.secret in (SecretState.NEEDED, SecretState.LOCKED) and new.secret is not old.secret
        refused = new.line.state is LineState.REFUSED and old.line.state is not LineState.REFUSED
        if (asked_for or refused) and not new.calls:
            self.open("line")

    def _attract(self, window: QWidget) -> None:
        """The task bar says that somebody calls, also for a hidden window; the focus stays where it is."""
        if not window.isVisible():
            window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            window.showMinimized()
        QApplication.alert(window)
