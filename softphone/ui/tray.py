"""The tray icon, where there is a tray: one's own state at a glance, and the way back to a hidden window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.facts import QuitPressed
from softphone.domain.presence import Wish
from softphone.host.clock import Clock
from softphone.ui import words
from softphone.ui.icons import app_icon
from softphone.ui.notices import notice_words
from softphone.ui.pane import Post
from softphone.ui.words import translate


class Tray(QObject):
    def __init__(self, post: Post, clock: Clock, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._icon = QSystemTrayIcon(app_icon(), self)
        self._shown: tuple[str, str, bool] | None = None
        self._menu = QMenu(window)
        self._open = self._menu.addAction("")
        self._quit = self._menu.addAction("")
        self._open.triggered.connect(self._bring_back)
        self._quit.triggered.connect(lambda: post(QuitPressed(clock.now())))
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon.show()

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        word, ink = words.own_state(new)
        state = "busy" if new.busy else "off" if new.duty.wish is Wish.OFFLINE or not new.line.proven else ""
        state = state or ("live" if ink == "live" else "away")
        shown = (word, state, bool(new.unread))
        if shown != self._shown:
            self._shown = shown
            self._icon.setIcon(app_icon(state, bool(new.unread)))
            self._icon.setToolTip(f"Aside – {word}")
            self._open.setText(translate("Tray", "Show Aside"))
            self._quit.setText(translate("Tray", "Quit Aside"))
        for notice in new.notices:
            fresh = old is not None and notice not in old.notices
            if fresh and notice.kind in (NoticeKind.LINE_LOST, NoticeKind.LINE_REFUSED):
                self._icon.showMessage("Aside", notice_words(notice, new)[0], app_icon("off"))

    def _activated(self, why: QSystemTrayIcon.ActivationReason) -> None:
        if why is QSystemTrayIcon.ActivationReason.Trigger:
            self._bring_back()

    def _bring_back(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
