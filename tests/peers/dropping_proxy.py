"""A bad way to the homeserver: every fifth change is committed there, and its answer never comes back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from tests.engine.agents import DEADLINE_S

FORWARDED = ("Authorization", "Content-Type", "Accept")


class DroppingProxy(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for what is under way

    def __init__(self, server: str, every: int) -> None:
        super().__init__(("127.0.0.1", 0), _Way)
        self.http = httpx.Client(base_url=server, timeout=DEADLINE_S * 3)
        self.every = every
        self.changes = 0
        self.dropped = 0
        self._turn = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def drops(self) -> bool:
        with self._turn:
            self.changes += 1
            drop = self.changes % self.every == 0
            self.dropped += drop
            return drop

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed does not take its answer."""


class _Way(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: DroppingProxy

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: self.headers[name] for name in FORWARDED if name in self.headers}
        try:
            path = self.path.replace("timeout=20000", "timeout=1000")  # so that closing need not wait for a long one
            answer = self.server.http.request(self.command, path, content=body, headers=headers)
            status, content = answer.status_code, answer.content
        except httpx.HTTPError:
            status, content = 502, b""
        if status == 200 and self.command in ("PUT", "POST") and self.server.drops():
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = _pass


@contextmanager
def dropping_proxy(server: str, every: int = 5) -> Iterator[DroppingProxy]:
    proxy = DroppingProxy(server, every)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        proxy.http.close()
        thread.join(DEADLINE_S)
