"""A call in which nothing comes back is led through the relay, once, and the agent is told what is tried."""

from __future__ import annotations

from softphone.domain.nat import NatSetup
from softphone.domain.protocol import Configure, QualityMeasured
from softphone.domain.quality import Complaint, Count
from tests.engine.fake_phone import GATE, LINE, Bench


def deaf(bench: Bench, seconds: int, sent: int = 0) -> list[Complaint]:
    """What is said while packets leave and none come."""
    bench.forget()
    for second in range(seconds):
        bench.phone.counts["c1"] = Count(sent + 50 * (second + 1), 0, 0)
        bench.turn(1)
    return [event.quality.complaint for event in bench.all(QualityMeasured)]


def test_the_relay_is_tried_once_and_if_it_helps_nothing_it_is_said_so() -> None:
    bench = Bench()
    bench.talk()
    bench.phone.relay_there = True
    told = deaf(bench, 20)
    assert bench.phone.did.count(("take_relay", "c1")) == 1
    first = told.index(Complaint.RELAY_TRIED)
    assert told[first : first + 10] == [Complaint.RELAY_TRIED] * 10
    assert set(told[first + 10 :]) == {Complaint.ONE_WAY}


def test_a_new_stream_that_is_heard_ends_the_complaint() -> None:
    bench = Bench()
    bench.talk()
    bench.phone.relay_there = True
    assert Complaint.RELAY_TRIED in deaf(bench, 7)
    bench.forget()
    for second in range(4):  # counted anew, as after the re-INVITE
        bench.phone.counts["c1"] = Count(50 * second, 50 * second, 0)
        bench.turn(1)
    assert bench.last(QualityMeasured).quality.complaint is Complaint.NONE


def test_without_a_relay_it_is_told_as_before() -> None:
    bench = Bench()
    bench.talk()
    told = deaf(bench, 8)
    assert Complaint.ONE_WAY in told
    assert Complaint.RELAY_TRIED not in told


def test_the_servers_that_help_are_told_to_the_telephone_also_in_a_call() -> None:
    bench = Bench()
    bench.talk()
    nat = NatSetup(stun="stun.example", relay="turn.example", relay_user="anna", relay_password="x")
    bench.do(Configure(LINE, GATE, nat=nat))
    assert bench.phone.nat == nat
