"""An hour's talk on real devices of a sound server: the way from mouth to ear is as long at its end as at its begin.

Null sinks go by the computer's clock, the telephone's frames by PJMEDIA's: what would add up between them, and in every
ring, shows here. Two quartzes that disagree are simulated in test_drift.py.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from statistics import median

import pytest

from benchmarks.sound import PATIENCE_S, SKIP_S, speech, stage, talking, windows
from tests.engine.sound_server import RATE_HZ, SoundServer

MINUTES = 60
LOOKS = 12
LOOK_S = 12.0
MOST_MS = 5.0
HEARD = 0.2


def delay_ms(server: SoundServer) -> float:
    """Of what is said now."""
    with server.recording("aside_wire.monitor", channels=2) as recording:
        mouth = server.play(speech(LOOK_S + SKIP_S + PATIENCE_S))
        try:
            recording.wait(LOOK_S + SKIP_S, PATIENCE_S)
        finally:
            mouth.kill()
            mouth.wait()
        delays, likeness = windows(recording.samples()[int(SKIP_S * RATE_HZ) :])
    # A second in which two clocks are brought together again, sample by sample, is less like what was said than others.
    assert median(likeness) > HEARD
    told = f"{median(delays):.1f} ms, {min(delays):.1f} to {max(delays):.1f}, likeness {median(likeness):.2f}\n"
    sys.stdout.write(told)
    sys.stdout.flush()
    return median(delays)


@pytest.mark.timeout(10_800)
def test_an_hours_talk_keeps_its_delay_within_5_ms(request: pytest.FixtureRequest) -> None:
    seconds = 60 * (request.config.getoption("minutes") or MINUTES)
    with stage() as server, talking(server) as call:
        delay_ms(server)  # the rings find their depth
        told = [delay_ms(server)]
        for _ in range(LOOKS):
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"the call ended with {call.wait(seconds / LOOKS)}")
            told.append(delay_ms(server))
    assert max(abs(each - told[0]) for each in told) <= MOST_MS, [round(each, 1) for each in told]
