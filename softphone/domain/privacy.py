"""Nothing personal leaves this PC by the side chat: `mask` is the gate that every text passes.

Not caught, and said so to the agent: names of people who are not on the card, pictures, what is spelled out in words
("four one one one"), addresses of others, and whatever only somebody who knows the customer would recognize.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from softphone.domain.chat import Mask
from softphone.domain.customer import Case, Customer, Found, Order
from softphone.domain.interaction import Interaction
from softphone.domain.phone import customer_key
from softphone.domain.privacy_card import CardPatterns, card_patterns
from softphone.domain.privacy_numbers import Span, birth_dates, cards, emails, ibans, phones
from softphone.domain.privacy_tax import tax_numbers
from softphone.domain.text import MESSAGE_CHARS, clean

_MASK = re.compile(
    r"\[(?:(?:card|IBAN|phone|tax) ••[0-9A-Z]{2}|card code|name|address|e-mail|birth date)\]"
)
_BETWEEN_PARTS = re.compile(r"[\s.,;\-]{1,3}")
_CONTEXT_CHARS = 160


@dataclass(frozen=True, slots=True)
class Masked:
    text: str
    masks: tuple[Mask, ...] = ()


def mask(untrusted: str, card: Customer | None = None, own: Iterable[str] = ()) -> Masked:
    """`untrusted` as it may leave, and what was replaced, in the order it stands there.

    `own` are numbers and e-mails of the company itself, which may stand. Masking twice changes nothing. Hidden
    characters, which could split a number, are taken out first (`clean`).
    """
    text = clean(untrusted, max(len(untrusted), MESSAGE_CHARS), lines=True)
    patterns = card_patterns(card) if card else None
    company = frozenset(o for entry in own for o in (entry.casefold(), customer_key(entry)) if o)
    while spans := _spans(text, patterns, company):
        text = _replaced(text, spans)
    return Masked(text, tuple(Mask(_kind(shown), shown) for shown in _new_masks(text, untrusted)))


def context_line(interaction: Interaction, customer: Customer | None = None) -> str:
    """What an expert needs before the question: order, product, case, language. Never the person, no sentence.

    `customer` is taken from the interaction's look-up where it is not given."""
    lookup = interaction.lookup
    reasons = lookup.reasons if isinstance(lookup, Found) else ()
    if customer is None:
        if not isinstance(lookup, Found):
            return ""
        customer = lookup.customer
    told = [r.subject for r in reasons]
    order = _first([o for o in customer.orders if o.open], told)
    case = _first([c for c in customer.cases if c.open], told)
    parts: list[str] = []
    if isinstance(order, Order):
        parts.append(f"{order.order_id} {order.title}")
    if isinstance(case, Case):
        parts.append(" ".join(p for p in (case.case_id, case.product, case.title) if p))
    parts += customer.languages[:1]
    line = " · ".join(clean(p, _CONTEXT_CHARS) for p in parts)
    return mask(clean(line, 2 * _CONTEXT_CHARS), customer).text


def _first(open_ones: list[Order] | list[Case], told: list[str]) -> Order | Case | None:
    """The one that a reason names, else the first."""
    by_id = {(o.order_id if isinstance(o, Order) else o.case_id): o for o in open_ones}
    named = next((by_id[subject] for subject in told if subject in by_id), None)
    return named or (open_ones[0] if open_ones else None)


def _spans(text: str, patterns: CardPatterns | None, company: frozenset[str]) -> list[Span]:
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
    return _joined(plain, spans)


def _findings(text: str, patterns: CardPatterns | None) -> Iterator[Span]:
    yield from ibans(text)
    yield from cards(text)
    yield from emails(text)
    yield from birth_dates(text)
    if patterns:
        yield from patterns.found(text)
    yield from tax_numbers(text)
    yield from phones(text)


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


def _new_masks(text: str, before: str) -> Iterator[str]:
    """Masks in `text` that did not stand in `before`: somebody may quote one."""
    quoted = [m[0] for m in _MASK.finditer(before)]
    for found in _MASK.finditer(text):
        if found[0] in quoted:
            quoted.remove(found[0])
        else:
            yield found[0]


_KINDS = {"e-mail": "email", "birth": "birth"}


def _kind(shown: str) -> str:
    word = shown.strip("[]").partition(" ")[0]
    return _KINDS.get(word, word.lower())
