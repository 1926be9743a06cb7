"""baresip, a phone by other people, without sound devices: it says a tone and is told what to do over a socket."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

MODULES = Path("/usr/lib/baresip/modules")
USED = ("account", "menu", "g722", "g711", "aubridge", "ausine", "ctrl_tcp")
TONE_HZ = 440
DEADLINE_S = 15.0


@contextmanager
def baresip_folder(account: str, control_port: int = 0) -> Iterator[list[str]]:
    """The command that starts it with this account (a line of its `accounts` file) and nothing of the person's."""
    with tempfile.TemporaryDirectory(prefix="aside-baresip-") as folder:
        wanted = USED if control_port else USED[:-1]
        lines = [f"module_path {MODULES}", *(f"module {name}.so" for name in wanted), "sip_listen 127.0.0.1:0"]
        lines += [f"audio_source ausine,{TONE_HZ}", "audio_player aubridge,a", "audio_alert aubridge,a"]
        lines += ["ausrc_srate 48000", "ausrc_channels 2"]  # ausine knows no other
        lines += [f"ctrl_tcp_listen 127.0.0.1:{control_port}"] if control_port else []
        Path(folder, "config").write_text("\n".join(lines) + "\n")
        Path(folder, "accounts").write_text(account + "\n")
        yield [shutil.which("baresip") or "baresip", "-f", folder]


class Baresip:
    """`do("dial", "anna")`, `until("CALL_ESTABLISHED")`; its events come as netstrings of JSON (ctrl_tcp)."""

    def __init__(self, port: int) -> None:
        self._pending = b""
        self._socket = _connected(port)

    def do(self, command: str, params: str = "") -> None:
        order = json.dumps({"command": command, "params": params}).encode()
        self._socket.sendall(b"%d:%s," % (len(order), order))

    def until(self, kind: str) -> dict[str, Any]:
        """The next event of this kind."""
        end = time.monotonic() + DEADLINE_S
        seen: list[str] = []
        while time.monotonic() < end:
            told = self._next(end)
            seen.append(str(told.get("type", told)))
            if told.get("type") == kind:
                return told
        raise AssertionError(f"baresip never told {kind}, but {seen}")

    def close(self) -> None:
        self._socket.close()

    def _next(self, end: float) -> dict[str, Any]:
        while True:
            length, colon, rest = self._pending.partition(b":")
            if colon and len(rest) > int(length):
                self._pending = rest[int(length) + 1 :]
                told: dict[str, Any] = json.loads(rest[: int(length)])
                return told
            self._socket.settimeout(max(0.01, end - time.monotonic()))
            self._pending += self._socket.recv(65536)


@contextmanager
def running_baresip(user: str, password: str, server: str, extra: str = "") -> Iterator[Baresip]:
    """A user of the PBX at `server`. It registers by itself, which it tells as REGISTER_OK."""
    port = _free_port()
    account = f"<sip:{user}@{server}>;auth_user={user};auth_pass={password};regint=600{extra}"
    with baresip_folder(account, port) as command:
        quiet = subprocess.DEVNULL
        env = {**os.environ, "HOME": command[-1]}
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=env)
        try:
            with closing(Baresip(port)) as phone:
                yield phone
        finally:
            process.terminate()
            process.wait(DEADLINE_S)


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + DEADLINE_S
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=DEADLINE_S)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
