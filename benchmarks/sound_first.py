"""How soon there is sound: INVITE → ring, Answer → both hear each other; and SIP beside a sound server that hangs.

One real engine, its devices on a private PulseAudio. The ear and the ring are read from the monitors of their sinks as
pieces arrive, so the figures contain that server's own 50 ms blocks and the pipe: they are what is late at most. What
the microphone says is read from the RTP that reaches the PBX.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

import numpy as np

from benchmarks.engine import Desk, engine_on, private_home
from benchmarks.loop import Loop
from benchmarks.pbx import HOST, Pbx, a_pbx
from benchmarks.rtp import Voice, taken_down
from benchmarks.speech import SPEECH
from benchmarks.table import Aim, Row, percentile
from softphone.domain.audio import SoundSetup
from softphone.domain.call import Phase
from softphone.domain.line import LineSetup
from softphone.domain.protocol import Answer, CallChanged
from tests.engine.sound_server import RATE_HZ, SoundServer, sound_server

CALLS = 20
QUESTIONS = 60
MOST_S = 180
QUIET_S = 0.6  # nothing in an ear for so long: the last call is over
LOUD = 200  # of 32768
TALKS = 24  # different bytes in 20 ms of G.722; silence has a handful
SETUP = SoundSetup(microphone="aside_mic", ear="aside_ear", ringer="aside_ring")


def measure() -> list[Row]:
    said = _loud_part(taken_down((SPEECH / "late-order-1.wav",))[0])
    with sound_server() as server, a_pbx() as (loop, pbx), private_home() as home:
        line = LineSetup(user="agent", server=f"{HOST}:{pbx.port}", password="none")
        env = server.process_environment()
        with engine_on(loop, home, line, lambda _: bool(pbx.contact), sound=SETUP, env=env) as (desk, _):
            rings = _rings(loop, pbx, server)
            spoken, heard = _answers(loop, pbx, desk, server, said)
            calm = _questions(loop, pbx)
            os.kill(server.pid, signal.SIGSTOP)
            try:
                call = pbx.call()  # ring devices are opened, and do not open
                beside = _questions(loop, pbx)
                pbx.give_up(call)
            finally:
                os.kill(server.pid, signal.SIGCONT)
    late = Aim(95, percentile(calm, 95) + 20, "20 more")
    return [
        Row("sound first", "aside, INVITE to ring at its device", rings, "ms", Aim(95, 300)),
        Row("sound first", "aside, Answer to your voice at the PBX", spoken, "ms", Aim(95, 150)),
        Row("sound first", "aside, Answer to the caller in your ear", heard, "ms", Aim(95, 150)),
        Row("sip beside sound", "aside, OPTIONS to 200", calm, "ms"),
        Row("sip beside sound", "aside, while the sound server hangs", beside, "ms", late),
    ]


class Listener:
    """When the monitor of a sink first brought something loud since `forget`."""

    def __init__(self) -> None:
        self.loud_at = self.last_loud_at = 0.0

    def forget(self) -> None:
        self.loud_at = 0.0

    def hear(self, at: float, piece: bytes) -> None:
        if np.abs(np.frombuffer(piece[: len(piece) // 2 * 2], "<i2")).max(initial=0) > LOUD:
            self.loud_at = self.loud_at or at
            self.last_loud_at = at

    def wait_for_quiet(self, loop: Loop) -> None:
        loop.until(lambda: perf_counter() > self.last_loud_at + QUIET_S, "quiet")


@contextmanager
def _listening(loop: Loop, server: SoundServer, sink: str) -> Iterator[Listener]:
    words = ["parec", f"--device={sink}.monitor", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1"]
    listener = Listener()
    with subprocess.Popen(
        [*words, "--latency-msec=10"], env=server.process_environment(), stdout=subprocess.PIPE, bufsize=0
    ) as parec:
        assert parec.stdout is not None
        pipe = parec.stdout
        begun: list[bytes] = []

        def read(at: float) -> None:
            piece = os.read(pipe.fileno(), 65536)
            begun.append(piece[:1])
            listener.hear(at, piece)

        loop.add(pipe, read)
        try:
            loop.until(lambda: begun, "the recorder")
            yield listener
        finally:
            loop.remove(pipe)
            parec.kill()


def _rings(loop: Loop, pbx: Pbx, server: SoundServer) -> tuple[float, ...]:
    samples = []
    with _listening(loop, server, "aside_ring") as ring:
        for _ in range(1 + CALLS):
            ring.wait_for_quiet(loop)
            ring.forget()
            call = pbx.call()
            loop.until(lambda: ring.loud_at, "the ring")
            samples.append((ring.loud_at - call.sent_at) * 1000)
            pbx.give_up(call)
    return tuple(samples[1:])


def _answers(
    loop: Loop, pbx: Pbx, desk: Desk, server: SoundServer, said: tuple[bytes, ...]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Both speak all the time: what is said the moment after Answer is the first syllable."""
    spoken, heard = [], []
    mouth = server.play(np.random.default_rng(5).normal(0, 0.1, MOST_S * RATE_HZ))
    with _listening(loop, server, "aside_ear") as ear, _port() as (sound, port):
        first: list[float] = []

        def packet(at: float) -> None:
            if len(set(sound.recv(2048)[12:])) > TALKS:
                first.append(at)

        loop.add(sound, packet)
        for _ in range(1 + CALLS):
            ear.wait_for_quiet(loop)
            desk.events.clear()
            call = pbx.call(ear=port)
            loop.until(lambda: _offered(desk), "the offered call")
            loop.rest(0.3)
            ear.forget()
            first.clear()
            pressed = perf_counter()
            desk.send(Answer(_offered(desk)))
            loop.until(lambda call=call: 200 in call.statuses, "200 OK")  # type: ignore[misc]
            media = next(each for each in call.answer.splitlines() if each.startswith("m=audio"))
            voice = Voice(loop, int(media.split()[1]), sound)  # a phone answers whoever speaks to it
            voice.say(said)
            loop.until(lambda: ear.loud_at and first, "sound both ways")
            spoken.append((first[0] - pressed) * 1000)
            heard.append((ear.loud_at - pressed) * 1000)
            pbx.hang_up(call)
        loop.remove(sound)
    mouth.kill()
    mouth.wait()
    return tuple(spoken[1:]), tuple(heard[1:])


def _questions(loop: Loop, pbx: Pbx) -> tuple[float, ...]:
    samples = []
    for _ in range(QUESTIONS):
        question = pbx.ask()
        loop.until(lambda question=question: question.over, "200 to OPTIONS")  # type: ignore[misc]
        samples.append((min(question.statuses.values()) - question.sent_at) * 1000)
        loop.rest(0.05)
    return tuple(samples)


def _offered(desk: Desk) -> str:
    changes = (event.call for event in desk.events if isinstance(event, CallChanged))
    return next((change.call_id for change in changes if change.phase is Phase.OFFERED), "")


@contextmanager
def _port() -> Iterator[tuple[socket.socket, int]]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.bind((HOST, 0))
        yield end, end.getsockname()[1]


def _loud_part(payloads: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Half a second from the first sound on."""
    begin = next(n for n, payload in enumerate(payloads) if len(set(payload)) > TALKS)
    return payloads[begin : begin + 25]
