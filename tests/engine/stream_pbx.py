"""A PBX over TCP or TLS that writes down who came and what was asked; it falls silent, dies and is back on one port."""

from __future__ import annotations

import contextlib
import queue
import select
import socket
import ssl
import threading
import time
from types import TracebackType

from softphone.domain.sip import PING, PONG, Framer, Headers, Request, read, reply_to, write
from softphone.domain.sip_address import BadMessage


class StreamPbx:
    """`asked` is every request but OPTIONS as it came, with its time; REGISTER is answered by `status`."""

    def __init__(self, context: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self._context = context
        self._host = host
        self.port = 0
        self.asked: queue.Queue[tuple[float, Request]] = queue.Queue()
        self.status = 200
        self.more: Headers = ()
        self.silent = False
        self._registered: socket.socket | None = None
        self.connections = 0
        self.up_at = 0.0
        self.start()

    @property
    def server(self) -> str:
        return f"[{self._host}]:{self.port}" if ":" in self._host else f"{self._host}:{self.port}"

    def __enter__(self) -> StreamPbx:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        self._listener = socket.create_server((self._host, self.port), family=family)
        self.port = self._listener.getsockname()[1]
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, args=[self._listener, self._stopped])
        self._thread.start()
        self.up_at = time.monotonic()

    def stop(self) -> None:
        """Connections are cut, new ones refused."""
        if self._thread.is_alive():
            self._stop.close()
            self._thread.join()

    def next(self, method: str = "REGISTER", within_s: float = 10.0) -> tuple[float, Request]:
        """When it came, and the request; those of other methods before it are passed over."""
        end = time.monotonic() + within_s
        while True:
            at, request = self.asked.get(timeout=max(end - time.monotonic(), 0.001))
            if request.method == method:
                return at, request

    def say(self, data: bytes) -> None:
        """These bytes to who registered last."""
        assert self._registered is not None
        with contextlib.suppress(OSError):  # it may have hung up in the middle of a megabyte
            self._registered.sendall(data)

    def _serve(self, listener: socket.socket, stopped: socket.socket) -> None:
        phones: dict[socket.socket, Framer] = {}
        while True:
            ready, _, _ = select.select([listener, stopped, *phones], [], [])
            if stopped in ready:
                break
            for one in ready:
                if one is listener:
                    with contextlib.suppress(OSError):
                        phones[self._welcome(listener)] = Framer()
                elif not self._read(one, phones[one]):
                    phones.pop(one)
                    one.close()
        for one in phones:
            one.close()
        listener.close()
        stopped.close()

    def _welcome(self, listener: socket.socket) -> socket.socket:
        phone, _ = listener.accept()
        phone.settimeout(5)
        self.connections += 1
        if self._context is None:
            return phone
        try:
            return self._context.wrap_socket(phone, server_side=True)
        except OSError:
            phone.close()
            raise

    def _read(self, phone: socket.socket, framer: Framer) -> bool:
        try:
            data = phone.recv(65_536)
            while isinstance(phone, ssl.SSLSocket) and phone.pending():
                data += phone.recv(phone.pending())
            for piece in framer.feed(data):
                self._take(phone, piece)
        except (OSError, BadMessage):
            return False
        return bool(data)

    def _take(self, phone: socket.socket, piece: bytes) -> None:
        if self.silent:
            return
        if piece == PING:
            phone.sendall(PONG)
            return
        message = read(piece)
        if not isinstance(message, Request):
            return
        if message.method != "OPTIONS":
            self.asked.put((time.monotonic(), message))
        register = message.method == "REGISTER"
        if register:
            self._registered = phone
        contact = message.value("Contact") or ""
        granted = () if message.value("Expires") == "0" else (("Contact", contact), ("Expires", "60"))
        status = self.status if register else 200
        headers = granted if register and status == 200 else self.more if register else ()
        if message.method != "ACK":
            phone.sendall(write(reply_to(message, status, to_tag="p", headers=headers)))
