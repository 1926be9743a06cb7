"""What a search finds, and how what is typed becomes a question to the index.

Ä, ö, ü and ß are found both ways they are typed without a German keyboard: "Möhring" by moehring, mohring, möhring.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"})
_TOKEN = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"[\s()/.\-–]*")
_NUMBER_LIKE = re.compile(r"\s*\+?[\d\s()/.\-–]{3,40}")
MOST_TOKENS = 6  # the seventh word narrows nothing
MOST_TOKEN_CHARS = 40
INDEXED_CHARS = 6  # beginnings up to here have an index of their own (migrations, `words`)


def line_of(parts: Iterable[str]) -> str:
    """The text that goes into the index for one customer."""
    said: dict[str, None] = {}
    for part in parts:
        plain = part.casefold()
        if not plain.isascii():
            plain = unicodedata.normalize("NFC", plain)
            said[plain.translate(_GERMAN)] = None
        said[plain] = None
    return " ".join(said)


def tokens_of(typed: str) -> tuple[str, ...]:
    """The words typed, folded as the index is; () when there is nothing to ask.

    One letter alone finds half the book and is no question; beside others it is a whole word ("A-2291").
    """
    folded = unicodedata.normalize("NFC", typed.casefold()).translate(_GERMAN)
    tokens = tuple(token[:MOST_TOKEN_CHARS] for token in _TOKEN.findall(folded)[:MOST_TOKENS])
    return tokens if sum(map(len, tokens)) >= 2 else ()


def without_marks(text: str) -> str:
    """As the index's tokenizer reads it: é as e."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def question(tokens: tuple[str, ...]) -> str:
    """The FTS5 expression for all of these, each as the beginning of a word."""
    return " AND ".join(f'"{token}" *' if len(token) > 1 else f'"{token}"' for token in tokens)


def number_beginnings(typed: str, country_code: int) -> tuple[str, ...]:
    """How a number may begin in the book, if what is typed looks like part of one."""
    if not _NUMBER_LIKE.fullmatch(typed):
        return ()
    digits = "".join(c for c in typed if c.isascii() and c.isdigit())
    if len(digits) < 3:
        return ()
    if typed.lstrip().startswith("+"):
        return (f"+{digits}",)
    if digits.startswith("00"):
        return (f"+{digits[2:]}",)
    if digits.startswith("0"):
        return (f"+{country_code}{digits[1:]}",)
    return (f"+{digits}", f"+{country_code}{digits}", digits)
