"""Reads a HID report descriptor (USB HID 1.11 §6.2.2) into fields: where in which report stands what.

Untrusted: whatever is plugged in sent it. What cannot be read ends the reading, and the fields so far are kept.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

MOST_BYTES = 4096
MOST_FIELDS = 1024
MOST_BITS = 8 * 256  # of one report
MOST_STACK = 16
_LONG_ITEM = 0xFE


class Way(StrEnum):
    INPUT = "input"
    OUTPUT = "output"


class Field(Struct, frozen=True):
    """`usages` has one for a variable; an array has all that its value may name, from `least` on."""

    way: Way
    report_id: int
    bit: int  # after the byte of the report id
    size: int  # bits
    usages: tuple[int, ...]  # page << 16 | usage
    relative: bool = False
    array: bool = False
    least: int = 0


class _Globals(Struct, frozen=True):
    page: int = 0
    least: int = 0
    size: int = 0
    count: int = 0
    report_id: int = 0


_MAIN_WAYS = {8: Way.INPUT, 9: Way.OUTPUT}
_WIDTHS = (0, 1, 2, 4)


class Layout(Struct, frozen=True):
    fields: tuple[Field, ...] = ()
    output_bytes: tuple[tuple[int, int], ...] = ()  # report id and length of each report that goes to it


def read_layout(untrusted: bytes) -> Layout:
    reader = _Reader(untrusted[:MOST_BYTES])
    sizes = ((report_id, (bits + 7) // 8) for (way, report_id), bits in reader.bits.items() if way is Way.OUTPUT)
    return Layout(tuple(reader.fields), tuple(sizes))


class _Reader:
    def __init__(self, descriptor: bytes) -> None:
        self.fields: list[Field] = []
        self._now = _Globals()
        self._stack: list[_Globals] = []
        self._usages: list[int] = []
        self._range: list[int | None] = [None, None]
        self.bits: dict[tuple[Way, int], int] = {}
        at = 0
        while at < len(descriptor) and len(self.fields) < MOST_FIELDS:
            prefix = descriptor[at]
            if prefix == _LONG_ITEM:
                at += 3 + (descriptor[at + 1] if at + 1 < len(descriptor) else 0)
                continue
            width = _WIDTHS[prefix & 3]
            raw = descriptor[at + 1 : at + 1 + width]
            if len(raw) < width:
                return
            self._item(prefix >> 2 & 3, prefix >> 4, raw)
            at += 1 + width

    def _item(self, kind: int, tag: int, raw: bytes) -> None:
        value = int.from_bytes(raw, "little")
        match kind, tag:
            case 0, (8 | 9):
                self._add(_MAIN_WAYS[tag], value)
                self._forget_locals()
            case 0, _:
                self._forget_locals()
            case 1, 0:
                self._now = replace(self._now, page=value & 0xFFFF)
            case 1, 1:
                self._now = replace(self._now, least=int.from_bytes(raw, "little", signed=True))
            case 1, 7:
                self._now = replace(self._now, size=value)
            case 1, 8:
                self._now = replace(self._now, report_id=value & 0xFF)
            case 1, 9:
                self._now = replace(self._now, count=value)
            case 1, 10 if len(self._stack) < MOST_STACK:
                self._stack.append(self._now)
            case 1, 11 if self._stack:
                self._now = self._stack.pop()
            case 2, 0:
                self._usages.append(self._whole(value, raw))
            case 2, (1 | 2):
                self._range[tag - 1] = self._whole(value, raw)
                first, last = self._range
                if first is not None and last is not None:
                    self._usages += range(first, min(last, first + MOST_FIELDS) + 1)
                    self._range = [None, None]

    def _whole(self, value: int, raw: bytes) -> int:
        """With its page: four bytes bring their own (§6.2.2.8)."""
        return value if len(raw) == 4 else self._now.page << 16 | value

    def _forget_locals(self) -> None:
        self._usages, self._range = [], [None, None]

    def _add(self, way: Way, flags: int) -> None:
        now = self._now
        at = self.bits.get((way, now.report_id), 0)
        whole = now.size * now.count
        if not 0 < now.size <= 32 or at + whole > MOST_BITS:
            self.bits[way, now.report_id] = min(at + whole, MOST_BITS)
            return
        self.bits[way, now.report_id] = at + whole
        if flags & 1 or not self._usages:  # constant: padding
            return
        relative, array = bool(flags & 4), not flags & 2
        for n in range(min(now.count, MOST_FIELDS)):
            usages = tuple(self._usages) if array else (self._usages[min(n, len(self._usages) - 1)],)
            bit = at + n * now.size
            self.fields.append(Field(way, now.report_id, bit, now.size, usages, relative, array, now.least))


def value_of(field: Field, report: bytes) -> int:
    """What stands in its place; 0 where the report is too short."""
    return int.from_bytes(report, "little") >> field.bit & ((1 << field.size) - 1)
