"""Keys of the whole system on Windows: RegisterHotKey. Written after its documentation; never run on Windows yet."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal

from softphone.domain.chord import MIC_MUTE, PLAY, Chord

WM_HOTKEY = 0x0312
NO_REPEAT = 0x4000
MASKS = {"alt": 1, "ctrl": 2, "shift": 4, "meta": 8}
CODES = {PLAY: 0xB3}  # VK_MEDIA_PLAY_PAUSE; there is none for the microphone
F1 = 0x70


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, keys: WindowsKeys) -> None:
        super().__init__()
        self._keys = keys

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        if kind == b"windows_generic_MSG":
            told = wintypes.MSG.from_address(int(message))
            if told.message == WM_HOTKEY:
                self._keys.told(int(told.wParam))
        return False, 0


class WindowsKeys(QObject):
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._user32: Any = getattr(ctypes, "windll").user32  # noqa: B009  mypy looks from another system
        self._names: dict[int, str] = {}
        self._filter = _Filter(self)
        if app := QCoreApplication.instance():
            app.installNativeEventFilter(self._filter)

    def hold(self, chords: Mapping[str, Chord]) -> tuple[str, ...]:
        """Exactly these from now on, by name; gives the names of those that another program has."""
        for number in self._names:
            self._user32.UnregisterHotKey(None, number)
        self._names = {}
        refused = []
        for number, (name, chord) in enumerate(chords.items(), 1):
            code = _code(chord.key)
            mask = sum(MASKS[each] for each in chord.held) | NO_REPEAT
            if code and self._user32.RegisterHotKey(None, number, mask, code):
                self._names[number] = name
            elif code:
                refused.append(name)
        return tuple(refused)

    def told(self, number: int) -> None:
        if name := self._names.get(number):
            self.pressed.emit(name)

    def close(self) -> None:
        self.hold({})
        if app := QCoreApplication.instance():
            app.removeNativeEventFilter(self._filter)


def _code(key: str) -> int:
    if key in (PLAY, MIC_MUTE):
        return CODES.get(key, 0)
    return F1 + int(key[1:]) - 1 if len(key) > 1 else ord(key)
