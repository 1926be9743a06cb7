"""Kamailio with the recipe of packaging/pbx/kamailio, in a folder and on ports of its own."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import trustme

from softphone.domain.line import Transport
from tests.engine.agents import Agent
from tests.peers.asterisk import DEADLINE_S, copy_recipe, free_port, write_keys
from tests.peers.trees import KAMAILIO

RECIPE = Path(__file__).parents[2] / "packaging" / "pbx" / "kamailio"
ADDRESS = "127.0.0.1"


class Kamailio:
    """Up after `start`. `domain` is what agents and certificate name it."""

    def __init__(self, folder: Path, certificate: trustme.LeafCert, domain: str = "localhost") -> None:
        self._folder = folder
        self.domain = domain
        self.port, self.tls_port = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "dbtext").mkdir()
        changed = {
            "0.0.0.0:5060": f"{ADDRESS}:{self.port}",
            "0.0.0.0:5061": f"{ADDRESS}:{self.tls_port}",
            "pbx.example.com": domain,
            "/etc/kamailio": str(folder),
        }
        copy_recipe(RECIPE, folder, changed)
        write_keys(certificate, folder / "keys")

    @property
    def server(self) -> str:
        return f"{self.domain}:{self.port}"

    @property
    def tls_server(self) -> str:
        return f"{self.domain}:{self.tls_port}"

    def start(self) -> Kamailio:
        modules = KAMAILIO.build() / "usr/lib/x86_64-linux-gnu/kamailio/modules"
        words = ("-DD", "-E", "-f", self._folder / "kamailio.cfg", "-L", modules, "-Y", self._folder, "-m", "32")
        with open(self._folder / "said.txt", "ab") as said:
            self._process = subprocess.Popen(
                KAMAILIO.command("usr/sbin/kamailio", *(str(word) for word in words)),
                cwd=self._folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + DEADLINE_S
        while not _answers(self.port):
            if time.monotonic() > end or self._process.poll() is not None:
                raise AssertionError((self._folder / "said.txt").read_text("utf-8", "replace")[-3000:])
            select.select([], [], [], 0.05)
        return self

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """With all its children, at once."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, how)
            process.wait(DEADLINE_S)

    def kill(self) -> None:
        self.stop(signal.SIGKILL)


def _answers(port: int) -> bool:
    """Over TCP: the process for that is the last that it forks."""
    question = (
        f"OPTIONS sip:{ADDRESS}:{port} SIP/2.0\r\nVia: SIP/2.0/TCP {ADDRESS}:9;branch=z9hG4bK-up\r\n"
        f"From: <sip:up@{ADDRESS}>;tag=u\r\nTo: <sip:{ADDRESS}:{port}>\r\nCall-ID: up\r\nCSeq: 1 OPTIONS\r\n"
        "Max-Forwards: 1\r\nContent-Length: 0\r\n\r\n"
    )
    with socket.socket() as probe:
        probe.settimeout(DEADLINE_S)
        if probe.connect_ex((ADDRESS, port)):
            return False
        probe.sendall(question.encode())
        return probe.recv(4096).startswith(b"SIP/2.0 200")


@contextmanager
def running_kamailio(certificate: trustme.LeafCert, domain: str = "localhost") -> Iterator[Kamailio]:
    folder = Path(tempfile.mkdtemp(prefix="kam"))
    pbx = Kamailio(folder, certificate, domain)
    try:
        yield pbx.start()
    finally:
        pbx.stop()
        shutil.rmtree(folder, ignore_errors=True)


def phone_on(pbx: Kamailio, user: str, *, mic_hz: int = 440, ear_hz: int = 880, transport: Transport = Transport.UDP,
             ca: Path | None = None, dns_port: int | None = None) -> Agent:  # fmt: skip
    """A user of the recipe on an engine of its own; with `dns_port` it finds the PBX by name alone."""
    server = pbx.domain if dns_port else pbx.tls_server if transport is Transport.TLS else pbx.server
    return Agent(user, server, mic_hz=mic_hz, ear_hz=ear_hz, password=f"change-me-{user}", transport=transport,
                 dns_port=dns_port, ca_files=(str(ca),) if ca else ())  # fmt: skip
