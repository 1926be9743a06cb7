"""How speech comes out of a bad line: PESQ (ITU-T P.862.2, wide band) of what an ear plays, against what was said.

The same G.722 packets (our engine said them once) go to each phone over the same bad line, in a process of its own: a
packet's fate hangs on seed and number alone. What its ear plays into a private sound server is recorded and scored.
Told as what is missing to the best that PESQ gives, so that less is better as everywhere else. Without PESQ, which
must be compiled, all are dashes. Peer: baresip.
"""

from __future__ import annotations

import sys
import wave
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import psutil

from benchmarks.engine import engine_on, private_home
from benchmarks.loop import Loop
from benchmarks.pbx import HOST, Pbx, a_pbx
from benchmarks.peers import baresip_with_ears
from benchmarks.rtp import bad_line, seconds_of, spoken_to, taken_down
from benchmarks.table import Row, share_of
from softphone.domain.audio import NO_DEVICE, SoundSetup
from softphone.domain.line import LineSetup
from tests.engine.sound_server import RATE_HZ, Samples, SoundServer, sound_server

SPEECH = Path(__file__).parents[1] / "resources" / "demo" / "speech"
SAID = tuple(SPEECH / f"{name}.wav" for name in ("late-order-1", "product-question-1", "upset-customer-1"))
LINES = ((0, 0), (1, 0), (3, 0), (5, 0), (10, 0), (0, 20), (0, 40), (0, 60), (0, 80))  # loss in %, jitter in ms
SEED = 1
BEST = 4.644  # of wide band PESQ: what is the same
RATE = 16_000  # of PESQ
MARGIN_S = 0.1
SETTLE_S = 1.5  # rings and jitter buffers find their depth

Phone = Callable[[Loop, Pbx, SoundServer], AbstractContextManager[psutil.Process | None]]


def measure() -> list[Row]:
    if find_spec("pesq") is None:
        print("PESQ is not there (it must be compiled): `./dev bench` brings it where a compiler is.", file=sys.stderr)
        return [row for line in LINES for row in _rows(line, (), ())]
    said = taken_down(SAID)
    rows = []
    for line in LINES:
        ours = _scores(aside, said, line)
        theirs = _scores(baresip_with_ears, said, line)
        rows += _rows(line, ours, theirs)
    return rows


def _rows(line: tuple[int, int], ours: tuple[float, ...], theirs: tuple[float, ...]) -> list[Row]:
    name = "speech, {} % lost, {} ms jitter".format(*line)
    peer = Row(name, "baresip", theirs, f"{BEST:.2f} - PESQ")
    return [Row(name, "aside", ours, peer.unit, share_of(peer, 1.0)), peer]


def _scores(phone: Phone, said: tuple[tuple[bytes, ...], ...], line: tuple[int, int]) -> tuple[float, ...]:
    """Of each sentence, in one call."""
    missing = []
    with sound_server() as server, a_pbx() as (loop, pbx), phone(loop, pbx, server) as there:
        if there is None:
            return ()
        with (
            bad_line(*line, SEED) as port,
            server.recording("aside_wire.monitor", channels=2) as recording,
            spoken_to(loop, pbx, port) as (voice, _),
        ):
            voice.say(said[0][: int(SETTLE_S / 0.02)])
            for file, payloads in zip(SAID, said, strict=True):
                begun = recording.seconds
                voice.say(payloads)
                recording.wait(begun + seconds_of(file) + 1.0)
                heard = _at_16_khz(recording.samples()[int((begun - MARGIN_S) * RATE_HZ) :, 1])
                missing.append(BEST - _pesq(sound_of(file), heard))
    return tuple(missing)


def _pesq(said: Samples, heard: Samples) -> float:
    from pesq import pesq

    # PESQ looks for the delay itself, but not for a delay of half a second.
    size = 1 << (len(said) + len(heard)).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)
    at = max(0, int(np.argmax(product[: max(1, len(heard) - len(said))])))
    margin = int(MARGIN_S * RATE)
    return float(pesq(RATE, said, heard[max(0, at - margin) : at + len(said) + margin], "wb"))


def sound_of(file: Path) -> Samples:
    with wave.open(str(file)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE, 1, 2)
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.float64) / 32768


def _at_16_khz(sound: Samples) -> Samples:
    """A third of its samples, with nothing left above 8 kHz."""
    step = RATE_HZ // RATE
    spectrum = np.fft.rfft(sound[: len(sound) // step * step])
    count = len(sound) // step
    return np.asarray(np.fft.irfft(spectrum[: count // 2 + 1], count) / step)


@contextmanager
def aside(loop: Loop, pbx: Pbx, server: SoundServer) -> Iterator[psutil.Process]:
    """Our engine with the private server's ear; it answers."""
    line = LineSetup(user="agent", server=f"{HOST}:{pbx.port}", password="none")
    sound = SoundSetup(microphone="aside_mic", ear="aside_ear", ringer=NO_DEVICE)
    environment = server.process_environment()
    with (
        private_home() as home,
        engine_on(
            loop, home, line, lambda _: bool(pbx.contact), sound=sound, answers=True, env=environment
        ) as (_, engine),
    ):
        yield engine
