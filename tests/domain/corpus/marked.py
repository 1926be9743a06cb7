"""Reads marked lines: "geb. {birth:3.4.1968}" is the line "geb. 3.4.1968" with a secret in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from softphone.domain.customer import Case, Customer, Order

_MARK = re.compile(r"\{(card|iban|on_card|phone|email|birth|tax):((?:[^{}])+)\}")


@dataclass(frozen=True)
class Marked:
    text: str
    secrets: tuple[tuple[str, str], ...] = ()  # kind and text; none: the line must leave as it is
    card: Customer | None = None


def marked(line: str, card: Customer | None) -> Marked:
    return Marked(_MARK.sub(lambda m: m[2], line), tuple((m[1], m[2]) for m in _MARK.finditer(line)), card)


def read(path: Path) -> Iterator[Marked]:
    card: Customer | None = None
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("@"):
            card = _card(line[1:])
        elif line.strip() and not line.startswith("#"):
            yield marked(line, card)


def _card(line: str) -> Customer | None:
    if "|" not in line:
        return None
    name, company, address, numbers, emails, orders, cases = (part.strip() for part in line.split("|"))
    return Customer(
        "k-1",
        name,
        company=company,
        address=address,
        numbers=tuple(_several(numbers)),
        emails=tuple(_several(emails)),
        orders=tuple(Order(number, title, "open") for number, title in map(_numbered, _several(orders))),
        cases=tuple(
            Case(number, title.partition(" / ")[0], "open", product=title.partition(" / ")[2])
            for number, title in map(_numbered, _several(cases))
        ),
    )


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _numbered(text: str) -> tuple[str, str]:
    """A number may hold one blank, as in "F 4471"."""
    found = re.match(r"([A-Z] \d+|\S+)\s+(.*)", text)
    assert found, text
    return found[1], found[2]
