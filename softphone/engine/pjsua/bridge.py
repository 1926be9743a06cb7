"""Our end of the conference bridge: frames between PJMEDIA's clock thread and the ears of this computer.

Called every 20 ms from a C thread: rings only, no logging, no pj call. The vectors are read and written where
they lie, because SWIG converts them byte by byte (2.6 % of a core instead of 3.9).
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable
from typing import Any

import pjsua2 as pj

from softphone.engine.ports import FRAME_SAMPLES, SAMPLE_RATE_HZ, Ears

FRAME_BYTES = FRAME_SAMPLES * 2
_SILENCE = bytes(FRAME_BYTES)


def _start_of(vector: Any) -> int:
    """Address of a std::vector's first byte: the first word of the vector on libstdc++, libc++ and MSVC."""
    return int(ctypes.c_void_p.from_address(int(vector.this)).value or 0)


def _shape() -> Any:
    shape = pj.MediaFormatAudio()
    shape.init(pj.PJMEDIA_FORMAT_L16, SAMPLE_RATE_HZ, 1, 20_000, 16, 0, 0)
    return shape


class TapePort(pj.AudioMediaPort):  # type: ignore[misc]
    """Sink: one side of a tape. PJMEDIA calls it every 20 ms, also when there is nothing to hear."""

    def __init__(self, name: str, put: Callable[[bytes], None]) -> None:
        super().__init__()
        self._put = put
        self.createPort(name, _shape())

    def onFrameReceived(self, frame: Any) -> None:
        heard = frame.type == pj.PJMEDIA_FRAME_TYPE_AUDIO and frame.size >= FRAME_BYTES
        with contextlib.suppress(Exception):  # it must not reach C
            self._put(ctypes.string_at(_start_of(frame.buf), FRAME_BYTES) if heard else b"")


class TalkPort(pj.AudioMediaPort):  # type: ignore[misc]
    """Source: the microphone. Sink: the ear."""

    def __init__(self, ears: Ears) -> None:
        super().__init__()
        self._ears = ears
        self.createPort("talk", _shape())

    def onFrameRequested(self, frame: Any) -> None:
        try:
            samples = self._ears.get_microphone()
        except Exception:  # noqa: BLE001  an exception must not reach C; silence is the report
            samples = _SILENCE
        vector = frame.buf
        vector.resize(FRAME_BYTES)
        ctypes.memmove(_start_of(vector), samples if len(samples) == FRAME_BYTES else _SILENCE, FRAME_BYTES)
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        frame.size = FRAME_BYTES

    def onFrameReceived(self, frame: Any) -> None:
        if frame.type != pj.PJMEDIA_FRAME_TYPE_AUDIO or frame.size < FRAME_BYTES:
            return
        try:
            self._ears.put_ear(ctypes.string_at(_start_of(frame.buf), FRAME_BYTES))
        except Exception:  # noqa: BLE001  as above
            return
