"""A call between two real engines through the practice PBX, for `benchmarks/sound.py`.

Run as `python -m benchmarks.sound_call MICROPHONE EAR MICROPHONE EAR [clean]`: devices of the caller, then of the
callee; and whether echo and noise are taken out of the microphones.
Prints a line of JSON when both talk, and for each line of its input what the callee's jitter buffer has held back since
the last: pairs of seconds of the monotonic clock and ms. Ends at the end of its input, with the engines' CPU time.
A process of its own, because it needs Qt's loop and the other benchmarks must not.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psutil
from PySide6.QtCore import QCoreApplication, QEventLoop, QSocketNotifier

from benchmarks.peers import program
from softphone.domain.audio import Cleaning, SoundSetup
from softphone.domain.call import Phase
from softphone.domain.choices import EchoCancelling
from softphone.domain.line import LineSetup
from softphone.domain.presence import Gate
from softphone.domain.protocol import Answer, CallChanged, Configure, Dial, HangUp, LineChanged, QualityMeasured
from softphone.host.paths import Home, open_home
from softphone.host.relaunch import program as our_program
from softphone.host.token import VARIABLE
from softphone.sandbox.pbx import Pbx
from softphone.sandbox.proxy import HOST
from softphone.wire.link import LinkClient

PATIENCE_S = 20.0
SETTLE_S = 2.0  # opening devices is not the call


class Agent:
    """An engine of its own process and the desk's end of its link."""

    def __init__(self, user: str, pbx: Pbx, sound: SoundSetup, stack: ExitStack) -> None:
        self.phase: Phase | None = None
        self.call_id = ""
        self.registered = False
        self.held: list[tuple[float, float]] = []
        self.home: Home = open_home(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="aside-bench-"))))
        token = secrets.token_urlsafe(16)
        command = [*our_program(), "engine", *self.home.arguments]
        self.process: subprocess.Popen[bytes] = stack.enter_context(program(command, {**os.environ, VARIABLE: token}))
        line = LineSetup(user=user, server=f"{HOST}:{pbx.port}", password=user)
        self._setup = Configure(line, Gate(register=True, customers=True), sound)
        self.link = LinkClient(self.home.socket_name("engine"), lambda: token, build="benchmark")
        self.link.received.connect(self._heard)
        self.link.up.connect(lambda _: self.link.send(self._setup))
        self.link.start()
        stack.callback(self.link.stop)

    def cpu_s(self) -> tuple[float, float]:
        """Of the whole engine, and of all its threads but the main one: PJMEDIA's and the devices'."""
        engine = psutil.Process(self.process.pid)
        spent = {thread.id: thread.user_time + thread.system_time for thread in engine.threads()}
        whole = engine.cpu_times()
        return whole.user + whole.system, sum(spent.values()) - spent.get(engine.pid, 0.0)

    def figures(self) -> dict[str, int]:
        """What the engine's log says of its ears at the end of the call."""
        text = self.home.log_file("engine").read_text()
        found = re.findall(r"closed=(\w+) underruns=(\d+) drained_ms=(\d+) margin_ms=(\d+)", text)
        return {f"{name}_{what}": int(n) for name, *values in found for what, n in zip(NAMES, values, strict=True)}

    def _heard(self, event: object) -> None:
        if isinstance(event, LineChanged):
            self.registered = event.line.proven
        elif isinstance(event, CallChanged):
            self.phase, self.call_id = event.call.phase, event.call.call_id
        elif isinstance(event, QualityMeasured):
            self.held.append((time.monotonic(), event.quality.held_ms))


NAMES = ("underruns", "drained_ms", "margin_ms")


def main() -> None:
    app = QCoreApplication([])
    caller_microphone, caller_ear, callee_microphone, callee_ear, *clean = sys.argv[1:]
    cleaning = Cleaning(EchoCancelling.ALWAYS, noise=True, gain=True, high_pass=True) if clean else Cleaning()
    with ExitStack() as stack:
        pbx = Pbx({"caller": "caller", "agent": "agent"})
        pbx.start()
        stack.callback(pbx.stop)
        caller = Agent("caller", pbx, SoundSetup(caller_microphone, caller_ear, cleaning=cleaning), stack)
        agent = Agent("agent", pbx, SoundSetup(callee_microphone, callee_ear, cleaning=cleaning), stack)
        _until(app, lambda: caller.registered and agent.registered, "registration")
        caller.link.send(Dial("bench", "agent"))
        _until(app, lambda: agent.phase is Phase.OFFERED, "the call")
        agent.link.send(Answer(agent.call_id))
        _until(app, lambda: agent.phase is Phase.TALKING and caller.phase is Phase.TALKING, "the answer")
        begun = time.monotonic()
        _until(app, lambda: time.monotonic() > begun + SETTLE_S, "time")
        print(json.dumps({"talking": True}), flush=True)
        before, at = [*caller.cpu_s(), *agent.cpu_s()], time.monotonic()
        asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        asked.activated.connect(lambda: _tell(agent) if os.read(sys.stdin.fileno(), 1) else app.quit())
        app.exec()
        spent = time.monotonic() - at
        now = [*caller.cpu_s(), *agent.cpu_s()]
        shares = [100 * (after - earlier) / spent for after, earlier in zip(now, before, strict=True)]
        caller.link.send(HangUp("bench"))
        _until(app, lambda: min(len(caller.figures()), len(agent.figures())) == 2 * len(NAMES), "the ears' figures")
        figures = {"engine": shares[::2], "sound": shares[1::2], "caller": caller.figures(), "agent": agent.figures()}
        print(json.dumps(figures), flush=True)


def _tell(agent: Agent) -> None:
    held, agent.held = agent.held, []
    print(json.dumps(held), flush=True)


def _until(app: QCoreApplication, happened: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {PATIENCE_S:g} s")
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


if __name__ == "__main__":
    main()
