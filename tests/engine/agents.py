"""Far engines as a test holds them: `do(command)`, `until(what)`; every wait has a deadline and says what came."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from softphone.domain.call import Call, Phase
from softphone.domain.line import LineSetup, LineState, Transport
from softphone.domain.nat import NatSetup
from softphone.domain.presence import Gate
from softphone.domain.protocol import CallChanged, Command, Configure, Event, LevelsMeasured, LineChanged
from softphone.wire.codec import FrameReader, encode

DEADLINE_S = 20.0
ROOT = Path(__file__).parents[2]
OPEN_GATE = Gate(register=True, customers=True, second_call=True)
LOUD_DBFS = -30.0
QUIET_DBFS = -55.0

E = TypeVar("E")


class Agent:
    """One user of a PBX, on an engine of its own. `mic_hz` is what it says, `ear_hz` what it listens for."""

    def __init__(self, user: str, server: str, *, mic_hz: int = 440, ear_hz: int = 880, password: str = "pw",
                 transport: Transport = Transport.UDP, gate: Gate = OPEN_GATE,
                 dns_port: int | None = None, within: tuple[str, ...] = (),
                 ca_files: tuple[str, ...] = (), tapes: Path | None = None,
                 haste: bool = False) -> None:  # fmt: skip
        """`within` is what starts the engine elsewhere: ("ip", "netns", "exec", NAME)."""
        self.line = LineSetup(user, server, password, transport=transport, ca_files=ca_files)
        self.gate = gate
        self.more: tuple[LineSetup, ...] = ()
        self.nat = NatSetup()
        self._within = within
        self._environment = {**os.environ, **({"TAPES": str(tapes)} if tapes else {}),
                             **({"HASTE": "1"} if haste else {})}  # fmt: skip
        self._arguments = (str(mic_hz), str(ear_hz), *([str(dns_port)] if dns_port else []))
        self.events: list[Event] = []
        self._seen = 0
        self.start()

    def start(self) -> None:
        self._reader = FrameReader()
        self.process = subprocess.Popen(
            [*self._within, sys.executable, "-m", "tests.engine.far_engine", *self._arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, bufsize=0,
            env=self._environment,
        )  # fmt: skip

    def __enter__(self) -> Agent:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> int:
        """End it by the end of its input; what it left by says whether PJSIP was content."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        code = self.process.wait(DEADLINE_S)
        self.process.stdout.close()
        return code

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def do(self, command: Command) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(encode(command))

    def configure(self) -> None:
        self.do(Configure(self.line, self.gate, more=self.more, nat=self.nat))

    def come_up(self) -> Agent:
        self.configure()
        self.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
        return self

    def until(self, kind: type[E], wanted: Callable[[E], bool] = lambda _: True, deadline_s: float = DEADLINE_S) -> E:
        """The next event of `kind` that is `wanted`; those before it are passed over for good."""
        end = time.monotonic() + deadline_s
        while True:
            while self._seen < len(self.events):
                event = self.events[self._seen]
                self._seen += 1
                if isinstance(event, kind) and wanted(event):
                    return event
            left = end - time.monotonic()
            if left <= 0 or not self._read(left):
                tail = [e for e in self.events if not isinstance(e, LevelsMeasured)][-8:]
                raise AssertionError(f"{self.line.user}: no such {kind.__name__}; last: {tail}")

    def call(self, wanted: Callable[[Call], bool], deadline_s: float = DEADLINE_S) -> Call:
        return self.until(CallChanged, lambda e: wanted(e.call), deadline_s).call

    def phase(self, phase: Phase, deadline_s: float = DEADLINE_S) -> Call:
        return self.call(lambda call: call.phase is phase, deadline_s)

    def listen(self, wait_s: float) -> list[Event]:
        """What was told since it was last looked at, waited for a moment."""
        self._read(wait_s)
        told, self._seen = self.events[self._seen :], len(self.events)
        return told

    def catch_up(self) -> None:
        """Pass over all that was told by now."""
        while self._read(0):
            pass
        self._seen = len(self.events)

    def forget(self) -> None:
        """What was told so far: a long run needs no memory of it."""
        self.events.clear()
        self._seen = 0

    def calls(self) -> list[Call]:
        """Every value a call had so far."""
        return [event.call for event in self.events if isinstance(event, CallChanged)]

    def hears(self, deadline_s: float = DEADLINE_S) -> None:
        """Until the tone of the other side is loud."""
        self.until(LevelsMeasured, lambda e: e.caller_dbfs > LOUD_DBFS, deadline_s)

    def _read(self, wait_s: float) -> bool:
        assert self.process.stdout is not None
        pipe = self.process.stdout.fileno()
        if not select.select([pipe], [], [], wait_s)[0]:
            return False
        data = os.read(pipe, 65536)
        for message in self._reader.feed(data):
            self.events.append(message)  # type: ignore[arg-type]
        return bool(data)
