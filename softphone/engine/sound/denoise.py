"""Noise out of the microphone: a fan, keys, a dog. Another voice stays.

NSNet2, Microsoft's baseline of the DNS Challenge (Braun and Tashev, arXiv 2008.06412; weights under CC BY 4.0): a small
recurrent network that says of each of 161 bands, each 10 ms, how much of it is the voice in front of the microphone.
Trained on noise of all kinds, and the only one of those tried that takes keys out without a price for the voice that is
worse than they are (benchmarks). numpy is loaded with it and not before: a fifth of a second.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from functools import cache
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a frame is too little work to wake another core for
import numpy as np
import numpy.typing as npt

from softphone.engine.ports import FRAME_SAMPLES
from softphone.engine.sound.pcm import WIDTH
from softphone.host.paths import resource

Floats = npt.NDArray[np.float32]

HOP = FRAME_SAMPLES // 2  # 10 ms
LEAST_GAIN = 0.1  # 20 dB; more would take more of the voice than of the noise
LEAST_POWER = 1e-12  # as it was trained
FULL = HOP * HOP * 2  # power of a window of the loudest noise there is
SILENCE, LOUD, VOICE = 10**-6.5, 10**-6.0, 10**-5.0  # of FULL: -65, -60 and -50 dBFS
TAKEN, KEPT = 0.1, 0.5  # of the power: what is mostly noise, and what is mostly voice
APART = 5  # hops between noise and a voice: before and after a word much looks like noise
ENOUGH, WITHIN = 4, 400  # hops of noise in 4 s: a voice in a quiet room has two in 40
HOLD = 2_000  # 20 s: who types goes on typing
MOST_S = 0.006  # of the 20 ms of a frame, in the mean of a second: a slower computer needs them for the call

LOG = logging.getLogger("engine.sound")


class Denoiser:
    """One microphone. Of one thread."""

    LATE_BYTES = HOP * WIDTH

    def __init__(self) -> None:
        network = _weights()
        self._weights = network
        self._states = [np.zeros(len(network[name].T), np.float32) for name in ("first_state", "second_state")]
        self._window = np.sqrt(np.hanning(2 * HOP + 1)[:-1]).astype(np.float32)
        self._before = self._begun = np.zeros(HOP, np.float32)
        self._evidence = _Evidence()
        self._takes_s = 0.0
        self._gave_up = False

    @property
    def disturbed(self) -> bool:
        """There was noise lately that comes and goes: keys, a dog."""
        return self._evidence.lately and not self._gave_up

    def through(self, frame: bytes) -> bytes:
        """20 ms, half of that late."""
        begun = time.perf_counter()
        said = np.frombuffer(frame, "<i2").astype(np.float32) / np.float32(32768)
        done = np.concatenate([self._hop(said[:HOP]), self._hop(said[HOP:])])
        self._takes_s += (time.perf_counter() - begun - self._takes_s) / 50
        if self._takes_s > MOST_S and not self._gave_up:
            self._gave_up = True
            LOG.warning("keys and dogs stay: 20 ms take this computer %.0f ms", 1000 * self._takes_s)
        return bytes((np.clip(done, -1, 1) * 32767).astype("<i2").tobytes())

    def _hop(self, said: Floats) -> Floats:
        spectrum = np.fft.rfft(np.concatenate([self._before, said]) * self._window)
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
        whole = float(power.sum())
        gains: Any
        if self._gave_up:
            gains = 1.0
        elif whole < SILENCE * FULL:
            gains = LEAST_GAIN
            self._evidence.see(whole / FULL, 1.0)
        else:
            share = self._shares(np.log10(np.maximum(power, LEAST_POWER)))
            self._evidence.see(whole / FULL, float((power * share * share).sum()) / whole)
            gains = np.maximum(share, LEAST_GAIN)
        heard = np.fft.irfft(spectrum * gains).astype(np.float32) * self._window
        done = self._begun + heard[:HOP]
        self._before, self._begun = said, heard[HOP:]
        return done

    def _shares(self, power: Floats) -> Floats:
        weights = self._weights
        now = _positive(power @ weights["enter"] + weights["enter_bias"])
        for n, name in enumerate(("first", "second")):
            now = self._states[n] = self._remembered(name, now, self._states[n])
        now = _positive(now @ weights["wide"] + weights["wide_bias"])
        now = _positive(now @ weights["wider"] + weights["wider_bias"])
        return _between_0_and_1(now @ weights["leave"] + weights["leave_bias"])

    def _remembered(self, name: str, now: Floats, state: Floats) -> Floats:
        """A gated recurrent unit as ONNX has it, with the reset after the product (operator GRU)."""
        count = len(state)
        of_input, of_state = np.split(self._weights[f"{name}_bias"], 2)
        new = self._weights[f"{name}_input"] @ now + of_input
        old = self._weights[f"{name}_state"] @ state + of_state
        update = _between_0_and_1(new[:count] + old[:count])
        reset = _between_0_and_1(new[count : 2 * count] + old[count : 2 * count])
        candidate = np.tanh(new[2 * count :] + reset * old[2 * count :])
        return np.asarray((1 - update) * candidate + update * state)


class _Evidence:
    """Whether noise came and went, told only from moments in which nobody speaks: within words much of a voice is taken
    for noise."""

    def __init__(self) -> None:
        self._hops = 0
        self._voice_at = self._noise_at = self._found_at = -HOLD
        self._waiting: list[int] = []  # noise that may yet be the beginning of a word
        self._found: deque[int] = deque(maxlen=ENOUGH)

    @property
    def lately(self) -> bool:
        return self._hops - self._found_at < HOLD

    def see(self, power: float, share: float) -> None:
        """Of the next 10 ms: of what is loudest, and how much of it is voice."""
        self._hops += 1
        if power > VOICE and share > KEPT:
            self._voice_at = self._hops
            self._waiting.clear()
        elif power > LOUD and share < TAKEN and self._hops - self._voice_at > APART:
            self._noise_at = self._hops
            self._waiting.append(self._hops)
        elif self._waiting and self._hops - self._noise_at >= APART:
            self._found.extend(self._waiting)
            self._waiting.clear()
            if len(self._found) == ENOUGH and self._hops - self._found[0] < WITHIN:
                self._found_at = self._hops


@cache
def _weights() -> dict[str, Floats]:
    with np.load(resource("noise/nsnet2.npz"), allow_pickle=False) as kept:
        return {name: kept[name].astype(np.float32) for name in kept.files}


def _positive(values: Floats) -> Floats:
    return np.asarray(np.maximum(values, 0))


def _between_0_and_1(values: Floats) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * values)))
