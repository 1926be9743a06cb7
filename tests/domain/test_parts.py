"""A long question: the desk knows in how many parts it goes, as the transport cuts it."""

from __future__ import annotations

from softphone.domain import facts
from softphone.domain.chat import PART_BYTES, split
from softphone.domain.effects import KeepQuestion
from softphone.domain.update import update
from tests.builders import after, at, in_a_call


def parts_of(text: str) -> int:
    desk = after(in_a_call(), facts.ConversationOpened(at(11), "v1", "call-c1", "e-1", "Rails"))
    desk, effects = update(desk, facts.QuestionAsked(at(12), "q1", "v1", text))
    message = desk.conversations["v1"].messages[0]
    assert [e.message.parts for e in effects if isinstance(e, KeepQuestion)] == [message.parts]
    assert message.parts == len(split(message.text))
    return message.parts


def test_a_short_question_is_one_part() -> None:
    assert parts_of("Does it fit?") == 1


def test_a_long_one_counts_with_its_context() -> None:
    assert parts_of("word " * 179) == 2  # 895 bytes alone: the context line makes the second part
    assert parts_of("word " * 400) == 3


def test_what_fills_one_part_exactly_is_one() -> None:
    assert len(split("x" * PART_BYTES)) == 1
    assert len(split("x" * (PART_BYTES + 1))) == 2
