"""An hour's talk on real devices of a sound server: the way from mouth to ear stays as long as it was at the beginning.

The telephone's frames go by the computer's clock, and the sink runs some 300 millionths faster, more than a sound card
would: a stream of another rate cuts its blocks in two, and PulseAudio rounds each piece down to a microsecond. So both
rings have a drift to correct, the microphone's one way, the ear's the other. All streams stay all the time: with each
that comes or goes a null sink changes its pace, which no sound card does.

A minute in which a virtual machine's host takes its cores away says nothing about clocks: it and the next two, in which
the rings go back, are told and not judged. One frame of 10 ms may stay in PJSIP's jitter buffer then (benchmarks), so
what comes after is held to its own first minute, and to the talk's first within that frame.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from statistics import median

import psutil
import pytest

from benchmarks.awake import awake
from benchmarks.sound import LEAD_S, PATIENCE_S, SKIP_S, STOLEN, speech, stage, stolen, talking, windows
from tests.engine.sound_server import Recording, Samples, SoundServer

MINUTES = 60
PIECE_S = 30
LOOK_S = 60.0
SETTLE_S = 30.0  # the rings find their depth
MOST_MS = 5.0
UNEVEN_HZ = 44_100  # a rate whose blocks do not come out even at the sink's
LEAST_PPM = 50
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


@contextmanager
def hurried(server: SoundServer) -> Iterator[None]:
    """Silence of another rate in the wire: its clock runs fast while the block runs."""
    silence = ["pacat", "--playback", "--device=aside_wire", "--raw", f"--rate={UNEVEN_HZ}", "--latency-msec=20"]
    with subprocess.Popen([*silence, "/dev/zero"], env=server.process_environment()) as stream:
        try:
            yield
        finally:
            stream.kill()


def moment(recording: Recording) -> tuple[float, float]:
    """Seconds of the sink's clock and of this computer's, at the edge of a block."""
    recorded = recording.seconds
    recording.wait(recorded + 0.001)
    return recording.seconds, time.monotonic()


@pytest.mark.timeout(10_800)
def test_an_hours_talk_keeps_its_delay_within_5_ms(request: pytest.FixtureRequest) -> None:
    looks = ceil(request.config.getoption("minutes") or MINUTES)
    whole_s = LEAD_S + SKIP_S + SETTLE_S + looks * LOOK_S + PATIENCE_S
    with (
        awake(),
        stage() as server,
        hurried(server),
        server.recording("aside_wire.monitor", channels=2) as recording,
    ):
        mouth = server.play(speech(PIECE_S), times=ceil(whole_s / PIECE_S))
        try:
            with talking(server):
                begin = recording.seconds + SKIP_S + SETTLE_S
                recording.wait(begin, SKIP_S + SETTLE_S + PATIENCE_S)
                sink_s, computer_s = moment(recording)
                course = Course()
                for n in range(1, looks + 1):
                    recording.wait(begin + n * LOOK_S, LOOK_S + PATIENCE_S)
                    course.see(recording.samples(begin + (n - 1) * LOOK_S, begin + n * LOOK_S))
                now_sink_s, now_computer_s = moment(recording)
        finally:
            mouth.kill()
            mouth.wait()
    ppm = 1e6 * ((now_sink_s - sink_s) / (now_computer_s - computer_s) - 1)
    sys.stdout.write(f"the sink ran {ppm:.0f} millionths fast\n")
    assert ppm > LEAST_PPM
    stretches = [stretch for stretch in course.stretches if stretch]
    assert sum(map(len, stretches)) > looks / 2, "the host left us too few minutes"
    for stretch in stretches:
        assert max(abs(each - stretch[0]) for each in stretch) <= MOST_MS
        assert abs(stretch[0] - stretches[0][0]) <= FRAME_MS + MOST_MS
