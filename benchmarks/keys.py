"""Keys pressed on a private screen, as a keyboard presses them: through the X server (XTEST), in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL, c_char_p, c_int, c_uint, c_ulong, c_void_p
from time import perf_counter

# X11/keysymdef.h
SYMBOLS = {"ctrl": 0xFFE3, "shift": 0xFFE1, "return": 0xFF0D}


class Keyboard:
    def __init__(self, display: str) -> None:
        """Raises OSError where the libraries or the screen are missing."""
        self._x, self._test = CDLL("libX11.so.6"), CDLL("libXtst.so.6")
        self._x.XOpenDisplay.argtypes, self._x.XOpenDisplay.restype = [c_char_p], c_void_p
        self._x.XKeysymToKeycode.argtypes = [c_void_p, c_ulong]
        self._x.XSync.argtypes, self._x.XFlush.argtypes = [c_void_p, c_int], [c_void_p]
        self._x.XCloseDisplay.argtypes = [c_void_p]
        self._test.XTestFakeKeyEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]
        self._display = self._x.XOpenDisplay(display.encode())
        if not self._display:
            raise OSError(f"no screen {display}")

    def press(self, keys: str) -> float:
        """"ctrl+shift+a": when the last of them went down (perf_counter). All are up again afterwards."""
        codes = [self._x.XKeysymToKeycode(self._display, SYMBOLS.get(key) or ord(key)) for key in keys.split("+")]
        for code in codes[:-1]:
            self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        self._x.XSync(self._display, 0)
        pressed = perf_counter()
        self._test.XTestFakeKeyEvent(self._display, codes[-1], 1, 0)
        self._x.XFlush(self._display)
        for code in reversed(codes):
            self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x.XSync(self._display, 0)
        return pressed

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)


@contextmanager
def keyboard(env: dict[str, str]) -> Iterator[Keyboard]:
    keys = Keyboard(env["DISPLAY"])
    try:
        yield keys
    finally:
        keys.close()
