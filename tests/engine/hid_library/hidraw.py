"""Stands in for the module of the same name that hidapi brings, in an engine's own process: its headsets are in the
test's, behind a socket. On PYTHONPATH it is found first. Needs nothing but Python."""

from __future__ import annotations

import json
import os
import socket
from typing import Any

ADDRESS = "HID_SOCKET"


class _Line:
    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(os.environ[ADDRESS])
        self._file = self._socket.makefile("rw")

    def ask(self, what: str, *words: Any) -> Any:
        self._file.write(json.dumps([what, *words]) + "\n")
        self._file.flush()
        answer = json.loads(self._file.readline() or '{"error": "gone"}')
        if "error" in answer:
            raise OSError(answer["error"])
        return answer["value"]

    def close(self) -> None:
        self._file.close()
        self._socket.close()


def enumerate() -> list[dict[str, Any]]:
    line = _Line()
    try:
        return [{**row, "path": row["path"].encode()} for row in line.ask("enumerate")]
    finally:
        line.close()


class device:
    def open_path(self, path: bytes) -> None:
        self._line = _Line()
        self._line.ask("open_path", path.decode())

    def get_report_descriptor(self) -> list[int]:
        return list(self._line.ask("get_report_descriptor"))

    def read(self, length: int, wait_ms: int) -> list[int]:
        return list(self._line.ask("read", length, wait_ms))

    def write(self, report: bytes) -> int:
        return int(self._line.ask("write", list(report)))

    def close(self) -> None:
        self._line.ask("close")
        self._line.close()
