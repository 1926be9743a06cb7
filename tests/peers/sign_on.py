"""A single sign-on for tests: a CAS server, as companies have it, that knows one person; and that person's browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.engine.agents import DEADLINE_S

_YES = (
    "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'><cas:authenticationSuccess><cas:user>{user}</cas:user>"
    "</cas:authenticationSuccess></cas:serviceResponse>"
)


class SignOn(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    user = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def for_synapse(self) -> str:
        return (
            f"cas_config: {{enabled: true, server_url: '{self.address}'}}\n"
            "sso: {client_whitelist: ['http://127.0.0.1:']}\n"
        )


class _Pages(BaseHTTPRequestHandler):
    server: SignOn

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path.endswith("/login"):
            service = parse_qs(asked.query)["service"][0]
            self.send_response(302)
            self.send_header("Location", f"{service}{'&' if '?' in service else '?'}ticket=ST-1")
            self.end_headers()
            return
        page = _YES.format(user=self.server.user).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@contextmanager
def running_sign_on() -> Iterator[SignOn]:
    pages = SignOn(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=pages.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield pages
    finally:
        pages.shutdown()
        pages.server_close()
        thread.join(DEADLINE_S)


def browse(url: str) -> httpx.Response:
    """The person's browser: goes wherever it is sent, with its cookies, and shows the last page."""
    with httpx.Client(follow_redirects=True, timeout=DEADLINE_S) as browser:
        return browser.get(url)
