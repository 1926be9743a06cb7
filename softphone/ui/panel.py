"""The bare panel: name, time, mute and end for a call whose desk died. The engine starts it and sends it away.

A program of its own, as small as can be: it must come up where the desk could not. It shows what the engine says
and keeps nothing; closing it would leave a live microphone without controls, so it closes with the call.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from softphone import BUILD
from softphone.domain.call import Call, Phase
from softphone.domain.protocol import CallChanged, HangUp, Message, SetMute, Snapshot
from softphone.host.clock import Clock
from softphone.host.crash import watch_crashes
from softphone.host.log import open_log
from softphone.host.paths import open_home
from softphone.host.settings import SettingsFile
from softphone.host.token import read_token, take_token
from softphone.ui import call_words
from softphone.ui.look import px
from softphone.ui.parts.button import Button
from softphone.ui.parts.text import Text, one_line
from softphone.ui.qtapp import open_qt
from softphone.ui.shortcuts import TABLE, Action, printed
from softphone.ui.times import clock as clock_text
from softphone.ui.times import since
from softphone.ui.words import translate
from softphone.wire.link import Down, LinkClient

PROGRAM = "panel"
WIDE_PX = 320
TURN_MS = 500
# The engine is there, it started us; one that is not is no engine to wait for.
JOIN_MS = 10_000

log = logging.getLogger("aside.panel")


class Panel(QWidget):
    """Shows the call that the agent speaks in, then the next; goes with the last one."""

    def __init__(self, link: LinkClient, clock: Clock) -> None:
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._link = link
        self._clock = clock
        self._calls: dict[str, Call] = {}
        self._focus: str | None = None
        self._ending = ""  # call that was shown when the press of End began
        self._build()
        link.received.connect(self._heard)
        link.down.connect(self._went)
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._show_time)
        self._turn.start(TURN_MS)

    @property
    def call(self) -> Call | None:
        live = [call for call in self._calls.values() if call.live and call.phase is not Phase.OFFERED]
        return next((call for call in live if call.call_id == self._focus), live[0] if live else None)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.call is None:
            super().closeEvent(event)
        else:
            event.ignore()

    def _build(self) -> None:
        title = translate("Panel", "Aside: call in progress")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFixedWidth(px(WIDE_PX))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(16),) * 4)
        column.setSpacing(px(8))
        head = QHBoxLayout()
        self._name = Text(size="name", strong=True, elided=True)
        self._time = Text(size="timer", tabular=True)
        head.addWidget(self._name, 1)
        head.addWidget(self._time)
        self._state = Text(ink="second", wrapped=True)
        keys = QHBoxLayout()
        keys.setSpacing(px(8))
        self._mute = Button(translate("CallBar", "Mute"), icon="mic", tall=True)
        self._mute.setShortcut(TABLE[Action.MUTE].keys)
        self._mute.clicked.connect(self._mute_pressed)
        self._end = Button(translate("CallBar", "End"), kind="stop", icon="end", tall=True, by_mouse_only=True)
        self._end.setShortcut(TABLE[Action.END].keys)
        self._end.pressed_at_once.connect(self._end_begun)
        self._end.clicked.connect(self._end_pressed)
        keys.addWidget(self._mute, 1)
        keys.addWidget(self._end, 1)
        why = translate("Panel", "The window of Aside has stopped. Your call goes on.")
        for part in (head, keys):
            column.addLayout(part)
        column.insertWidget(1, self._state)
        column.addWidget(Text(why, ink="second", wrapped=True))
        self._mute.show_key(printed(Action.MUTE))
        self._end.show_key(printed(Action.END))

    def _heard(self, message: Message) -> None:
        match message:
            case Snapshot():
                self._focus = message.focus
                self._calls = {call.call_id: call for call in message.calls if call.live}
            case CallChanged():
                self._calls[message.call.call_id] = message.call
            case _:
                return
        self._show_call()

    def _show_call(self) -> None:
        call = self.call
        if call is None:
            log.info("no_call_left")
            QApplication.exit(0)  # quit() asks each window first, and ours refuses while it has a call
            return
        self._name.say(one_line(call.party.name or call.party.number))
        self._state.say(call_words.call_state(call))
        self._mute.setEnabled(call.phase is Phase.TALKING)
        self._mute.show_word(
            translate("CallBar", "Muted") if call.muted else translate("CallBar", "Mute"),
            icon="mic-off" if call.muted else "mic",
            kind="inverse" if call.muted else "plain",
            name=translate("CallBar", "Muted, open the microphone") if call.muted else translate("CallBar", "Mute"),
        )
        self._show_time()
        if not self.isVisible():
            self.adjustSize()
            self.show()

    def _show_time(self) -> None:
        call = self.call
        if call is not None:
            self._time.say(clock_text(since(call.answered_at or call.offered_at, self._clock.now())))

    def _mute_pressed(self) -> None:
        call = self.call
        if call is not None:
            self._link.send(SetMute(call.call_id, not call.muted))

    def _end_begun(self) -> None:
        call = self.call
        self._ending = call.call_id if call is not None else ""

    def _end_pressed(self) -> None:
        """By mouse it ends what was shown when the press began; a key has no such moment."""
        call = self.call
        wanted, self._ending = self._ending or (call.call_id if call else ""), ""
        if call is not None and wanted == call.call_id:
            self._link.send(HangUp(call.call_id))

    def _went(self, reason: str) -> None:
        """The engine sends us away when a desk is back; one that died has no call for us."""
        if reason != Down.UNREACHABLE:
            log.info("sent_away reason=%s", reason)
            QApplication.exit(0)  # quit() asks each window first, and ours refuses while it has a call


def main(home_folder: str | None) -> int:
    """Run the panel until the engine, or the end of the call, sends it away."""
    home = open_home(home_folder)
    open_log(home, PROGRAM)
    watch_crashes(home, PROGRAM)
    clock = Clock()
    app = open_qt(SettingsFile(home.settings_file).load(clock.now()).settings)
    token = take_token()
    link = LinkClient(home.socket_name("engine"), lambda: read_token(home) or token, build=BUILD, role="panel")
    panel = Panel(link, clock)
    QTimer.singleShot(JOIN_MS, panel, lambda: None if link.engine else app.exit(0))
    link.start()
    code = app.exec()
    link.stop()
    log.info("gone code=%d", code)
    return code
