"""Our end of the conference bridge: frames between PJMEDIA's clock thread and the ears of this computer.

Called every 20 ms from a C thread: rings only, no logging, no pj call. The vectors are read and written where
they lie, because SWIG converts them byte by byte.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections.abc import Callable
from typing import Any

import pjsua2 as pj

from softphone.engine.ports import FRAME_SAMPLES, SAMPLE_RATE_HZ, Ears

FRAME_BYTES = FRAME_SAMPLES * 2
_SILENCE = bytes(FRAME_BYTES)
_AUDIO = pj.PJMEDIA_FRAME_TYPE_AUDIO
_Samples = ctypes.c_char * FRAME_BYTES
_LOCKED = 0  # PyGILState_LOCKED: the state to go back to is the one we are in


class _Frame(ctypes.Structure):
    """A pj::MediaFrame where it lies, std::vector as libstdc++, libc++ and MSVC have it. Each field that is read or
    written through SWIG instead gives the interpreter's lock away and waits to have it back."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("start", ctypes.c_void_p),
        ("end", ctypes.c_void_p),
        ("room", ctypes.c_void_p),
        ("size", ctypes.c_uint),
    )

    def samples(self) -> bytes | None:
        """None for a frame that is no sound."""
        heard = self.type == _AUDIO and self.size >= FRAME_BYTES
        return ctypes.string_at(self.start, FRAME_BYTES) if heard else None


def _frame(frame: Any) -> _Frame:
    return _Frame.from_address(int(frame.this))


def _shape() -> Any:
    shape = pj.MediaFormatAudio()
    shape.init(pj.PJMEDIA_FORMAT_L16, SAMPLE_RATE_HZ, 1, 20_000, 16, 0, 0)
    return shape


def dropped(objects: list[Any]) -> None:
    """Destroys those that are ports of the bridge, and forgets all of them.

    A port that is merely forgotten may die twice: Python takes its last reference, PJSIP's destructor gives Python's
    lock away to wait for the clock thread, and that one, on its way into the port, takes and drops a reference of its
    own to what is dying."""
    for each in objects:
        if isinstance(each, pj.AudioMediaPort):
            pj.AudioMediaPort.__swig_destroy__(each)
    objects.clear()


class TapePort(pj.AudioMediaPort):  # type: ignore[misc]
    """Sink: one side of a tape. PJMEDIA calls it every 20 ms, also when there is nothing to hear."""

    def __init__(self, name: str, put: Callable[[bytes], None]) -> None:
        super().__init__()
        self._put = put
        self.createPort(name, _shape())

    def onFrameReceived(self, frame: Any) -> None:
        with contextlib.suppress(Exception):  # it must not reach C
            self._put(_frame(frame).samples() or b"")


class TalkPort(pj.AudioMediaPort):  # type: ignore[misc]
    """Source: the microphone. Sink: the ear."""

    def __init__(self, ears: Ears) -> None:
        super().__init__()
        self._ears = ears
        self.in_use = False  # somebody hears the microphone, or is heard
        self._known = 0  # the thread that stays known to Python
        self.createPort("talk", _shape())

    def onFrameRequested(self, frame: Any) -> None:
        try:
            samples = self._ears.get_microphone()
        except Exception:  # noqa: BLE001  an exception must not reach C; silence is the report
            samples = _SILENCE
        frame.buf.resize(FRAME_BYTES)
        asked = _frame(frame)
        _Samples.from_address(asked.start).raw = samples if len(samples) == FRAME_BYTES else _SILENCE
        asked.type, asked.size = _AUDIO, FRAME_BYTES

    def onFrameReceived(self, frame: Any) -> None:
        try:
            here = threading.get_ident() if self.in_use else 0
            if here != self._known:
                self._stay(here)
            if samples := _frame(frame).samples():
                self._ears.put_ear(samples)
        except Exception:  # noqa: BLE001  as above
            return

    def _stay(self, here: int) -> None:
        """Let Python know PJMEDIA's thread from now on, or forget it before it ends. SWIG makes a thread state for each
        frame and throws it away, and its stack is an mmap of 16 kB each time."""
        if here:
            ctypes.pythonapi.PyGILState_Ensure()
        elif self._known == threading.get_ident():
            ctypes.pythonapi.PyGILState_Release(_LOCKED)
        self._known = here
