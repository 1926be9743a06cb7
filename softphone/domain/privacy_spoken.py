"""Numbers as they are dictated: "null eins sieben eins, doppel fünf …", "oh two oh, seven nine four six …".

Seven spoken digits in a row are a number of somebody unless a word before them says what of. Which kind it is is
asked of the rules for digits; what none of them knows is masked as a telephone number all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from softphone.domain.privacy_numbers import REFERENCE, Span, cards, phones

_LEAST_DIGITS = 7
_SPOKEN = {
    "null": "0", "eins": "1", "zwei": "2", "zwo": "2", "drei": "3", "vier": "4", "fünf": "5", "fuenf": "5",
    "sechs": "6", "sieben": "7", "acht": "8", "neun": "9",
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TIMES = {"doppel": 2, "double": 2, "triple": 3}
_TOKEN = rf"(?:(?:{'|'.join(_TIMES)})[ -]?)?(?:{'|'.join(_SPOKEN)}|\d)"
_RUN = re.compile(rf"\b{_TOKEN}(?:[ ,.\-/]{{1,3}}{_TOKEN}){{4,40}}\b", re.I)
_PIECE = re.compile(rf"(?:({'|'.join(_TIMES)})[ -]?)?({'|'.join(_SPOKEN)}|\d)", re.I)
_BEFORE = 40


def spoken_numbers(text: str) -> Iterator[Span]:
    for run in _RUN.finditer(text):
        pieces = [(m[1].lower() if m[1] else "", m[2].lower()) for m in _PIECE.finditer(run[0])]
        if sum(1 for _, word in pieces if not word.isdigit()) < _LEAST_DIGITS // 2:
            continue  # figures with a word among them are the other rules'
        digits = "".join(_SPOKEN.get(word, word) * _TIMES.get(times, 1) for times, word in pieces)
        before = text[max(0, run.start() - _BEFORE) : run.start()]
        if len(digits) < _LEAST_DIGITS or REFERENCE.search(before):
            continue
        found = next(cards(digits), None) or next(phones(digits), None)
        shown = found.shown if found else f"[phone ••{digits[-2:]}]"
        yield Span(run.start(), run.end(), found.kind if found else "phone", shown)
