"""One pass after the other over a text until nothing is left to mask. Which rule goes first is decided here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from softphone.domain.chat import Mask
from softphone.domain.customer import Customer
from softphone.domain.phone import customer_key
from softphone.domain.privacy_card import CardPatterns, card_patterns
from softphone.domain.privacy_kinds import NEVER_LIFTED
from softphone.domain.privacy_numbers import Span, birth_dates, cards, emails, ibans, phones
from softphone.domain.privacy_spoken import spoken_numbers
from softphone.domain.privacy_tax import tax_numbers

_MASK = re.compile(r"\[(?:(?:card|IBAN|phone|tax) ••[0-9A-Z]{2}|card code|name|address|e-mail|birth date)\]")
_BETWEEN_PARTS = re.compile(r"[\s.,;\-]{1,3}")


class Finding(Struct, frozen=True):
    """What was found, by which kind of rule, and what stands there now. `original` is for the agent's eyes alone: it
    never goes into a journal, a log or a message."""

    kind: str
    original: str
    shown: str


def masked(
    text: str, card: Customer | None, company: frozenset[str], lifted: frozenset[str] = frozenset()
) -> tuple[str, tuple[Finding, ...]]:
    """`text` with everything personal replaced, and what that was. `company`: what is the company's own and may
    stand; `lifted`: what the agent lets stand, word for word."""
    patterns = card_patterns(card) if card else None
    found: list[Finding] = []
    while spans := _spans(text, patterns, company, lifted):
        found += (Finding(span.kind, text[span.start : span.end], span.shown) for span in spans)
        text = _replaced(text, spans)
    return text, tuple(found)


def masks_added(text: str, before: str) -> Iterator[Mask]:
    """Masks in `text` that did not stand in `before`: somebody may quote one."""
    quoted = [m[0] for m in _MASK.finditer(before)]
    for found in _MASK.finditer(text):
        if found[0] in quoted:
            quoted.remove(found[0])
        else:
            yield Mask(_kind(found[0]), found[0])


def _spans(
    text: str, patterns: CardPatterns | None, company: frozenset[str], lifted: frozenset[str]
) -> list[Span]:
    """What is to be replaced now: no overlaps, earlier rules first, in the order of the text."""
    plain = _shadow(text)
    taken = bytearray(len(text))
    for standing in _standing(plain, patterns):
        taken[standing.start() : standing.end()] = b"\1" * (standing.end() - standing.start())
    spans: list[Span] = []
    for span in _findings(plain, patterns):
        if taken.find(1, span.start, span.end) >= 0:
            continue
        if company and span.kind in ("phone", "email") and _is_own(text[span.start : span.end], company):
            continue
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
        spans.append(span)
    spans.sort()
    joined = _joined(plain, spans)
    return [s for s in joined if s.kind in NEVER_LIFTED or text[s.start : s.end] not in lifted] if lifted else joined


def _findings(text: str, patterns: CardPatterns | None) -> Iterator[Span]:
    yield from ibans(text)
    yield from cards(text)
    yield from emails(text)
    yield from birth_dates(text)
    if patterns:
        yield from patterns.found(text)
    yield from tax_numbers(text)
    yield from phones(text)
    yield from spoken_numbers(text)


def _standing(text: str, patterns: CardPatterns | None) -> Iterator[re.Match[str]]:
    """What no rule may touch: masks, and the order, case and part numbers of the card."""
    yield from _MASK.finditer(text)
    if patterns and patterns.kept:
        yield from patterns.kept.finditer(text)


def _is_own(found: str, company: frozenset[str]) -> bool:
    return found.casefold() in company or customer_key(found) in company


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Parts of one name or address that stand side by side become one mask."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.kind == span.kind and span.kind in ("name", "address") and last.end < span.start:
            gap = text[last.end : span.start]
            if _BETWEEN_PARTS.fullmatch(gap):
                joined[-1] = Span(last.start, span.end, span.kind, span.shown)
                continue
        joined.append(span)
    return joined


def _replaced(text: str, spans: list[Span]) -> str:
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += (text[at : span.start], span.shown)
        at = span.end
    return "".join(parts) + text[at:]


_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")


def _shadow(text: str) -> str:
    """The same text, position by position, with digits of any script as ASCII and one kind of dash."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text).translate(_DASHES)


_KINDS = {"e-mail": "email", "birth": "birth"}


def _kind(shown: str) -> str:
    word = shown.strip("[]").partition(" ")[0]
    return _KINDS.get(word, word.lower())
