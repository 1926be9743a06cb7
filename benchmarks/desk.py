"""The probed desk from outside: start it on a private screen, read what it times, end it and its engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.loop import Loop
from benchmarks.pbx import HOST, Pbx
from benchmarks.windows import end_all
from softphone.host.paths import Home

READY_S = 60.0


class Teller:
    """A program of the benchmarks that tells what it has timed."""

    def __init__(self, loop: Loop, env: dict[str, str], *words: str) -> None:
        self.told: list[dict[str, Any]] = []
        self._pending = b""
        self._loop = loop
        self._words = words
        self._process = subprocess.Popen(
            [sys.executable, "-m", *words], env=env, stdout=subprocess.PIPE, start_new_session=True
        )
        assert self._process.stdout is not None
        self._pipe = self._process.stdout
        loop.add(self._pipe, self._read)

    def of(self, what: str, since: float) -> list[dict[str, Any]]:
        """What was told of this kind after `since` (perf_counter)."""
        return [line for line in self.told if line["what"] == what and line["at"] > since]

    def close(self) -> None:
        self._loop.remove(self._pipe)
        self._process.terminate()
        self._process.wait(READY_S)
        self._pipe.close()

    def _read(self, _: float) -> None:
        piece = os.read(self._pipe.fileno(), 65536)
        if not piece:
            raise RuntimeError(f"{self._words[0]} ended with {self._process.wait()}")
        *lines, self._pending = (self._pending + piece).split(b"\n")
        self.told += [told for line in lines if "at" in (told := json.loads(line))]


class ProbedDesk(Teller):
    def __init__(self, loop: Loop, home: Home, pbx: Pbx, env: dict[str, str], *more: str) -> None:
        line = ["--home", str(home.given), "--user", "agent", "--server", f"{HOST}:{pbx.port}"]
        super().__init__(loop, env, "benchmarks.probe", *line, *more)
        loop.until(lambda: pbx.contact, "REGISTER of the desk's engine", READY_S)


@contextmanager
def probed_desk(
    loop: Loop, home: Home, pbx: Pbx, env: dict[str, str], *, talk: bool = False, ears: bool = False
) -> Iterator[ProbedDesk]:
    more = [word for word, wanted in (("--talk", talk), ("--ears", ears)) if wanted]
    try:
        desk = ProbedDesk(loop, home, pbx, env, *more)
        yield desk
        desk.close()
    finally:
        end_all(home)
