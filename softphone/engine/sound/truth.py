"""Whether a microphone brings anything, and if not, whether the system has it muted or keeps it from programs.

A quiet room has noise; nothing but zeros for two seconds means that somebody or something has switched it off.
Headsets and virtual microphones that cut noise give zeros between two sentences too: one that has come back by itself
a few times is left alone for the rest of the call, but never one that the system has muted.
"""

from __future__ import annotations

import sys

from softphone.domain.audio import MicrophoneState

SILENT_AFTER_S = 2.0  # with the keeper's beat of half a second it is told within three
GATES_AFTER = 3  # silences that ended by themselves


class Truth:
    """Of one microphone, from its opening to its end."""

    def __init__(self) -> None:
        self.state = MicrophoneState.HEARD
        self._silences = 0

    def is_silent(self, sounded_at: float, opened_at: float, now: float) -> bool:
        """Whether to look for the reason. `sounded_at` is when it last brought a sample that is not zero."""
        if now - max(sounded_at, opened_at) >= SILENT_AFTER_S:
            return True
        if self.state is MicrophoneState.SILENT:
            self._silences += 1
        self.state = MicrophoneState.HEARD
        return False

    def found(self, cause: MicrophoneState) -> None:
        heard = cause is MicrophoneState.SILENT and self._silences >= GATES_AFTER
        self.state = MicrophoneState.HEARD if heard else cause


def cause_of_silence(device_id: str) -> MicrophoneState:
    """It may block: for an errand."""
    if denied():
        return MicrophoneState.DENIED
    return MicrophoneState.MUTED_BY_SYSTEM if muted_by_system(device_id) else MicrophoneState.SILENT


def denied() -> bool:
    """Whether the user or IT keeps microphones from programs. Desktops of Linux have no such setting."""
    if sys.platform == "win32":
        from softphone.engine.sound import windows

        return windows.is_denied()
    if sys.platform == "darwin":
        from softphone.engine.sound import macos

        return macos.is_denied()
    return False


def muted_by_system(device_id: str) -> bool:
    """As PulseAudio, PipeWire, Windows or macOS say it."""
    if sys.platform == "win32":
        from softphone.engine.sound import windows

        return windows.is_muted(device_id)
    if sys.platform == "darwin":
        from softphone.engine.sound import macos

        return macos.is_muted(device_id)
    import pulsectl  # 20 ms, only when something is wrong

    try:
        with pulsectl.Pulse("Aside") as pulse:
            return any(source.name == device_id and source.mute for source in pulse.source_list())
    except (pulsectl.PulseError, OSError):
        return False
