"""The sound devices of this computer through miniaudio: PulseAudio and PipeWire, WASAPI, CoreAudio.

The only importer of miniaudio. Every call here can block for seconds (a sound server that hangs, a Bluetooth
headset that wakes), so only the sound thread's errands call it. Everything the world can do wrong is a
DeviceError.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.audio import SoundDevice
from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.sound.pcm import WIDTH

# miniaudio imports numpy where that is installed, only to accept its arrays: 0.3 s and 25 MB for nothing here.
_numpy_is_loaded = sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]
import miniaudio  # noqa: E402

if _numpy_is_loaded is None:
    del sys.modules["numpy"]

# ALSA below a sound server takes the card away from it, and the null backend "works" without any sound.
BACKENDS = [miniaudio.Backend.WASAPI, miniaudio.Backend.COREAUDIO, miniaudio.Backend.PULSEAUDIO]
PERIOD_MS = 10
PERIODS = 3  # with 2 the ear ran dry in a third of the runs, see benchmarks/README.md
LONGEST_NAME = 200
MOST_DEVICES = 64


class DeviceError(Exception):
    """No sound server, no such device, or it refused. The text is for the log."""


class Listed(Struct, frozen=True):
    """A device as the system lists it; `key` is miniaudio's own form of the id. Of the two defaults that Windows has,
    for music and for talking, `default` is the second."""

    device: SoundDevice
    default: bool
    key: bytes


class Stream(Protocol):
    """An open device."""

    callbacks: int  # made so far; standing still means that the device is gone

    def close(self) -> None: ...


def devices() -> tuple[Listed, ...]:
    """Microphones and ears there are now; monitors of a sink are no microphones."""
    ffi, lib = miniaudio.ffi, miniaudio.lib
    try:
        context = miniaudio.Devices(BACKENDS)  # its end closes the connection
    except miniaudio.MiniaudioError as error:
        raise DeviceError(f"no sound server: {error}") from None
    ears, microphones = ffi.new("ma_device_info **"), ffi.new("ma_device_info **")
    ear_count, microphone_count = ffi.new("ma_uint32 *"), ffi.new("ma_uint32 *")
    result = lib.ma_context_get_devices(context._context, ears, ear_count, microphones, microphone_count)
    if result != lib.MA_SUCCESS:
        raise DeviceError(f"no list of devices: {result}")
    found = [_listed(ears[0][n], microphone=False) for n in range(min(ear_count[0], MOST_DEVICES))]
    found += [_listed(microphones[0][n], microphone=True) for n in range(min(microphone_count[0], MOST_DEVICES))]
    if sys.platform == "win32":
        found = _for_talking(found)
    return tuple(each for each in found if not (each.device.microphone and each.device.device_id.endswith(".monitor")))


def _for_talking(found: list[Listed]) -> list[Listed]:
    from softphone.engine.sound import windows

    meant = {windows.for_talking(microphone=True), windows.for_talking(microphone=False)}
    kinds = {each.device.microphone for each in found if each.device.device_id in meant}
    others = [each for each in found if each.device.microphone not in kinds]
    return others + [
        replace(each, default=each.device.device_id in meant) for each in found if each.device.microphone in kinds
    ]


def open_microphone(device: Listed | None, heard: Callable[[bytes], None], period_ms: int = PERIOD_MS) -> Stream:
    """Opens the device, or the system's default; `heard` is called from a thread of miniaudio's."""
    return _opened(lambda: _Microphone(device, heard, period_ms))


def open_ear(device: Listed | None, fill: Callable[[int], bytes], period_ms: int = PERIOD_MS) -> Stream:
    """Opens the device, or the system's default; `fill` is called from a thread of miniaudio's."""
    return _opened(lambda: _Ear(device, fill, period_ms))


class _Microphone(miniaudio.CaptureDevice):  # type: ignore[misc]  # it has no types
    def __init__(self, device: Listed | None, heard: Callable[[bytes], None], period_ms: int) -> None:
        self._context = None
        self.callbacks = 0
        self._heard = heard
        super().__init__(device_id=_key(device), **_format(period_ms))

    def _data_callback(self, _device: object, _output: object, heard: object, count: int) -> None:
        """Instead of miniaudio's: straight to the ring, without a generator and a second copy."""
        self.callbacks += 1
        self._heard(miniaudio.ffi.buffer(heard, count * WIDTH)[:])

    def close(self) -> None:
        super().close()
        _close_context(self)


class _Ear(miniaudio.PlaybackDevice):  # type: ignore[misc]
    def __init__(self, device: Listed | None, fill: Callable[[int], bytes], period_ms: int) -> None:
        self._context = None
        self.callbacks = 0
        self._fill = fill
        super().__init__(device_id=_key(device), **_format(period_ms))

    def _data_callback(self, _device: object, output: object, _input: object, count: int) -> None:
        self.callbacks += 1
        miniaudio.ffi.memmove(output, self._fill(count), count * WIDTH)

    def close(self) -> None:
        super().close()
        _close_context(self)


def _opened(make: Callable[[], _Microphone | _Ear]) -> Stream:
    try:
        stream = make()
    except miniaudio.MiniaudioError as error:
        raise DeviceError(str(error)) from None
    try:
        stream.start(None)
    except miniaudio.MiniaudioError as error:
        stream.close()
        raise DeviceError(str(error)) from None
    return stream


def _close_context(stream: _Microphone | _Ear) -> None:
    # WORKAROUND pyminiaudio 1.71 never ends the context it makes for each device (AbstractDevice.close): a
    # connection to the sound server would stay for each call. Remove when it does.
    context, stream._context = stream._context, None
    if context is not None:
        miniaudio.lib.ma_context_uninit(context)


def _format(period_ms: int) -> dict[str, object]:
    return {
        "nchannels": 1,
        "sample_rate": SAMPLE_RATE_HZ,
        "buffersize_msec": period_ms,
        "callback_periods": PERIODS,
        "backends": BACKENDS,
        "app_name": "Aside",
    }


def _key(device: Listed | None) -> object:
    if device is None:
        return None
    key = miniaudio.ffi.new("ma_device_id *")
    miniaudio.ffi.memmove(key, device.key, len(device.key))
    return key


def _listed(device: object, *, microphone: bool) -> Listed:
    """`device` is an ma_device_info; its texts come from drivers and other programs."""
    ffi = miniaudio.ffi
    name = ffi.string(device.name).decode(errors="replace")  # type: ignore[attr-defined]
    key = bytes(ffi.buffer(ffi.addressof(device, "id")))
    if sys.platform == "win32":
        device_id = key.decode("utf-16-le", errors="replace").partition("\0")[0]
    else:
        device_id = key.partition(b"\0")[0].decode(errors="replace")
    clean = "".join(letter for letter in name if letter.isprintable())[:LONGEST_NAME]
    default = bool(device.isDefault)  # type: ignore[attr-defined]
    return Listed(SoundDevice(device_id, clean, microphone), default, key)
