"""How a dead PBX is told from a quiet one."""

from __future__ import annotations

from softphone.engine.carrier.pulse import Beat, Pulse


def beats(pulse: Pulse, start: float, end: float) -> list[tuple[float, Beat]]:
    told = []
    for step in range(int(start * 4), int(end * 4)):
        beat = pulse.beat(step / 4)
        if beat is not Beat.NOTHING:
            told.append((step / 4, beat))
    return told


def test_a_flow_that_lived_and_falls_silent_is_dead_within_15_s() -> None:
    pulse = Pulse(0)
    pulse.heard(answer_to_probe=True, now=0)
    told = beats(pulse, 0, 16)
    assert told[0] == (9.0, Beat.PROBE)
    assert next(at for at, beat in told if beat is Beat.DEAD) <= 15


def test_a_pbx_that_answers_no_probe_is_never_called_dead_for_it() -> None:
    assert {beat for _, beat in beats(Pulse(0), 0, 120)} == {Beat.PROBE}


def test_it_is_asked_seldom_where_it_never_answers() -> None:
    assert len(beats(Pulse(0), 0, 120)) < 30


def test_anything_heard_is_life() -> None:
    pulse = Pulse(0)
    pulse.heard(answer_to_probe=True, now=0)
    beats(pulse, 0, 13)
    pulse.heard(answer_to_probe=False, now=13)
    assert beats(pulse, 13, 21.75) == []


def test_a_register_nobody_answers_asks_for_another_target_within_two_seconds() -> None:
    pulse = Pulse(0)
    pulse.asked(1)
    assert not pulse.unanswered(2)
    assert beats(pulse, 1, 2)[0] == (1.5, Beat.PROBE)
    assert pulse.unanswered(2.75)
    pulse.heard(answer_to_probe=False, now=2.8)
    assert not pulse.unanswered(9)
