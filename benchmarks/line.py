"""A PBX that is restarted and has forgotten everybody → the first REGISTER it answers again, from its being back.

One of 5 s; `line_long` does 5, 30 and 60 s. The peers register each 60 s, as Aside does.
"""

from __future__ import annotations

import os
import queue
import shutil
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import trustme
from msgspec.structs import replace

from benchmarks.peers import program
from benchmarks.table import Aim, Row
from softphone.domain.line import Transport
from tests.engine.agents import Agent
from tests.engine.datagram_pbx import DatagramPbx
from tests.engine.stream_pbx import StreamPbx
from tests.peers.baresip import baresip_folder
from tests.peers.linphone import running_linphone

SHORT_S, TIMES = (5.0,), 5
SETTLED_S = 6.5  # a connection that lived so long is no crash loop; and the outage begins anywhere between two probes
PATIENCE_S = 70.0
EXPIRES_S = 60  # what Aside asks for, too
BARESIP = (Transport.UDP, Transport.TCP)
AIMS = {Transport.UDP: Aim(100, 3000.0), Transport.TLS: Aim(50, 1000.0)}

Pbx = StreamPbx | DatagramPbx
Phone = Callable[[], AbstractContextManager[Pbx | None]]


def measure() -> list[Row]:
    return rows(SHORT_S, TIMES)


def rows(outages_s: tuple[float, ...], times: int) -> list[Row]:
    """All at once, each with a PBX of its own: it is nearly all waiting."""
    phones: list[tuple[str, Phone, int, Aim | None]] = [
        (f"aside engine, {transport.value}", partial(our_phone, transport), times, aim)
        for transport, aim in AIMS.items()
    ]
    phones += [(f"baresip, {transport.value}", partial(a_baresip, transport), 1, None) for transport in BARESIP]
    phones += [("linphone-cli, udp", a_linphone, 1, None)]
    with ThreadPoolExecutor(len(outages_s) * len(phones)) as pool:
        begun = [
            (f"line back, {outage_s:.0f} s out", program, pool.submit(_times, phone, outage_s, count), aim)
            for outage_s in outages_s
            for program, phone, count, aim in phones
        ]
    return [Row(name, program, samples.result(), "ms", aim) for name, program, samples, aim in begun]


def _times(phone: Phone, outage_s: float, times: int) -> tuple[float, ...]:
    with phone() as pbx:
        return tuple(back_ms(pbx, outage_s, n) for n in range(times)) if pbx else ()


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
def a_baresip(transport: Transport) -> Iterator[Pbx | None]:
    if shutil.which("baresip") is None:
        yield None
        return
    with DatagramPbx() if transport is Transport.UDP else StreamPbx() as pbx:
        account = f"<sip:anna@127.0.0.1:{pbx.port};transport={transport.value}>;regint={EXPIRES_S};auth_pass=none"
        with baresip_folder(account) as command, program(command, {**os.environ, "HOME": command[-1]}):
            _registered_at(pbx)
            yield pbx


@contextmanager
def a_linphone() -> Iterator[Pbx | None]:
    if shutil.which("linphonec") is None:
        yield None
        return
    with (
        DatagramPbx() as pbx,
        running_linphone("anna", "none", f"127.0.0.1:{pbx.port}", lambda: not pbx.asked.empty(), EXPIRES_S),
    ):
        yield pbx


def _certificate(folder: str) -> tuple[ssl.SSLContext, tuple[str, ...]]:
    ca, path = trustme.CA(), Path(folder, "ca.pem")
    ca.cert_pem.write_to_path(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(context)
    return context, (str(path),)
