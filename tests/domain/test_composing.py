"""The expert is told that the agent writes: seldom, never what, and no longer than it is so."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.line import Line, LineState
from softphone.domain.protocol import SendComposing
from softphone.domain.update import update
from tests.builders import after, at, in_a_call

START = 100


def picked() -> Desk:
    return after(in_a_call(), facts.ConversationOpened(at(START - 1), "v1", "call-c1", "e-1", "Rails"))


def address(desk: Desk) -> str:
    return desk.conversations["v1"].address


def typed(desk: Desk, text: str, seconds: float) -> tuple[Desk, list[bool]]:
    desk, effects = update(desk, facts.DraftEdited(at(seconds), "v1", text))
    return desk, told(desk, effects)


def told(desk: Desk, effects: tuple[Effect, ...]) -> list[bool]:
    said = [e.command for e in effects if isinstance(e, ToEngine) and isinstance(e.command, SendComposing)]
    assert all(each.to == address(desk) for each in said)
    return [each.active for each in said]


def test_the_first_key_tells_it_and_the_next_do_not() -> None:
    desk, first = typed(picked(), "D", START)
    desk, second = typed(desk, "Do", START + 1)
    assert (first, second) == ([True], [])


def test_who_writes_for_long_is_told_once_a_minute() -> None:
    desk, _ = typed(picked(), "D", START)
    said: list[bool] = []
    for n in range(1, 130):
        desk, more = typed(desk, "D" * (n + 1), START + n)
        said += more
    assert said == [True, True]


def test_who_stops_without_sending_is_idle_after_a_quarter_of_a_minute() -> None:
    desk, _ = typed(picked(), "D", START)
    desk, effects = update(desk, facts.Ticked(at(START + 10)))
    assert told(desk, effects) == []
    desk, effects = update(desk, facts.Ticked(at(START + 16)))
    assert told(desk, effects) == [False]
    desk, effects = update(desk, facts.Ticked(at(START + 40)))
    assert told(desk, effects) == []


def test_the_question_itself_ends_it_without_a_word_more() -> None:
    desk, _ = typed(picked(), "Does it fit?", START)
    desk, effects = update(desk, facts.QuestionAsked(at(START + 2), "q1", "v1", "Does it fit?"))
    assert told(desk, effects) == []
    desk, effects = update(desk, facts.Ticked(at(START + 60)))
    assert told(desk, effects) == []


def test_a_draft_that_is_taken_back_is_idle_at_once() -> None:
    desk, _ = typed(picked(), "D", START)
    desk, said = typed(desk, "", START + 1)
    assert said == [False]


def test_without_a_line_nothing_is_told() -> None:
    desk, said = typed(replace(picked(), line=Line(LineState.LOST)), "D", START)
    assert said == []
    assert desk.composing == {}
