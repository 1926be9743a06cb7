"""The proof of the outbox: many questions over a way that loses answers, while both ends of it are killed.

An expert at the homeserver counts: none lost, none doubled, none out of order in its conversation.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.engine.agents import DEADLINE_S, ROOT
from tests.peers.dropping_proxy import dropping_proxy
from tests.peers.far_backroom import TALKS
from tests.peers.synapse import Somebody, Synapse


class FarBackroom:
    """Started, killed, started again; remembers up to which question it said that it was kept."""

    def __init__(self, *words: str, last: int) -> None:
        self._words = words
        self._last = last
        self.kept = 0
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        line = [sys.executable, "-m", "tests.peers.far_backroom", *self._words, str(self.kept), str(self._last)]
        self._process = process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read, args=(process,), daemon=True)
        self._reader.start()

    def kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(DEADLINE_S)
            self._reader.join(DEADLINE_S)

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.kept = max(self.kept, int(line.split()[1]) + 1)


def prove(server: Synapse, folder: Path, messages: int, kills: int, deadline_s: float) -> int:
    """Raises where the proof fails; gives how many answers were lost on the way."""
    server.register("anna")
    server.register("kern")
    kern = Somebody(server, "kern")
    with dropping_proxy(server.address) as proxy:
        desk = FarBackroom(str(folder), proxy.address, "anna", kern.user_id, last=messages)
        desk.start()
        try:
            for kill in range(1, kills + 1):
                _until(kern, messages * kill // (kills + 1), deadline_s)
                desk.kill()
                desk.start()
                _until(kern, messages * kill // (kills + 1) + 2, deadline_s)
                server.stop()
                server.start()
            _until(kern, messages, deadline_s)
        finally:
            desk.kill()
        dropped = proxy.dropped
    kern.look(2000)  # a double would come now
    seen = _questions(kern)
    kern.close()
    assert sorted(seen) == list(range(messages)), f"{len(seen)} came, {len(set(seen))} of them different"
    for talk in range(TALKS):
        of_talk = [n for n in seen if n % TALKS == talk]
        assert of_talk == sorted(of_talk), f"talk {talk} is out of order: {of_talk}"
    return dropped


def _until(kern: Somebody, count: int, deadline_s: float) -> None:
    end = time.monotonic() + deadline_s
    while len(_questions(kern)) < count:
        assert time.monotonic() < end, f"{len(_questions(kern))} of {count} came"
        kern.look(500)


def _questions(kern: Somebody) -> list[int]:
    bodies = [str(event["content"].get("body", "")) for _, event in kern.events if event["type"] == "m.room.message"]
    return [int(body.rpartition("Question ")[2]) for body in bodies if "Question " in body]
