"""The reference server of set-up links, as IT would run it, on a free port with a certificate of a test's own CA."""

from __future__ import annotations

import importlib.util
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import trustme

SERVER = Path(__file__).resolve().parents[2] / "packaging/setup/server.py"


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_server", SERVER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def breaking_off(asked: type[Any]) -> type[Any]:
    """Promises more than it says, once: the connection ends in the middle of the first good answer."""

    class BreakingOff(asked):  # type: ignore[misc]  # known when it runs
        left = 1

        def send_response(self, code: int, message: str | None = None) -> None:
            self.code = code
            super().send_response(code, message)

        def send_header(self, keyword: str, value: str) -> None:
            if keyword == "Content-Length" and self.code == 200 and BreakingOff.left:
                BreakingOff.left -= 1
                value = str(int(value) + 500)
            super().send_header(keyword, value)

    return BreakingOff


@contextmanager
def setup_server(
    folder: Path, codes: dict[str, Any], certificate: trustme.LeafCert, *, breaks_off: bool = False
) -> Iterator[int]:
    """Its port."""
    path = folder / "codes.json"
    path.write_text(json.dumps(codes))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with reference().SetUpServer(path, context, ("127.0.0.1", 0)) as server:
        if breaks_off:
            server.RequestHandlerClass = breaking_off(server.RequestHandlerClass)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
