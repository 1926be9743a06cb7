"""The rules about calls, with a clock that is turned by hand."""

from __future__ import annotations

import pytest

from softphone.domain.audio import EAR, MICROPHONE, Route
from softphone.domain.call import Direction, Ending, Hold, Kind, Phase, Transfer
from softphone.domain.presence import Gate
from softphone.domain.protocol import (
    Answer,
    CallRefused,
    CommandFailed,
    Dial,
    EngineNotice,
    GiveBack,
    HangUp,
    LevelsMeasured,
    SendDigits,
    SetHold,
    SetMute,
    TakeBack,
    TransferTo,
    Trouble,
)
from softphone.domain.ringing import RingTone
from softphone.engine.exchange_waiting import WAIT_S
from softphone.engine.ports import NO_LEG, Connected, HoldChanged, LegEnded, RingsBack, TransferStep
from tests.engine.fake_phone import DIALOG, GATE, Bench

BOTH_WAYS = frozenset({Route(MICROPHONE, "c1"), Route("c1", EAR)})


def test_an_offered_call_rings_with_what_the_pbx_said_about_it() -> None:
    bench = Bench()
    bench.ring_in("c1", "204", ("X-Queue", "Sales\u202e"), ("X-Waited", "34"), ("Accept-Language", "de-AT,en;q=0.4"),
                  ("Diversion", "<sip:999@x>"), ("Diversion", "<sip:0800123@x>"), ("X-Customer-Id", "K-7"))  # fmt: skip
    call = bench.call("c1")
    assert call.phase is Phase.OFFERED
    assert call.kind is Kind.CUSTOMER  # a queue makes it one, though 204 is a colleague
    context = call.context
    assert (context.queue, context.dialled, context.language) == ("Sales", "0800123", "de-AT")
    assert (context.waited_s, context.customer_id) == (34, "K-7")
    assert ("ring", "c1") in bench.phone.did
    assert bench.ears.did == [("ring", RingTone.DUO)]
    assert bench.phone.routes == frozenset()  # nothing is open while it only rings


def test_answering_opens_the_microphone_when_the_ack_is_here() -> None:
    bench = Bench()
    bench.ring_in()
    bench.do(Answer("c1"))
    assert bench.call("c1").phase is Phase.ANSWERING
    assert bench.ears.did[-2:] == [("open_call", True), ("ring", None)]
    assert bench.phone.routes == frozenset()
    bench.tell(Connected("c1", DIALOG))
    assert bench.phone.routes == BOTH_WAYS
    assert bench.exchange.snapshot().focus == "c1"


def test_a_call_that_nobody_answers_is_given_back_after_its_time() -> None:
    bench = Bench()
    bench.ring_in()
    bench.turn(GATE.ring_s - 1)
    assert bench.call("c1").phase is Phase.OFFERED
    bench.turn(1)
    assert bench.call("c1").ending is Ending.NOT_ANSWERED
    assert ("refuse", "c1", 480) in bench.phone.did
    assert bench.ears.did[-1] == ("ring", None)


@pytest.mark.parametrize(
    ("gate", "number", "code"),
    [
        (Gate(register=True, customers=False), "+4940", 480),
        (Gate(register=True, customers=False, refusal_code=486), "+4940", 486),
        (Gate(register=True, customers=False, refusal_code=12), "+4940", 480),
        (Gate(register=True, customers=True, colleagues=False, internal_length=3), "204", 480),
        (Gate(register=False, customers=True), "204", 480),
    ],
)
def test_the_gate_answers_for_the_agent(gate: Gate, number: str, code: int) -> None:
    bench = Bench(gate)
    bench.ring_in("c1", number)
    refused = bench.last(CallRefused).call
    assert (refused.ending, refused.ending_code, refused.live) == (Ending.REFUSED_BY_STATE, code, False)
    assert ("refuse", "c1", code) in bench.phone.did
    assert ("ring", RingTone.DUO) not in bench.ears.did


def test_colleagues_ring_while_customers_are_refused() -> None:
    bench = Bench(Gate(register=True, customers=False, internal_length=3))
    bench.ring_in("c1", "204")
    assert bench.call("c1").kind is Kind.COLLEAGUE


def test_without_a_desk_customers_are_refused_until_one_comes() -> None:
    bench = Bench()
    bench.exchange.set_deserted(True)
    bench.ring_in("c1")
    assert bench.all(CallRefused)
    bench.exchange.set_deserted(False)
    bench.ring_in("c2")
    assert bench.call("c2").phase is Phase.OFFERED


def test_a_second_call_waits_with_a_tone_or_is_busy_by_setting() -> None:
    bench = Bench()
    bench.talk()
    bench.ring_in("c2")
    assert bench.call("c2").phase is Phase.OFFERED
    assert bench.ears.did[-1] == ("tone", "waiting")
    assert ("ring", RingTone.DUO) not in bench.ears.did[3:]
    busy = Bench(Gate(register=True, customers=True))
    busy.talk()
    busy.ring_in("c2")
    assert busy.last(CallRefused).call.ending_code == 486


def test_answering_a_second_call_holds_the_first() -> None:
    bench = Bench()
    bench.talk()
    bench.ring_in("c2")
    bench.do(Answer("c2"))
    assert ("hold", "c1", True) in bench.phone.did
    assert bench.phone.routes == frozenset()  # the first hears nothing from this moment on
    bench.tell(HoldChanged("c1", Hold.OURS), Connected("c2", DIALOG))
    assert bench.phone.routes == {Route(MICROPHONE, "c2"), Route("c2", EAR)}
    bench.do(HangUp("c2"))
    assert bench.exchange.snapshot().focus == "c1"
    bench.do(SetHold("c1", False))
    bench.tell(HoldChanged("c1", Hold.NONE))
    assert bench.phone.routes == BOTH_WAYS


def test_holding_silences_at_once_and_a_hold_that_failed_opens_again() -> None:
    bench = Bench()
    bench.talk()
    bench.do(SetHold("c1", True))
    assert bench.phone.routes == frozenset()
    assert bench.call("c1").hold is Hold.NONE
    bench.tell(HoldChanged("c1", Hold.NONE))
    assert bench.phone.routes == BOTH_WAYS


def test_a_muted_call_is_heard_and_not_spoken_to() -> None:
    bench = Bench()
    bench.talk()
    bench.do(SetMute("c1", True))
    assert bench.call("c1").muted
    assert bench.phone.routes == {Route("c1", EAR)}


def test_without_controls_the_microphone_goes_nowhere() -> None:
    bench = Bench()
    bench.talk()
    bench.exchange.set_controls(False)
    assert bench.phone.routes == {Route("c1", EAR)}
    bench.exchange.set_controls(True)
    assert bench.phone.routes == BOTH_WAYS


def test_nobody_left_to_press_end_ends_the_call_or_sends_it_back_to_its_queue() -> None:
    bench = Bench()
    bench.talk()
    bench.ring_in("c2")
    bench.exchange.end_orphaned()
    assert {bench.call("c1").ending, bench.call("c2").ending} == {Ending.HUNG_UP_HERE, Ending.GIVEN_BACK}
    assert bench.last(EngineNotice).trouble is Trouble.ORPHANED
    back = Bench(Gate(register=True, customers=True, end_orphaned_call=False))
    back.ring_in("c1", "+4940", ("P-Called-Party-ID", "<sip:0800@x>"))
    back.do(Answer("c1"))
    back.tell(Connected("c1", DIALOG))
    back.exchange.end_orphaned()
    assert ("refer", "c1", "0800") in back.phone.did


def test_the_answer_and_the_cancel_cross_and_the_call_is_missed_or_taken_elsewhere() -> None:
    bench = Bench()
    bench.ring_in()
    bench.do(Answer("c1"))
    bench.tell(LegEnded("c1", 487, ""))
    assert bench.call("c1").ending is Ending.MISSED
    bench.ring_in("c2")
    bench.tell(LegEnded("c2", 487, 'SIP;cause=200;text="Call completed elsewhere"'))
    assert bench.call("c2").ending is Ending.ANSWERED_ELSEWHERE


def test_a_call_given_up_here_whose_answer_was_under_way_is_hung_up() -> None:
    bench = Bench()
    bench.dial_out()
    bench.do(HangUp("d1"))
    assert bench.call("d1").ending is Ending.HUNG_UP_HERE
    bench.phone.did.clear()
    bench.tell(Connected("d1", DIALOG))
    assert ("hang_up", "d1") in bench.phone.did
    assert bench.exchange.calls == {}


def test_ringback_is_played_until_the_network_brings_its_own() -> None:
    bench = Bench()
    bench.dial_out()
    bench.tell(RingsBack("d1", False))
    bench.tell(RingsBack("d1", True), RingsBack("d1", True), RingsBack("d1", False))
    assert bench.ears.did[-2:] == [("tone", "ringback"), ("tone", None)]
    assert bench.phone.routes == {Route("d1", EAR)}


@pytest.mark.parametrize(
    ("code", "ending", "tone"), [(486, Ending.CALLEE_BUSY, "busy"), (404, Ending.NOT_FOUND, "failure")]
)
def test_a_call_that_fails_is_heard_for_three_seconds(code: int, ending: Ending, tone: str) -> None:
    bench = Bench()
    bench.dial_out()
    bench.tell(LegEnded("d1", code, ""))
    assert bench.call("d1").ending is ending
    assert bench.ears.did[-1] == ("tone", tone)
    bench.turn(3)
    assert bench.ears.did[-2:] == [("open_call", False), ("tone", None)]


def test_a_transfer_that_arrives_frees_the_leg_and_one_that_fails_leaves_the_call() -> None:
    bench = Bench()
    bench.talk()
    bench.do(TransferTo("c1", "205"))
    bench.tell(TransferStep("c1", 202, False), TransferStep("c1", 180, False))
    assert bench.call("c1").transfer is Transfer.ACCEPTED
    bench.tell(TransferStep("c1", 486, True))
    assert (bench.call("c1").transfer, bench.call("c1").phase) == (Transfer.REFUSED, Phase.TALKING)
    bench.do(TransferTo("c1", "206"))
    bench.tell(TransferStep("c1", 200, True))
    assert bench.call("c1").ending is Ending.TRANSFERRED
    assert ("hang_up", "c1") in bench.phone.did


def test_a_fifth_leg_is_refused_and_an_emergency_waits_only_for_a_free_one() -> None:
    bench = Bench()
    for n in range(4):
        bench.dial_out(f"d{n}")
    bench.dial_out("d4")
    assert bench.call("d4").ending is Ending.ALL_LEGS_BUSY
    bench.dial_out("e1", "112", emergency=True)
    assert bench.call("e1").kind is Kind.EMERGENCY
    assert ("dial", "e1", "112") not in bench.phone.did
    bench.exchange.tick()  # the freed leg is reported
    assert ("dial", "e1", "112") in bench.phone.did


def test_a_call_waits_for_a_leg_that_is_just_ending_and_a_waiting_emergency_goes_first() -> None:
    bench = Bench()
    for n in range(4):
        bench.dial_out(f"d{n}")
    bench.phone.legs.clear()  # no leg confirms its end until we say so
    bench.do(HangUp("d0"))
    bench.dial_out("d4", "12345")
    assert (bench.call("d4").phase, ("dial", "d4", "12345") in bench.phone.did) == (Phase.DIALING, False)
    bench.dial_out("e1", "112", emergency=True)
    bench.tell(LegEnded("d0", 200, ""))
    assert ("dial", "e1", "112") in bench.phone.did
    assert ("dial", "d4", "12345") not in bench.phone.did
    bench.tell(LegEnded("d1", 200, ""))
    assert ("dial", "d4", "12345") in bench.phone.did


def test_a_call_whose_leg_does_not_come_free_or_whose_phone_has_none_says_so() -> None:
    bench = Bench()
    for n in range(4):
        bench.dial_out(f"d{n}")
    bench.phone.legs.clear()
    bench.do(HangUp("d0"))
    bench.dial_out("d4")
    bench.turn(WAIT_S)
    assert bench.call("d4").ending is Ending.ALL_LEGS_BUSY
    assert bench.last(EngineNotice).trouble is Trouble.LEGS_FULL
    assert not [deed for deed in bench.phone.did if "d4" in deed]
    bench.forget()
    bench.tell(LegEnded("d1", NO_LEG, ""))
    assert (bench.call("d1").ending, bench.call("d1").ending_code) == (Ending.ALL_LEGS_BUSY, 0)
    assert bench.last(EngineNotice).trouble is Trouble.LEGS_FULL


def test_an_emergency_does_not_wait_for_a_leg_that_hangs() -> None:
    bench = Bench()
    for n in range(4):
        bench.dial_out(f"d{n}")
    bench.phone.legs.clear()  # no leg confirms its end
    bench.dial_out("e1", "112", emergency=True)
    bench.turn(1.6)
    assert sum(1 for deed in bench.phone.did if deed[0] == "hang_up") == 2


def test_a_call_of_a_dead_engine_is_taken_back_on_hold_as_it_was() -> None:
    bench = Bench()
    bench.talk()
    lost = bench.call("c1")
    new = Bench()
    new.do(TakeBack(lost), TakeBack(lost))
    assert [d for d in new.phone.did if d[0] == "take_back"] == [("take_back", "c1", DIALOG)]
    new.tell(Connected("c1", DIALOG))
    call = new.call("c1")
    assert (call.phase, call.taken_back, call.answered_at) == (Phase.TALKING, True, lost.answered_at)
    assert call.direction is Direction.IN
    assert new.phone.routes == BOTH_WAYS


def test_a_call_that_cannot_be_taken_back_is_lost() -> None:
    bench = Bench()
    bench.talk()
    new = Bench()
    new.do(TakeBack(bench.call("c1")))
    new.tell(LegEnded("c1", 481, ""))
    assert new.call("c1").ending is Ending.LOST
    ringing = Bench()
    ringing.ring_in()
    new.do(TakeBack(ringing.call("c1")))
    assert new.call("c1").ending is Ending.LOST


@pytest.mark.parametrize("tick_ms", [20, 100])
def test_levels_come_ten_times_a_second_while_a_call_is_heard(tick_ms: int) -> None:
    bench = Bench()
    bench.turn(1)
    bench.talk()
    for _ in range(1000 // tick_ms):
        bench.turn(tick_ms / 1000)
    assert 9 <= len(bench.all(LevelsMeasured)) <= 11
    assert bench.last(LevelsMeasured) == LevelsMeasured(-20.0, -30.0)


@pytest.mark.parametrize(
    "command",
    [Answer("x"), GiveBack("x"), HangUp("x"), SetHold("x", True), SetMute("x", True), SendDigits("x", "1"),
     TransferTo("x", "2"), Dial("c1", "1"), Answer("c1"), GiveBack("c1"), SendDigits("c1", "nonsense")],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_changes_nothing(command: Answer) -> None:
    bench = Bench()
    bench.talk()
    before = bench.exchange.snapshot().calls
    bench.do(command)
    assert bench.last(CommandFailed).command == type(command).__name__
    assert bench.exchange.snapshot().calls == before


def test_news_about_a_leg_that_is_gone_are_dropped() -> None:
    bench = Bench()
    bench.talk()
    bench.do(HangUp("c1"))
    bench.exchange.tick()
    bench.forget()
    bench.tell(RingsBack("c1", False), HoldChanged("c1", Hold.OURS), TransferStep("c1", 200, True),
               LegEnded("c1", 200, ""))  # fmt: skip
    assert bench.events == []
