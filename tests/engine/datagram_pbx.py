"""A PBX over UDP that writes down what was asked, dies and is back on one port: `StreamPbx` for datagrams."""

from __future__ import annotations

import queue
import select
import socket
import threading
import time
from types import TracebackType

from softphone.domain.sip import Request, read, reply_to, write
from softphone.domain.sip_address import BadMessage


class DatagramPbx:
    """Registers everybody; `asked` is every request but OPTIONS as it came, with its time."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: queue.Queue[tuple[float, Request]] = queue.Queue()
        self.up_at = 0.0
        self.start()

    @property
    def server(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> DatagramPbx:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        door.bind(("127.0.0.1", self.port))
        self.port = door.getsockname()[1]
        self._stop, stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, args=[door, stopped])
        self._thread.start()
        self.up_at = time.monotonic()

    def stop(self) -> None:
        """What comes from now on is lost."""
        if self._thread.is_alive():
            self._stop.close()
            self._thread.join()

    def _serve(self, door: socket.socket, stopped: socket.socket) -> None:
        while stopped not in select.select([door, stopped], [], [])[0]:
            data, source = door.recvfrom(65_536)
            try:
                message = read(data)
            except BadMessage:
                continue  # a keep-alive
            if not isinstance(message, Request) or message.method == "ACK":
                continue
            if message.method != "OPTIONS":
                self.asked.put((time.monotonic(), message))
            contact = message.value("Contact") or ""
            granted = (("Contact", contact), ("Expires", "60")) if message.method == "REGISTER" else ()
            door.sendto(write(reply_to(message, 200, to_tag="d", headers=granted)), source)
        door.close()
        stopped.close()
