"""How much the masks find on 2,650 lines of our own and on 1,000 of people whom Faker made up; what they take of clean
lines that nobody here wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from softphone.domain.customer import Customer, Order
from softphone.domain.privacy import mask, masked_file_name
from tests.domain.corpus import clean, generated, unseen
from tests.domain.corpus.marked import Marked, read
from tests.domain.corpus.score import Score, score

LEAST = {"card": 0.995, "iban": 0.995, "on_card": 0.98, "phone": 0.95, "email": 0.95, "birth": 0.95}
HAND_WRITTEN = Path(generated.__file__).with_name("hand_written.txt")
SEED, UNSEEN_SEED, CLEAN_SEED = 11, 90210, 40417


def our_lines() -> list[Marked]:
    return [*read(HAND_WRITTEN), *generated.lines(SEED)]


@pytest.fixture(scope="module")
def ours() -> Score:
    return score(our_lines())


@pytest.fixture(scope="module")
def theirs() -> Score:
    return score(unseen.lines(UNSEEN_SEED, rounds=20))


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_of_our_own_lines_enough_is_found(kind: str, ours: Score) -> None:
    assert ours.secrets[kind] >= 90
    assert ours.recall(kind) >= LEAST[kind], ours.leaked


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_of_lines_the_rules_have_not_seen_enough_is_found(kind: str, theirs: Score) -> None:
    assert theirs.secrets[kind] >= 90
    assert theirs.recall(kind) >= LEAST[kind], theirs.leaked


def test_of_our_own_lines_at_most_one_in_two_hundred_is_masked_for_nothing(ours: Score) -> None:
    assert ours.lines >= 800
    assert len(ours.alarms) <= ours.lines / 200, ours.alarms


def test_of_two_thousand_clean_lines_that_nobody_here_wrote_at_most_one_in_two_hundred_is_masked() -> None:
    said = list(clean.lines(CLEAN_SEED, each=120))
    alarms = [masked.text for text, card in said if (masked := mask(text, card)).masks]
    assert len({text for text, _ in said}) >= 2_000
    assert len(alarms) <= len(said) / 200, alarms


def test_no_order_case_or_part_number_of_the_card_is_ever_masked(ours: Score) -> None:
    assert ours.taken == []
    assert ours.stood >= 200


def test_there_are_two_thousand_different_lines_in_both_languages() -> None:
    texts = {line.text for line in our_lines()}
    assert len(texts) >= 2_000
    assert sum(1 for t in texts if {"the", "is", "for", "does", "please"} & set(t.casefold().split())) >= 200
    assert sum(1 for t in texts if {"und", "ist", "der", "die", "von", "bitte"} & set(t.casefold().split())) >= 200


def test_the_corpus_never_asks_the_rules() -> None:
    for module in (clean, generated, unseen):
        assert "softphone.domain.privacy" not in Path(module.__file__).read_text("utf-8").partition('"""\n')[2]


MAJA = Customer("c", "Maja Lindqvist", orders=(Order("48-1190", "Rack S2", "open"),), numbers=("+4940123456",))


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Lindqvist_Rechnung_48-1190.pdf", "[name]_Rechnung_48-1190.pdf"),
        ("MajaLindqvist.jpg", "[name].jpg"),
        ("Foto_01715550142_Rack S2.jpeg", "Foto_[phone_••42]_Rack_S2.jpeg"),
        ("DE89370400440532013000.PDF", "[IBAN_••00].PDF"),
        ("kunde4111111111111111scan.png", "kunde[card_••11]scan.png"),
        (r"D:\Ablage\Maja\rack_S2.png", "rack_S2.png"),
        ("/srv/lindqvist/48-1190.txt", "48-1190.txt"),
        ("maja.lindqvist@web.de", "[e-mail]"),
    ],
)
def test_a_file_leaves_with_a_masked_name(name: str, left: str) -> None:
    assert masked_file_name(name, MAJA).text == left
