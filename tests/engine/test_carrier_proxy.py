"""TLS through an HTTP and a SOCKS5 proxy: the proxy is asked for the PBX, and a refusal is told as the proxy's."""

from __future__ import annotations

import select
import socket
import ssl
from contextlib import suppress
from pathlib import Path

import pytest
import trustme
from msgspec.structs import replace

from softphone.domain.line import LineFault, LineState, Transport
from softphone.domain.protocol import LineChanged
from tests.engine.agents import Agent
from tests.engine.fronts import TlsFront, _Front
from tests.sandbox.running import running_pbx


class OneProxy(_Front):
    """HTTP CONNECT and SOCKS5 without log-in, told apart by their first byte; `refuses` lets nobody through."""

    def __init__(self, *, refuses: bool = False) -> None:
        super().__init__()
        self._refuses = refuses
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.asked: list[str] = []

    def _serve(self) -> None:
        pairs: dict[socket.socket, socket.socket] = {}
        while True:
            ready, _, _ = select.select([self._listener, self._stopped, *pairs], [], [])
            if self._stopped in ready:
                break
            for one in ready:
                if one is self._listener:
                    phone, _ = self._listener.accept()
                    pbx = self._negotiate(phone)
                    if pbx is None:
                        phone.close()
                    else:
                        pairs[phone], pairs[pbx] = pbx, phone
                elif one in pairs:
                    data = b""
                    with suppress(ConnectionError):  # reset by who had not read all: the end, too
                        data = one.recv(65_536)
                    if data:
                        pairs[one].sendall(data)
                    else:
                        other = pairs.pop(one)
                        pairs.pop(other)
                        one.close()
                        other.close()
        for one in (*pairs, self._listener):
            one.close()

    def _negotiate(self, phone: socket.socket) -> socket.socket | None:
        first = phone.recv(4096)
        if first.startswith(b"\x05"):
            phone.sendall(b"\x05\x00")
            request = phone.recv(4096)
            assert request[3] == 1  # an IPv4 address: names are looked up by us
            host, port = socket.inet_ntoa(request[4:8]), int.from_bytes(request[8:10], "big")
            yes, no = b"\x05\x00\x00\x01" + bytes(6), b"\x05\x02\x00\x01" + bytes(6)
        else:
            host, _, digits = first.split()[1].decode().rpartition(":")
            port = int(digits)
            yes, no = b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
        self.asked.append(f"{host}:{port}")
        phone.sendall(no if self._refuses else yes)
        return None if self._refuses else socket.create_connection((host, port))


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("refuses", [False, True])
def test_a_line_goes_through_the_proxy_or_says_that_the_proxy_refused(
    tmp_path: Path, scheme: str, refuses: bool
) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    with (
        running_pbx({"anna": "pw"}) as pbx,
        TlsFront(context, pbx.port) as front,
        OneProxy(refuses=refuses) as proxy,
        Agent("anna", f"127.0.0.1:{front.port}", transport=Transport.TLS) as anna,
    ):
        anna.line = replace(
            anna.line, ca_files=(str(tmp_path / "ca.pem"),), proxy=f"{scheme}://127.0.0.1:{proxy.port}"
        )
        anna.configure()
        wanted = LineState.LOST if refuses else LineState.REGISTERED
        line = anna.until(LineChanged, lambda e: e.line.state is wanted).line
        assert line.fault is (LineFault.PROXY if refuses else LineFault.NONE)
        assert proxy.asked[0] == f"127.0.0.1:{front.port}"
