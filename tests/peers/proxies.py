"""Proxies of other people that ask who comes: tinyproxy for HTTP CONNECT, microsocks for SOCKS5. What they wrote says
whom they led where."""

from __future__ import annotations

import select
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.peers.trees import PROXIES

HOST, USER, PASSWORD = "127.0.0.1", "anna", "proxy-secret"
DEADLINE_S = 20.0


class Proxy:
    def __init__(self, scheme: str, port: int, said: Path) -> None:
        self._scheme = scheme
        self.port = port
        self._said = said

    def url(self, password: str = PASSWORD) -> str:
        return f"{self._scheme}://{USER}:{password}@{HOST}:{self.port}"

    @property
    def said(self) -> str:
        return self._said.read_text("utf-8", "replace")


@contextmanager
def running_proxy(scheme: str) -> Generator[Proxy]:
    """`scheme` is "http" or "socks5"."""
    with tempfile.TemporaryDirectory(prefix="aside-proxy-") as name:
        port, said = _a_free_port(), Path(name) / "said.txt"
        with said.open("wb") as out:
            process = subprocess.Popen(
                _command(scheme, port, Path(name)), stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=name
            )
        try:
            proxy = Proxy(scheme, port, said)
            _until_it_listens(proxy)
            yield proxy
        finally:
            process.terminate()
            process.wait(DEADLINE_S)


def _command(scheme: str, port: int, folder: Path) -> list[str]:
    if scheme == "socks5":
        return PROXIES.command("usr/bin/microsocks", "-i", HOST, "-p", str(port), "-u", USER, "-P", PASSWORD)
    settings = folder / "tinyproxy.conf"
    settings.write_text(f"Port {port}\nListen {HOST}\nBasicAuth {USER} {PASSWORD}\nLogLevel Connect\n")
    return PROXIES.command("usr/bin/tinyproxy", "-d", "-c", str(settings))


def _a_free_port() -> int:
    with socket.create_server((HOST, 0)) as place:
        return int(place.getsockname()[1])


def _until_it_listens(proxy: Proxy) -> None:
    end = time.monotonic() + DEADLINE_S
    while time.monotonic() < end:
        try:
            socket.create_connection((HOST, proxy.port)).close()
        except ConnectionRefusedError:
            select.select([], [], [], 0.05)
        else:
            return
    raise AssertionError(f"the proxy does not listen: {proxy.said}")
