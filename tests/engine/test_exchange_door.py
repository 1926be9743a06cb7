"""Who rings, who is sent elsewhere, what answers itself, and what the PBX's headers say."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain.call import Ending, Phase
from softphone.domain.presence import DigitsBy, Gate
from softphone.domain.protocol import CallRefused, CommandFailed, Deflect, SendDigits
from tests.engine.fake_phone import GATE, Bench

FORWARDS = replace(GATE, forward_away="300", forward_busy="301", forward_no_answer="302", second_call=False)
QUEUE = ("X-Queue", "Orders")


def deflected(bench: Bench) -> list[tuple[object, ...]]:
    return [deed for deed in bench.phone.did if deed[0] == "deflect"]


def test_direct_calls_are_sent_where_the_state_says() -> None:
    away = Bench(replace(FORWARDS, customers=False))
    away.ring_in("c1")
    assert deflected(away) == [("deflect", "c1", "300")]
    refused = away.last(CallRefused).call
    assert (refused.ending, refused.ending_code) == (Ending.FORWARDED, 302)
    busy = Bench(FORWARDS)
    busy.talk()
    busy.ring_in("c2")
    assert deflected(busy) == [("deflect", "c2", "301")]
    rings_out = Bench(FORWARDS)
    rings_out.ring_in("c1")
    rings_out.turn(GATE.ring_s)
    assert deflected(rings_out) == [("deflect", "c1", "302")]
    assert rings_out.call("c1").ending is Ending.FORWARDED


def test_a_queues_call_goes_back_to_its_queue_and_nobody_is_sent_to_themselves() -> None:
    away = Bench(replace(FORWARDS, customers=False))
    away.ring_in("c1", "+4940", QUEUE)
    away.ring_in("c2", "300")
    rings_out = Bench(FORWARDS)
    rings_out.ring_in("c1", "+4940", QUEUE)
    rings_out.turn(GATE.ring_s)
    assert deflected(away) == deflected(rings_out) == []
    assert rings_out.call("c1").ending is Ending.NOT_ANSWERED


def test_a_ringing_call_is_sent_on_by_hand_and_only_while_it_rings() -> None:
    bench = Bench()
    bench.ring_in("c1")
    bench.do(Deflect("c1", "204"))
    assert deflected(bench) == [("deflect", "c1", "204")]
    assert bench.call("c1").ending is Ending.FORWARDED
    bench.talk("c2")
    bench.do(Deflect("c2", "204"), Deflect("x", "204"))
    assert [event.call_id for event in bench.all(CommandFailed)] == ["c2", "x"]


def test_by_setting_a_call_answers_itself_with_a_tone_after_its_time() -> None:
    bench = Bench(replace(GATE, auto_customers=True, auto_after_s=2))
    bench.ring_in("c1")
    bench.turn(1.9)
    assert bench.call("c1").phase is Phase.OFFERED
    bench.turn(0.1)
    assert bench.call("c1").phase is Phase.ANSWERING
    assert ("tone", "auto") in bench.ears.did
    bench.ring_in("c2")  # beside a call nothing answers itself
    bench.turn(5)
    assert bench.call("c2").phase is Phase.OFFERED


def test_nothing_answers_itself_where_nobody_could_press_mute() -> None:
    bench = Bench(replace(GATE, auto_customers=True))
    bench.ring_in("c1")
    bench.exchange.set_controls(False)
    bench.turn(3)
    assert bench.call("c1").phase is Phase.OFFERED


@pytest.mark.parametrize(
    ("header", "after_s"),
    [
        (("Call-Info", "<sip:x>;answer-after=3"), 3),
        (("Alert-Info", "<http://x>;info=alert-autoanswer"), 0),
        (("Alert-Info", "Auto Answer"), 0),
        (("Answer-Mode", "Auto"), 0),
        (("Alert-Info", "<http://x/ring.wav>"), None),
    ],
)
def test_the_pbx_may_have_a_call_answered_only_where_the_setting_says_so(
    header: tuple[str, str], after_s: int | None
) -> None:
    not_allowed = Bench()
    not_allowed.ring_in("c1", "+4940", header)
    assert not_allowed.call("c1").answers_at is None
    bench = Bench(replace(GATE, auto_by_header=True))
    bench.ring_in("c1", "+4940", header)
    answers_at = bench.call("c1").answers_at
    assert (answers_at is None) == (after_s is None)
    assert answers_at is None or (answers_at - bench.now).total_seconds() == after_s


def test_digits_go_as_the_gate_says() -> None:
    bench = Bench(replace(GATE, digits_by=DigitsBy.SOUND))
    bench.talk()
    bench.do(SendDigits("c1", "4#"))
    assert ("digits", "c1", "4#", DigitsBy.SOUND) in bench.phone.did


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("48616c6c6f;encoding=hex", "Hallo"),
        ("0048616c6c6f", "Hallo"),
        ("K-4711;encoding=text", "K-4711"),
        ("ff00ff;encoding=hex", "ff00ff"),
        ('"no hex at all";purpose=x', "no hex at all"),
        ("", ""),
    ],
)
def test_what_is_told_along_is_read_as_text(value: str, text: str) -> None:
    bench = Bench()
    bench.ring_in("c1", "+4940", ("User-to-User", value))
    assert bench.call("c1").context.user_to_user == text


def test_the_menu_choice_and_the_headers_of_the_settings_are_read_and_bounded() -> None:
    gate = Gate(register=True, customers=True, context_headers=(("X-Order", "Order"), ("X-None", "None")))
    bench = Bench(gate)
    bench.ring_in("c1", "+4940", ("x-order", "48-1190\u202e" + "9" * 500), ("X-IVR-Choice", "2"))
    context = bench.call("c1").context
    assert context.choice == "2"
    [(word, value)] = context.fields
    assert (word, value[:7], len(value) <= 120) == ("Order", "48-1190", True)
