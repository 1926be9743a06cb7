"""Headsets without a cable: report descriptors as real ones have them, and a device that behaves like one.

The descriptors are written by hand after what such headsets send (layout, declared flags, lengths), not copied.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from softphone.engine.headset.descriptor import Way, read_layout
from softphone.engine.headset.hid import Found, HidDevice
from softphone.engine.headset.telephony import HOOK, OFF_HOOK_LIGHT

# Volume keys in report 1; hook, busy tone, line, mute (relative), flash, redial and a keypad (array) in report 2;
# off-hook, speaker, mute, ring, hold, microphone and on-line lights in report 2 out.
JABRA = bytes.fromhex(
    "050c0901a101 8501 1500 2501 09e9 09ea 7501 9502 8102 9506 8101 c0"
    "050b0905a101 8502 1500 2501 0920 0997 092a 7501 9503 8122 092f 0921 0924 8106 0907 9501 8102 9501 8101"
    "19b0 29bb 1500 250c 7504 9501 8140 9501 8101"
    "0508 1500 2501 0917 091e 0909 0918 0920 0921 092a 7501 9507 9122 9501 9101 c0"
)
# Hook and mute as plain states in report 8, lights apart from each other in reports 9 and 10.
POLY = bytes.fromhex(
    "050b0905a101 8508 1500 2501 0920 092f 0921 7501 9503 8102 9505 8101"
    "8509 0508 0917 0909 0918 0920 9504 9102 9504 9101 c0"
)
# One collection of media keys without report ids that holds mute (a state) and hook (relative); bytes of its own after.
EPOS = bytes.fromhex(
    "050c0901a101 1500 2501 09e9 09ea 7501 9502 8102 09e2 9501 8106"
    "050b 092f 8102 0920 8106 050c 0900 9503 8102 26ff00 0900 7508 9503 8102 0900 9504 9102 c0"
)
YEALINK = bytes.fromhex(
    "050b0905a101 8504 1500 2501 0920 092f 0907 7501 9503 8122 9505 8101"
    "8505 0508 0917 0909 0918 0920 9504 9122 9504 9101 c0"
)
# A boom that says how it stands: mute is a state. Lights in one report.
LOGITECH = bytes.fromhex(
    "050b0905a101 8520 1500 2501 0920 7501 9501 8102 092f 8102 9506 8103"
    "8521 0508 0917 0909 9502 9102 9506 9103 c0"
)
# One light a report, each a bit of its own.
LIGHTS_APART = bytes.fromhex(
    "050b0905a101 8502 1500 2501 092f 7501 9501 8122 0920 8122 9506 8101 c0"
    "0508 0901 a101 8504 0909 7501 9501 9122 9507 9101 8505 0917 9501 9122 9507 9101 c0"
)
ALL = {
    "jabra": (0x0B0E, 0x24F0, JABRA), "poly": (0x047F, 0xC056, POLY), "epos": (0x1395, 0x0025, EPOS),
    "yealink": (0x6993, 0xB017, YEALINK), "logitech": (0x046D, 0x0A37, LOGITECH), "other": (0x1234, 1, LIGHTS_APART),
}  # fmt: skip


class Headset:
    """A simulated one: reports of its keys, lights as it was told. It has the shape of a HidDevice."""

    def __init__(self, kind: str) -> None:
        self.vendor, self.product, self.raw = ALL[kind]
        self.layout = read_layout(self.raw)
        self._reports: deque[bytes] = deque()
        self._came = threading.Condition()
        self._values: dict[int, int] = {}
        self.lit: dict[int, int] = {}
        self.gone = self.closed = False
        self.fails = False  # as when another program has it for itself

    # --- As a person has it -------------------------------------------------------------------------------

    def set(self, usage: int, value: int, *, also: dict[int, int] | None = None) -> None:
        """A key moves: the report that has it is sent."""
        self._values |= {usage: value, **(also or {})}
        field_of = next(f for f in self.layout.fields if f.way is Way.INPUT and usage in f.usages)
        bits, size = 0, 0
        for each in self.layout.fields:
            if each.way is Way.INPUT and each.report_id == field_of.report_id:
                size = max(size, each.bit + each.size)
                if not each.array:
                    bits |= self._values.get(each.usages[0], 0) << each.bit
        body = bits.to_bytes((size + 7) // 8, "little")
        self.send((bytes([field_of.report_id]) if field_of.report_id else b"") + body)

    def press(self, usage: int) -> None:
        self.set(usage, 1)
        self.set(usage, 0)

    def send(self, report: bytes) -> None:
        with self._came:
            self._reports.append(report)
            self._came.notify()

    def forget(self) -> None:
        """What was pressed before it was opened reaches nobody."""
        with self._came:
            self._reports.clear()

    def pull_out(self) -> None:
        with self._came:
            self.gone = True
            self._came.notify()

    # --- As the engine has it -----------------------------------------------------------------------------

    def descriptor(self) -> bytes:
        self._check()
        return self.raw

    def read(self, wait_ms: int) -> bytes:
        with self._came:
            if not self._reports and not self.gone:
                self._came.wait(wait_ms / 1000)
            self._check()
            return self._reports.popleft() if self._reports else b""

    def write(self, report: bytes) -> None:
        """As real ones: a light comes on, and where it is Off-Hook the hook says so, too."""
        self._check()
        body = int.from_bytes(report[1:], "little")
        for each in self.layout.fields:
            if each.way is Way.OUTPUT and each.report_id == report[0]:
                self.lit[each.usages[0]] = body >> each.bit & 1
        hooked = self.lit.get(OFF_HOOK_LIGHT)
        absolute = any(f.way is Way.INPUT and f.usages == (HOOK,) and not f.relative for f in self.layout.fields)
        if hooked is not None and absolute and hooked != self._values.get(HOOK, 0):
            self.set(HOOK, hooked)

    def close(self) -> None:
        self.closed = True

    def _check(self) -> None:
        if self.gone or self.fails:
            raise OSError("gone")


@dataclass
class Plugged:
    """A HidSystem of headsets; `others` have taken what they hold, `locked` may not be opened."""

    headsets: list[Headset] = field(default_factory=list)
    others: dict[int, str] = field(default_factory=dict)
    locked: bool = False
    opened: int = 0

    def telephones(self) -> Sequence[Found]:
        there = [(n, h) for n, h in enumerate(self.headsets) if not h.gone]
        return [Found(str(n), h.vendor, h.product, f"Headset {n}\n") for n, h in there]

    def open(self, path: str) -> HidDevice:
        if self.locked:
            raise PermissionError(path)
        self.opened += 1
        return self.headsets[int(path)]

    def holder(self, path: str) -> str:
        return self.others.get(int(path), "")

