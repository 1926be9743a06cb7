"""What stands before a homeserver in a company: TLS with its own authority, `.well-known`, and the proxy on the way."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import trustme

from tests.engine.agents import DEADLINE_S


class Front(ThreadingHTTPServer):
    """By TLS under `name`. Tells where the homeserver is, or passes on to it, or both."""

    daemon_threads = False  # closing waits for what is under way

    def __init__(self, certificate: trustme.LeafCert, server: str = "", tells: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Pages)
        self.server = server
        self.tells = tells
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        self._context = context

    @property
    def name(self) -> str:
        return f"localhost:{self.server_port}"

    def finish_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        """The handshake belongs to the thread of its connection; who does not trust us hangs up within it."""
        request.settimeout(DEADLINE_S * 2)
        with suppress(OSError), self._context.wrap_socket(request, server_side=True) as stream:
            super().finish_request(stream, client_address)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes does not take its answer."""


class _Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Front

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/.well-known/matrix/client":
            told = self.server.tells
            self._say(200 if told else 404, json.dumps({"m.homeserver": {"base_url": told}}).encode())
            return
        there = urlsplit(self.server.server)
        headers = {name: value for name, value in self.headers.items() if name in ("Authorization", "Content-Type")}
        path = self.path.replace("timeout=20000", "timeout=1000")  # so that closing need not wait for a long one
        with closing(HTTPConnection(str(there.hostname), int(there.port or 80), timeout=DEADLINE_S * 2)) as onward:
            onward.request(self.command, path, body, headers)
            answer = onward.getresponse()
            self._say(answer.status, answer.read())

    def _say(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = _pass


class Proxy:
    """Tunnels (CONNECT) for whoever asks, and remembers where they went."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.asked: list[str] = []
        self._sockets: list[socket.socket] = []
        self._threads = [_run(self._take_in)]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def close(self) -> None:
        for each in (self._door, *self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join(DEADLINE_S)

    def _take_in(self) -> None:
        while True:
            try:
                here, _ = self._door.accept()
            except OSError:
                return
            self._sockets.append(here)
            self._threads.append(_run(self._tunnel, here))

    def _tunnel(self, here: socket.socket) -> None:
        asked = b""
        while not asked.endswith(b"\r\n\r\n") and (data := here.recv(4096)):
            asked += data
        method, where, *_ = asked.decode("ascii", "replace").split(" ")
        self.asked.append(f"{method} {where}")
        host, _, port = where.rpartition(":")
        there = socket.create_connection((host, int(port)))
        self._sockets.append(there)
        here.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = _run(_pump, there, here)
        _pump(here, there)
        back.join(DEADLINE_S)


def _pump(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            to.sendall(data)
    with suppress(OSError):
        to.shutdown(socket.SHUT_WR)


def _run(work: object, *words: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=words, daemon=True)  # type: ignore[arg-type]
    thread.start()
    return thread


@contextmanager
def front(certificate: trustme.LeafCert, server: str = "", tells: str = "") -> Iterator[Front]:
    made = Front(certificate, server, tells)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join(DEADLINE_S)


@contextmanager
def proxy() -> Iterator[Proxy]:
    made = Proxy()
    try:
        yield made
    finally:
        made.close()
