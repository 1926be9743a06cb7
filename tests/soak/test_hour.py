"""An hour's talk between two devices of a sound server whose clocks differ: the way from mouth to ear stays as long as
it was at the beginning.

The telephone's frames go by the computer's clock; the microphone's quartz is 200 millionths faster and the ear's as
much slower, the most that sound cards are off. So both rings have a drift to correct, 0.7 s each in the hour.

A virtual machine's host takes the cores away for 5 to 50 ms, several times a minute: the rings deepen then and have to
be back soon. What it took is told beside each minute. One in which it took more than MOST_TAKEN is not judged, nor the
two after it, in which the rings give back half of their further reserve each quarter of a minute.
PJSIP's jitter buffer deepens, too, by frames of 10 ms, as on a bad line, and may stay so: that is no matter of clocks,
so what it holds is told and taken off.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from math import ceil
from statistics import median

import numpy as np
import psutil
import pytest

from benchmarks.awake import awake
from benchmarks.sound import PATIENCE_S, RATE_HZ, SKIP_S, STEP_S, WINDOW_S, speech, stage, stolen, talking, windows
from softphone.domain.quality import HELD_LOOKS
from tests.engine.sound_server import Samples
from tests.soak.card import EAR, MICROPHONE, card

MINUTES = 60
PPM = 200.0
PIECE_S = 30
LOOK_S = 60.0
SETTLE_S = 30.0  # the rings find their depth
MOST_MS = 5.0
MOST_TAKEN = 1.5  # % of the cores
SETTLE_LOOKS = 2
HEARD = 0.2  # a second in which two clocks are brought together again, sample by sample, has 0.3


class Course:
    """The median delay of each minute that is judged, in ms, less what the jitter buffer holds."""

    def __init__(self, call: subprocess.Popen[bytes]) -> None:
        self.minutes: list[float] = []
        self._call = call
        self._settles = 0
        self._before = psutil.cpu_times()

    def see(self, heard: Samples) -> None:
        """The last seconds, up to now."""
        end = time.monotonic()
        before, self._before = self._before, psutil.cpu_times()
        taken = stolen(before, self._before) or 0.0
        delays, likeness = windows(heard)
        at = end - len(heard) / RATE_HZ + STEP_S * np.arange(len(delays)) + WINDOW_S / 2
        held = np.interp(at + HELD_LOOKS / 2, *np.transpose(self._held()))  # told of the last seconds, their mean
        without = median(delays - held)
        self._settles = SETTLE_LOOKS + 1 if taken > MOST_TAKEN else max(0, self._settles - 1)
        if not self._settles:
            assert median(likeness) > HEARD
            self.minutes.append(without)
        told = f"{median(delays):.1f} ms, {min(delays):.1f} to {max(delays):.1f}, likeness {median(likeness):.3f}"
        judged = "not judged" if self._settles else "judged"
        sys.stdout.write(f"{told}, the host took {taken:.1f} %: {without:.1f} without the jitter buffer, {judged}\n")
        sys.stdout.flush()

    def _held(self) -> list[tuple[float, float]]:
        assert self._call.stdin is not None
        assert self._call.stdout is not None
        self._call.stdin.write(b"\n")
        self._call.stdin.flush()
        told: list[tuple[float, float]] = json.loads(self._call.stdout.readline())
        return told


@pytest.mark.timeout(10_800)
def test_an_hours_talk_keeps_its_delay_within_5_ms(request: pytest.FixtureRequest) -> None:
    looks = ceil(request.config.getoption("minutes") or MINUTES)
    with (
        awake(),
        stage() as server,
        card(server, speech(PIECE_S), PPM, -PPM) as devices,
        talking(server, MICROPHONE, EAR) as call,
    ):
        begin = devices.played.seconds + SKIP_S + SETTLE_S
        devices.played.wait(begin, SKIP_S + SETTLE_S + PATIENCE_S)
        course = Course(call)
        for n in range(1, looks + 1):
            devices.played.wait(begin + n * LOOK_S, LOOK_S + PATIENCE_S)
            course.see(devices.mouth_and_ear(begin + (n - 1) * LOOK_S, begin + n * LOOK_S))
    assert len(course.minutes) > looks / 2, "the host left us too few minutes"
    middle = median(course.minutes)
    assert max(abs(each - middle) for each in course.minutes) <= MOST_MS
