"""Hours of two clocks 200 millionths apart, in simulated time: as many as a sound card may be off."""

from __future__ import annotations

import sys

import pytest

from tests.engine.two_clocks import hold, share_held

HOUR_S = 3_600


@pytest.mark.parametrize("ppm", [-200, -20, 20, 200])
@pytest.mark.parametrize(("put_block", "get_block"), [(160, 320), (320, 160)], ids=["microphone", "ear"])
def test_an_hour_of_drift_leaves_the_delay_where_it_was(put_block: int, get_block: int, ppm: float) -> None:
    assert hold(put_block, get_block, ppm, HOUR_S).underruns == 0


@pytest.mark.parametrize("burst_s", [0.0, 512 / 48_000])
@pytest.mark.parametrize("ppm", [-200, 200])
@pytest.mark.parametrize(("put_block", "get_block"), [(160, 320), (320, 160)], ids=["microphone", "ear"])
def test_an_hour_in_which_the_computer_stands_still_now_and_then(
    put_block: int, get_block: int, ppm: float, burst_s: float
) -> None:
    share = share_held(put_block, get_block, ppm, HOUR_S, burst_s)
    sys.stdout.write(f"within 5 ms for {100 * share:.1f} % of the hour\n")
    assert share > 0.8
