"""When an answer is told by ear: never into the agent's sentence, unless it is urgent and has waited."""

from __future__ import annotations

import pytest

from softphone.domain import facts
from softphone.domain.attention import is_urgent
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, KeepInteraction, KeepQuestion, ToEngine
from softphone.domain.expert import Expert
from softphone.domain.facts.attention import AnswerPinned, AnswerUnpinned, ThanksGiven
from softphone.domain.protocol import PlayTone, SpeakingChanged
from softphone.domain.settings import Settings
from softphone.domain.update import update
from tests.builders import after, at, heard, in_a_call

TAP = ToEngine(PlayTone("tap"))


def asking(*, speaking: bool) -> Desk:
    desk = after(in_a_call(), facts.ConversationOpened(at(11), "v1", "call-c1", "e-1"))
    return after(desk, heard(SpeakingChanged(at(12), speaking), 12))


def reply(message_id: str = "r1", text: str = "Only from 2021 on.", seconds: float = 20) -> facts.ReplyArrived:
    return facts.ReplyArrived(at(seconds), "v1", ChatMessage(message_id, at(seconds), False, text, seen_here=False))


def step(desk: Desk, *happened: facts.Fact) -> tuple[Desk, list[Effect]]:
    effects: list[Effect] = []
    for fact in happened:
        desk, more = update(desk, fact)
        effects += more
    return desk, effects


def test_an_answer_is_tapped_at_once_while_the_agent_is_silent() -> None:
    desk, effects = step(asking(speaking=False), reply())
    assert effects.count(TAP) == 1
    assert desk.attention.shines("r1", at(21))
    assert not desk.attention.shines("r1", at(40))


def test_an_answer_is_shown_but_not_tapped_while_the_agent_speaks() -> None:
    desk, effects = step(asking(speaking=True), reply(), *(facts.Ticked(at(20 + n)) for n in range(60)))
    assert TAP not in effects
    assert desk.conversations["v1"].messages[-1].text == "Only from 2021 on."
    desk, effects = step(desk, heard(SpeakingChanged(at(81), False), 81))
    assert effects == [TAP]
    assert desk.attention.waiting == ()


def test_an_urgent_answer_breaks_in_after_ten_seconds() -> None:
    desk, effects = step(asking(speaking=True), reply(text="! Stop, do not ship"), facts.Ticked(at(29)))
    assert TAP not in effects
    desk, effects = step(desk, facts.Ticked(at(30)))
    assert effects.count(TAP) == 1


def test_answers_in_a_row_are_one_sound() -> None:
    burst = [reply(f"r{n}", seconds=20 + n / 100) for n in range(200)]
    desk, effects = step(asking(speaking=False), *burst)
    assert effects.count(TAP) == 1
    assert desk.attention.shines("r199", at(22))


def test_an_answer_that_comes_again_after_a_restart_is_no_news() -> None:
    old = ChatMessage("r1", at(20), False, "Only from 2021 on.")
    _, effects = step(asking(speaking=False), facts.ReplyArrived(at(500), "v1", old))
    assert TAP not in effects


def test_a_sentence_ends_for_the_desk_when_the_engine_dies() -> None:
    desk, _ = step(asking(speaking=True), reply(), facts.EngineDown(at(21)))
    assert not desk.attention.speaking


def test_who_wants_no_sound_gets_the_highlight_alone() -> None:
    desk = after(asking(speaking=False), facts.SettingsChanged(at(13), Settings(tap=False)))
    desk, effects = step(desk, reply())
    assert TAP not in effects
    assert desk.attention.shines("r1", at(21))


@pytest.mark.parametrize(
    ("text", "urgent"),
    [("! no", True), ("Dringend: no", True), ("STOP.", True), ("Stopping it", False), ("No!", False), ("", False)],
)
def test_the_expert_says_what_is_urgent(text: str, urgent: bool) -> None:
    assert is_urgent(text) is urgent


def test_an_answer_is_held_over_the_card_and_taken_off_by_the_same_key() -> None:
    pin = AnswerPinned(at(21), "call-c1", "r1", "Only from\u202e 2021 on.", "J. Kern")
    desk, effects = step(asking(speaking=False), reply(), pin)
    assert [p.text for p in desk.interactions["call-c1"].pinned] == ["Only from 2021 on."]
    assert isinstance(effects[-1], KeepInteraction)
    assert step(desk, pin)[0].interactions["call-c1"].pinned == ()
    assert step(desk, AnswerUnpinned(at(22), "call-c1", "r1"))[0].interactions["call-c1"].pinned == ()


def test_three_pins_at_most_lie_over_the_card() -> None:
    pins = (AnswerPinned(at(21), "call-c1", f"r{n}", f"Answer {n}", "J. Kern") for n in range(5))
    desk, _ = step(asking(speaking=False), *pins)
    assert [p.pin_id for p in desk.interactions["call-c1"].pinned] == ["r2", "r3", "r4"]


def test_thanks_go_once_through_the_outbox_leave_the_draft_and_wait_for_nothing() -> None:
    thanks = ThanksGiven(at(30), "v1", "q9", "Thank you: it solved the call.")
    begun = (reply(), facts.DraftEdited(at(25), "v1", "And one"))
    desk, effects = step(asking(speaking=False), *begun, thanks)
    (sent,) = [each for each in effects if isinstance(each, KeepQuestion)]
    assert sent.message.text == "Thank you: it solved the call."
    assert desk.conversations["v1"].draft == "And one"
    assert not any(isinstance(each, KeepQuestion) for each in step(desk, thanks)[1])
    empty = after(desk, facts.DraftEdited(at(31), "v1", ""), facts.MessagesSeen(at(32), "v1"))
    assert not empty.conversations["v1"].waits


def test_nobody_is_thanked_who_did_not_answer() -> None:
    desk = asking(speaking=False)
    assert step(desk, ThanksGiven(at(30), "v1", "q9", "Thank you"))[0] == desk


def test_a_word_about_the_promise_is_no_answer_and_taps_nobody() -> None:
    kern = Expert("e", "Kern", "sip:kern@pbx.example", topics=("Rails",))
    asked = after(
        in_a_call(experts=(kern,)),
        facts.ConversationOpened(at(1), "v", "call-c1", "e", "Rails"),
        facts.QuestionAsked(at(2), "q", "v", "Do they fit?"),
        facts.DeliveryChanged(at(3), "v", "q", Delivery.SENT),
    )
    for text, taps in (("0", 0), ("1", 0), ("They do.", 1)):
        reply = ChatMessage(f"r{text}", at(5), False, text, seen_here=False)
        _, effects = update(asked, facts.ReplyArrived(at(5), "v", reply))
        assert effects.count(TAP) == taps
