"""Text from outside is cleaned in one place: what can deceive goes, the rest stays."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.text import clean

# Lone surrogates included: SIP bodies decoded with surrogateescape have them.
ANY_TEXT = st.text(alphabet=st.characters(), max_size=300)


@pytest.mark.parametrize(
    ("untrusted", "shown"),
    [
        ("Anna Müller", "Anna Müller"),
        ("  Anna\t\r\n Müller ", "Anna Müller"),
        ("An\x00na\x1b[31m", "Anna[31m"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\u2066b\u2069\u200bc\ufeff", "abc"),
        ("\ud800Anna\udfff", "Anna"),
        ("<b>Anna</b>", "<b>Anna</b>"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("e" + "\u0301" * 100, "e" + "\u0301" * 4),
        ("\ufffe\U0001ffffx\ufdd0", "x"),
        ("", ""),
    ],
)
def test_what_can_deceive_goes_and_the_rest_stays(untrusted: str, shown: str) -> None:
    assert clean(untrusted, 80) == shown


def test_a_long_name_is_cut_and_says_so() -> None:
    assert clean("x" * 10_000, 5) == "xxxx…"
    assert clean("xxxxx", 5) == "xxxxx"
    assert clean("x", 0) == ""


def test_a_message_keeps_its_lines_but_no_wall_of_empty_ones() -> None:
    assert clean("one\r\n two \n\n\n\n\nthree", 80, lines=True) == "one\ntwo\n\nthree"
    assert clean("one\u2028two", 80, lines=True) == "one\ntwo"
    assert clean("one\ntwo", 80) == "one two"


@given(ANY_TEXT, st.integers(0, 60), st.booleans())
def test_cleaning_never_raises_is_bounded_and_twice_changes_nothing(untrusted: str, limit: int, lines: bool) -> None:
    once = clean(untrusted, limit, lines=lines)
    assert len(once) <= limit
    assert clean(once, limit, lines=lines) == once
    once.encode("utf-8")
    allowed = {"\n"} if lines else set()
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs") and c not in allowed]


def test_a_megabyte_costs_no_more_than_what_is_kept() -> None:
    started = time.perf_counter()
    assert len(clean("\u202e \n" * 400_000, 80)) <= 80
    assert time.perf_counter() - started < 0.1
