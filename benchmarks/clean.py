"""What cleaning does to the microphone, without a device: echo, both speaking at once, noise, and what it costs.

Sentences of the practice world at -23 dBFS through a made room (0.15 s, 12 dB softer than the ear, 60 ms later) and
four kinds of noise, made too. PESQ (wide band) and STOI compare with the sentence alone; more is better, except of CPU.
The libraries that were tried and left are in README.md.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from importlib.util import find_spec
from statistics import median

import numpy as np
from msgspec.structs import replace

from benchmarks.sound import LEAD_S, SECONDS, said_by_aside, undisturbed
from benchmarks.speech import SPEECH, sound_of
from benchmarks.table import Aim, Row
from softphone.domain.audio import Switches
from softphone.engine.ports import SAMPLE_RATE_HZ as RATE
from softphone.engine.sound.cleaning import Cleaner
from tests.engine.sound_server import RATE_HZ, Samples

FRAME_BYTES = 640
OURS = tuple(f"late-order-{n}" for n in (1, 2, 3))
THEIRS = ("upset-customer-1", "upset-customer-2", "upset-customer-3", "product-question-1", "product-question-3")
LOUDNESS_DB = -23
PIECE = 5 * RATE  # of a call, scored by itself: a computer that is late now and then shall not spoil all of it
RATIOS_DB = (0, 5, 10, 15, 20)
NAME = "aside (WebRTC of livekit)"
KEYS = "aside, keys and dogs too (NSNet2)"


def measure() -> list[Row]:
    if find_spec("pesq") is None or find_spec("pystoi") is None:
        print("PESQ or STOI is not there: `./dev bench` brings them where a compiler is.", file=sys.stderr)
        return []
    near, far = sentences(OURS), sentences(THEIRS)
    far = np.resize(far, 2 * len(near))
    everything = Switches(echo=True, noise=True, gain=True, high_pass=True)
    return [*_echo(near, far), *_noise(near), *_price(near, far, everything), *_in_a_call()]


def _echo(near: Samples, far: Samples) -> list[Row]:
    """The second half of the time: by then any canceller knows the room."""
    rng, half = np.random.default_rng(7), len(near)
    fade = rng.normal(0, 1, int(0.15 * RATE)) * np.exp(-6.9 * np.linspace(0, 1, int(0.15 * RATE)))
    fade[0] = 6
    echo = np.convolve(far, fade / np.sqrt((fade**2).sum()))[: len(far)] * 10 ** (-12 / 20)
    echo = np.concatenate([np.zeros(int(0.06 * RATE)), echo])[: len(far)]
    alone = run(Switches(echo=True), far, echo)
    erle = 10 * np.log10((echo[half:] ** 2).mean() / max((alone[half:] ** 2).mean(), 1e-12))
    said = np.concatenate([np.zeros(half), near])
    both = run(Switches(echo=True), far, echo + said)[half:]
    at = _delay(near, both)
    kept = (both[at:] * near[: len(both) - at]).sum() / (near[: len(both) - at] ** 2).sum()
    return [
        Row("clean: echo taken out", NAME, (float(erle),), "dB (ERLE)"),
        Row("clean: own voice while both speak", NAME, (float(20 * np.log10(max(kept, 1e-6))),), "dB"),
        *_scored("both speak", near, both),
    ]


def _noise(near: Samples) -> list[Row]:
    rows, twice = [], np.concatenate([near, near])
    strength = (near[np.abs(near) > 0.01] ** 2).mean()
    for name, noise in noises(len(twice)).items():
        for ratio_db in RATIOS_DB:
            heard = twice + noise * np.sqrt(strength / (noise**2).mean()) * 10 ** (-ratio_db / 20)
            for program, keys in ((NAME, False), (KEYS, True)):
                done = run(Switches(noise=True, high_pass=True, keys=keys), twice * 0, heard)[len(near) :]
                rows += _scored(f"{name} at {ratio_db} dB", near, done, program)
            rows += _scored(f"{name} at {ratio_db} dB", near, heard[len(near) :], "untouched")
    return rows


def noises(count: int) -> dict[str, Samples]:
    rng = np.random.default_rng(7)
    spectrum = np.fft.rfft(rng.normal(0, 1, count))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(count, 1 / RATE), 30))
    click = rng.normal(0, 1, 800) * np.exp(-np.arange(800) / 120)
    clicks = np.cumsum(rng.uniform(0.08, 0.3, count // 1000))
    seconds = np.arange(int(0.2 * RATE)) / RATE
    pitch = 2 * np.pi * np.cumsum(350 + 250 * np.exp(-seconds / 0.05)) / RATE
    bark = sum(np.sin(n * pitch) / n for n in range(1, 9)) + rng.normal(0, 0.4, len(seconds))
    bark *= np.minimum(seconds / 0.01, 1) * np.exp(-seconds / 0.05)
    barks = np.cumsum(np.where(np.arange(count // 4000) % 3, 0.35, 2.0))  # three at a time
    voice = sentences(THEIRS)
    child = np.interp(np.arange(0, len(voice), 1.35), np.arange(len(voice)), voice)  # higher, and faster
    return {
        "fan": np.fft.irfft(spectrum, count),
        "keyboard": _again(click, clicks, count),
        "dog": _again(bark, barks, count),
        "child": np.resize(child, count),
    }


def _again(sound: Samples, when_s: Samples, count: int) -> Samples:
    whole = np.zeros(count + len(sound))
    for at in (when_s * RATE).astype(int):
        if at < count:
            whole[at : at + len(sound)] += sound
    return whole[:count]


def _price(near: Samples, far: Samples, everything: Switches) -> list[Row]:
    rows = []
    for program, all_of_it in ((NAME, everything), (KEYS, replace(everything, keys=True))):
        begun = time.process_time()
        done = run(all_of_it, far, np.concatenate([near, near]))
        cpu = 100 * (time.process_time() - begun) / (len(done) / RATE)
        quiet = run(replace(all_of_it, echo=False), near * 0, near)
        rows += [
            *_scored("nothing to clean", near, quiet, program),
            Row("clean: delay", program, (1000 * _delay(near, done) / RATE,), "ms", Aim(100, 20)),
            Row("clean: cpu of all of it", program, (cpu,), "% of a core"),
        ]
    return rows


def _in_a_call() -> list[Row]:
    """Nobody makes a noise and nothing echoes: what cleaning takes from a good sentence, through devices and G.722.
    Of each the run that a virtual machine's host disturbed least."""
    from pesq import pesq
    from pystoi import stoi

    said = np.resize(sentences(OURS), RATE * int(SECONDS + LEAD_S))
    scores: dict[str, tuple[float, ...]] = {}
    for clean in (False, True):
        (recorded, _), _ = undisturbed(partial(said_by_aside, _at(RATE_HZ, said, RATE), clean=clean))
        mouth, ear = (_at(RATE, recorded[:, n], RATE_HZ) for n in (0, 1))
        pairs = [_aligned(mouth[at : at + PIECE], ear[at : at + PIECE]) for at in range(0, len(ear) - PIECE, PIECE)]
        scores[f"PESQ {clean}"] = tuple(float(pesq(RATE, *pair, "wb")) for pair in pairs)
        scores[f"STOI {clean}"] = tuple(float(stoi(*pair, RATE)) for pair in pairs)
    rows = []
    for unit, most in (("PESQ", 0.1), ("STOI", 0.01)):
        raw, cleaned = scores[f"{unit} {False}"], scores[f"{unit} {True}"]
        rows += [
            Row("clean: a call", "aside, nothing on", raw, unit),
            Row("clean: a call", "aside, all on", cleaned, unit),
            Row("clean: what that takes", NAME, (median(raw) - median(cleaned),), unit, Aim(100, most)),
        ]
    return rows


def _at(rate: int, sound: Samples, from_rate: int) -> Samples:
    count = int(len(sound) * rate / from_rate)
    spectrum = np.fft.rfft(sound)
    fitted = np.zeros(count // 2 + 1, dtype=complex)
    kept = min(len(spectrum), len(fitted))
    fitted[:kept] = spectrum[:kept]
    return np.asarray(np.fft.irfft(fitted, count) * rate / from_rate)


def run(switches: Switches, ear: Samples, microphone: Samples) -> Samples:
    cleaner, done = Cleaner(switches), []
    heard, said = ((np.clip(each, -1, 1) * 32767).astype("<i2").tobytes() for each in (ear, microphone))
    for at in range(0, len(said) // FRAME_BYTES * FRAME_BYTES, FRAME_BYTES):
        cleaner.hear(heard[at : at + FRAME_BYTES])
        done.append(cleaner.clean(said[at : at + FRAME_BYTES]))
    return np.frombuffer(b"".join(done), "<i2").astype(np.float64) / 32768


def _scored(name: str, said: Samples, heard: Samples, program: str = NAME) -> list[Row]:
    from pesq import pesq
    from pystoi import stoi

    pair = _aligned(said, heard)
    return [
        Row(f"clean: {name}", program, (float(pesq(RATE, *pair, "wb")),), "PESQ"),
        Row(f"clean: {name}", program, (float(stoi(*pair, RATE)),), "STOI"),
    ]


def _aligned(said: Samples, heard: Samples) -> tuple[Samples, Samples]:
    at = _delay(said, heard)
    count = min(len(said), len(heard) - at)
    return said[:count], heard[at : at + count]


def _delay(said: Samples, heard: Samples) -> int:
    size = 1 << (len(said) + len(heard)).bit_length()
    return int(np.argmax(np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)[: RATE // 2]))


def sentences(names: tuple[str, ...]) -> Samples:
    pause = np.zeros(RATE // 2)
    whole = np.concatenate([piece for name in names for piece in (sound_of(SPEECH / f"{name}.wav"), pause)])
    return np.asarray(whole / np.sqrt((whole[np.abs(whole) > 0.01] ** 2).mean()) * 10 ** (LOUDNESS_DB / 20))
