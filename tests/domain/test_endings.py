"""How a call ended, read from SIP status, Q.850 cause and Reason header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.call import Direction, Ending, Phase
from softphone.domain.endings import read_ending, read_refusal
from tests.builders import a_call

OUT = a_call(phase=Phase.ALERTING, direction=Direction.OUT)
TALKING = a_call(phase=Phase.TALKING)


@pytest.mark.parametrize(
    ("code", "reason", "ending"),
    [
        (486, "", Ending.CALLEE_BUSY),
        (302, "", Ending.MOVED),
        (433, "", Ending.BLOCKED),
        (488, "", Ending.NOT_COMPATIBLE),
        (500, "", Ending.FAILED),
        (503, "Q.850;cause=34", Ending.CONGESTED),
        (503, 'Q.850 ; cause="17" ;text="User busy"', Ending.CALLEE_BUSY),
        (500, "X.25;cause=1, q.850;text=\"x\";cause=22", Ending.MOVED),
        (480, "Q.850;cause=20", Ending.UNREACHABLE),
        (404, "Q.850;cause=16", Ending.NOT_FOUND),
        (603, "Q.850;cause=17", Ending.CALLEE_DECLINED),
        (403, "Q.850;cause=1", Ending.NOT_ALLOWED),
        (487, "SIP;cause=603", Ending.CALLEE_DECLINED),
        (486, "Q.850;cause=", Ending.CALLEE_BUSY),
        (486, "nonsense;;;=cause", Ending.CALLEE_BUSY),
    ],
)
def test_why_nobody_was_reached(code: int, reason: str, ending: Ending) -> None:
    assert read_ending(OUT, code, reason=reason) is ending
    assert read_refusal(code, reason) is ending


@pytest.mark.parametrize(
    ("reason", "ending"),
    [
        ("", Ending.HUNG_UP_THERE),
        ("Q.850;cause=16", Ending.HUNG_UP_THERE),
        ("Q.850;cause=31", Ending.HUNG_UP_THERE),
        ("Q.850;cause=38", Ending.LOST),
        ("SIP;cause=200, Q.850;cause=102", Ending.LOST),
    ],
)
def test_a_call_that_broke_was_not_hung_up(reason: str, ending: Ending) -> None:
    assert read_ending(TALKING, 200, reason=reason) is ending
    assert read_ending(TALKING, 200, reason=reason, by_us=True) is Ending.HUNG_UP_HERE


def test_a_call_taken_by_somebody_else_is_not_missed() -> None:
    for reason in ('SIP;cause=200;text="Call completed elsewhere"', "Q.850;cause=26", "SIP;cause=200"):
        assert read_ending(a_call(), 487, reason=reason) is Ending.ANSWERED_ELSEWHERE
    assert read_ending(a_call(), 487, reason="SIP;cause=487") is Ending.MISSED


@given(st.integers(0, 999), st.text())
def test_no_reason_header_raises(code: int, reason: str) -> None:
    assert read_refusal(code, reason) in Ending
    assert read_refusal(code, f"Q.850;cause={reason}") in Ending
