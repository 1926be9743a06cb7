"""The desk while somebody is asked: the customer's card stays, and nothing goes wrong without a word."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.call import Call, Direction, Ending, Hold, Kind, Phase, Transfer
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.interaction import WrapUp
from softphone.domain.protocol import Dial, HangUp, PassOn, SetHold
from softphone.domain.rules.consulting import NotNow, pair_of, why_no_consult, why_not_together
from softphone.domain.update import update
from tests.builders import a_call, after, an_ended, at, call_changed, in_a_call


def commands(effects: tuple[Effect, ...]) -> list[object]:
    return [e.command for e in effects if isinstance(e, ToEngine)]


def kinds(desk: Desk) -> list[NoticeKind]:
    return [n.kind for n in desk.notices]


def asked(phase: Phase = Phase.ALERTING, **changes: object) -> Call:
    given = {"direction": Direction.OUT, "kind": Kind.COLLEAGUE, "consult_for": "c1", **changes}
    return a_call("k1", phase, **given)


def asking() -> Desk:
    return after(
        in_a_call(),
        facts.ConsultPressed(at(20), "k1", "c1", "204"),
        call_changed(asked(Phase.DIALING), 20),
        call_changed(a_call(phase=Phase.TALKING, hold=Hold.OURS, held_at=at(20)), 20),
        call_changed(asked(), 21),
    )


def consulting() -> Desk:
    return after(asking(), call_changed(asked(Phase.TALKING), 25))


def test_asking_dials_for_the_customer_and_keeps_their_card_on_screen() -> None:
    desk, effects = update(in_a_call(), facts.ConsultPressed(at(20), "k1", "c1", "204"))
    assert commands(effects) == [Dial("k1", "204", consult_for="c1")]
    desk = asking()
    assert desk.shown == "call-c1"
    assert desk.call is not None
    assert desk.call.call_id == "k1"  # the bar speaks of who is spoken with
    pair = pair_of(desk)
    assert pair is not None
    assert why_not_together(pair) is NotNow.NOT_ANSWERED
    assert why_not_together(replace(pair, asked=asked(Phase.TALKING))) is None


@pytest.mark.parametrize("target", ["112", "", "nobody at all"])
def test_what_cannot_be_asked_dials_nothing(target: str) -> None:
    desk, effects = update(in_a_call(), facts.ConsultPressed(at(20), "k1", "c1", target))
    assert commands(effects) == []
    assert NoticeKind.NOT_A_NUMBER in kinds(desk)


def test_a_second_question_and_a_fifth_leg_are_told_before_they_hurt() -> None:
    assert why_no_consult(asking(), asking().calls["c1"]) is NotNow.ASKED_ALREADY
    full = in_a_call()
    full = replace(full, calls={**full.calls, **{f"x{n}": a_call(f"x{n}", Phase.TALKING) for n in range(3)}})
    assert why_no_consult(full, full.calls["c1"]) is NotNow.LEGS_FULL
    desk, effects = update(full, facts.ConsultPressed(at(20), "k1", "c1", "204"))
    assert commands(effects) == []
    assert NoticeKind.LEGS_FULL in kinds(desk)


def test_swapping_goes_to_the_other_one() -> None:
    desk, effects = update(consulting(), facts.SwapPressed(at(30)))
    assert commands(effects) == [SetHold("c1", False)]
    assert desk.call is not None
    assert desk.call.call_id == "c1"
    desk, effects = update(desk, facts.SwapPressed(at(31)))
    assert commands(effects) == [SetHold("k1", False)]


def test_connecting_needs_an_answer_and_is_asked_once() -> None:
    _, effects = update(asking(), facts.ConnectPressed(at(24)))
    assert commands(effects) == []
    desk, effects = update(consulting(), facts.ConnectPressed(at(30)))
    assert commands(effects) == [PassOn("c1", "k1")]
    going = a_call(phase=Phase.TALKING, hold=Hold.OURS, transfer=Transfer.ASKED)
    _, effects = update(after(desk, call_changed(going, 30)), facts.ConnectPressed(at(31)))
    assert commands(effects) == []


def test_both_connected_the_customer_is_wrapped_up_and_nothing_is_told_as_trouble() -> None:
    desk = after(
        consulting(),
        call_changed(an_ended("k1", Ending.TRANSFERRED, consult_for="c1", kind=Kind.COLLEAGUE), 40),
        call_changed(an_ended("c1", Ending.TRANSFERRED), 40),
    )
    assert kinds(desk) == []
    assert desk.interactions["call-c1"].wrap_up is WrapUp.OPEN
    assert desk.shown == "call-c1"


def test_who_cannot_be_reached_is_told_once_and_the_customer_is_spoken_with() -> None:
    ended = an_ended("k1", Ending.CALLEE_BUSY, consult_for="c1", direction=Direction.OUT, answered_at=None)
    desk = after(asking(), call_changed(ended, 30))
    assert [(n.kind, n.detail) for n in desk.notices] == [(NoticeKind.CONSULT_FAILED, Ending.CALLEE_BUSY)]
    assert desk.focus == "c1"
    assert desk.shown == "call-c1"


def test_who_was_asked_hangs_up_and_the_customer_is_one_key_away() -> None:
    desk = after(consulting(), call_changed(an_ended("k1", Ending.HUNG_UP_THERE, consult_for="c1"), 30))
    [notice] = desk.notices
    assert (notice.kind, notice.target) == (NoticeKind.CONSULT_LEFT, "c1")


def test_a_customer_who_hangs_up_meanwhile_is_told_and_the_other_call_goes_on() -> None:
    desk = after(
        consulting(),
        call_changed(an_ended("c1", Ending.HUNG_UP_THERE), 30),
        call_changed(asked(Phase.TALKING, consult_for=""), 30),
    )
    assert kinds(desk) == [NoticeKind.CUSTOMER_LEFT]
    assert desk.call is not None
    assert desk.call.call_id == "k1"


def test_back_to_the_customer_ends_the_question() -> None:
    desk, effects = update(consulting(), facts.BackPressed(at(30)))
    assert commands(effects) == [HangUp("k1"), SetHold("c1", False)]
    assert desk.focus == "c1"


def test_a_transfer_that_came_back_says_why() -> None:
    refused = a_call(phase=Phase.TALKING, transfer=Transfer.REFUSED, transfer_code=486)
    desk = after(in_a_call(), call_changed(refused, 30))
    assert [(n.kind, n.detail) for n in desk.notices] == [(NoticeKind.TRANSFER_REFUSED, Ending.CALLEE_BUSY)]
