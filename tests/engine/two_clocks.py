"""Two clocks that do not agree, in simulated seconds, with the real ring between them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np

from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.sound.ring import Ring
from softphone.engine.sound.streams import JITTER, PERIOD
from tests.engine.sound_server import Samples

SETTLES_S = 20
HERTZ = 400
PEAK = 10_000
PUTS, GETS = 0, 1


Standstill = tuple[float, float, tuple[int, ...], int]  # begin, end, who stands still, and who of them goes on first


def _standstills(seconds: float) -> Iterator[Standstill]:
    """Of 10 to 100 ms, about once a minute."""
    chance = np.random.default_rng(1)
    at = 3.0 * SETTLES_S
    while at < seconds:
        who = ((PUTS, GETS), (PUTS, GETS), (PUTS,), (GETS,))[chance.integers(4)]
        yield at, at + chance.uniform(0.01, 0.1), who, who[chance.integers(len(who))]
        at += chance.uniform(30, 90)


class TwoClocks:
    """One side puts a steady tone, block by block as it is recorded; the other gets, `behind_s` later. Both in
    simulated seconds. A sound server hands on what is due each `burst_s`, so the device is served that late."""

    def __init__(
        self,
        put_block: int,
        get_block: int,
        ppm: float,
        jitter_s: float,
        seconds: float,
        behind_s: float = 0.05,
        burst_s: float = 0.0,
        standstills: tuple[Standstill, ...] = (),
    ) -> None:
        self.now, self.seconds = 0.0, seconds
        self.delays_ms: list[float] = []
        self.ring = Ring(PERIOD + JITTER, lambda: self.now, least=put_block + JITTER)
        rate = SAMPLE_RATE_HZ * (1 + ppm / 1e6)
        tone = PEAK * np.sin(2 * np.pi * HERTZ * np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)  # whole seconds join
        whole = tone.astype("<i2").tobytes() * 2
        late = np.random.default_rng(1).uniform(0, jitter_s, 4096)
        heard, put_n, got_n, got = [], 0, 0, 0

        def served(due: float, block: int, late_s: float, side: int) -> float:
            at = (ceil(due / burst_s) * burst_s if burst_s and block == PERIOD else due) + late_s
            for begin, end, who, first in standstills:
                if begin <= at < end and side in who:
                    return end if side == first else end + 1e-6
            return at

        while (due := got_n * get_block / SAMPLE_RATE_HZ + behind_s) < seconds:
            put_at = served((put_n + 1) * put_block / rate, put_block, late[put_n % 4096], PUTS)
            get_at = served(due, get_block, late[-got_n % 4096], GETS)
            if put_at <= get_at:
                self.now = put_at
                at = put_n * put_block % SAMPLE_RATE_HZ * 2
                self.ring.put(whole[at : at + put_block * 2])
                put_n += 1
                continue
            self.now = get_at
            waiting = self.ring.depth
            heard.append(self.ring.get(get_block))
            got_n, got = got_n + 1, got + get_block
            if got_n % 100 == 0:
                # What leaves next was recorded this long ago.
                recorded_at = (put_n * put_block - (waiting - get_block)) / rate
                self.delays_ms.append(1000 * (due - recorded_at))
        self.heard: Samples = np.frombuffer(b"".join(heard), "<i2").astype(np.float64)

    @property
    def settled_delays_ms(self) -> list[float]:
        return self.delays_ms[len(self.delays_ms) * SETTLES_S // int(self.seconds) :]


def hold(put_block: int, get_block: int, ppm: float, seconds: float, burst_s: float = 0.0) -> Ring:
    """The delay stays within ±5 ms."""
    clocks = TwoClocks(put_block, get_block, ppm, jitter_s=0.002, seconds=seconds, burst_s=burst_s)
    delays = clocks.settled_delays_ms
    assert max(delays) - min(delays) <= 10
    return clocks.ring


def share_held(put_block: int, get_block: int, ppm: float, seconds: float, burst_s: float = 0.0) -> float:
    """Of the time in which the delay is within 5 ms of what it was, on a computer that stands still now and then."""
    standstills = tuple(_standstills(seconds))
    clocks = TwoClocks(put_block, get_block, ppm, 0.002, seconds, burst_s=burst_s, standstills=standstills)
    assert clocks.ring.underruns
    delays = clocks.settled_delays_ms
    before = np.median(delays[:15])  # the first stands still at 60 s
    return float(np.mean([abs(delay - before) <= 5 for delay in delays]))
