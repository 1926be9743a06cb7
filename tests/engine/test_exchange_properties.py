"""Whatever the desk and the network say, in whatever order: nothing raises, an ended call stays ended."""

from __future__ import annotations

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from softphone.domain.audio import EAR, MICROPHONE, music_for
from softphone.domain.call import Hold, Party
from softphone.domain.protocol import (
    Answer,
    CallChanged,
    CallRefused,
    Dial,
    GiveBack,
    HangUp,
    Merge,
    PassOn,
    SetHold,
    SetMoment,
    SetMute,
    Split,
    TransferTo,
)
from softphone.engine.ports import Connected, HoldChanged, LegEnded, Offered, RingsBack, TransferStep
from softphone.engine.texts import read_body
from tests.engine.fake_phone import DIALOG, Bench

LEGS = st.sampled_from([f"c{n}" for n in range(7)])
STEPS = st.one_of(
    st.builds(Answer, LEGS),
    st.builds(Dial, LEGS, st.just("205"), st.booleans()),
    st.builds(GiveBack, LEGS),
    st.builds(HangUp, LEGS),
    st.builds(SetHold, LEGS, st.booleans()),
    st.builds(SetMoment, LEGS, st.booleans(), st.just(""), st.sampled_from(["", "none"])),
    st.builds(SetMute, LEGS, st.booleans()),
    st.builds(TransferTo, LEGS, st.just("206")),
    st.builds(Dial, LEGS, st.just("205"), consult_for=LEGS),
    st.builds(PassOn, LEGS, LEGS),
    st.builds(Merge, LEGS, LEGS),
    st.builds(Split, LEGS),
    st.builds(Connected, LEGS, st.just(DIALOG)),
    st.builds(RingsBack, LEGS, st.booleans()),
    st.builds(HoldChanged, LEGS, st.sampled_from(Hold)),
    st.builds(TransferStep, LEGS, st.sampled_from([100, 180, 200, 486]), st.booleans()),
    st.builds(LegEnded, LEGS, st.sampled_from([200, 408, 486, 487]), st.just("")),
    st.integers(1, 25),
)


@pytest.mark.allows_log("news dropped")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(STEPS, st.just("offer")), max_size=60))
def test_no_order_of_things_breaks_the_exchange(steps: list[object]) -> None:
    logging.getLogger("aside.engine").setLevel(logging.ERROR)
    bench = Bench()
    ended: set[str] = set()
    offers = 0
    for step in steps:
        bench.events.clear()
        if isinstance(step, int):
            bench.turn(step)
        elif step == "offer":
            offers += 1
            bench.tell(Offered(f"in-{offers}", Party("+4940"), (), DIALOG))
        elif isinstance(step, (Connected, RingsBack, HoldChanged, TransferStep, LegEnded)):
            bench.tell(step)
        else:
            bench.do(step)  # type: ignore[arg-type]
            bench.exchange.tick()
        for event in bench.events:
            if isinstance(event, (CallChanged, CallRefused)):
                assert event.call.call_id not in ended
                if not event.call.live:
                    ended.add(event.call.call_id)
        assert len(bench.exchange.calls) <= 5
        spoken_to = [route.sink for route in bench.phone.routes if route.source == MICROPHONE]
        calls = bench.exchange.calls
        assert len(spoken_to) <= 1 or all(calls[sink].joined for sink in spoken_to)
        for route in bench.phone.routes:
            if route.source.startswith("music:"):
                assert route.source == music_for(route.sink)
                assert calls[route.sink].moment is not None
                continue
            heard_from = calls.get(route.source)
            assert heard_from is None or heard_from.moment is None
            between = route.source != MICROPHONE and route.sink != EAR
            assert not between or (calls[route.source].joined and calls[route.sink].joined)
        assert sum(call.joined for call in calls.values()) != 1
        assert all(call.consult_for in ("", *calls) for call in calls.values())
        assert all(calls[sink].hold is Hold.NONE and calls[sink].moment is None for sink in spoken_to)


KINDS = ["message/cpim", "message/imdn+xml", "application/im-iscomposing+xml", "text/plain", "x"]


@given(st.sampled_from(KINDS), st.text())
def test_no_body_of_a_text_breaks_the_reader(kind: str, body: str) -> None:
    read_body(kind, body)
    read_body(kind, f"From: <x>\r\nNS: imdn <urn:ietf:params:imdn>\r\n\r\nContent-Type: message/imdn+xml\r\n\r\n{body}")
