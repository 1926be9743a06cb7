"""An hour's talk between two devices of a sound server whose clocks differ: the way from mouth to ear stays as long as
it was at the beginning.

The telephone's frames go by the computer's clock; the microphone's quartz is 200 millionths faster and the ear's as
much slower, the most that sound cards are off. So both rings have a drift to correct, 0.7 s each in the hour.

A minute in which a virtual machine's host takes its cores away says nothing about clocks: it and the next two, in which
the rings go back, are told and not judged. One frame of 10 ms may stay in PJSIP's jitter buffer then (benchmarks), so
what comes after is held to its own first minute, and to the talk's first within that frame.
"""

from __future__ import annotations

import sys
from math import ceil
from statistics import median

import psutil
import pytest

from benchmarks.awake import awake
from benchmarks.sound import PATIENCE_S, SKIP_S, STOLEN, speech, stage, stolen, talking, windows
from tests.engine.sound_server import Samples
from tests.soak.card import EAR, MICROPHONE, card

MINUTES = 60
PPM = 200.0
PIECE_S = 30
LOOK_S = 60.0
SETTLE_S = 30.0  # the rings find their depth
MOST_MS = 5.0
FRAME_MS = 10.0
SETTLE_LOOKS = 2
HEARD = 0.2  # a second in which two clocks are brought together again, sample by sample, has 0.3


class Course:
    """The delay of each minute that is judged, in stretches between those that the host broke."""

    def __init__(self) -> None:
        self.stretches: list[list[float]] = [[]]
        self._settles = 0
        self._before = psutil.cpu_times()

    def see(self, heard: Samples) -> None:
        before, self._before = self._before, psutil.cpu_times()
        taken = stolen(before, self._before) or 0.0
        delays, likeness = windows(heard)
        if taken > STOLEN:
            self._settles = SETTLE_LOOKS
            self.stretches.append([])
        elif self._settles:
            self._settles -= 1
        else:
            assert median(likeness) > HEARD
            self.stretches[-1].append(median(delays))
        judged = "not judged, " if taken > STOLEN or not self.stretches[-1] else ""
        told = f"{median(delays):.1f} ms, {min(delays):.1f} to {max(delays):.1f}, likeness {min(likeness):.3f} and more"
        sys.stdout.write(f"{told}, {judged}the host took {taken:.1f} %\n")
        sys.stdout.flush()


@pytest.mark.timeout(10_800)
def test_an_hours_talk_keeps_its_delay_within_5_ms(request: pytest.FixtureRequest) -> None:
    looks = ceil(request.config.getoption("minutes") or MINUTES)
    with (
        awake(),
        stage() as server,
        card(server, speech(PIECE_S), PPM, -PPM) as devices,
        talking(server, MICROPHONE, EAR),
    ):
        begin = devices.played.seconds + SKIP_S + SETTLE_S
        devices.played.wait(begin, SKIP_S + SETTLE_S + PATIENCE_S)
        course = Course()
        for n in range(1, looks + 1):
            devices.played.wait(begin + n * LOOK_S, LOOK_S + PATIENCE_S)
            course.see(devices.mouth_and_ear(begin + (n - 1) * LOOK_S, begin + n * LOOK_S))
    stretches = [stretch for stretch in course.stretches if stretch]
    assert sum(map(len, stretches)) > looks / 2, "the host left us too few minutes"
    for stretch in stretches:
        assert max(abs(each - stretch[0]) for each in stretch) <= MOST_MS
        assert abs(stretch[0] - stretches[0][0]) <= FRAME_MS + MOST_MS
