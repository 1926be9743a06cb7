"""Asking somebody while the customer is on hold: connect, come back, or sit at one table."""

from __future__ import annotations

import pytest

from softphone.domain.audio import EAR, MICROPHONE, Route
from softphone.domain.call import Ending, Hold, Kind, Phase, Transfer
from softphone.domain.protocol import (
    CommandFailed,
    Dial,
    HangUp,
    Merge,
    PassOn,
    SetHold,
    SetMute,
    Split,
    TakeBack,
    TransferTo,
)
from softphone.engine.exchange_transfer import DEADLINE_S
from softphone.engine.ports import Connected, HoldChanged, LegEnded, RingsBack, TransferStep
from tests.engine.fake_phone import DIALOG, Bench

TABLE = frozenset(
    {Route(MICROPHONE, "c1"), Route(MICROPHONE, "k1"), Route("c1", EAR), Route("k1", EAR), Route("c1", "k1"),
     Route("k1", "c1")}
)  # fmt: skip


def asking() -> Bench:
    """c1 is on hold, k1 rings."""
    bench = Bench()
    bench.talk()
    bench.do(Dial("k1", "+4989700", consult_for="c1"))
    bench.tell(HoldChanged("c1", Hold.OURS), RingsBack("k1", False))
    return bench


def consulting() -> Bench:
    bench = asking()
    bench.tell(Connected("k1", DIALOG))
    return bench


def conference() -> Bench:
    bench = consulting()
    bench.do(Merge("c1", "k1"))
    bench.tell(HoldChanged("c1", Hold.NONE))
    return bench


def holds(bench: Bench) -> list[tuple[object, ...]]:
    return [deed for deed in bench.phone.did if deed[0] == "hold"]


def test_a_consult_holds_the_customer_first_and_is_a_colleague_whatever_the_number() -> None:
    bench = Bench()
    bench.talk()
    bench.do(Dial("k1", "+4989700", consult_for="c1"))
    assert [d[:2] for d in bench.phone.did[-2:]] == [("hold", "c1"), ("dial", "k1")]
    call = bench.call("k1")
    assert (call.consult_for, call.kind) == ("c1", Kind.COLLEAGUE)
    assert bench.phone.routes == frozenset()


def test_who_is_asked_hears_the_agent_and_the_customer_hears_nothing() -> None:
    bench = consulting()
    assert bench.phone.routes == {Route(MICROPHONE, "k1"), Route("k1", EAR)}


@pytest.mark.parametrize(
    ("code", "ending"), [(486, Ending.CALLEE_BUSY), (480, Ending.NO_ANSWER), (603, Ending.CALLEE_DECLINED)]
)
def test_who_cannot_be_asked_gives_the_customer_back(code: int, ending: Ending) -> None:
    bench = asking()
    bench.tell(LegEnded("k1", code, ""))
    assert bench.call("k1").ending is ending
    assert bench.call("k1").consult_for == "c1"
    assert holds(bench)[-1] == ("hold", "c1", False)
    bench.tell(HoldChanged("c1", Hold.NONE))
    assert bench.phone.routes == {Route(MICROPHONE, "c1"), Route("c1", EAR)}


def test_ending_the_consult_goes_back_to_the_customer_and_their_hanging_up_does_not() -> None:
    bench = consulting()
    bench.do(HangUp("k1"))
    assert (holds(bench)[-1], bench.exchange.snapshot().focus) == (("hold", "c1", False), "c1")
    other = consulting()
    before = holds(other)
    other.tell(LegEnded("k1", 200, ""))
    assert holds(other) == before  # the agent may still be speaking: no microphone opens by itself
    assert other.exchange.snapshot().focus == "c1"
    assert other.phone.routes == frozenset()


def test_swapping_is_holding_one_and_taking_the_other() -> None:
    bench = consulting()
    bench.do(SetHold("c1", False))
    assert holds(bench)[-2:] == [("hold", "k1", True), ("hold", "c1", False)]
    assert bench.phone.routes == frozenset()
    bench.tell(HoldChanged("k1", Hold.OURS), HoldChanged("c1", Hold.NONE))
    assert bench.phone.routes == {Route(MICROPHONE, "c1"), Route("c1", EAR)}
    bench.do(SetHold("k1", False))
    bench.tell(HoldChanged("c1", Hold.OURS), HoldChanged("k1", Hold.NONE))
    assert bench.phone.routes == {Route(MICROPHONE, "k1"), Route("k1", EAR)}


def test_a_swap_back_before_the_first_is_confirmed_leaves_one_open() -> None:
    bench = consulting()
    bench.do(SetHold("c1", False), SetHold("k1", False))
    assert holds(bench)[-2:] == [("hold", "c1", True), ("hold", "k1", False)]


def test_connecting_asks_the_customer_to_take_our_place_and_frees_both_legs() -> None:
    bench = consulting()
    bench.do(PassOn("c1", "k1"))
    assert ("refer_to", "c1", "k1") in bench.phone.did
    bench.tell(TransferStep("c1", 202, False), TransferStep("c1", 100, False))
    assert bench.call("c1").transfer is Transfer.ACCEPTED
    bench.tell(TransferStep("c1", 200, True))
    assert {bench.call("c1").ending, bench.call("k1").ending} == {Ending.TRANSFERRED}
    assert bench.exchange.calls == {}


def test_the_consulted_leg_that_ends_by_it_first_is_transferred_too() -> None:
    bench = consulting()
    bench.do(PassOn("c1", "k1"))
    bench.tell(TransferStep("c1", 100, False), LegEnded("k1", 200, ""))
    assert bench.call("k1").ending is Ending.TRANSFERRED
    bench.tell(TransferStep("c1", 200, True))
    assert bench.call("c1").ending is Ending.TRANSFERRED


def test_a_connection_that_is_refused_leaves_all_as_it_was_with_its_reason() -> None:
    bench = consulting()
    bench.do(PassOn("c1", "k1"))
    bench.tell(TransferStep("c1", 100, False), TransferStep("c1", 603, True))
    call = bench.call("c1")
    assert (call.transfer, call.transfer_code, call.hold) == (Transfer.REFUSED, 603, Hold.OURS)
    assert bench.phone.routes == {Route(MICROPHONE, "k1"), Route("k1", EAR)}
    bench.do(PassOn("c1", "k1"))  # and can be tried again
    assert bench.call("c1").transfer_code == 0


def test_a_transfer_that_nobody_speaks_of_any_more_is_refused_in_the_end() -> None:
    bench = Bench()
    bench.talk()
    bench.do(TransferTo("c1", "205"))
    bench.tell(TransferStep("c1", 100, False))
    bench.turn(DEADLINE_S - 1)
    assert bench.call("c1").transfer is Transfer.ACCEPTED
    bench.turn(1)
    assert (bench.call("c1").transfer, bench.call("c1").transfer_code) == (Transfer.REFUSED, 408)
    bench.do(TransferTo("c1", "205"), HangUp("c1"))
    bench.turn(DEADLINE_S)


def test_a_customer_who_hangs_up_meanwhile_leaves_a_call_that_is_no_consult() -> None:
    bench = consulting()
    bench.tell(LegEnded("c1", 200, ""))
    assert bench.call("c1").ending is Ending.HUNG_UP_THERE
    assert (bench.call("k1").consult_for, bench.call("k1").phase) == ("", Phase.TALKING)
    assert bench.phone.routes == {Route(MICROPHONE, "k1"), Route("k1", EAR)}


def test_at_one_table_all_three_hear_each_other_and_are_muted_and_held_as_one() -> None:
    bench = conference()
    assert bench.phone.routes == TABLE
    bench.do(SetMute("c1", True))
    assert bench.phone.routes == {r for r in TABLE if r.source != MICROPHONE}
    assert bench.call("k1").muted
    bench.do(SetMute("k1", False))
    assert bench.phone.routes == TABLE
    bench.do(SetHold("k1", True))
    assert bench.phone.routes == frozenset()
    bench.tell(HoldChanged("c1", Hold.OURS), HoldChanged("k1", Hold.OURS))
    bench.do(SetHold("c1", False))
    bench.tell(HoldChanged("c1", Hold.NONE), HoldChanged("k1", Hold.NONE))
    assert bench.phone.routes == TABLE


def test_who_was_muted_before_the_conference_is_muted_in_it() -> None:
    bench = consulting()
    bench.do(SetMute("k1", True), Merge("c1", "k1"))
    bench.tell(HoldChanged("c1", Hold.NONE))
    assert bench.call("c1").muted
    assert bench.phone.routes == {r for r in TABLE if r.source != MICROPHONE}


def test_splitting_leaves_one_and_holds_the_other() -> None:
    bench = conference()
    bench.do(Split("k1"))
    assert holds(bench)[-1] == ("hold", "c1", True)
    assert bench.phone.routes == {Route(MICROPHONE, "k1"), Route("k1", EAR)}
    assert not bench.call("c1").joined
    assert bench.call("k1").consult_for == "c1"  # and can be connected, or merged again
    bench.tell(HoldChanged("c1", Hold.OURS))
    bench.do(Merge("c1", "k1"))
    bench.tell(HoldChanged("c1", Hold.NONE))
    assert bench.phone.routes == TABLE


@pytest.mark.parametrize(("gone", "stays"), [("c1", "k1"), ("k1", "c1")])
def test_one_leaves_the_table_and_the_other_stays_with_the_agent(gone: str, stays: str) -> None:
    bench = conference()
    bench.tell(LegEnded(gone, 200, ""))
    call = bench.call(stays)
    assert (call.joined, call.phase, call.consult_for) == (False, Phase.TALKING, "")
    assert bench.phone.routes == {Route(MICROPHONE, stays), Route(stays, EAR)}


def test_the_table_can_be_left_to_the_two() -> None:
    bench = conference()
    bench.do(PassOn("c1", "k1"))
    bench.tell(TransferStep("c1", 200, True))
    assert bench.exchange.calls == {}


def test_a_third_call_answered_in_a_conference_holds_both() -> None:
    bench = conference()
    bench.ring_in("x1")
    bench.phone.did.clear()
    bench.do(Dial("x2", "205"))
    assert {d[1] for d in holds(bench)} == {"c1", "k1"}
    assert bench.phone.routes == frozenset()


def test_a_conference_of_a_dead_engine_comes_back_as_one() -> None:
    bench = conference()
    lost = [bench.call("c1"), bench.call("k1")]
    new = Bench()
    new.do(*(TakeBack(call) for call in lost))
    new.tell(Connected("c1", DIALOG), Connected("k1", DIALOG))
    assert new.phone.routes == TABLE
    half = Bench()
    half.do(*(TakeBack(call) for call in lost))
    half.tell(Connected("c1", DIALOG), LegEnded("k1", 481, ""))
    assert half.phone.routes == {Route(MICROPHONE, "c1"), Route("c1", EAR)}


@pytest.mark.parametrize(
    "command",
    [PassOn("c1", "k1"), PassOn("c1", "c1"), PassOn("x", "k1"), Merge("c1", "k1"), Merge("c1", "c1"), Split("c1"),
     Split("x"), Dial("k2", "205", consult_for="c1"), Dial("k3", "205", consult_for="k1"),
     Dial("k4", "205", consult_for="x")],
)  # fmt: skip
def test_before_anybody_has_answered_nothing_can_be_joined_or_connected(command: Dial) -> None:
    bench = asking()
    before = bench.exchange.snapshot().calls
    bench.do(command)
    assert bench.last(CommandFailed).command == type(command).__name__
    assert bench.exchange.snapshot().calls == before
