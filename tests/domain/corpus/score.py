"""How much of what is marked is left by `mask`, and what was masked that is nobody's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from softphone.domain.privacy import mask
from tests.domain.corpus.marked import Marked


@dataclass
class Score:
    secrets: Counter[str] = field(default_factory=Counter)  # by kind
    leaked: list[tuple[str, str]] = field(default_factory=list)  # kind and line
    lines: int = 0  # without a secret
    alarms: list[str] = field(default_factory=list)  # those of them that were changed
    stood: int = 0  # order, case and part numbers of the card that were left alone
    taken: list[str] = field(default_factory=list)  # and those that were not

    def recall(self, kind: str) -> float:
        return 1 - sum(1 for k, _ in self.leaked if k == kind) / self.secrets[kind]


def leaks(secret: str, left: str) -> bool:
    """Whether a piece of the secret that says something is left: four letters or digits in a row, or all of it."""
    words = re.findall(r"\w+", re.sub(r"\[[^\]]{3,14}\]", " ", left).casefold())
    pieces = set(re.findall(r"\w{4,}", secret.casefold()))
    whole = "".join(re.findall(r"\w", secret.casefold()))
    return bool(pieces & set(words)) or whole in "".join(words)


def score(lines: Iterable[Marked]) -> Score:
    out = Score()
    for line in lines:
        left = mask(line.text, line.card).text
        for kind, secret in line.secrets:
            out.secrets[kind] += 1
            if leaks(secret, left):
                out.leaked.append((kind, f"{line.text!r} -> {left!r}"))
        for number in _references(line):
            if number in left.split():
                out.stood += 1
            else:
                out.taken.append(f"{line.text!r} -> {left!r}")
        if not line.secrets:
            out.lines += 1
            if left != line.text:
                out.alarms.append(f"{line.text!r} -> {left!r}")
    return out


def _references(line: Marked) -> list[str]:
    """Order, case and part numbers of the card that stand in the line as words of their own."""
    if line.card is None:
        return []
    known = {o.order_id for o in line.card.orders} | {c.case_id for c in line.card.cases}
    known |= {c.product for c in line.card.cases}
    return [number for number in known if number in line.text.split()]
