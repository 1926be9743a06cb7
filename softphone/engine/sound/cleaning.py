"""What is done to the microphone. Echo, rumble and level: WebRTC's audio processing, out of LiveKit's library. Noise:
denoise.py.

The C interface of that library takes requests in protobuf. Its Python side would bring numpy and protobuf, 0.9 s and
60 MB, for four requests that are always the same: they are written here byte by byte (audio_frame.proto, ffi.proto),
made once per object, and a frame costs a copy and a call. It is loaded with the first call that wants it (2 ms).
"""

from __future__ import annotations

import ctypes
import logging
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from softphone.domain.audio import Switches
from softphone.engine.ports import FRAME_SAMPLES, SAMPLE_RATE_HZ
from softphone.engine.sound.pcm import WIDTH, faded, peak, strength
from softphone.engine.sound.speech import Floor

if TYPE_CHECKING:
    from softphone.engine.sound.denoise import Denoiser

LOG = logging.getLogger("engine.sound")

PIECE_BYTES = SAMPLE_RATE_HZ // 100 * WIDTH  # it takes 10 ms at a time
FRAME_BYTES = FRAME_SAMPLES * WIDTH
# How late it gives a voice back.
ECHO_BYTES, NOISE_BYTES = 128 * WIDTH, 96 * WIDTH
# Of the room, of 32768. Below the first (-70 dBFS) cleaning takes more than it gives, above the second (-65) it gives.
QUIET, NOISY = 10, 18
HEARD = 100  # of 32768, -50 dBFS at its peak: comfort noise is less
ECHO_FRAMES = 50  # a second, for the way to the ear, the room and back
NAMES = {"win32": "livekit_ffi.dll", "darwin": "liblivekit_ffi.dylib"}
# Numbers of the fields of FfiRequest; those of the answers are one less.
NEW, PROCESS, REVERSE = 50, 51, 52
LONGEST_YES = 3  # bytes; what is longer has an error's text in it


class NoCleaning(Exception):
    """The library is not there, or does not do what we ask. The text is for the log."""


class Cleaner:
    """One microphone and the ear beside it. `hear` all that the ear plays, in the thread of its device; `clean` each
    frame of the microphone, in that of PJMEDIA's clock.

    What takes out echo, noise and rumble colours the voice (0.4 to 1 of PESQ, benchmarks). So where the room is quiet,
    nobody types and the ear has been silent the voice leaves as it came, as late as if it had been cleaned."""

    def __init__(self, switches: Switches) -> None:
        self._denoiser = denoiser() if switches.keys else None
        lasting = self._denoiser is None and (switches.noise or switches.keys)
        removed = replace(switches, gain=False, noise=lasting, keys=False)
        self._remover = _Processing(removed) if removed != Switches() else None
        self._leveller = _Processing(Switches(gain=True)) if switches.gain else None
        late = (ECHO_BYTES if removed.echo else 0) + (NOISE_BYTES if removed.noise else 0)
        self._late = bytes(late + (self._denoiser.LATE_BYTES if self._denoiser is not None else 0))
        self._echoes = switches.echo
        self._since_heard = ECHO_FRAMES
        self._floor = Floor()
        self._quiet = False
        self._cleans = True

    def hear(self, samples: bytes) -> None:
        """Of any length."""
        if self._remover is not None:
            self._remover.hear(samples)
        if peak(samples) > HEARD:
            self._since_heard = 0

    def clean(self, frame: bytes) -> bytes:
        """A frame; what is none passes as it is."""
        if len(frame) != FRAME_BYTES:
            return frame
        removers = [each for each in (self._remover, self._denoiser) if each is not None]
        cleaned = frame
        for remover in removers:
            cleaned = remover.through(cleaned)
        if removers:
            frame = self._either(frame, cleaned)
        return frame if self._leveller is None else self._leveller.through(frame)

    def _either(self, frame: bytes, cleaned: bytes) -> bytes:
        late = self._late + frame
        original, self._late = late[:FRAME_BYTES], late[FRAME_BYTES:]
        self._since_heard += 1
        if now := strength(frame):  # zeros are a microphone that is switched off, and no room
            floor = self._floor.under(now)
            self._quiet = floor < (NOISY if self._quiet else QUIET)
        echo = self._echoes and self._since_heard < ECHO_FRAMES
        disturbed = self._denoiser is not None and self._denoiser.disturbed
        before, self._cleans = self._cleans, not self._quiet or echo or disturbed
        if before == self._cleans:
            return cleaned if before else original
        return faded(cleaned, original) if before else faded(original, cleaned)


class _Processing:
    """An object of the library."""

    def __init__(self, switches: Switches) -> None:
        self._handle = 0
        self._library = _library()
        wanted = (switches.echo, switches.gain, switches.high_pass, switches.noise)
        answer = self._asked(_message(NEW, b"".join(_number(n, int(on)) for n, on in enumerate(wanted, 1))))
        # FfiResponse.new_apm.apm.handle.id, each the only field of its message
        self._handle = _read_number(_inside(_inside(_inside(answer, NEW - 1), 1), 1), 1)
        self._said, self._played = (ctypes.create_string_buffer(PIECE_BYTES) for _ in range(2))
        self._microphone, self._ear = self._request(PROCESS, self._said), self._request(REVERSE, self._played)
        self._unheard = b""

    def hear(self, samples: bytes) -> None:
        unheard = self._unheard + samples
        while len(unheard) >= PIECE_BYTES:
            self._done(self._ear, self._played, unheard)
            unheard = unheard[PIECE_BYTES:]
        self._unheard = unheard

    def through(self, frame: bytes) -> bytes:
        clean = b""
        for at in range(0, FRAME_BYTES, PIECE_BYTES):
            if not self._done(self._microphone, self._said, frame[at:]):
                return frame  # better as it came than not at all
            clean += self._said.raw
        return clean

    def __del__(self) -> None:
        """Whoever uses it holds it: it is never ended under a frame."""
        if self._handle:
            self._library.livekit_ffi_drop_handle(self._handle)

    def _request(self, kind: int, place: Any) -> bytes:
        fields = (self._handle, ctypes.addressof(place), PIECE_BYTES, SAMPLE_RATE_HZ, 1)
        return _message(kind, b"".join(_number(n, value) for n, value in enumerate(fields, 1)))

    def _done(self, request: bytes, place: Any, samples: bytes) -> bool:
        """The first piece of `samples`, which is changed in its `place`; whether that worked."""
        ctypes.memmove(place, samples, PIECE_BYTES)
        return len(self._asked(request)) <= LONGEST_YES

    def _asked(self, request: bytes) -> bytes:
        start, length = ctypes.c_void_p(), ctypes.c_size_t()
        handle = self._library.livekit_ffi_request(request, len(request), ctypes.byref(start), ctypes.byref(length))
        answer = ctypes.string_at(start.value or 0, length.value)
        self._library.livekit_ffi_drop_handle(handle)
        return answer


def denoiser() -> Denoiser | None:
    """None where numpy does not load: then the library takes out what lasts. The first one takes a fifth of a second,
    so it is best made outside a call."""
    try:
        from softphone.engine.sound.denoise import Denoiser

        return Denoiser()
    except (ImportError, OSError, ValueError) as trouble:
        LOG.warning("keys and dogs stay: %s", trouble)
        return None


@cache
def _library() -> Any:
    name = NAMES.get(sys.platform, "liblivekit_ffi.so")
    # Not by import: `livekit.rtc` brings the whole of it.
    found = (Path(place, "livekit", "rtc", "resources", name) for place in sys.path)
    path = next((path for path in found if path.exists()), None)
    if path is None:
        raise NoCleaning("the audio library is not installed")
    try:
        library = ctypes.PyDLL(str(path))  # it takes a tenth of a millisecond: less than giving the lock away and back
        library.livekit_ffi_request.restype = ctypes.c_uint64
        library.livekit_ffi_request.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p]
        library.livekit_ffi_drop_handle.restype = ctypes.c_bool
        library.livekit_ffi_drop_handle.argtypes = [ctypes.c_uint64]
    except (OSError, AttributeError) as error:
        raise NoCleaning(f"the audio library does not load: {error}") from None
    return library


# --- As much of protobuf as that takes -----------------------------------------------------------------------


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _message(field: int, inside: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(inside)) + inside


def _read_varint(text: bytes) -> tuple[int, bytes]:
    value = 0
    for at, byte in enumerate(text):
        value |= (byte & 0x7F) << 7 * at
        if byte < 0x80:
            return value, text[at + 1 :]
    raise NoCleaning("the audio library answers something else")


def _first(text: bytes, tag: int) -> tuple[int, bytes]:
    """The first field, which must be that one: its number or length, and what follows."""
    found, rest = _read_varint(text)
    if found != tag:
        raise NoCleaning("the audio library answers something else")
    return _read_varint(rest)


def _inside(text: bytes, field: int) -> bytes:
    length, rest = _first(text, field << 3 | 2)
    return rest[:length]


def _read_number(text: bytes, field: int) -> int:
    return _first(text, field << 3)[0]
