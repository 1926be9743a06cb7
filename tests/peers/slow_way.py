"""A slow way to the homeserver: files go up by drops until it is opened, so that something can happen meanwhile."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from tests.engine.agents import DEADLINE_S

_UPLOAD = b"POST /_matrix/media/v3/upload"
_DROP_BYTES = 32 * 1024
_DROP_EACH_S = 0.05


class SlowWay:
    """Passes bytes on, both ways, without looking at more than where a file begins to go up."""

    def __init__(self, server: str) -> None:
        there = urlsplit(server)
        self._there = (str(there.hostname), int(there.port or 80))
        self._door = socket.create_server(("127.0.0.1", 0))
        # What the system holds for us has not gone up, and must not look so.
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _DROP_BYTES)
        self._is_open, self._ends = threading.Event(), threading.Event()
        self._went = threading.Condition()
        self.uploads = 0
        self._of_this = 0
        self._sockets: list[socket.socket] = []
        self._threads = [self._run(self._take_in)]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def wait_for(self, uploads: int, of_it: int) -> bool:
        """Until so many have begun, and so much of the last has passed."""
        with self._went:
            return self._went.wait_for(lambda: self.uploads >= uploads and self._of_this >= of_it, 2 * DEADLINE_S)

    def opened(self) -> None:
        self._is_open.set()

    def close(self) -> None:
        self._ends.set()
        self._is_open.set()
        for each in (self._door, *self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join(DEADLINE_S)

    def _run(self, work: object, *words: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=words, daemon=True)  # type: ignore[arg-type]
        thread.start()
        return thread

    def _take_in(self) -> None:
        while not self._ends.is_set():
            try:
                here, _ = self._door.accept()
                there = socket.create_connection(self._there)
            except OSError:
                return
            self._sockets += [here, there]
            self._threads += [self._run(self._up, here, there), self._run(self._down, there, here)]

    def _up(self, here: socket.socket, there: socket.socket) -> None:
        upload = False
        while data := _read(here):
            if _UPLOAD in data:
                upload = True
                with self._went:
                    self.uploads += 1
                    self._of_this = 0
            if upload:
                self._is_open.wait(_DROP_EACH_S)
                with self._went:
                    self._of_this += len(data)
                    self._went.notify_all()
            with suppress(OSError):
                there.sendall(data)
        with suppress(OSError):
            there.shutdown(socket.SHUT_WR)

    def _down(self, there: socket.socket, here: socket.socket) -> None:
        while data := _read(there):
            with suppress(OSError):
                here.sendall(data)
        with suppress(OSError):
            here.shutdown(socket.SHUT_WR)


def _read(source: socket.socket) -> bytes:
    try:
        return source.recv(_DROP_BYTES)
    except OSError:
        return b""


@contextmanager
def slow_way(server: str) -> Iterator[SlowWay]:
    way = SlowWay(server)
    try:
        yield way
    finally:
        way.close()
