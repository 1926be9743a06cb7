"""A key of the whole system, as a setting names it: "Ctrl+Shift+F9". What could be typed as text is refused."""

from __future__ import annotations

import re

from msgspec import Struct

PLAY, MIC_MUTE = "Media play", "Microphone mute"  # keys of their own, without a name of letters
_KEY = re.compile(r"[A-Z0-9]|F(?:[1-9]|1[0-9]|2[0-4])")
_PARTS = {"ctrl": "ctrl", "strg": "ctrl", "shift": "shift", "umschalt": "shift", "alt": "alt", "meta": "meta"}
_MOST_CHARS = 40


class Chord(Struct, frozen=True):
    key: str  # A to Z, 0 to 9, F1 to F24, PLAY or MIC_MUTE
    held: frozenset[str] = frozenset()  # of ctrl, shift, alt, meta


def read_chord(text: str) -> Chord | None:
    """None for what is no chord, for Ctrl+Alt (AltGr on many keyboards), and for what writes a letter."""
    *before, last = [part.strip() for part in text[:_MOST_CHARS].split("+")]
    held = frozenset(_PARTS.get(part.casefold(), "") for part in before)
    key = last.upper()
    if "" in held or not _KEY.fullmatch(key) or {"ctrl", "alt"} <= held:
        return None
    if len(key) == 1 and not held & {"ctrl", "alt", "meta"}:
        return None
    return Chord(key, held)
