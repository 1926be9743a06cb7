"""Colours that can be read by everybody, in both schemes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import asdict
from PySide6.QtWidgets import QApplication

from softphone.domain.settings import Scheme
from softphone.ui.look import CONTROL_PAIRS, DARK, LIGHT, TEXT_PAIRS, contrast, dress, tokens
from softphone.ui.sheet import style_sheet


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_four_and_a_half_to_one_on_its_ground(scheme: str) -> None:
    colours = asdict(LIGHT if scheme == "light" else DARK)
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in TEXT_PAIRS
        if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_control_and_focus_ring_stands_three_to_one_on_its_ground(scheme: str) -> None:
    colours = asdict(LIGHT if scheme == "light" else DARK)
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in CONTROL_PAIRS
        if contrast(colours[pair[0]], colours[pair[1]]) < 3
    }
    assert weak == {}


def test_the_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_stylesheet_leaves_no_token_unfilled() -> None:
    assert re.findall(r"@\w+", style_sheet(LIGHT, Path("arrow.svg"), Path("tick.svg"))) == []


def test_the_scheme_can_be_forced_and_the_tokens_follow(qapp: QApplication) -> None:
    dress(qapp, Scheme.DARK)
    assert tokens() is DARK
    dress(qapp, Scheme.LIGHT)
    assert tokens() is LIGHT
