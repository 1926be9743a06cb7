"""Texting with a customer beside the side chat: an interaction like a call, and never a word on the wrong side."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import softphone
from softphone.domain import facts
from softphone.domain.customer import Found
from softphone.domain.desk import Desk, EngineState, NoticeKind
from softphone.domain.effects import Effect, FindCustomer, FinishWrapUp, KeepHistory, KeepQuestion, TakeIn, ToEngine
from softphone.domain.interaction import InteractionKind, Outcome, WrapUp
from softphone.domain.line import Line, LineState
from softphone.domain.protocol import (
    CustomerWords,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    SendCustomerText,
    SendMessage,
)
from softphone.domain.texts import (
    CustomerText,
    KeepText,
    ReplyDrafted,
    ReplyResent,
    ReplySent,
    TakeInText,
    TextCame,
    TextKept,
    TextsClosed,
    TextsSeen,
    TextState,
    Thread,
    ThreadsRemembered,
)
from softphone.domain.update import update
from tests.builders import KERN, a_customer, a_desk, after, at, heard, in_a_call

NUMBER, SENDER = "+491715550142", "sip:01715550142@gateway.example"


def came(seconds: float = 0, text: str = "Where is 48-1190?", interaction: str = "t-1", key: str = "") -> TextCame:
    said = CustomerText(key or f"c-{seconds}", at(seconds), False, text, seen_here=False)
    return TextCame(at(seconds), interaction, NUMBER, SENDER, said)


def texting(**changes: object) -> Desk:
    desk = after(a_desk(**changes), came(), facts.InteractionShown(at(1), "t-1"))
    return after(desk, facts.CustomerFound(at(1), "t-1", a_customer()))


def run(desk: Desk, *happened: facts.Fact) -> tuple[Desk, list[Effect]]:
    """As the backroom would: what is kept is told."""
    effects: list[Effect] = []
    waiting = list(happened)
    while waiting:
        desk, more = update(desk, waiting.pop(0))
        effects += more
        waiting += [
            TextKept(e.text.at, e.thread.interaction_id, e.text.text_id)
            for e in more
            if isinstance(e, KeepText) and e.text.ours and e.text.state is TextState.NEW
        ]
    return desk, effects


def sent(effects: list[Effect]) -> list[SendCustomerText]:
    return [e.command for e in effects if isinstance(e, ToEngine) and isinstance(e.command, SendCustomerText)]


def answer(desk: Desk, words: str, text_id: str = "a-1", seconds: float = 10) -> tuple[Desk, list[Effect]]:
    return run(desk, ReplyDrafted(at(seconds), "t-1", words), ReplySent(at(seconds), "t-1", text_id))


# --- In ----------------------------------------------------------------------------------------------------


def test_a_text_from_an_outside_number_is_a_customers() -> None:
    event = MessageReceived(at(0), SENDER, "Where is it?", "n-1")
    assert update(a_desk(), heard(event))[1] == (TakeInText(event),)


@pytest.mark.parametrize(
    "event",
    [
        MessageReceived(at(0), KERN.address, "Yes.", "n-1"),
        MessageReceived(at(0), "sip:204@pbx.example", "Yes.", "n-1"),
        MessageReceived(at(0), "sip:anonymous@anonymous.invalid", "Yes.", "n-1"),
        MessageReceived(at(0), SENDER, "Yes.", "n-1", message_id="m-1"),
    ],
)
def test_a_text_of_an_expert_an_extension_or_another_aside_is_the_side_chats(event: MessageReceived) -> None:
    (effect,) = update(a_desk(), heard(event))[1]
    assert isinstance(effect, TakeIn)


def test_an_expert_who_writes_from_an_outside_number_stays_an_expert() -> None:
    mobile = replace(KERN, address=SENDER)
    (effect,) = update(a_desk(experts=(mobile,)), heard(MessageReceived(at(0), SENDER, "Yes.", "n-1")))[1]
    assert isinstance(effect, TakeIn)


def test_a_text_is_a_quiet_notice_and_a_row_and_its_customer_is_looked_up() -> None:
    desk, effects = update(in_a_call(), came(300))
    assert [n.kind for n in desk.notices] == [NoticeKind.TEXT_CAME]
    assert desk.shown != "t-1"
    assert not desk.ringing
    assert desk.interactions["t-1"].kind is InteractionKind.TEXT
    assert FindCustomer("t-1", NUMBER) in effects
    desk = after(desk, facts.CustomerFound(at(301), "t-1", a_customer()))
    assert isinstance(desk.interactions["t-1"].lookup, Found)


def test_the_next_text_joins_the_first_and_reading_takes_the_notice_away() -> None:
    desk = after(a_desk(), came(), came(5, "And the rails?"))
    assert [t.text for t in desk.threads["t-1"].texts] == ["Where is 48-1190?", "And the rails?"]
    assert desk.threads["t-1"].unread == 2
    desk = after(desk, facts.InteractionShown(at(6), "t-1"), TextsSeen(at(6), "t-1"))
    assert (desk.threads["t-1"].unread, desk.notices) == (0, ())


# --- Out ---------------------------------------------------------------------------------------------------


def test_an_answer_is_kept_before_it_leaves_and_goes_to_who_wrote() -> None:
    desk = after(texting(), ReplyDrafted(at(9), "t-1", "It is in Bremen."))
    desk, effects = update(desk, ReplySent(at(10), "t-1", "a-1"))
    assert not sent(list(effects))
    desk, effects = update(desk, TextKept(at(10), "t-1", "a-1"))
    assert sent(list(effects)) == [SendCustomerText("a-1", SENDER, CustomerWords("It is in Bremen."))]
    assert desk.interactions["t-1"].reply == ""
    desk = after(desk, heard(MessageAccepted(at(11), "a-1", "")))
    assert desk.threads["t-1"].texts[-1].state is TextState.SENT


def test_answers_leave_in_order_one_at_a_time() -> None:
    desk, first = answer(texting(), "one", "a-1")
    desk, second = answer(desk, "two", "a-2", 11)
    assert [c.text_id for c in sent(first + second)] == ["a-1"]
    desk, third = run(desk, heard(MessageAccepted(at(12), "a-1", "")))
    assert [c.text_id for c in sent(third)] == ["a-2"]


def test_without_a_line_an_answer_waits_and_goes_when_the_line_is_back() -> None:
    desk, effects = answer(texting(line=Line(LineState.LOST)), "It is in Bremen.")
    assert not sent(effects)
    assert desk.threads["t-1"].texts[-1].state is TextState.WAITING
    changed = replace(desk, line=Line(LineState.REGISTERED, at(20), 200, "OK"))
    desk, effects = _follow(desk, changed)
    assert [c.words.text for c in sent(effects)] == ["It is in Bremen."]


def _follow(before: Desk, now: Desk) -> tuple[Desk, list[Effect]]:
    from softphone.domain.rules import texts

    desk, effects = texts.follow(before, (now, ()))
    return desk, list(effects)


@pytest.mark.parametrize(
    ("news", "state"),
    [
        (MessageRefused(at(12), "a-1", 404, "Not found"), TextState.REFUSED),
        (MessageLost(at(12), "a-1"), TextState.UNSURE),
    ],
)
def test_what_was_refused_or_is_unsure_goes_again_when_the_agent_says_so(
    news: MessageRefused | MessageLost, state: TextState
) -> None:
    desk, _ = answer(texting(), "It is in Bremen.")
    desk = after(desk, heard(news))
    assert desk.threads["t-1"].texts[-1].state is state
    _, effects = run(desk, ReplyResent(at(13), "t-1", "a-1"))
    assert [c.text_id for c in sent(effects)] == ["a-1"]


def test_a_dead_engine_leaves_an_unanswered_text_unsure() -> None:
    desk, _ = answer(texting(), "It is in Bremen.")
    desk = after(desk, facts.EngineDown(at(12)))
    assert desk.engine is EngineState.DOWN
    assert desk.threads["t-1"].texts[-1].state is TextState.UNSURE


def test_after_a_start_what_was_kept_goes_and_what_had_left_is_unsure_never_doubled() -> None:
    left = CustomerText("a-1", at(3), True, "one", TextState.LEFT)
    kept = CustomerText("a-2", at(4), True, "two", TextState.NEW)
    desk = replace(texting(), threads={})
    desk, effects = run(desk, ThreadsRemembered(at(9), (Thread("t-1", NUMBER, SENDER, (left, kept)),)))
    assert [t.state for t in desk.threads["t-1"].texts] == [TextState.UNSURE, TextState.LEFT]
    assert [c.text_id for c in sent(effects)] == ["a-2"]


def test_an_empty_or_too_long_answer_is_not_sent() -> None:
    for words in ("", "   ", "x" * 901, "ä" * 451):
        desk, effects = answer(texting(), words)
        assert not sent(effects)
        assert desk.interactions["t-1"].reply == words


# --- An interaction like a call ----------------------------------------------------------------------------


def test_finishing_leads_through_the_same_wrap_up_into_history() -> None:
    desk = after(texting(), facts.NoteEdited(at(5), "t-1", "wants Friday"))
    desk, effects = update(desk, TextsClosed(at(20), "t-1"))
    assert any(isinstance(e, KeepHistory) and e.entry.kind is InteractionKind.TEXT for e in effects)
    interaction = desk.interactions["t-1"]
    assert (interaction.wrap_up, interaction.disposition.note) == (WrapUp.OPEN, "wants Friday")
    outcome = replace(interaction.disposition, outcome=Outcome.SOLVED)
    desk = after(desk, facts.DispositionEdited(at(25), "t-1", outcome))
    desk, effects = update(desk, facts.WrapUpFinished(at(30), "t-1"))
    (finish,) = [e for e in effects if isinstance(e, FinishWrapUp)]
    assert finish.customer == a_customer()
    assert [(h.kind, h.outcome) for h in desk.history] == [(InteractionKind.TEXT, Outcome.SOLVED)]
    assert "t-1" not in desk.interactions
    assert "t-1" not in desk.threads


def test_an_expert_is_asked_about_a_text_conversation_as_about_a_call() -> None:
    desk = after(texting(), facts.ConversationOpened(at(5), "k-1", "t-1", "e-1", "Rack S2"))
    _, effects = update(desk, facts.QuestionAsked(at(6), "q-1", "k-1", "Lindqvist asks: Friday?"))
    (question,) = [e for e in effects if isinstance(e, KeepQuestion)]
    assert "[name] asks: Friday?" in question.message.text
    assert not sent(list(effects))


# --- Never a word on the wrong side ------------------------------------------------------------------------

CUSTOMERS = st.builds("for the customer {}".format, st.integers(0, 9))
EXPERTS = st.builds("for the expert {}".format, st.integers(0, 9))
HANDS = st.one_of(
    st.builds(lambda t: ReplyDrafted(at(20), "t-1", t), CUSTOMERS),
    st.builds(lambda n: ReplySent(at(20), "t-1", f"a-{n}"), st.integers(0, 5)),
    st.builds(lambda n: ReplyResent(at(20), "t-1", f"a-{n}"), st.integers(0, 5)),
    st.builds(lambda t: facts.DraftEdited(at(20), "k-1", t), EXPERTS),
    st.builds(lambda t, n: facts.QuestionAsked(at(20), f"q-{n}", "k-1", t), EXPERTS, st.integers(0, 5)),
    st.builds(lambda t: facts.NoteEdited(at(20), "t-1", t), EXPERTS),
    st.builds(lambda n: heard(MessageAccepted(at(21), f"a-{n}", ""), 21), st.integers(0, 5)),
    st.builds(lambda n: heard(MessageLost(at(21), f"q-{n}"), 21), st.integers(0, 5)),
    st.sampled_from(
        [
            facts.InteractionShown(at(20), "t-1"),
            facts.HomeShown(at(20)),
            facts.ConversationShown(at(20), "k-1"),
            facts.DrawerSwitched(at(20), True),
            facts.EngineDown(at(20)),
            facts.EngineUp(at(20)),
        ]
    ),
)


@given(st.lists(HANDS, max_size=25))
def test_whatever_the_hands_do_no_word_for_an_expert_reaches_a_customer_nor_the_other_way_round(
    hands: list[facts.Fact],
) -> None:
    desk = after(texting(), facts.ConversationOpened(at(5), "k-1", "t-1", "e-1", "Rack S2"))
    _, effects = run(desk, *hands)
    for command in sent(effects):
        assert command.to == SENDER
        assert command.words.text.startswith("for the customer")
    for effect in effects:
        if isinstance(effect, KeepQuestion):
            assert "for the customer" not in effect.message.text
            assert effect.conversation.address == KERN.address


def calls_of(name: str) -> list[str]:
    """The modules of the program that make one."""
    root = Path(softphone.__file__).parent
    return sorted(
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if f"{name}(" in (text := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
    )


def test_what_a_customer_reads_is_made_in_one_place_and_what_an_expert_reads_in_another() -> None:
    assert calls_of("CustomerWords") == calls_of("SendCustomerText") == ["domain/rules/texts.py"]
    desk_side = [path for path in calls_of("SendMessage") if not path.startswith("sandbox/")]
    assert desk_side == ["backroom/chats/sip.py"]
    assert get_type_hints(SendMessage)["text"] is str
    assert get_type_hints(SendCustomerText)["words"] is CustomerWords
    assert "text" not in get_type_hints(ReplySent)
