"""A small set-up server: the protocol of softphone/backroom/setting_up.py in one file of the standard library.

    python server.py CODES.json --certificate CERT.pem --key KEY.pem [--port 8443]

CODES.json is {CODE: {"expires": "2026-12-01T12:00:00+00:00", "answer": {…}}}; `answer` is what the schema in the
templates of `./dev policy` says. Who has used a code stands in CODES.json afterwards. For a pilot or as a model: behind
it, make codes long and by chance (secrets.token_urlsafe(16)), and delete answers once they were taken.
"""

from __future__ import annotations

import argparse
import json
import ssl
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PLACE = "/.well-known/aside-setup"
MAX_ASKED_BYTES = 4096


class SetUpServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, codes: Path, context: ssl.SSLContext, address: tuple[str, int] = ("", 8443)) -> None:
        super().__init__(address, _Asked)
        self._codes = codes
        self._lock = threading.Lock()
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def answer(self, asked: dict[str, Any], now: datetime) -> tuple[int, Any]:
        """Status and body for one request."""
        with self._lock:
            codes = json.loads(self._codes.read_text(encoding="utf-8"))
            row = codes.get(asked["code"])
            if row is None:
                return 404, {}
            if row.get("done") or row.setdefault("claim", asked["claim"]) != asked["claim"]:
                return 410, {"why": "used"}
            if now > datetime.fromisoformat(row["expires"]):
                return 410, {"why": "expired"}
            row["done"] = bool(asked.get("done"))
            new = self._codes.with_suffix(".new")  # whole, or as it was: whoever reads it meanwhile too
            new.write_text(json.dumps(codes, indent=1), encoding="utf-8")
            new.replace(self._codes)
            return (204, {}) if row["done"] else (200, row["answer"])


class _Asked(BaseHTTPRequestHandler):
    server: SetUpServer

    def do_POST(self) -> None:
        try:
            length = min(int(self.headers["Content-Length"]), MAX_ASKED_BYTES)
            asked = json.loads(self.rfile.read(length))
            known = self.path == PLACE and asked["version"] == 1
            status, body = self.server.answer(asked, datetime.now(UTC)) if known else (404, {})
        except (ValueError, KeyError, TypeError):
            status, body = 400, {}
        content = b"" if status == 204 else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Codes are secrets: nothing of a request is logged."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Answers set-up links of Aside, each once.")
    parser.add_argument("codes", type=Path)
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--port", type=int, default=8443)
    given = parser.parse_args()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(given.certificate, given.key)
    with SetUpServer(given.codes, context, ("", given.port)) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
