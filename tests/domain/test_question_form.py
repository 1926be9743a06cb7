"""The line over a question: filled in from the card, steps marked and taken back, nothing personal in what leaves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.catalogue import Topic
from softphone.domain.question_form import is_marked, marked, steps
from tests.builders import KERN, after, at, in_a_call

OPENED = facts.ConversationOpened(at(11), "v1", "call-c1", "e-1", "Rails")


def test_it_says_what_the_customer_probably_wants_in_the_expert_s_language() -> None:
    line = after(in_a_call(), OPENED).conversations["v1"].context_line
    assert "48-1190" in line
    assert line.endswith("48-1190 ist seit 2 Tagen überfällig")
    english = in_a_call(experts=(replace(KERN, languages=("en",)),))
    assert after(english, OPENED).conversations["v1"].context_line.endswith("48-1190 is 2 days late")


def test_steps_are_what_the_topic_asks_for_and_the_last_lines_of_the_note() -> None:
    desk = after(in_a_call(), facts.NoteEdited(at(10), "call-c1", "one\n\ntwo\nthree\nfour"))
    topic = Topic("Rails", ready=("photo", "part number"))
    assert steps(desk.interactions["call-c1"], topic) == ("photo", "part number", "two", "three", "four")
    assert steps(None, Topic("")) == ()


@given(st.text(st.characters(exclude_characters="·"), max_size=80), st.sampled_from(["photo", "part number"]))
def test_a_step_marked_and_taken_back_leaves_the_line(line: str, step: str) -> None:
    tidy = marked(line, step, False)
    on = marked(tidy, step, True)
    assert is_marked(on, step)
    assert not is_marked(tidy, step)
    assert marked(on, step, False) == tidy
    assert marked(on, step, True) == on


def test_what_stands_on_the_card_leaves_neither_with_the_question_nor_as_its_context() -> None:
    desk = after(
        in_a_call(), OPENED, facts.ContextEdited(at(12), "v1", "✓ Maria Lindqvist tried it, 040 5550 1420"),
        facts.QuestionAsked(at(13), "q1", "v1", "Do they fit?"),
    )  # fmt: skip
    talk = desk.conversations["v1"]
    for private in ("Lindqvist", "1420"):
        assert private not in talk.messages[0].whole
        assert private not in talk.context_line
