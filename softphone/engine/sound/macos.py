"""Whether macOS has a microphone muted, two questions to Core Audio (AudioHardware.h) by ctypes, which may block; and
whether it lets us hear one (AVCaptureDevice.h, by the runtime of Objective-C).

Written from Apple's headers; no Mac has run it yet.
"""

from __future__ import annotations

import ctypes
from typing import Any

_SYSTEM = 1  # kAudioObjectSystemObject
_UTF8 = 0x08000100
_RESTRICTED, _DENIED = 1, 2  # AVAuthorizationStatus


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


def is_denied() -> bool:
    """By the user, or by IT."""
    ctypes.CDLL("/System/Library/Frameworks/AVFoundation.framework/AVFoundation")
    runtime: Any = ctypes.CDLL("/usr/lib/libobjc.dylib")
    for name in ("objc_getClass", "sel_registerName"):
        getattr(runtime, name).restype = ctypes.c_void_p
        getattr(runtime, name).argtypes = [ctypes.c_char_p]

    def told(kind: Any, whom: bytes, what: bytes, about: Any) -> Any:
        send = ctypes.CFUNCTYPE(kind, ctypes.c_void_p, ctypes.c_void_p, type(about))(("objc_msgSend", runtime))
        return send(runtime.objc_getClass(whom), runtime.sel_registerName(what), about)

    sound = told(ctypes.c_void_p, b"NSString", b"stringWithUTF8String:", ctypes.c_char_p(b"soun"))  # AVMediaTypeAudio
    status = told(ctypes.c_long, b"AVCaptureDevice", b"authorizationStatusForMediaType:", ctypes.c_void_p(sound))
    return status in (_RESTRICTED, _DENIED)


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
