"""What stands between an engine and a PBX in tests: a TLS front, and a line that loses datagrams. On loopback."""

from __future__ import annotations

import random
import select
import socket
import ssl
import threading
from types import TracebackType


class _Front:
    """A thread that `_serve`s until the test is over."""

    def __init__(self) -> None:
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self):  # type: ignore[no-untyped-def]
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.close()
        self._thread.join()
        self._stopped.close()

    def _serve(self) -> None:
        raise NotImplementedError


class TlsFront(_Front):
    """Speaks TLS by `context` and passes everything on to 127.0.0.1:pbx_port over TCP."""

    def __init__(self, context: ssl.SSLContext, pbx_port: int) -> None:
        super().__init__()
        self._context = context
        self._pbx_port = pbx_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.versions: list[str | None] = []

    def _serve(self) -> None:
        pairs: dict[socket.socket, socket.socket] = {}
        while True:
            ready, _, _ = select.select([self._listener, self._stopped, *pairs], [], [])
            if self._stopped in ready:
                break
            for one in ready:
                if one is self._listener:
                    self._welcome(pairs)
                elif one in pairs and not self._pass_on(one, pairs[one]):
                    other = pairs.pop(one)
                    pairs.pop(other, None)
                    one.close()
                    other.close()
        for one in (*pairs, self._listener):
            one.close()

    def _welcome(self, pairs: dict[socket.socket, socket.socket]) -> None:
        raw, _ = self._listener.accept()
        raw.settimeout(5)
        try:
            phone = self._context.wrap_socket(raw, server_side=True)
        except OSError:
            raw.close()
            return
        self.versions.append(phone.version())
        pbx = socket.create_connection(("127.0.0.1", self._pbx_port))
        pairs[phone], pairs[pbx] = pbx, phone

    def _pass_on(self, one: socket.socket, other: socket.socket) -> bool:
        try:
            data = one.recv(65_536)
            while isinstance(one, ssl.SSLSocket) and one.pending():
                data += one.recv(one.pending())
            other.sendall(data)
        except OSError:
            return False
        return bool(data)


class LossyLine(_Front):
    """Datagrams of one phone and 127.0.0.1:pbx_port, of which `loss` are lost each way."""

    def __init__(self, pbx_port: int, loss: float, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(seed)
        self._loss = loss
        self._pbx = ("127.0.0.1", pbx_port)
        self._near = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._near.bind(("127.0.0.1", 0))
        self._far = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._far.bind(("127.0.0.1", 0))
        self.port: int = self._near.getsockname()[1]
        self.lost = 0

    def _serve(self) -> None:
        phone: tuple[str, int] | None = None
        while True:
            ready, _, _ = select.select([self._near, self._far, self._stopped], [], [])
            if self._stopped in ready:
                break
            for one in ready:
                data, source = one.recvfrom(65_536)
                if one is self._near:
                    phone = source
                    data = self._by_its_own_name(data)
                if self._chance.random() < self._loss:
                    self.lost += 1
                elif one is self._near:
                    self._far.sendto(data, self._pbx)
                elif phone is not None:
                    self._near.sendto(data, phone)
        self._near.close()
        self._far.close()

    def _by_its_own_name(self, data: bytes) -> bytes:
        """The phone asks the line whether it lives; a PBX answers that only for itself."""
        if not data.startswith(b"OPTIONS "):
            return data
        return data.replace(f"127.0.0.1:{self.port}".encode(), f"127.0.0.1:{self._pbx[1]}".encode(), 1)
