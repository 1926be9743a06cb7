"""Whether this call stands on a tape: one strip under the bar that cannot be missed, with the keys for it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from softphone.domain.call import Call, Phase
from softphone.domain.desk import Desk
from softphone.domain.facts import RecordingPaused, RecordPressed
from softphone.domain.recording import WARN_BEFORE_S, PausedBy, Recording, Taping
from softphone.host.clock import Clock
from softphone.ui import times
from softphone.ui.look import PAGES_BELOW_PX, px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.text import Text
from softphone.ui.shortcuts import Action, printed
from softphone.ui.words import translate

# state: (paper, icon, ink)
_LOOKS = {
    Taping.OFF: ("bar", "record", "second"),
    Taping.ON: ("taping", "record-on", "stop"),
    Taping.PAUSED: ("taping_rests", "hold", "warn"),
    Taping.FAILED: ("taping_rests", "warn", "warn"),
}


class RecordingStrip(Pane):
    """Hidden where the policy does not allow recording, and while nobody talks."""

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "bar", across=True, margins=(20, 4, 18, 5), gap=8)
        self.setAccessibleName(translate("Recording", "Recording"))
        self._call: Call | None = None
        self._consent = False
        self._key = ""
        self._now = clock.now()
        self._sign = Sign("record", "second")
        self._text = Text(strong=True, elided=True)
        self._pause, self._switch = Button("", small=True), Button("", small=True)
        self.rows.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addWidget(self._pause, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignVCenter)
        self._pause.clicked.connect(self._press_pause)
        self._switch.clicked.connect(self._press_switch)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._call is not None:
            self._say(self._call)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, "calls", "shown", "settings", "now"):
            return
        call = new.call
        if call is not None and (call.phase is not Phase.TALKING or not _concerns(call, new)):
            call = None
        self._call = call
        self.setVisible(call is not None)
        if call is None:
            return
        self._consent = new.settings.record_consent
        self._key = printed(Action.PAUSE_RECORDING, new)
        paper, icon, ink = _LOOKS[call.recording.state]
        self.lie_on(paper)
        self._sign.show_icon(icon, ink)
        self._now = new.now
        self._say(call)

    def _say(self, call: Call) -> None:
        state, wide = call.recording.state, self.width() >= px(PAGES_BELOW_PX)
        self._text.say(_state(call.recording, self._now, wide))
        self._pause.setVisible(call.recording.running)
        if state is Taping.PAUSED:
            word = translate("Recording", "Go on recording") if wide else translate("Recording", "Go on")
        else:
            word = translate("Recording", "Pause for card data") if wide else translate("Recording", "Pause")
        self._pause.show_word(f"{word}  {self._key}" if wide and self._key else word, name=word)
        if call.recording.running:
            self._switch.show_word(translate("Recording", "Stop"), name=translate("Recording", "Stop recording"))
        elif self._consent:
            agreed = translate("Recording", "Customer agreed: record")
            self._switch.show_word(agreed if wide else translate("Recording", "Agreed: record"), name=agreed)
        else:
            self._switch.show_word(translate("Recording", "Record"))

    def _press_pause(self) -> None:
        if self._call is not None:
            on = self._call.recording.state is Taping.ON
            self.post(RecordingPaused(self.clock.now(), self._call.call_id, on))

    def _press_switch(self) -> None:
        if self._call is not None:
            on = not self._call.recording.running
            self.post(RecordPressed(self.clock.now(), self._call.call_id, on, on and self._consent))


def _concerns(call: Call, desk: Desk) -> bool:
    return desk.settings.recording.allowed or call.recording.state is not Taping.OFF


def _state(recording: Recording, now: datetime, wide: bool) -> str:
    match recording.state:
        case Taping.ON:
            return _running(recording, now, wide)
        case Taping.PAUSED:
            return _resting(recording, now, wide)
        case Taping.FAILED:
            if not recording.file:
                return translate("Recording", "Not recorded: the PBX did not do it")
            return translate("Recording", "Not recorded: the file cannot be written")
        case Taping.OFF:
            return translate("Recording", "Not recorded")


def _running(recording: Recording, now: datetime, wide: bool) -> str:
    text = translate("Recording", "Recording {time}").format(time=times.clock(times.since(recording.since, now)))
    if not recording.pauses or not wide:
        return text
    many = translate("Recording", "{n} pauses").format(n=recording.pauses)
    return f"{text} · " + (translate("Recording", "1 pause") if recording.pauses == 1 else many)


def _resting(recording: Recording, now: datetime, wide: bool) -> str:
    left = max(int((recording.resumes_at - now).total_seconds()), 0) if recording.resumes_at else 0
    if not wide:
        return translate("Recording", "Paused, {n} s").format(n=left)
    match recording.paused_by:
        case PausedBy.DIGITS:
            why = translate("Recording", "Recording paused: the customer presses keys")
        case PausedBy.PROGRAM:
            why = translate("Recording", "Recording paused by another program")
        case _:
            why = translate("Recording", "Recording paused")
    if left <= WARN_BEFORE_S:
        return f"{why} · " + translate("Recording", "records again in {n} s!").format(n=left)
    return f"{why} · " + translate("Recording", "goes on in {n} s").format(n=left)
