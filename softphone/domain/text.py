"""Text from outside, made fit to be shown: one function, used wherever a name or a message comes in.

What comes out may still be wrong or rude, but it cannot hide, reverse, overflow or break a line. It is never
markup: who shows it says so (`Qt.PlainText`).
"""

from __future__ import annotations

import re
import unicodedata

NAME_CHARS = 80  # what a display name, a subject or a number may have: more than fits on a wide card
MESSAGE_CHARS = 20_000  # one chat message or note

_MARKS_IN_A_ROW = 4  # Vietnamese and Hebrew need three; a tower of a hundred covers the lines above it
_JOINERS = "\u200c\u200d"  # Persian words and family emoji need them; every other format character can deceive
_LINE_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
_BLANKS_IN_LINE = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r" ?\n ?(?:\n ?){2,}")
_AROUND_BREAK = re.compile(r" ?\n ?")
_MORE = "…"


def clean(untrusted: str, limit: int, *, lines: bool = False) -> str:
    """`untrusted` in at most `limit` characters, without anything that is not text.

    Control, bidi and other invisible characters, lone surrogates and private-use characters go; blanks become
    one space; line breaks too, unless `lines` keeps them (at most two in a row). A cut text ends in an ellipsis.
    Cleaning twice changes nothing. Takes no longer for 1 MB than for `limit`.
    """
    if limit <= 0:
        return ""
    seen = untrusted[: 4 * limit + 64]  # enough for any text that is not made of what goes
    broken = _LINE_BREAKS.sub("\n", seen)
    text = "".join(_kept(broken))
    if lines:
        text = _BLANKS_IN_LINE.sub(" ", text)
        text = _EMPTY_LINES.sub("\n\n", text)
        text = _AROUND_BREAK.sub("\n", text)
    else:
        text = _BLANKS.sub(" ", text)
    text = text.strip(" \n" + _JOINERS)
    if len(text) <= limit and len(seen) == len(untrusted):
        return text
    return text[: limit - 1].rstrip(" \n" + _JOINERS + _MORE) + _MORE


def decoded(content: bytes) -> str:
    """The text of a file that a person keeps: UTF-8, or what spreadsheets on Windows write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
            if marks <= _MARKS_IN_A_ROW:
                kept.append(char)
            continue
        if char == "\n" or category == "Zs" or char == "\t":
            kept.append("\n" if char == "\n" else " ")
        elif category in ("Cc", "Cs", "Co") or (category == "Cf" and char not in _JOINERS) or _no_character(char):
            continue
        else:
            kept.append(char)
        marks = 0
    return kept


def _no_character(char: str) -> bool:
    """Code points that Unicode promises never to use."""
    return (ord(char) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
