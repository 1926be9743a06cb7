"""What the settings say of sound is what stands in the SDP and on the packets."""

from __future__ import annotations

import re
import select
import socket
import struct
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.line import MediaSetup
from softphone.domain.protocol import Answer
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx, sdp


def answer_with(media: MediaSetup, offer: bytes) -> bytes:
    """The SDP that the engine answers an offer with."""
    with RawPbx() as raw, Agent("anna", raw.server) as anna:
        anna.line = replace(anna.line, media=media)
        anna.configure()
        raw.register()
        raw.invite(body=offer)
        anna.do(Answer(anna.phase(Phase.OFFERED).call_id))
        ok = raw.response(200, "INVITE")
        raw.within("ACK", ok, 1)
        anna.kill()
        return ok.body


def offered(media: MediaSetup) -> bytes:
    """The SDP that it offers where it is asked without one."""
    return answer_with(media, b"")


def port_of(body: bytes) -> int:
    found = re.search(rb"m=audio (\d+)", body)
    assert found
    return int(found[1])


@pytest.mark.parametrize("codecs", [("PCMU", "G722"), ("nonsense", "PCMA"), ()])
def test_codecs_are_offered_in_the_order_of_the_setting(codecs: tuple[str, ...]) -> None:
    wanted = [name.encode() for name in codecs if name != "nonsense"] or [b"PCMA", b"PCMU"]
    assert re.findall(rb"a=rtpmap:\d+ (G722|PCMA|PCMU)/", offered(MediaSetup(codecs=codecs))) == wanted


def test_ports_and_rtcp_mux_are_as_set() -> None:
    plain = offered(MediaSetup())
    assert b"a=rtcp-mux" not in plain
    body = offered(MediaSetup(port_from=42_000, port_to=42_100, rtcp_mux=True))
    assert 42_000 <= port_of(body) <= 42_100
    assert b"a=rtcp-mux" in body


@contextmanager
def talking(media: MediaSetup, *ears: socket.socket, more: bytes = b"") -> Generator[int]:
    """The engine talks to the first of these; the value is the port of its sound."""
    with RawPbx() as raw, Agent("anna", raw.server) as anna:
        for ear in ears:
            ear.bind(("127.0.0.1", 0))
        anna.line = replace(anna.line, media=media)
        anna.configure()
        raw.register()
        raw.invite(body=sdp(port=ears[0].getsockname()[1]) + more)
        anna.do(Answer(anna.phase(Phase.OFFERED).call_id))
        ok = raw.response(200, "INVITE")
        raw.within("ACK", ok, 1)
        yield port_of(ok.body)
        anna.kill()


def a_socket() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def until(
    ear: socket.socket, wanted: Callable[[bytes, int], bool], meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Until such a packet came, from such a port."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        meanwhile()
        if select.select([ear], [], [], 0.02)[0]:
            data, source = ear.recvfrom(2_000)
            if wanted(data, source[1]):
                return
    raise AssertionError("no such packet")


def test_packets_of_sound_are_marked() -> None:
    with a_socket() as ear:
        ear.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
        with talking(MediaSetup(dscp=34), ear):
            assert select.select([ear], [], [], 10)[0]
            _, marks, _, _ = ear.recvmsg(2_000, 256)
            assert marks[0][2][0] >> 2 == 34


def test_with_rtcp_mux_the_reports_come_on_the_port_of_the_sound() -> None:
    """The first one after five seconds (RFC 3550 §6.2)."""
    with a_socket() as ear, talking(MediaSetup(rtcp_mux=True), ear, more=b"a=rtcp-mux\r\n") as port:
        until(ear, lambda data, source: source == port and 200 <= data[1] <= 204)


def test_sound_leaves_by_the_port_it_is_awaited_on_and_follows_the_other_side() -> None:
    """Symmetric RTP (RFC 4961); a side behind a router sends from elsewhere than its SDP says."""
    with a_socket() as ear, a_socket() as elsewhere, talking(MediaSetup(), ear, elsewhere) as port:
        until(ear, lambda _, source: source == port)
        sent = 0

        def send() -> None:
            nonlocal sent
            head = struct.pack("!BBHII", 0x80, 8, sent, sent * 160, 7)
            elsewhere.sendto(head + b"\xd5" * 160, ("127.0.0.1", port))
            sent += 1

        until(elsewhere, lambda _, source: source == port, send)
