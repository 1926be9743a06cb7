"""coturn, the STUN and TURN server of other people, in a folder of its own; what it wrote says whose sound it led."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import trustme

from softphone.domain.nat import NatSetup
from softphone.engine.carrier.stun import BINDING, ask, new_id, read_reply
from tests.peers.trees import COTURN

USER, PASSWORD = "anna", "turn-secret"
PORT, TLS_PORT = 3478, 5349
DEADLINE_S = 20.0
SETUP = NatSetup(relay_user=USER, relay_password=PASSWORD)


class Coturn:
    def __init__(self, address: str, said: Path) -> None:
        self.address = address
        self._said = said

    @property
    def server(self) -> str:
        return f"{self.address}:{PORT}"

    @property
    def tls_server(self) -> str:
        return f"{self.address}:{TLS_PORT}"

    @property
    def allocated(self) -> bool:
        """Whether it opened a place for sound to somebody who knew the password."""
        return f"user <{USER}>" in self.said and "ALLOCATE processed, success" in self.said

    @property
    def said(self) -> str:
        return self._said.read_text("utf-8", "replace")


@contextmanager
def running_coturn(address: str, certificate: trustme.LeafCert, within: tuple[str, ...]) -> Generator[Coturn]:
    with tempfile.TemporaryDirectory(prefix="aside-coturn-") as name:
        folder = Path(name)
        certificate.private_key_pem.write_to_path(folder / "key.pem")
        certificate.cert_chain_pems[0].write_to_path(folder / "cert.pem")
        lines = [
            f"listening-ip={address}", f"relay-ip={address}", f"listening-port={PORT}",
            f"tls-listening-port={TLS_PORT}",
            f"cert={folder}/cert.pem", f"pkey={folder}/key.pem", "lt-cred-mech", f"user={USER}:{PASSWORD}",
            "realm=aside.test", "no-cli", "no-dtls", "verbose", "log-file=stdout", f"pidfile={folder}/pid",
            f"userdb={folder}/users",
        ]  # fmt: skip
        (folder / "turn.conf").write_text("\n".join(lines) + "\n")
        said = folder / "said.txt"
        with said.open("wb") as out:
            process = subprocess.Popen(
                [*within, *COTURN.command("usr/bin/turnserver", "-c", str(folder / "turn.conf"))],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=folder,
            )  # fmt: skip
        try:
            yield Coturn(address, said)
        finally:
            process.terminate()
            process.wait(DEADLINE_S)


def until_it_answers(asking: socket.socket, coturn: Coturn) -> None:
    asked, end = new_id(), time.monotonic() + DEADLINE_S
    asking.settimeout(0.1)
    while time.monotonic() < end:
        asking.sendto(ask(BINDING, asked), (coturn.address, PORT))
        try:
            if read_reply(asking.recv(2_000), asked):
                return
        except (TimeoutError, ConnectionRefusedError):
            continue
    raise AssertionError(f"coturn does not answer: {coturn.said}")
