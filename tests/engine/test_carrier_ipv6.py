"""A PBX at ::1: signalling goes over IPv6, sound over IPv4."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack

from softphone.domain.call import Ending, Phase
from softphone.domain.line import LineState, Transport
from softphone.domain.protocol import Answer, HangUp, LineChanged
from softphone.engine.carrier.flow import CONNECT_MS
from tests.engine.agents import Agent
from tests.engine.name_server import NameServer
from tests.engine.raw_pbx import RawPbx, sdp
from tests.engine.stream_pbx import StreamPbx


def test_a_call_over_udp_at_an_ipv6_address() -> None:
    with RawPbx("::1") as raw, Agent("anna", raw.server) as anna:
        anna.configure()
        raw.register()
        assert raw.contact is not None
        assert raw.contact.host == "[::1]"
        raw.invite(body=sdp())
        call = anna.phase(Phase.OFFERED)
        anna.do(Answer(call.call_id))
        ok = raw.response(200, "INVITE")
        assert b"c=IN IP4 " in ok.body
        raw.within("ACK", ok, 1)
        anna.phase(Phase.TALKING)
        anna.do(HangUp(call.call_id))
        bye = raw.request("BYE")
        raw.answer(bye, 200)
        assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_HERE
        anna.kill()


def test_an_ipv6_address_that_swallows_everything_does_not_hold_the_line_up() -> None:
    """Happy eyeballs (RFC 8305): a connection over IPv4 is begun beside it, long before it is given up."""
    with (
        StreamPbx() as pbx,
        socket.create_server(("::1", pbx.port), family=socket.AF_INET6, backlog=0) as hole,
        ExitStack() as full,
        NameServer("a.pbx.test 60 IN AAAA ::1", "a.pbx.test 60 IN A 127.0.0.1") as names,
    ):
        names.records.append(f"_sip._tcp.pbx.test 60 IN SRV 1 1 {pbx.port} a.pbx.test.")
        for _ in range(4):  # its queue is full: what else comes is not even refused
            knock = full.enter_context(socket.socket(socket.AF_INET6))
            knock.setblocking(False)
            knock.connect_ex(hole.getsockname()[:2])
        with Agent("anna", "pbx.test", transport=Transport.TCP, dns_port=names.port) as anna:
            anna.configure()
            anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERING)
            began = time.monotonic()
            anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
            assert time.monotonic() - began < CONNECT_MS / 1000 - 1


def test_a_line_over_tcp_at_an_ipv6_address() -> None:
    with StreamPbx(host="::1") as pbx, Agent("anna", pbx.server, transport=Transport.TCP) as anna:
        anna.configure()
        _, register = pbx.next()
        assert "@[::1]:" in (register.value("Contact") or "")
        anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
