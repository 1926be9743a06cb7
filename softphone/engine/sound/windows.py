"""What Windows knows of its devices and miniaudio does not ask: which are for talking, whether one is muted, whether
programs may hear one; and how a process comes before others.

The few calls of Core Audio (mmdeviceapi.h, endpointvolume.h) that takes, by ctypes. Each may block: for an errand.
Tried under Wine 8 only; no Windows has run it yet.
"""

from __future__ import annotations

import ctypes
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

_ENUMERATOR = uuid.UUID("bcde0395-e52f-467c-8e3d-c4579291692e").bytes_le
_IENUMERATOR = uuid.UUID("a95664d2-9614-4f35-a746-de8db63617e6").bytes_le
_IVOLUME = uuid.UUID("5cdf2c82-841e-4546-9722-0cf74078229a").bytes_le
_IN_PROCESS, _ANY = 1, 23  # CLSCTX_INPROC_SERVER, CLSCTX_ALL
_EAR, _MICROPHONE = 0, 1  # EDataFlow
_COMMUNICATIONS = 2  # ERole
_NORMAL_PRIORITY, _HIGH_PRIORITY = 0x20, 0x80  # classes of a process
_CONSENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
_TO_DESKTOP = _CONSENT + r"\NonPackaged"
# Places in the tables of methods; the first three are IUnknown's.
_RELEASE = 2
_GET_DEFAULT, _GET_DEVICE = 4, 5  # IMMDeviceEnumerator
_ACTIVATE, _GET_ID = 3, 5  # IMMDevice
_GET_MUTE = 15  # IAudioEndpointVolume


def for_talking(*, microphone: bool) -> str:
    """The id of the default communications device; empty where there is none."""
    with _enumerator() as enumerator:
        return _id(enumerator, _MICROPHONE if microphone else _EAR) if enumerator else ""


def is_muted(device_id: str) -> bool:
    with _enumerator() as enumerator:
        device, volume, muted = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_int()
        if not enumerator or _failed(enumerator, _GET_DEVICE, ctypes.c_wchar_p(device_id), ctypes.byref(device)):
            return False
        try:
            if _failed(device, _ACTIVATE, _IVOLUME, ctypes.c_uint32(_ANY), None, ctypes.byref(volume)):
                return False
            _failed(volume, _GET_MUTE, ctypes.byref(muted))
            return bool(muted.value)
        finally:
            _release(volume)
            _release(device)


def is_denied() -> bool:
    """Whether the privacy settings keep microphones from programs of the desktop: for all users, for this one, or for
    those programs alone."""
    if sys.platform != "win32":
        return False
    import winreg

    of_this_user = winreg.HKEY_CURRENT_USER
    for root, path in ((winreg.HKEY_LOCAL_MACHINE, _CONSENT), (of_this_user, _CONSENT), (of_this_user, _TO_DESKTOP)):
        with suppress(OSError), winreg.OpenKey(root, path) as key:  # an older Windows has none
            if winreg.QueryValueEx(key, "Value")[0] == "Deny":
                return True
    return False


def put_first(wanted: bool) -> bool:
    """This process before others, or as all are (processthreadsapi.h); whether that worked. It needs no right."""
    this_process = ctypes.c_void_p(-1)
    kind = ctypes.c_uint32(_HIGH_PRIORITY if wanted else _NORMAL_PRIORITY)
    return bool(ctypes.CDLL("kernel32").SetPriorityClass(this_process, kind))


@contextmanager
def _enumerator() -> Iterator[ctypes.c_void_p]:
    """Null where the system has none."""
    ole = _ole()
    begun = ole.CoInitializeEx(None, 0) >= 0  # this thread's own; refused where somebody set it up otherwise
    found = ctypes.c_void_p()
    try:
        ole.CoCreateInstance(_ENUMERATOR, None, _IN_PROCESS, _IENUMERATOR, ctypes.byref(found))
        yield found
    finally:
        _release(found)
        if begun:
            ole.CoUninitialize()


def _id(enumerator: ctypes.c_void_p, flow: int) -> str:
    device, text = ctypes.c_void_p(), ctypes.c_wchar_p()
    role = (ctypes.c_int(flow), ctypes.c_int(_COMMUNICATIONS))
    if _failed(enumerator, _GET_DEFAULT, *role, ctypes.byref(device)):
        return ""
    try:
        _failed(device, _GET_ID, ctypes.byref(text))
        return text.value or ""
    finally:
        _ole().CoTaskMemFree(text)
        _release(device)


def _failed(it: ctypes.c_void_p, method: int, *given: Any) -> bool:
    """Calls the method in that place of its table."""
    table = ctypes.cast(it, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
    kinds = [ctypes.c_void_p if each is None or isinstance(each, bytes) else _kind(each) for each in given]
    return bool(ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, *kinds)(table[method])(it, *given) < 0)


def _kind(value: Any) -> Any:
    return type(value) if isinstance(value, ctypes.c_int | ctypes.c_uint32 | ctypes.c_wchar_p) else ctypes.c_void_p


def _release(it: ctypes.c_void_p) -> None:
    if it:
        _failed(it, _RELEASE)


def _ole() -> Any:
    ole: Any = ctypes.CDLL("ole32")  # on 64 bits Windows has one calling convention
    ole.CoInitializeEx.restype = ctypes.c_int32
    ole.CoCreateInstance.argtypes = [
        ctypes.c_char_p, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_void_p
    ]  # fmt: skip
    ole.CoTaskMemFree.argtypes = [ctypes.c_void_p]
    ole.CoTaskMemFree.restype = None
    return ole
