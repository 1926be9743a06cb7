"""The ring between two clocks: order, bounds, silence."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.engine.sound.drift import PLAY
from softphone.engine.sound.ring import (
    CALM_GETS,
    CAPACITY,
    LEAST_CUT,
    LEAST_STEP,
    MARGIN_STEP,
    MOST_MARGIN,
    SOON_GETS,
    START_GETS,
    TROUBLED_GETS,
    WINDOW_GETS,
    Ring,
)

FRAME = 320


def ramp(start: int, count: int) -> bytes:
    return array("h", [1 + (start + n) % 30_000 for n in range(count)]).tobytes()


def started(ring: Ring) -> Ring:
    for _ in range(START_GETS):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
    return ring


class Talk:
    """A ring with a reserve of 12 ms and a clock of its own: a frame goes in and one comes out."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ring = Ring(192, lambda: self.now)

    def __call__(self, seconds: int, late: int = 0) -> int:
        """What waits afterwards; `late` samples come with the first frame."""
        for _ in range(seconds * 50):
            self.now += 0.02
            self.ring.put(ramp(0, FRAME + late))
            self.ring.get(FRAME)
            late = 0
        return self.ring.depth


def troubled(ring: Ring) -> Ring:
    """It ran dry twice, half a second apart."""
    ring.get(FRAME)
    for _ in range(SOON_GETS):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
    ring.get(FRAME)
    return ring


def values(piece: bytes) -> list[int]:
    return list(array("h", piece))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 700)), max_size=120))
def test_what_comes_out_is_what_went_in_in_order(steps: list[tuple[bool, int]]) -> None:
    ring = Ring(margin=CAPACITY)  # nothing is surplus
    put = got = 0
    for puts, count in steps:
        if puts:
            fits = min(count, CAPACITY - ring.depth)
            ring.put(ramp(put, count))
            put += fits
            if fits < count:
                return  # the rest was lost, which the next test is about
        else:
            there = min(count, ring.depth)
            piece = values(ring.get(count))
            assert len(piece) == count
            assert piece[:there] == values(ramp(got, there))
            assert not any(piece[there:])
            got += there
            if ring.depth > CAPACITY // 2:
                return  # far behind is surplus, whatever the margin


@given(st.integers(0, 3 * CAPACITY))
def test_a_full_ring_keeps_the_oldest_and_says_what_it_lost(count: int) -> None:
    ring = Ring(margin=0)
    ring.put(ramp(0, count))
    assert ring.depth == min(count, CAPACITY)
    assert ring.overflowed == max(0, count - CAPACITY)


def test_an_underrun_gives_silence_for_what_is_missing() -> None:
    ring = started(Ring(margin=200))
    ring.put(ramp(0, 180))
    piece = values(ring.get(FRAME))
    assert piece[:180] == values(ramp(0, 180))
    assert not any(piece[180:])
    assert ring.underruns == 1


def test_waiting_for_the_first_sound_is_no_underrun() -> None:
    ring = Ring(margin=0)
    assert not any(values(ring.get(FRAME)))
    assert ring.underruns == 0


@given(surplus=st.integers(0, 3_000), margin=st.integers(0, 400))
def test_what_stays_behind_is_drained_to_the_margin(surplus: int, margin: int) -> None:
    ring = Ring(margin)
    ring.put(ramp(0, surplus))
    for _ in range(2 * SOON_GETS):
        ring.put(ramp(0, FRAME))
        assert len(ring.get(FRAME)) == 2 * FRAME
    assert ring.depth == min(surplus, margin)
    assert ring.drained == max(0, surplus - margin)
    assert ring.underruns == 0


def test_a_clock_that_runs_slower_never_adds_more_delay_than_a_window_brings() -> None:
    ring = Ring(margin=96)
    worst = 0
    for _ in range(5_000):  # 100 s, 1 % too slow: a hundred times worse than a real pair of clocks
        ring.put(ramp(0, FRAME + 3))
        ring.get(FRAME)
        worst = max(worst, ring.depth)
    assert worst <= 96 + 2 * 3 * WINDOW_GETS


def test_underruns_ask_for_more_reserve_up_to_a_bound() -> None:
    ring = troubled(started(Ring(margin=80)))
    for _ in range(SOON_GETS * MOST_MARGIN // MARGIN_STEP):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
        ring.get(FRAME)
    assert ring.margin == MOST_MARGIN
    ring.clear()
    assert ring.margin == 80


@pytest.mark.parametrize(("missing", "step"), [(10, LEAST_STEP), (30, 60), (MARGIN_STEP, MARGIN_STEP)])
def test_a_little_too_late_twice_in_a_minute_asks_for_as_much_reserve(missing: int, step: int) -> None:
    ring = started(Ring(margin=80))
    for reserve in (80, 80 + step):
        ring.put(ramp(0, FRAME - ring.depth - missing))
        ring.get(FRAME)
        assert ring.margin == reserve
        for _ in range(TROUBLED_GETS):
            ring.put(ramp(0, FRAME))
            ring.get(FRAME)


def test_a_little_too_late_each_minute_asks_for_one_step_of_reserve_and_no_more() -> None:
    ring = started(Ring(margin=80))
    for _ in range(5):
        ring.put(ramp(0, FRAME - ring.depth - 30))
        ring.get(FRAME)
        for _ in range(TROUBLED_GETS):
            ring.put(ramp(0, FRAME))
            ring.get(FRAME)
    assert (ring.underruns, ring.margin) == (5, 80 + MARGIN_STEP)


def test_one_trouble_asks_for_none_however_often_the_ring_runs_dry_in_it() -> None:
    ring = started(Ring(margin=80))
    for _ in range(SOON_GETS):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
        ring.get(FRAME)
    assert (ring.margin, ring.underruns) == (80, SOON_GETS)


def test_a_reserve_that_is_missed_as_soon_as_it_goes_is_kept_twice_as_long() -> None:
    ring = troubled(started(Ring(margin=80)))
    flows = []
    for _ in range(3):
        assert ring.margin == 80 + MARGIN_STEP
        gets = 0
        while ring.margin == 80 + MARGIN_STEP:
            ring.put(ramp(0, FRAME))
            ring.get(FRAME)
            gets += 1
        flows.append(gets)
        ring.get(FRAME)
    assert flows == [CALM_GETS, 2 * CALM_GETS, 4 * CALM_GETS]


def test_what_a_stalled_server_hands_over_at_once_is_gone_in_half_a_second() -> None:
    ring = started(Ring(margin=80))
    for _ in range(WINDOW_GETS):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
    for _ in range(3):
        ring.get(FRAME)  # nothing comes
    ring.put(ramp(0, 4 * FRAME))  # then all of it
    ring.get(FRAME)
    for _ in range(SOON_GETS):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
    assert ring.depth == ring.margin == 80


def test_a_little_too_much_is_left_where_it_is() -> None:
    ring = started(Ring(margin=80))
    ring.put(ramp(0, 80 + LEAST_CUT))
    for _ in range(3 * WINDOW_GETS):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
    assert ring.drained == 0


def test_what_an_underrun_leaves_behind_is_given_back() -> None:
    talk = Talk()
    ring = talk.ring
    ring.put(ramp(0, 192))
    before = talk(10)
    ring.get(FRAME)  # once too early
    assert talk(1, late=before + 140) == before + 140
    assert (ring.margin, ring.underruns) == (192, 1)
    assert abs(talk(60) - before) <= PLAY
    assert ring.drained == 0


def test_a_cut_leaves_nothing_behind_that_was_not_there_before() -> None:
    talk = Talk()
    ring = talk.ring
    before = talk(30)
    assert before < ring.margin
    ring.put(ramp(0, 6 * FRAME))  # what a server that stood still hands over
    assert talk(2) == ring.margin
    assert ring.drained > 0
    assert abs(talk(60) - before) <= PLAY


def test_the_wander_of_two_clocks_is_not_cut_at_once_but_in_the_end() -> None:
    ring = started(Ring(margin=80))
    ring.put(ramp(0, 80 + LEAST_CUT + 80))
    for _ in range(3 * SOON_GETS):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
    assert ring.drained == 0
    for _ in range(2 * WINDOW_GETS):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
    assert ring.depth == 80


def test_the_gaps_of_devices_that_open_ask_for_nothing() -> None:
    ring = Ring(margin=80)
    for _ in range(START_GETS // 2):
        ring.put(ramp(0, FRAME))
        ring.get(FRAME)
        ring.get(FRAME)
    assert (ring.margin, ring.underruns) == (80, 0)


def test_reserve_goes_again_in_quiet_times() -> None:
    ring = troubled(started(Ring(margin=80)))
    for reserve in (160, 120, 88, 80):
        assert ring.margin == reserve
        for _ in range(CALM_GETS):
            ring.put(ramp(0, FRAME))
            ring.get(FRAME)


def test_a_cut_has_no_step() -> None:
    ring = Ring(margin=0)
    wave = array("h", [round(10_000 * math.sin(2 * math.pi * 50 * n / 16_000)) for n in range(20_000)]).tobytes()
    ring.put(wave[:1_600])
    heard: list[int] = []
    for at in range(1_600, 1_600 + 50 * 2 * FRAME, 2 * FRAME):
        ring.put(wave[at : at + 2 * FRAME])
        heard += values(ring.get(FRAME))
    assert ring.drained == 800
    natural = 10_000 * 2 * math.pi * 50 / 16_000
    assert max(abs(b - a) for a, b in pairwise(heard)) <= 2 * natural


def test_half_a_sample_is_dropped() -> None:
    ring = Ring(margin=0)
    ring.put(b"\x01\x00\x02")
    assert ring.depth == 1
