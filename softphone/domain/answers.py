"""Answers that stay: an expert's reply kept as a card, with an owner and a day until which it holds.

Nothing of the customer it was asked for may stand in one: `without_customer` is the only way from a chat into a card.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.customer import Customer
from softphone.domain.privacy import mask
from softphone.domain.text import NAME_CHARS, clean

QUESTION_CHARS = 600
ANSWER_CHARS = 4_000
VALID_DAYS = 90  # offered to who keeps one; products and prices seldom hold for longer
MOST_OFFERS = 3
LEAST_LETTERS = 4  # of a draft before anything is offered
_SIGNS = re.compile(r"https?://\S+|\[[^\]\n]{1,24}\]|^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)


class KeptAnswer(Struct, frozen=True):
    answer_id: str
    question: str
    text: str
    owner: str  # name of the expert
    valid_until: date  # the last day it holds
    kept_at: datetime
    owner_address: str = ""  # whom to ask whether it still holds
    topic: str = ""
    product: str = ""
    source: str = ""  # conversation_id it was given in
    took_s: int = 0  # how long the expert needed for it
    solved: int = 0  # calls it solved without the expert
    owner_asked_at: datetime | None = None  # whether it still holds

    @property
    def minutes_saved(self) -> int:
        """Of the owner's time. Nobody answers in less than a minute of attention."""
        return self.solved * max(1, -(-self.took_s // 60))

    def expired(self, today: date) -> bool:
        return today > self.valid_until


class Offers(Struct, frozen=True):
    """What is offered above the composer of one conversation; `opened` is the one being read."""

    conversation_id: str = ""
    answers: tuple[KeptAnswer, ...] = ()
    opened: str = ""
    turned_down: str = ""  # the draft for which the agent wanted none

    def answer(self, answer_id: str) -> KeptAnswer | None:
        return next((a for a in self.answers if a.answer_id == answer_id), None)


class Saved(Struct, frozen=True):
    """What one owner's answers did."""

    owner: str
    solved: int
    minutes: int


class Shelf(Struct, frozen=True):
    """What the window *Kept answers* shows: the best or newest of `total`."""

    query: str = ""
    answers: tuple[KeptAnswer, ...] = ()
    total: int = 0
    expired: int = 0
    saved: tuple[Saved, ...] = ()  # most first


class Carried(Struct, frozen=True):
    """What came of an export or import. `trouble`: "missing", "unwritable", "not_lines"; empty for done."""

    path: str
    done: int = 0
    bad: int = 0
    into_store: bool = False
    trouble: str = ""


def without_customer(untrusted: str, customer: Customer | None, limit: int) -> str:
    """The text without anything that says who the customer was: masked, and without their order and case numbers."""
    text = mask(clean(untrusted, limit, lines=True), customer).text
    for word, numbers in (
        ("[order]", [o.order_id for o in customer.orders] if customer else []),
        ("[case]", [c.case_id for c in customer.cases] if customer else []),
    ):
        for number in filter(None, numbers):
            text = re.sub(rf"(?<!\w){re.escape(number)}(?!\w)", word, text, flags=re.IGNORECASE)
    return clean(text, limit, lines=True)


def fit_to_keep(answer: KeptAnswer, customer: Customer | None = None) -> KeptAnswer:
    """The card as it may be kept, wherever it comes from: cleaned, masked, bounded."""
    return replace(
        answer,
        answer_id=clean(answer.answer_id, NAME_CHARS),
        question=without_customer(answer.question, customer, QUESTION_CHARS),
        text=without_customer(answer.text, customer, ANSWER_CHARS),
        owner=clean(answer.owner, NAME_CHARS),
        owner_address=clean(answer.owner_address, 200),
        topic=clean(answer.topic, NAME_CHARS),
        product=clean(answer.product, NAME_CHARS),
        source=clean(answer.source, NAME_CHARS),
        took_s=min(max(answer.took_s, 0), 86_400),
        solved=min(max(answer.solved, 0), 1_000_000),
    )


def preset_until(today: date) -> date:
    return today + timedelta(days=VALID_DAYS)


def line_to_say(text: str) -> str:
    """An answer as one line to read aloud: no lists, no addresses, no masks."""
    parts = (part.strip() for part in _SIGNS.sub("", text).splitlines())
    said = [part if part[-1] in ".!?:;," else f"{part}." for part in parts if part]
    return " ".join(" ".join(said).split())
