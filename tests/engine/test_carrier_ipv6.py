"""A PBX at ::1: signalling goes over IPv6, sound over IPv4."""

from __future__ import annotations

from softphone.domain.call import Ending, Phase
from softphone.domain.line import LineState, Transport
from softphone.domain.protocol import Answer, HangUp, LineChanged
from tests.engine.agents import Agent
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


def test_a_line_over_tcp_at_an_ipv6_address() -> None:
    with StreamPbx(host="::1") as pbx, Agent("anna", pbx.server, transport=Transport.TCP) as anna:
        anna.configure()
        _, register = pbx.next()
        assert "@[::1]:" in (register.value("Contact") or "")
        anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
