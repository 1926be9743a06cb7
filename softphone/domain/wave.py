"""Whether a sound file can be played to a caller, from its first bytes. What PJMEDIA's player takes: a RIFF file with
16 bit samples, or A-law or µ-law (`pjmedia/src/pjmedia/wav_player.c`), of any rate."""

from __future__ import annotations

import struct
from enum import StrEnum

HEAD_BYTES = 64 * 1024  # tags and pictures may stand before the sound
LEAST_S = 0.3
_HEADER = struct.Struct("<HHIIHH")  # format, channels, rate, bytes a second, bytes a frame, bits
_BITS = {1: 16, 6: 8, 7: 8}


class Unplayable(StrEnum):
    NONE = ""
    MISSING = "missing"  # or not ours to read
    NO_WAVE = "no_wave"  # an MP3, a text
    OTHER_WAVE = "other_wave"  # 24 bit, floats, compressed
    SHORT = "short"


def what_is_wrong(untrusted_head: bytes, size: int) -> Unplayable:
    if untrusted_head[:4] != b"RIFF" or untrusted_head[8:12] != b"WAVE":
        return Unplayable.NO_WAVE
    at, rate = 12, 0
    while at + 8 <= len(untrusted_head):
        name, length = untrusted_head[at : at + 4], int.from_bytes(untrusted_head[at + 4 : at + 8], "little")
        at += 8
        if name == b"fmt " and at + _HEADER.size <= len(untrusted_head):
            kind, channels, _, rate, width, bits = _HEADER.unpack_from(untrusted_head, at)
            if not rate or _BITS.get(kind) != bits or width != channels * bits // 8:
                return Unplayable.OTHER_WAVE
        if name == b"data":
            there = min(length, size - at)
            if not rate:
                return Unplayable.NO_WAVE
            return Unplayable.NONE if there >= LEAST_S * rate else Unplayable.SHORT
        at += length + length % 2
    return Unplayable.NO_WAVE
