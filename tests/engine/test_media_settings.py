"""What the settings say of sound is what stands in the SDP and on the packets."""

from __future__ import annotations

import re
import select
import socket
from dataclasses import replace

import pytest

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


def test_packets_of_sound_are_marked() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear,
        RawPbx() as raw,
        Agent("anna", raw.server) as anna,
    ):
        ear.bind(("127.0.0.1", 0))
        ear.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
        anna.configure()
        raw.register()
        raw.invite(body=sdp(port=ear.getsockname()[1]))
        anna.do(Answer(anna.phase(Phase.OFFERED).call_id))
        raw.within("ACK", raw.response(200, "INVITE"), 1)
        assert select.select([ear], [], [], 10)[0]
        _, marks, _, _ = ear.recvmsg(2_000, 256)
        assert marks[0][2][0] >> 2 == MediaSetup().dscp
        anna.kill()
