"""The extension of a PBX that sends all back: every packet of sound returns to whoever sent it, a little later."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections import deque
from types import TracebackType

SSRC = slice(8, 12)  # RFC 3550 §5.1: another source's, else the phone takes it for its own


class RtpEcho:
    def __init__(self, late_s: float) -> None:
        self.late_s = late_s
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> RtpEcho:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.close()
        self._thread.join()
        self._socket.close()
        self._stopped.close()

    def _serve(self) -> None:
        waiting: deque[tuple[float, bytes, tuple[str, int]]] = deque()
        while True:
            ready, _, _ = select.select([self._stopped, self._socket], [], [], 0.005)
            if self._stopped in ready:
                return
            if self._socket in ready:
                data, sender = self._socket.recvfrom(2_000)
                back = bytearray(data)
                back[SSRC] = b"echo"
                waiting.append((time.monotonic() + self.late_s, bytes(back), sender))
            while waiting and time.monotonic() >= waiting[0][0]:
                _, back_now, to = waiting.popleft()
                self._socket.sendto(back_now, to)
