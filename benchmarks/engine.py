"""Our engine as its own process, and the desk's end of the link, in the benchmark's loop instead of Qt's."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.loop import PATIENCE_S, Loop
from benchmarks.pbx import HOST, Pbx
from benchmarks.peers import program
from softphone.domain.audio import NO_DEVICE, SoundSetup
from softphone.domain.call import Phase
from softphone.domain.line import LineSetup
from softphone.domain.presence import Gate
from softphone.domain.protocol import (
    PROTOCOL,
    Answer,
    CallChanged,
    Command,
    Configure,
    Event,
    Hello,
    LineChanged,
    Message,
    Ping,
    Pong,
)
from softphone.host.paths import Home, open_home
from softphone.host.relaunch import program as our_program
from softphone.host.token import VARIABLE
from softphone.wire.codec import FrameReader, encode

SILENT = SoundSetup(microphone=NO_DEVICE, ear=NO_DEVICE, ringer=NO_DEVICE)


class Desk:
    """As much of a desk as a benchmark needs: says Hello, sends commands, keeps what comes."""

    def __init__(self, loop: Loop, home: Home, token: str, answers: bool = False) -> None:
        self._loop = loop
        self._answers = answers
        self._reader = FrameReader()
        self.events: list[Event | Hello] = []
        self._socket = _connected(loop, home.socket_name("engine"))
        loop.add(self._socket, self._read)
        self._send(Hello(PROTOCOL, "benchmark", token, os.getpid(), role="script"))  # one may play files
        loop.until(lambda: self.events, "Hello of the engine")

    def send(self, command: Command) -> None:
        self._send(command)

    def close(self) -> None:
        self._loop.remove(self._socket)
        self._socket.close()

    def _send(self, message: Message) -> None:
        self._socket.sendall(encode(message))

    def _read(self, _: float) -> None:
        piece = self._socket.recv(65536)
        if not piece:
            raise RuntimeError("the engine closed the link")
        for message in self._reader.feed(piece):
            if isinstance(message, Ping):
                self._send(Pong(message.n))
            elif not isinstance(message, Pong):
                self.events.append(message)  # type: ignore[arg-type]
                if self._answers and isinstance(message, CallChanged) and message.call.phase is Phase.OFFERED:
                    self._send(Answer(message.call.call_id))


@contextmanager
def private_home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="aside-bench-") as folder:
        yield open_home(Path(folder))


@contextmanager
def engine(loop: Loop, pbx: Pbx) -> Iterator[Desk]:
    """An engine without ears, registered at `pbx` and open for customers."""
    line = LineSetup(user="agent", server=f"{HOST}:{pbx.port}", password="none")
    with private_home() as home, engine_on(loop, home, line, lambda _: bool(pbx.contact)) as (desk, _):
        yield desk


@contextmanager
def engine_on(
    loop: Loop,
    home: Home,
    line: LineSetup,
    there: Callable[[Desk], bool],
    *,
    sound: SoundSetup = SILENT,
    answers: bool = False,
    env: dict[str, str] | None = None,
) -> Iterator[tuple[Desk, psutil.Process]]:
    """An engine of its own process on that line, open for customers, when it is `there`."""
    token = secrets.token_urlsafe(16)
    command = [*our_program(), "engine", *home.arguments]
    with program(command, {**os.environ, **(env or {}), VARIABLE: token}) as child:
        desk = Desk(loop, home, token, answers)
        desk.send(Configure(line, Gate(register=True, customers=True), sound))
        loop.until(lambda: there(desk), "REGISTER of the engine")
        yield desk, psutil.Process(child.pid)
        desk.close()


def registered(desk: Desk) -> bool:
    """For a PBX that nobody can look into: the engine says it."""
    return any(isinstance(event, LineChanged) and event.line.proven for event in desk.events)


def _connected(loop: Loop, name: str) -> socket.socket:
    """A local socket of Qt's is a Unix stream socket."""
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

    def tried() -> bool:
        try:
            end.connect(name)
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        return True

    loop.until(tried, "the engine's socket", PATIENCE_S)
    return end
