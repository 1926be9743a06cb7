"""A language is named in words that the expert reads."""

from __future__ import annotations

import pytest

from softphone.domain import facts
from softphone.domain.languages import language_name
from tests.builders import KERN, OSEI, after, at, in_a_call


@pytest.mark.parametrize(
    ("tag", "readers", "name"),
    [
        ("de", ("en",), "German"),
        ("de-AT", (), "German"),
        ("de", ("de-CH", "en"), "Deutsch"),
        ("uk", ("de",), "Ukrainisch"),
        ("tlh", ("de",), "tlh"),
        ("", ("de",), ""),
    ],
)
def test_a_tag_becomes_the_name_its_reader_knows(tag: str, readers: tuple[str, ...], name: str) -> None:
    assert language_name(tag, readers) == name


def test_the_context_line_names_the_language_in_the_first_language_of_the_expert() -> None:
    for expert, name in ((KERN, "Deutsch"), (OSEI, "German")):
        desk = after(in_a_call(), facts.ConversationOpened(at(20), "conv", "call-c1", expert.expert_id))
        assert desk.conversations["conv"].context_line.split(" · ")[2] == name
