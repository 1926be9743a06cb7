"""Speech as packets: what an engine of ours says is taken down once, and said again to whoever is measured."""

from __future__ import annotations

import secrets
import socket
import struct
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.engine import Desk, engine
from benchmarks.loop import Loop
from benchmarks.pbx import HOST, Dialled, Pbx, a_pbx
from softphone.domain.call import Phase
from softphone.domain.protocol import Answer, CallChanged, FilePlayed, PlayFile

G722 = 9
FRAME_S = 0.02
FRAME_TICKS = 160  # RTP's clock of G.722 runs at 8 kHz (RFC 3551 §4.5.2)
SILENT_S = 0.4  # before and after, so that no word is cut


def taken_down(files: tuple[Path, ...]) -> tuple[tuple[bytes, ...], ...]:
    """The G.722 payloads of each file as our engine says it into a call."""
    said = []
    with a_pbx() as (loop, pbx), engine(loop, pbx) as desk, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind((HOST, 0))
        heard: list[bytes] = []
        loop.add(ear, lambda _: heard.append(ear.recv(2048)[12:]))
        call = pbx.call(ear=ear.getsockname()[1])
        loop.until(lambda: _calls(desk, Phase.OFFERED), "the call")
        call_id = _calls(desk, Phase.OFFERED)[0]
        desk.send(Answer(call_id))
        loop.until(lambda: _calls(desk, Phase.TALKING) and heard, "sound")
        for file in files:
            loop.rest(SILENT_S)
            heard.clear()
            desk.send(PlayFile(call_id, str(file)))
            loop.until(lambda file=file: _played(desk, file), "the end of a file")  # type: ignore[misc]
            loop.rest(SILENT_S)
            said.append(tuple(heard))
        pbx.hang_up(call)
        loop.remove(ear)
    return tuple(said)


@contextmanager
def bad_line(loss_percent: float = 0, jitter_ms: float = 0, seed: int = 0) -> Iterator[int]:
    """The port of a line that is so bad."""
    words = [sys.executable, "-m", "benchmarks.bad_line", str(loss_percent), str(jitter_ms), str(seed)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            yield int(child.stdout.readline())
        finally:
            child.stdin.close()
            child.wait()


class Voice:
    """Says payloads into a line, one each 20 ms by the clock and not by the last one."""

    def __init__(self, loop: Loop, line: int, end: socket.socket | None = None) -> None:
        self._loop = loop
        self._line = (HOST, line)
        self._socket = end or socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._source = secrets.randbits(32)
        self._sequence = 0
        self._send(b"")  # who speaks first is the speaker

    def say(self, payloads: tuple[bytes, ...]) -> None:
        begun = time.perf_counter()
        for number, payload in enumerate(payloads):
            while (left := begun + number * FRAME_S - time.perf_counter()) > 0:
                self._loop.turn(left)
            stamp = self._sequence * FRAME_TICKS
            self._send(struct.pack(">BBHII", 0x80, G722, self._sequence, stamp, self._source) + payload)
            self._sequence += 1

    def close(self) -> None:
        self._socket.close()

    def _send(self, packet: bytes) -> None:
        self._socket.sendto(packet, self._line)


@contextmanager
def spoken_to(loop: Loop, pbx: Pbx, line: int) -> Iterator[tuple[Voice, Dialled]]:
    """A call from the PBX over that line; whoever is called answers by itself."""
    voice = Voice(loop, line)  # the line must know who speaks before the other one sends
    call = pbx.call(ear=line)
    try:
        loop.until(lambda: 200 in call.statuses, "the answer")
        if f" {G722} " not in next(each for each in call.answer.splitlines() if each.startswith("m=audio")) + " ":
            raise RuntimeError("no G.722 in its answer")
        yield voice, call
    finally:
        voice.close()
        pbx.hang_up(call)
        loop.rest(SILENT_S)


def seconds_of(file: Path) -> float:
    with wave.open(str(file)) as sound:
        return float(sound.getnframes() / sound.getframerate())


def _calls(desk: Desk, phase: Phase) -> list[str]:
    return [e.call.call_id for e in desk.events if isinstance(e, CallChanged) and e.call.phase is phase]


def _played(desk: Desk, file: Path) -> bool:
    return any(isinstance(event, FilePlayed) and event.path == str(file) for event in desk.events)
