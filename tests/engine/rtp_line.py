"""The way of the sound between two phones: some packets are lost one way; all reports (RTCP) arrive, some late."""

from __future__ import annotations

import random
import select
import socket
import threading
import time
from collections import deque
from types import TracebackType


class RtpLine:
    """Two ends, each a pair of ports; who is at an end is learned from what comes to it."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        self.loss_from_first = 0.0
        self.reports_late_s = 0.0  # each way: the round trip is made of them
        self._late: deque[tuple[float, socket.socket, bytes]] = deque()
        pairs = (_pair(), _pair())
        self.ports: tuple[int, int] = (pairs[0][0].getsockname()[1], pairs[1][0].getsockname()[1])
        self._across = {one: other for pair in (pairs, pairs[::-1]) for one, other in zip(*pair, strict=True)}
        self._first, self._reports = pairs[0][0], (pairs[0][1], pairs[1][1])
        self._who: dict[socket.socket, tuple[str, int]] = {}
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> RtpLine:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.close()
        self._thread.join()
        for one in (*self._across, self._stopped):
            one.close()

    def _serve(self) -> None:
        while True:
            ready, _, _ = select.select([self._stopped, *self._across], [], [], 0.02)
            if self._stopped in ready:
                return
            for one in ready:
                data, self._who[one] = one.recvfrom(2_000)
                if one in self._reports:
                    self._late.append((time.monotonic() + self.reports_late_s, one, data))
                elif one is not self._first or self._chance.random() >= self.loss_from_first:
                    self._pass_on(one, data)
            while self._late and time.monotonic() >= self._late[0][0]:
                self._pass_on(*self._late.popleft()[1:])

    def _pass_on(self, one: socket.socket, data: bytes) -> None:
        other = self._across[one]
        if other in self._who:
            other.sendto(data, self._who[other])


def _pair() -> tuple[socket.socket, socket.socket]:
    """An even port and the next one (RFC 3550 §11)."""
    while True:
        sound, reports = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        sound.bind(("127.0.0.1", 0))
        port = sound.getsockname()[1]
        try:
            if port % 2 == 0:
                reports.bind(("127.0.0.1", port + 1))
                return sound, reports
        except OSError:
            pass
        sound.close()
        reports.close()
