"""How much the masks find, measured on lines that were made apart from the rules."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from softphone.domain.privacy import mask
from tests.domain.personal_lines import Line, lines

SEEDS = (4, 1190)
EACH = 25  # rounds of 14 lines
LEAST = {"card": 0.995, "iban": 0.995, "on_card": 0.98, "phone": 0.95, "email": 0.95, "birth": 0.95}


def leaks(line: Line) -> bool:
    """Whether any piece of the secret that says something is left: four letters or digits in a row."""
    left = re.findall(r"\w+", mask(line.text, line.customer).text.casefold())
    pieces = {p for secret in line.secrets for p in re.findall(r"\w{4,}", secret.casefold())}
    whole = {"".join(re.findall(r"\w", secret.casefold())) for secret in line.secrets}
    return bool(pieces & set(left)) or any(w in "".join(left) for w in whole)


@pytest.fixture(scope="module")
def corpus() -> list[Line]:
    return [line for seed in SEEDS for line in lines(seed, EACH)]


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_recall_is_what_was_promised(kind: str, corpus: list[Line]) -> None:
    of_kind = [line for line in corpus if line.kind == kind]
    leaked = [line.text for line in of_kind if leaks(line)]
    assert len(of_kind) >= 50
    assert 1 - len(leaked) / len(of_kind) >= LEAST[kind], leaked


def test_at_most_one_false_alarm_in_two_hundred_lines(corpus: list[Line]) -> None:
    clean = [line for line in corpus if line.kind == "clean"]
    changed = Counter(line.text for line in clean if mask(line.text, line.customer).masks)
    assert len(clean) >= 200
    assert changed.total() <= len(clean) / 200, changed


def test_order_case_and_part_numbers_of_the_card_always_stand(corpus: list[Line]) -> None:
    for line in corpus:
        left = mask(line.text, line.customer).text
        for number in (*(o.order_id for o in line.customer.orders), line.customer.cases[0].case_id, "AD-7"):
            if number in line.text.split():
                assert number in left.split(), line.text
