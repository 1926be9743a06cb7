"""A practice PBX in a process of its own, for any test that wants one: `with running_pbx({"204": "pw"}) as pbx`."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

DEADLINE_S = 20.0


class RunningPbx:
    """`port`, `server`; `turn(do="silent", on=True)` and its like (softphone/sandbox/orders.py); stop and restart."""

    def __init__(self, users: Mapping[str, str], digest: str = "MD5") -> None:
        self._users = users
        self._digest = digest
        self.port = 0
        self.start()

    @property
    def server(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """On the port it had before, if it had one: what phones see of a restarted PBX."""
        users = [f"--user={name}:{password}" for name, password in self._users.items()]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "softphone.sandbox.main", "--pbx-only", f"--port={self.port}",
             f"--digest={self._digest}", *users],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()
        told = self._lines.get(timeout=DEADLINE_S)
        assert told["event"] == "up", told
        self.port = told["port"]

    def stop(self) -> None:
        """End it; registrations are lost with it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(DEADLINE_S)
        self._reader.join(DEADLINE_S)

    def restart(self) -> None:
        self.stop()
        self.start()

    def turn(self, **order: Any) -> dict[str, Any]:
        """Give an order and wait until it is carried out."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        answer = self._lines.get(timeout=DEADLINE_S)
        assert answer.pop("ok"), answer
        return answer

    def registered(self, user: str) -> list[str]:
        """The contacts of a user now."""
        contacts: list[str] = self.turn(do="bindings")["bindings"][user]
        return contacts

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self._lines.put(json.loads(line))


@contextmanager
def running_pbx(users: Mapping[str, str], digest: str = "MD5") -> Generator[RunningPbx]:
    pbx = RunningPbx(users, digest)
    try:
        yield pbx
    finally:
        pbx.stop()
