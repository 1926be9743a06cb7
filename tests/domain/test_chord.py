"""Keys of the whole system by name: what is one, and what never becomes one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.chord import Chord, read_chord
from softphone.domain.settings import Settings


@pytest.mark.parametrize(
    ("text", "chord"),
    [
        ("Ctrl+Shift+F9", Chord("F9", frozenset({"ctrl", "shift"}))),
        ("strg + umschalt + f10", Chord("F10", frozenset({"ctrl", "shift"}))),
        ("Meta+M", Chord("M", frozenset({"meta"}))),
        ("F12", Chord("F12")),
    ],
)
def test_a_key_is_read_as_people_write_it(text: str, chord: Chord) -> None:
    assert read_chord(text) == chord


@pytest.mark.parametrize(
    "text", ["Ctrl+Alt+F9", "Alt+Strg+Q", "A", "Shift+A", "", "+", "Ctrl+", "F25", "Hyper+X", "Ctrl+ß"]
)
def test_altgr_letters_and_nonsense_are_no_keys(text: str) -> None:
    assert read_chord(text) is None


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    read_chord(text)


def test_the_keys_that_come_with_aside_are_good() -> None:
    assert read_chord(Settings().global_answer)
    assert read_chord(Settings().global_mute)
