"""Keys of the whole system under X11: XGrabKey on a connection of its own. Other keys pass by unseen.

Wayland lets no program do this; there this is not used.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from softphone.domain.chord import MIC_MUTE, PLAY, Chord

KEY_PRESS, KEY_RELEASE = 2, 3
GRAB_ASYNC = 1
MASKS = {"shift": 1, "ctrl": 4, "alt": 8, "meta": 64}
LOCKS = (0, 2, 16, 18)  # Caps Lock and Num Lock are held, too
SYMBOLS = {PLAY: 0x1008FF14, MIC_MUTE: 0x1008FFB2}  # XF86XK_AudioPlay, XF86XK_AudioMicMute
F1 = 0xFFBE


class _KeyEvent(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("root", ctypes.c_ulong), ("subwindow", ctypes.c_ulong), ("time", ctypes.c_ulong),
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("x_root", ctypes.c_int), ("y_root", ctypes.c_int),
        ("state", ctypes.c_uint), ("keycode", ctypes.c_uint), ("same_screen", ctypes.c_int),
    )  # fmt: skip


class _Event(ctypes.Union):
    _fields_ = (("type", ctypes.c_int), ("key", _KeyEvent), ("whole", ctypes.c_long * 24))


_ERROR_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class X11Keys(QObject):
    pressed = Signal(str)

    def __init__(self, display: str = "") -> None:
        """Raises OSError where there is no X11 to speak with."""
        super().__init__()
        self._x: Any = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode() or None))
        if not self._display:
            raise OSError("no display")
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XkbSetDetectableAutoRepeat(self._display, 1, None)  # a key that is held says so once
        self._names: dict[tuple[int, int], str] = {}
        self._down: set[int] = set()
        self._refused = False
        self._on_error = _ERROR_CALLBACK(self._error)
        self._notifier = QSocketNotifier(self._x.XConnectionNumber(self._display), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def hold(self, chords: Mapping[str, Chord]) -> tuple[str, ...]:
        """Exactly these from now on, by name; gives the names of those that another program has."""
        self._x.XUngrabKey(self._display, 0, 1 << 15, self._root)  # AnyKey, AnyModifier
        self._names = {}
        self._down = set()
        refused = tuple(name for name, chord in chords.items() if not self._grab(name, chord))
        self._x.XFlush(self._display)
        return refused

    def close(self) -> None:
        self._notifier.setEnabled(False)
        self._x.XCloseDisplay(self._display)

    def _grab(self, name: str, chord: Chord) -> bool:
        keycode = int(self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(_symbol(chord.key))))
        if not keycode:
            return chord.key in SYMBOLS  # a keyboard without that key: nothing is lost
        mask = sum(MASKS[each] for each in chord.held)
        self._refused = False
        before = self._x.XSetErrorHandler(self._on_error)
        for lock in LOCKS:
            self._x.XGrabKey(self._display, keycode, mask | lock, self._root, 0, GRAB_ASYNC, GRAB_ASYNC)
        self._x.XSync(self._display, 0)
        self._x.XSetErrorHandler(ctypes.c_void_p(before))
        self._names[keycode, mask] = name
        return not self._refused

    def _error(self, _display: int, _event: int) -> int:
        """BadAccess: somebody else has grabbed it."""
        self._refused = True
        return 0

    def _read(self) -> None:
        event = _Event()
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, ctypes.byref(event))
            if event.type == KEY_RELEASE:
                self._down.discard(event.key.keycode)
            elif event.type == KEY_PRESS and event.key.keycode not in self._down:
                self._down.add(event.key.keycode)
                mask = event.key.state & sum(MASKS.values())
                if name := self._names.get((event.key.keycode, mask)):
                    self.pressed.emit(name)


def _symbol(key: str) -> int:
    if key in SYMBOLS:
        return SYMBOLS[key]
    return F1 + int(key[1:]) - 1 if len(key) > 1 else ord(key.lower())
