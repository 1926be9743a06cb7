"""Simulated headsets for an engine in another process: it asks them through `hid_library/hidraw.py`."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import socketserver
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.engine.headset_devices import Headset

LIBRARY = Path(__file__).with_name("hid_library")


class HidPlug:
    """`environment` is what the engine is started with. Each headset has a file, as hidraw devices do: whoever has that
    open is found in the real /proc. `busy`: it can be opened no more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.headsets: dict[str, Headset] = {}
        self.busy = False
        self._lines: list[socket.socket] = []
        plug = self

        class Asked(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                headset: Headset | None = None
                plug._lines.append(self.connection)
                for line in self.rfile:
                    what, *words = json.loads(line)
                    try:
                        if what == "open_path":
                            headset = plug._open(words[0])
                        value = plug._rows() if what == "enumerate" else _do(headset, what, words)
                        answer: dict[str, Any] = {"value": value}
                    except OSError as error:
                        answer = {"error": str(error)}
                    self.wfile.write(json.dumps(answer).encode() + b"\n")

        class Server(socketserver.ThreadingUnixStreamServer):
            daemon_threads = False
            block_on_close = True

        self._server = Server(str(folder / "hid"), Asked)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        python = os.pathsep.join(filter(None, (str(LIBRARY), os.environ.get("PYTHONPATH"))))
        self.environment = {"HID_SOCKET": str(folder / "hid"), "PYTHONPATH": python}

    def __enter__(self) -> HidPlug:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """An engine that is still there is cut off."""
        self._server.shutdown()
        self._thread.join()
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._server.server_close()

    def plug(self, kind: str) -> Headset:
        path = self._folder / f"hidraw{len(self.headsets)}"
        path.touch()
        self.headsets[str(path)] = headset = Headset(kind)
        return headset

    def path(self, headset: Headset) -> str:
        return next(path for path, each in self.headsets.items() if each is headset)

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {"path": path, "vendor_id": each.vendor, "product_id": each.product, "usage_page": 0x0B,
             "product_string": "Simulated headset"}
            for path, each in self.headsets.items() if not each.gone
        ]  # fmt: skip

    def _open(self, path: str) -> Headset:
        headset = self.headsets.get(path)
        if headset is None or headset.gone or self.busy:
            raise OSError("open failed")
        headset.forget()
        return headset


def _do(headset: Headset | None, what: str, words: list[Any]) -> Any:
    if headset is None:
        raise OSError("not open")
    match what:
        case "get_report_descriptor":
            return list(headset.descriptor())
        case "read":
            return list(headset.read(words[1]))[: words[0]]
        case "write":
            headset.write(bytes(words[0]))
            return len(words[0])
        case "close":
            headset.close()
    return 0
