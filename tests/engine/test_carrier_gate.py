"""The gate: who gets through to PJSIP, and that a flood never costs a call that is up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.sip import Headers, Request, Response
from softphone.engine.carrier.gate import MOST_DIALOGS, MOST_REFUSED, Deed, Gate, Verdict, tag_for

REFUSED = Verdict(Deed.ANSWER, 486, tell=True)


def request(method: str = "INVITE", call_id: str = "c-1", to_tag: str = "", *more: tuple[str, str]) -> Request:
    to = f"<sip:anna@pbx>;tag={to_tag}" if to_tag else "<sip:anna@pbx>"
    headers: Headers = (
        ("Via", "SIP/2.0/UDP pbx;branch=z9hG4bK1"), ("From", "<sip:x@pbx>;tag=1"), ("To", to), ("Call-ID", call_id),
        ("CSeq", f"1 {method}"), *more,
    )  # fmt: skip
    return Request(method=method, uri="sip:anna@pbx", headers=headers)


@pytest.fixture
def gate() -> Gate:
    return Gate(lambda: 0)


def test_ten_new_calls_a_second_pass_and_the_rest_is_told_to_come_again(gate: Gate) -> None:
    verdicts = [gate.judge(request(call_id=f"c-{n}"), 100 + n / 400) for n in range(400)]
    assert 10 <= sum(v.deed is Deed.PASS for v in verdicts) <= 20
    shed = [v for v in verdicts if v.deed is not Deed.PASS]
    assert {(v.deed, v.status, v.retry_after_s, v.tell) for v in shed} == {(Deed.ANSWER, 503, 5, False)}
    assert gate.judge(request(call_id="later"), 103).deed is Deed.PASS
    assert gate.counts["answer 503"] == len(shed)


@pytest.mark.parametrize(("legs", "replaces", "wanted"), [(2, False, 0), (3, False, 486), (3, True, 0), (4, True, 486)])
def test_the_fourth_leg_is_not_for_a_caller_but_for_who_replaces_one(legs: int, replaces: bool, wanted: int) -> None:
    more = (("Replaces", "a;to-tag=b;from-tag=c"),) if replaces else ()
    assert Gate(lambda: legs).judge(request("INVITE", "c-1", "", *more), 1).status == wanted


def test_a_call_that_finds_no_leg_is_told_once_and_its_ack_and_cancel_end_here() -> None:
    gate = Gate(lambda: 3)
    assert gate.judge(request(), 1) == REFUSED
    assert gate.judge(request(), 1.5) == Verdict(Deed.ANSWER, 486)
    assert gate.judge(request("ACK", "c-1", tag_for(request())), 1.6).deed is Deed.DROP
    assert gate.judge(request("CANCEL"), 1.7) == Verdict(Deed.ANSWER, 481)


def test_no_flood_holds_back_what_belongs_to_a_call(gate: Gate) -> None:
    gate.judge(request(call_id="in"), 1)
    gate.sent("out", 0)
    for n in range(2_000):
        gate.judge(request(call_id=f"f-{n}"), 2 + n / 400)
        gate.judge(request("MESSAGE", f"m-{n}"), 2 + n / 400)
    for call_id in ("in", "out"):
        for method in ("INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "INFO"):
            assert gate.judge(request(method, call_id, "t"), 7).deed is Deed.PASS


def test_a_retransmitted_invite_that_passed_passes_again_though_the_legs_are_full() -> None:
    legs = 0
    gate = Gate(lambda: legs)
    assert gate.judge(request(), 1).deed is Deed.PASS
    legs = 3
    assert gate.judge(request(), 1.5).deed is Deed.PASS


def test_texts_beyond_fifty_a_second_are_answered_and_acks_dropped(gate: Gate) -> None:
    for n in range(50):
        assert gate.judge(request("MESSAGE", f"m-{n}"), 1).deed is Deed.PASS
    assert gate.judge(request("MESSAGE", "m"), 1) == Verdict(Deed.ANSWER, 503)
    assert gate.judge(request("ACK", "m", "stray"), 1).deed is Deed.DROP


def test_an_answer_to_what_we_sent_passes(gate: Gate) -> None:
    assert gate.judge(Response(headers=request().headers, status=200), 1).deed is Deed.PASS


@given(st.lists(st.tuples(st.sampled_from(["INVITE", "ACK", "BYE", "CANCEL", "MESSAGE", "OPTIONS"]),
                          st.integers(0, 3000), st.booleans(), st.floats(0, 2)), max_size=60),
       st.integers(0, 5))  # fmt: skip
def test_whatever_comes_no_more_than_ten_new_calls_pass_in_a_second_and_memory_is_bounded(
    told: list[tuple[str, int, bool, float]], legs: int
) -> None:
    gate = Gate(lambda: legs)
    now = 0.0
    passed: dict[str, float] = {}
    for method, number, tagged, wait in told:
        now += wait
        call_id = f"c-{number}"
        verdict = gate.judge(request(method, call_id, "t" if tagged else ""), now)
        if verdict.deed is Deed.PASS and method == "INVITE" and not tagged and call_id not in passed:
            passed[call_id] = now
            assert legs < 3
            assert sum(now - at < 1 for at in passed.values()) <= 20
    assert len(gate._ours) <= MOST_DIALOGS
    assert len(gate._refused) <= MOST_REFUSED


@pytest.mark.parametrize(("method", "wanted"), [
    ("NOTIFY", 481), ("REFER", 481), ("INFO", 481), ("REGISTER", 405), ("PUBLISH", 405), ("NEWMETHOD", 405),
])  # fmt: skip
def test_what_pjsip_would_leave_without_an_answer_gets_one(gate: Gate, method: str, wanted: int) -> None:
    assert gate.judge(request(method), 100) == Verdict(Deed.ANSWER, wanted)
    assert gate.judge(request(method, to_tag="ours"), 100).deed is Deed.PASS


def test_messages_waiting_told_unasked_pass_and_other_events_do_not(gate: Gate) -> None:
    waiting = request("NOTIFY", "c-1", "", ("Event", "Message-Summary;id=1"))
    assert gate.judge(waiting, 100).deed is Deed.PASS
    other = request("NOTIFY", "c-2", "", ("Event", "presence"))
    assert gate.judge(other, 100) == Verdict(Deed.ANSWER, 481)
