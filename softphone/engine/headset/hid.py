"""The headset that is plugged in: found, opened, read and lit on a thread of its own, because a device may block.

The engine's thread only takes presses and says which lights are wanted. `HidSystem` is one seam: hidapi's, or a test's.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from msgspec import Struct

from softphone.domain.headset import Buttons, ButtonState
from softphone.domain.text import NAME_CHARS, clean
from softphone.engine.headset.descriptor import read_layout
from softphone.engine.headset.holder import holder_of
from softphone.engine.headset.quirks import MAKERS, quirk_of
from softphone.engine.headset.telephony import Lights, Press, Telephony

LOOK_EVERY_S = 3.0
READ_MS = 60
REPORT_BYTES = 256
MOST_PRESSES = 32
STOP_S = 1.0
TELEPHONY_PAGE, MEDIA_PAGE = 0x0B, 0x0C

log = logging.getLogger("engine.headset")


class Found(Struct, frozen=True):
    path: str
    vendor: int
    product: int
    name: str  # untrusted


class HidDevice(Protocol):
    """Each raises OSError when the device is gone."""

    def descriptor(self) -> bytes: ...
    def read(self, wait_ms: int) -> bytes:
        """One report, or nothing within the time."""
        ...

    def write(self, report: bytes) -> None: ...
    def close(self) -> None: ...


class HidSystem(Protocol):
    def telephones(self) -> Sequence[Found]:
        """What is plugged in and has a collection of the telephony page."""
        ...

    def open(self, path: str) -> HidDevice:
        """Raises PermissionError where the system says so, OSError for the rest."""
        ...

    def holder(self, path: str) -> str:
        """The other program that has it, where the system tells; empty for nobody."""
        ...


class HidHeadsets:
    """Implements `engine.ports.Headsets`."""

    def __init__(self, system: HidSystem | None = None) -> None:
        self._system = system
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._stopping = self._on = False
        self._ear = ""
        self._lights = Lights()
        self._presses: deque[Press] = deque(maxlen=MOST_PRESSES)
        self.buttons = Buttons()

    # --- From the engine's thread -------------------------------------------------------------------------

    def start(self) -> None:
        """Nothing yet: the thread begins with the first wish to use a headset, and loads the library itself."""

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(STOP_S)

    def use(self, on: bool, ear: str) -> None:
        self._on, self._ear = on, ear
        if on and self._thread is None:
            self._thread = threading.Thread(target=self._live, name="headset", daemon=True)
            self._thread.start()
        self._wake.set()

    def presses(self) -> tuple[Press, ...]:
        taken = []
        while self._presses:
            taken.append(self._presses.popleft())
        return tuple(taken)

    def light(self, lights: Lights) -> None:
        self._lights = lights

    # --- The thread ---------------------------------------------------------------------------------------

    def _live(self) -> None:
        try:
            system = self._system or HidApi()
        except (ImportError, OSError) as error:  # a system without what the library needs: udev, IOKit
            log.warning("no headset library error=%s", type(error).__name__)
            self.buttons = Buttons(ButtonState.NONE)
            return
        while not self._stopping:
            if self._on:
                self._look(system)
            else:
                self.buttons = Buttons()
            self._wake.wait(LOOK_EVERY_S)
            self._wake.clear()

    def _look(self, system: HidSystem) -> None:
        """Stays with a headset as long as it is there."""
        try:
            found = sorted(system.telephones(), key=lambda each: not _is_ear(each.name, self._ear))
        except OSError:
            found = []
        outcome = Buttons(ButtonState.NONE)
        for each in found:
            name = clean(each.name, NAME_CHARS)
            if holder := system.holder(each.path):
                outcome = Buttons(ButtonState.TAKEN, name, holder)
                continue
            try:
                device = system.open(each.path)
            except PermissionError:
                outcome = Buttons(ButtonState.NO_ACCESS, name)
                continue
            except OSError:
                outcome = Buttons(ButtonState.TAKEN, name)
                continue
            try:
                telephony = Telephony(read_layout(device.descriptor()), quirk_of(each.vendor))
                if telephony.useful:
                    self.buttons = Buttons(ButtonState.WORKING, name)
                    if holder := self._serve(device, telephony, lambda path=each.path: system.holder(path)):  # type: ignore[misc]
                        self.buttons = Buttons(ButtonState.TAKEN, name, holder)
                    return
            except OSError as error:
                log.info("headset gone error=%s", type(error).__name__)
                return
            finally:
                device.close()
        self.buttons = outcome

    def _serve(self, device: HidDevice, telephony: Telephony, holder: Callable[[], str]) -> str:
        """Until it is let go; or another program has taken it since, and that one's name. The lights are its own then.
        A program that only looks round has it open for less than two looks."""
        looked_at, seen = time.monotonic(), ""
        while self._on and not self._stopping:
            if time.monotonic() - looked_at >= LOOK_EVERY_S:
                looked_at, before, seen = time.monotonic(), seen, holder()
                if seen and seen == before:
                    return seen
            for report in telephony.light(self._lights, time.monotonic()):
                device.write(report)
            if report := device.read(READ_MS):
                self._presses.extend(telephony.heard(report, time.monotonic()))
        for report in telephony.light(Lights(), time.monotonic()):
            device.write(report)  # nobody is there any more who would switch them off
        return ""


def _is_ear(name: str, ear: str) -> bool:
    """Whether this is the headset in use: sound and buttons know it by different names that begin alike."""
    first = name.split()[0].casefold() if name.split() else ""
    return bool(first) and first in ear.casefold()


class HidApi:
    """hidapi: hidraw on Linux, which leaves the headset's sound alone, and the system's own way elsewhere."""

    def __init__(self, library: Any = None) -> None:
        if library is None:
            library = importlib.import_module("hidraw" if sys.platform == "linux" else "hid")
        self._library = library

    def telephones(self) -> Sequence[Found]:
        """Some makers put their telephone keys among the media keys."""
        rows = [
            row for row in self._library.enumerate()
            if row["usage_page"] == TELEPHONY_PAGE or (row["usage_page"] == MEDIA_PAGE and row["vendor_id"] in MAKERS)
        ]  # fmt: skip
        found = {row["path"]: row for row in rows}.values()
        return [
            Found(os.fsdecode(row["path"]), row["vendor_id"], row["product_id"], row["product_string"] or "")
            for row in found
        ]

    def open(self, path: str) -> HidDevice:
        device = self._library.device()
        try:
            device.open_path(os.fsencode(path))
        except OSError as error:
            if sys.platform == "linux" and os.path.exists(path) and not os.access(path, os.R_OK | os.W_OK):
                raise PermissionError(path) from error
            raise
        return _HidApiDevice(device)

    def holder(self, path: str) -> str:
        return holder_of(path) if sys.platform == "linux" else ""


class _HidApiDevice:
    def __init__(self, device: Any) -> None:
        self._device = device

    def descriptor(self) -> bytes:
        return bytes(self._device.get_report_descriptor())

    def read(self, wait_ms: int) -> bytes:
        return bytes(self._device.read(REPORT_BYTES, wait_ms))

    def write(self, report: bytes) -> None:
        if self._device.write(report) < 0:
            raise OSError("write")

    def close(self) -> None:
        self._device.close()
