"""Whether macOS has a microphone muted: two questions to Core Audio (AudioHardware.h) by ctypes, which may block.

Written from Apple's headers; no Mac has run it yet.
"""

from __future__ import annotations

import ctypes
from typing import Any

_SYSTEM = 1  # kAudioObjectSystemObject
_UTF8 = 0x08000100


class _Address(ctypes.Structure):
    """AudioObjectPropertyAddress."""

    _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))


def is_muted(device_id: str) -> bool:
    audio: Any = ctypes.CDLL("/System/Library/Frameworks/CoreAudio.framework/CoreAudio")
    foundation: Any = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
    foundation.CFStringCreateWithCString.restype = ctypes.c_void_p
    foundation.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
    foundation.CFRelease.argtypes = [ctypes.c_void_p]
    uid = ctypes.c_void_p(foundation.CFStringCreateWithCString(None, device_id.encode(), _UTF8))
    if not uid:
        return False
    try:
        device = _asked(audio, _SYSTEM, _Address(_code("uidd"), _code("glob"), 0), uid)
        return bool(device and _asked(audio, device, _Address(_code("mute"), _code("inpt"), 0)))
    finally:
        foundation.CFRelease(uid)


def _asked(audio: Any, of: int, address: _Address, about: ctypes.c_void_p | None = None) -> int:
    """The property's number; 0 where it has none."""
    value, size = ctypes.c_uint32(), ctypes.c_uint32(4)
    about_bytes = ctypes.c_uint32(0 if about is None else ctypes.sizeof(about))
    told = (about_bytes, None if about is None else ctypes.byref(about))
    failed = audio.AudioObjectGetPropertyData(
        ctypes.c_uint32(of), ctypes.byref(address), *told, ctypes.byref(size), ctypes.byref(value)
    )
    return 0 if failed else int(value.value)


def _code(four: str) -> int:
    return int.from_bytes(four.encode(), "big")
