"""Mouth to ear: what is said into one program's microphone, until the other program's ear says it. Peer: baresip.

Two processes of a program talk to each other through real devices of a private PulseAudio server. Mouth and ear are
the two channels of one sink, recorded in one stream; each second of it is cross-correlated. The delay is where the
correlation peaks, its height says whether the second came through whole: a gap or a step inside it lowers it.
A virtual machine whose host takes its cores away for tens of milliseconds ("steal") breaks any sound: what the host
took is a row of its own, and a run in which it took more than STOLEN is made again, twice at most, for both programs.
What was tried and why it is as it is: README.md beside this file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import numpy as np
import psutil

from benchmarks import sound_first
from benchmarks.peers import BARESIP, baresip_home, program
from benchmarks.table import Aim, Row
from tests.engine.sound_server import RATE_HZ, SINK_RATE_HZ, Recording, Samples, SoundServer, sound_server

SECONDS = 20
PATIENCE_S = 40
LEAD_S = 30  # to start two programs and a call, at most
SKIP_S = 3.0  # the jitter buffer and the rings find their depth
WINDOW_S = 1.0
STEP_S = 0.5
LONGEST_S = 0.5
QUIET = 0.001  # standard deviation of a window with nothing said in it
HOST = "127.0.0.1"
BARESIP_PORT = 25_060
STOLEN = 0.5  # % of the cores
RUNS = 3
T = TypeVar("T")

Windows = tuple[tuple[float, ...], tuple[float, ...]]  # delay in ms and correlation of each


def measure() -> list[Row]:
    ((ours, whole), figures), ours_stolen = undisturbed(lambda: _of_aside(clean=False))
    ((cleaned, _), cleaned_figures), _ = undisturbed(lambda: _of_aside(clean=True))
    (theirs, their_whole), theirs_stolen = undisturbed(_of_baresip)
    return [
        Row("sound", "aside", ours, "ms", Aim(95, 90)),
        Row("sound", "aside, echo and noise taken out", cleaned, "ms"),
        Row("sound", "baresip", theirs, "ms"),
        Row("sound lost", "aside", _lost(whole), "1 - correlation", Aim(100, 0.01)),
        Row("sound lost", "baresip", _lost(their_whole), "1 - correlation"),
        Row("sound cpu", "aside, threads of sound", tuple(figures["sound"]), "% of a core", Aim(100, 5)),
        Row("sound cpu", "aside, whole engine in a call", tuple(figures["engine"]), "% of a core"),
        Row("sound cpu", "the same, echo and noise taken out", tuple(cleaned_figures["engine"]), "% of a core"),
        Row("sound stolen", "the host, while aside spoke", ours_stolen, "% of the cores"),
        Row("sound stolen", "the host, while baresip spoke", theirs_stolen, "% of the cores"),
        *sound_first.measure(),
    ]


def undisturbed(run: Callable[[], T]) -> tuple[T, tuple[float, ...]]:
    """The run the host disturbed least, and what it took then; nothing is taken where there is no host."""
    best: tuple[float, T] | None = None
    for _ in range(RUNS):
        before = psutil.cpu_times()
        result = run()
        taken = stolen(before, psutil.cpu_times())
        if taken is None:
            return result, ()
        if best is None or taken < best[0]:
            best = taken, result
        if taken <= STOLEN:
            break
    assert best is not None
    return best[1], (best[0],)


def stolen(before: Any, now: Any) -> float | None:
    """% of the cores that the host took between two `psutil.cpu_times()`; None where there is none: no Linux."""
    return 100 * (now.steal - before.steal) / (sum(now) - sum(before)) if hasattr(now, "steal") else None


def _lost(correlations: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(1 - correlation for correlation in correlations)


def speech(seconds: float, seed: int = 5) -> Samples:
    """Noise of the band and the syllables of speech: nowhere like itself, so the peak is sharp."""
    count = int(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(0, 1, count))
    hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum[(hz < 300) | (hz > 3400)] = 0
    noise = np.fft.irfft(spectrum, count)
    syllables = 0.35 + 0.65 * np.clip(np.sin(2 * np.pi * 2.1 * np.arange(count) / RATE_HZ) + 0.5, 0, 1)
    return np.asarray(noise / np.abs(noise).max() * 0.6 * syllables)


def windows(recorded: Samples) -> Windows:
    """`recorded` is mouth and ear, both speaking from the first sample on."""
    mouth, ear = recorded[:, 0], recorded[:, 1]
    width, longest = int(WINDOW_S * RATE_HZ), int(LONGEST_S * RATE_HZ)
    size = 1 << (width + longest).bit_length()
    delays, correlations = [], []
    for at in range(0, len(mouth) - width - longest, int(STEP_S * RATE_HZ)):
        said, heard = mouth[at : at + width], ear[at : at + width + longest]
        if said.std() < QUIET:
            continue
        product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)[:longest]
        energy = np.cumsum(np.concatenate(([0.0], heard**2)))
        likeness = product / np.sqrt(np.maximum((energy[width:] - energy[:-width])[:longest], 1e-9) * (said**2).sum())
        best = int(np.argmax(likeness))
        delays.append(best / RATE_HZ * 1000)
        correlations.append(float(likeness[best]))
    return tuple(delays), tuple(correlations)


def _of_aside(*, clean: bool) -> tuple[Windows, dict[str, Any]]:
    recorded, figures = said_by_aside(speech(SECONDS + LEAD_S), clean=clean)
    return windows(recorded), figures


def said_by_aside(said: Samples, *, clean: bool) -> tuple[Samples, dict[str, Any]]:
    """Mouth and ear while that is said, and what the engines needed; the cleaned one has all of it switched on."""
    with stage() as server, _speaking(server, said) as recording, talking(server, clean=clean) as call:
        heard = _recorded(recording)
        figures: dict[str, Any] = json.loads(call.communicate(timeout=PATIENCE_S)[0])
    return heard, figures


@contextmanager
def talking(
    server: SoundServer, microphone: str = "aside_mic", ear: str = "aside_ear", *, clean: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """Two engines in a call on the devices of `stage`: what the microphone hears the other one's ear says."""
    devices = [microphone, "other_ear", "other_mic", ear]
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sound_call", *devices, *(["clean"] if clean else [])],
        env=server.process_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        try:
            assert child.stdout is not None
            if not child.stdout.readline():
                raise RuntimeError("the two engines did not come to talk")
            yield child
        finally:
            if child.stdin is not None:
                child.stdin.close()  # it ends its engines, too
            with suppress(subprocess.TimeoutExpired):
                child.wait(PATIENCE_S)
            child.kill()


def _of_baresip() -> Windows:
    found, modules = shutil.which("baresip"), ("account", "menu", "g722", "alsa")
    if found is None or not all((BARESIP / f"{name}.so").exists() for name in modules):
        return (), ()
    second_port = BARESIP_PORT + 2
    with stage() as server, _speaking(server) as recording:
        first = baresip_home(server, "callee", BARESIP_PORT, _account("callee", BARESIP_PORT), "other_mic", "aside_ear")
        second = baresip_home(server, "caller", second_port, _account("caller", second_port), "aside_mic", "other_ear")
        dial = ["-e", f"/dial sip:callee@{HOST}:{BARESIP_PORT}"]
        with (
            program([found, "-f", str(first)], {**server.process_environment(), "HOME": str(first)}),
            program([found, "-f", str(second), *dial], {**server.process_environment(), "HOME": str(second)}),
            _stream_count(server, 3),
        ):
            return windows(_recorded(recording))


def _account(name: str, port: int) -> str:
    return f"<sip:{name}@{HOST}:{port}>;regint=0;answermode=auto;audio_codecs=g722"


@contextmanager
def stage() -> Iterator[SoundServer]:
    """A sound server with a second ear and a silent second microphone for whoever is not listened to. That microphone
    hears neither ear: it would send each end its own voice back, and round again."""
    with sound_server() as server:
        for name in ("other_ear", "nobody"):
            sink = (f"sink_name={name}", f"sink_properties=device.description={name}", f"rate={SINK_RATE_HZ}")
            server.pactl("load-module", "module-null-sink", *sink, "norewinds=1", "channels=1", "channel_map=mono")
        microphone = ("source_name=other_mic", "source_properties=device.description=other_mic")
        server.pactl("load-module", "module-remap-source", *microphone, "master=nobody.monitor")
        yield server


@contextmanager
def _stream_count(server: SoundServer, count: int) -> Iterator[None]:
    """Until so many programs play into sinks: then the call is up."""
    end = time.monotonic() + PATIENCE_S
    while sum("protocol-native" in line for line in server.pactl("list", "short", "sink-inputs").splitlines()) < count:
        if time.monotonic() > end:
            raise TimeoutError("the peer opened no devices")
    yield


@contextmanager
def _speaking(server: SoundServer, said: Samples | None = None) -> Iterator[Recording]:
    """Somebody speaks and all is recorded before the call begins: a null sink may change its pace
    with its first and last stream, which no sound card does."""
    with server.recording("aside_wire.monitor", channels=2) as recording:
        mouth = server.play(speech(SECONDS + LEAD_S) if said is None else said)
        try:
            yield recording
        finally:
            mouth.kill()
            mouth.wait()


def _recorded(recording: Recording) -> Samples:
    begin = recording.seconds + SKIP_S
    recording.wait(begin + SECONDS, PATIENCE_S)
    return recording.samples()[int(begin * RATE_HZ) :]
