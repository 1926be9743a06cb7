"""A PBX that is restarted and has forgotten everybody → the first REGISTER it answers again, from its being back.

Short outages; those of 30 and 60 s are `line_long`. A baresip registers each 60 s, as Aside does.
"""

from __future__ import annotations

import os
import queue
import shutil
import ssl
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import trustme

from benchmarks.peers import program
from benchmarks.table import Aim, Row
from softphone.domain.line import Transport
from tests.engine.agents import Agent
from tests.engine.datagram_pbx import DatagramPbx
from tests.engine.stream_pbx import StreamPbx
from tests.peers.baresip import baresip_folder

SHORT_S, TIMES = (5.0,), 5
SETTLED_S = 6.5  # a connection that lived so long is no crash loop; and the outage begins anywhere between two probes
PATIENCE_S = 70.0
AIMS = {Transport.UDP: Aim(100, 3000.0), Transport.TLS: Aim(50, 1000.0)}

Pbx = StreamPbx | DatagramPbx


def measure() -> list[Row]:
    return rows(SHORT_S, TIMES)


def rows(outages_s: tuple[float, ...], times: int) -> list[Row]:
    measured = []
    for outage_s in outages_s:
        name = f"line back, {outage_s:.0f} s out"
        for transport, aim in AIMS.items():
            with our_phone(transport) as pbx:
                samples = tuple(back_ms(pbx, outage_s, n) for n in range(times))
            measured.append(Row(name, f"aside engine, {transport.value}", samples, "ms", aim))
        for transport in (Transport.UDP, Transport.TCP):
            with their_phone(transport) as peer:
                samples = (back_ms(peer, outage_s, 0),) if peer else ()
            measured.append(Row(name, f"baresip, {transport.value}", samples, "ms"))
    return measured


def back_ms(pbx: Pbx, outage_s: float, turn: int) -> float:
    """From the moment the PBX listens again until it was asked to register."""
    time.sleep(SETTLED_S + turn * 0.7)
    pbx.stop()
    time.sleep(outage_s)
    while not pbx.asked.empty():
        pbx.asked.get()
    pbx.start()
    return (_registered_at(pbx) - pbx.up_at) * 1000


def _registered_at(pbx: Pbx) -> float:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            at, request = pbx.asked.get(timeout=max(end - time.monotonic(), 0.001))
        except queue.Empty:
            raise TimeoutError("nobody registered") from None
        leaving = request.value("Expires") == "0" or "expires=0" in (request.value("Contact") or "")
        if request.method == "REGISTER" and not leaving:
            return at


@contextmanager
def our_phone(transport: Transport) -> Iterator[Pbx]:
    with tempfile.TemporaryDirectory(prefix="aside-bench-") as folder:
        context, trusted = _certificate(folder)
        with DatagramPbx() if transport is Transport.UDP else StreamPbx(context) as pbx:
            host = "127.0.0.1" if transport is Transport.UDP else "localhost"
            with Agent("anna", f"{host}:{pbx.port}", transport=transport) as anna:
                anna.line = replace(anna.line, ca_files=trusted if transport is Transport.TLS else ())
                anna.come_up()
                yield pbx
                anna.kill()


@contextmanager
def their_phone(transport: Transport) -> Iterator[Pbx | None]:
    if shutil.which("baresip") is None:
        yield None
        return
    with DatagramPbx() if transport is Transport.UDP else StreamPbx() as pbx:
        account = f"<sip:anna@127.0.0.1:{pbx.port};transport={transport.value}>;regint=60;auth_pass=none"
        with baresip_folder(account) as command, program(command, {**os.environ, "HOME": command[-1]}):
            _registered_at(pbx)
            yield pbx


def _certificate(folder: str) -> tuple[ssl.SSLContext, tuple[str, ...]]:
    ca, path = trustme.CA(), Path(folder, "ca.pem")
    ca.cert_pem.write_to_path(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(context)
    return context, (str(path),)
