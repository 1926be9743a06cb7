"""The way of the sound between two phones: one way some packets are lost and some late, in their order; all reports
(RTCP) arrive, some late. The fate of the n-th packet hangs on the seed alone."""

from __future__ import annotations

import heapq
import random
import select
import socket
import threading
import time
from types import TracebackType


class RtpLine:
    """Two ends, each a pair of ports; who is at an end is learned from what comes to it."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        self.loss_from_first = self.uneven_from_first_s = 0.0
        self.worse_by = (0.0, 0.0)  # what each packet adds to the two
        self.reports_late_s = 0.0  # each way: the round trip is made of them
        self._late: list[tuple[float, int, socket.socket, bytes]] = []
        self._count, self._last = 0, 0.0
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
            left = max(0.0, self._late[0][0] - time.monotonic()) if self._late else 0.02
            ready, _, _ = select.select([self._stopped, *self._across], [], [], min(left, 0.02))
            if self._stopped in ready:
                return
            for one in ready:
                data, self._who[one] = one.recvfrom(2_000)
                if one in self._reports:
                    self._hold(time.monotonic() + self.reports_late_s, one, data)
                elif one is self._first:
                    self._from_first(data)
                else:
                    self._pass_on(one, data)
            while self._late and time.monotonic() >= self._late[0][0]:
                self._pass_on(*heapq.heappop(self._late)[2:])

    def _from_first(self, data: bytes) -> None:
        lost, late = self._chance.random() < self.loss_from_first, self._chance.random() * self.uneven_from_first_s
        self.loss_from_first += self.worse_by[0]
        self.uneven_from_first_s += self.worse_by[1]
        if not lost:
            self._last = max(self._last, time.monotonic() + late)
            self._hold(self._last, self._first, data)

    def _hold(self, due: float, one: socket.socket, data: bytes) -> None:
        self._count += 1
        heapq.heappush(self._late, (due, self._count, one, data))

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
