"""How a dead PBX is told from a quiet one."""

from __future__ import annotations

from softphone.engine.carrier.pulse import DATAGRAM_IDLE_S, Beat, Pulse, Seeking


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
    assert told[0] == (8.5, Beat.PROBE)
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
    assert beats(pulse, 13, 21.25) == []


def test_a_register_nobody_answers_asks_for_another_target_within_two_seconds() -> None:
    pulse = Pulse(0)
    pulse.asked(1)
    assert not pulse.unanswered(2)
    assert beats(pulse, 1, 2)[0] == (1.5, Beat.PROBE)
    assert pulse.unanswered(2.75)
    pulse.heard(answer_to_probe=False, now=2.8)
    assert not pulse.unanswered(9)


def test_an_outage_of_5_s_on_udp_leaves_a_gap_whenever_it_begins() -> None:
    for quarter in range(40):
        pulse = Pulse(0, DATAGRAM_IDLE_S)
        pulse.heard(answer_to_probe=True, now=0)
        dies, back = quarter / 4, quarter / 4 + 5
        gap = False
        for step in range(int(back + 3) * 4):
            now = step / 4
            if pulse.beat(now) is Beat.PROBE and not dies <= now < back:
                gap = pulse.heard(answer_to_probe=True, now=now) or gap
        assert gap, dies


def test_a_pbx_that_answers_each_probe_leaves_no_gap() -> None:
    pulse = Pulse(0, DATAGRAM_IDLE_S)
    gaps = [pulse.heard(answer_to_probe=True, now=n / 4) for n in range(200) if pulse.beat(n / 4) is Beat.PROBE]
    assert gaps
    assert not any(gaps)


def test_a_pbx_that_is_gone_is_looked_for_each_second_in_the_first_minute_and_then_each_five() -> None:
    seeking = Seeking(lambda: 0.0)
    assert [seeking.next_s(now) for now in (100, 130, 159, 161, 900)] == [1, 1, 1, 5, 5]
    seeking.found()
    assert seeking.next_s(1000) == 1
    assert Seeking(lambda: 1.0).next_s(0) == 0.75
