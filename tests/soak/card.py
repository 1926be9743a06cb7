"""A sound card with a quartz of its own, or two, at the pipes of a sound server: `python -m tests.soak.card`.

A null sink of PulseAudio keeps the computer's time, or none: where a sample is no whole number of microseconds each
block is rounded to one, and its pace changes by hundreds of millionths. Here the pace is set, and does not change.
What the card hears is one piece of sound again and again; what it plays is kept in a file. Both stand on one line of
time: sample n of each is `n / hertz` seconds from the beginning, whatever the server did.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import floor
from pathlib import Path

import numpy as np
import psutil

from benchmarks.sound import PATIENCE_S
from tests.engine.sound_server import RATE_HZ, Recording, Samples, SoundServer

MICROPHONE, EAR = "card_mic", "card_ear"
BLOCK = 512
WIDTH = 2  # bytes of a sample
CHANNELS = 4  # of the ear: its block is one page, the least by which a pipe tells that there is room
EAR_BLOCKS = 4  # that the server is ahead, as a card's own buffer
PRECEDENCE = 5  # of a desktop's sound server


@dataclass(frozen=True)
class Card:
    """What it hears, and what it has played: by its own clock."""

    said: Samples
    played: Recording
    microphone_hz: float
    ear_hz: float

    def mouth_and_ear(self, begin_s: float, end_s: float) -> Samples:
        """Seconds of this computer since the card began, as two columns at RATE_HZ."""
        at = np.arange(begin_s * RATE_HZ, end_s * RATE_HZ) / RATE_HZ
        mouth = np.interp(at * self.microphone_hz, np.arange(len(self.said)), self.said, period=len(self.said))
        first = floor(begin_s * self.ear_hz / RATE_HZ)  # whole seconds of its own
        played = self.played.samples(first, first + end_s - begin_s + 2)
        return np.column_stack((mouth, np.interp(at * self.ear_hz - first * RATE_HZ, np.arange(len(played)), played)))


@contextmanager
def card(server: SoundServer, said: Samples, microphone_ppm: float, ear_ppm: float) -> Iterator[Card]:
    """MICROPHONE and EAR of `server`, so many millionths faster than this computer's clock."""
    said_file, played_file, microphone, ear = (
        server.folder / name for name in ("said.raw", "played.raw", "microphone.pipe", "ear.pipe")
    )
    said_file.write_bytes((np.clip(said, -1, 1) * 32767).astype("<i2").tobytes())
    microphone_hz, ear_hz = (RATE_HZ * (1 + ppm / 1e6) for ppm in (microphone_ppm, ear_ppm))
    words = [said_file, played_file, microphone, ear, repr(microphone_hz), repr(ear_hz)]
    command = [sys.executable, "-m", "tests.soak.card", *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            assert process.stdout.readline()
            for kind, name, file, channels in (("source", MICROPHONE, microphone, 1), ("sink", EAR, ear, CHANNELS)):
                form = [f"{kind}_name={name}", "format=s16le", f"rate={RATE_HZ}", f"channels={channels}"]
                assert server.pactl("load-module", f"module-pipe-{kind}", f"file={file}", *form)
            _put_first(*(thread.id for thread in psutil.Process(server.pid).threads()))
            process.stdin.write(b"\n")
            process.stdin.flush()
            yield Card(said, Recording(played_file, 1, process), microphone_hz, ear_hz)
        finally:
            process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_S)
            process.kill()


def main(said_file: str, played_file: str, microphone: str, ear: str, microphone_hz: str, ear_hz: str) -> None:
    """Makes the pipe of the ear, tells it by a line, begins with the first line of its input and ends with the input.
    The other pipe must be there then: the server wants to make it."""
    _put_first(os.getpid())
    said = Path(said_file).read_bytes()
    os.mkfifo(ear)
    server = os.open(ear, os.O_RDWR | os.O_NONBLOCK)
    fcntl.fcntl(server, fcntl.F_SETPIPE_SZ, EAR_BLOCKS * BLOCK * CHANNELS * WIDTH)
    with Path(played_file).open("wb", buffering=0) as file:
        sys.stdout.write("here\n")
        sys.stdout.flush()
        sys.stdin.readline()
        listener = os.open(microphone, os.O_RDWR | os.O_NONBLOCK)
        over = threading.Event()
        threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
        microphone_s, ear_s = BLOCK / float(microphone_hz), BLOCK / float(ear_hz)
        begin = time.monotonic()
        heard_n = played_n = 0
        heard_at, played_at = begin + microphone_s, begin
        while not over.wait(max(0.0, min(heard_at, played_at) - time.monotonic())):
            if heard_at < played_at:
                with suppress(BlockingIOError):  # nobody listens: a card's buffer runs over, too
                    os.write(listener, _piece(said, heard_n))
                heard_n += 1
                heard_at = begin + (heard_n + 1) * microphone_s
            else:
                file.write(_played(server))
                played_n += 1
                played_at = begin + played_n * ear_s


def _put_first(*threads: int) -> None:
    """As a desktop has its sound server, and a card needs no program."""
    with suppress(PermissionError):
        for thread in threads:
            os.sched_setscheduler(thread, os.SCHED_FIFO, os.sched_param(PRECEDENCE))


def _piece(said: bytes, block: int) -> bytes:
    size = BLOCK * WIDTH
    at = block * size % len(said)
    return (said[at : at + size] + said)[:size]


def _played(server: int) -> bytes:
    """One of the channels; silence where the server gave nothing."""
    size = BLOCK * CHANNELS * WIDTH
    with suppress(BlockingIOError):
        whole = os.read(server, size)
        return np.frombuffer(whole + bytes(size - len(whole)), dtype="<i2")[::CHANNELS].tobytes()
    return bytes(size // CHANNELS)


if __name__ == "__main__":
    main(*sys.argv[1:])
