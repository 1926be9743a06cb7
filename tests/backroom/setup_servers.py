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


@contextmanager
def setup_server(folder: Path, codes: dict[str, Any], certificate: trustme.LeafCert) -> Iterator[int]:
    """Its port."""
    path = folder / "codes.json"
    path.write_text(json.dumps(codes))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with reference().SetUpServer(path, context, ("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
