"""The stateless proxy as a function: what goes in, what comes out, and nothing remembered that a restart loses."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.line import Transport
from softphone.domain.sip import Request, Response, read, reply_to, write
from softphone.domain.sip_address import BadMessage, Via
from softphone.sandbox.proxy import Proxy, Send
from softphone.sandbox.registrar import Flow, Registrar

PORT = 5060
CALLER = Flow(Transport.UDP, 5080)
CALLEE = Flow(Transport.TCP, 40_000)
INVITE = (
    b"INVITE sip:kern@127.0.0.1:5090;transport=tcp SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bKa;rport\r\n"
    b"Route: <sip:127.0.0.1:5060;lr>, <sip:t40000@127.0.0.1:5060;lr>\r\n"
    b"From: <sip:204@127.0.0.1>;tag=1\r\nTo: <sip:kern@127.0.0.1>\r\n"
    b"Call-ID: a@b\r\nCSeq: 7 INVITE\r\nContent-Length: 4\r\n\r\nv=0\n"
)


def _proxy() -> Proxy:
    return Proxy(Registrar({"kern": "pw"}, "here", lambda: 0.0), PORT, lambda: 0.0)


def _only(sends: list[Send]) -> Send:
    assert len(sends) == 1
    return sends[0]


def test_the_way_of_a_call_survives_a_restart_of_the_proxy() -> None:
    passed = _only(_proxy().pass_on(read(INVITE), CALLER))
    assert passed.flow == CALLEE
    assert isinstance(passed.message, Request)
    assert passed.message.values("Route") == ()
    assert [Via.read(v).transport for v in passed.message.values("Via")] == ["TCP", "UDP"]
    assert len(passed.message.values("Record-Route")) == 2
    back = _only(_proxy().pass_on(reply_to(passed.message, 486, to_tag="x"), CALLEE))
    assert (back.flow, back.message.via.branch) == (CALLER, "z9hG4bKa")


def test_a_retransmission_is_passed_on_as_before() -> None:
    proxy = _proxy()
    assert proxy.pass_on(read(INVITE), CALLER) == proxy.pass_on(read(INVITE), CALLER)


def test_an_old_phone_without_a_cookie_gets_branches_that_differ_by_transaction() -> None:
    old = INVITE.replace(b"z9hG4bKa", b"1")
    branches = {
        _only(_proxy().pass_on(read(message), CALLER)).message.via.branch
        for message in (old, old.replace(b"a@b", b"c@d"), old.replace(b": 7", b": 8"))
    }
    assert len(branches) == 3


def test_an_answer_nobody_waits_for_goes_nowhere() -> None:
    request = read(INVITE)
    assert isinstance(request, Request)
    assert _proxy().pass_on(reply_to(request, 200, to_tag="x"), CALLEE) == []
    ours_alone = Via("UDP", "127.0.0.1", PORT, (("branch", "z9hG4bK.u5080.00"),))
    assert _proxy().pass_on(reply_to(request.without("Via").with_first("Via", str(ours_alone)), 200), CALLEE) == []


@given(st.integers(0, len(INVITE)), st.binary(max_size=12), st.integers(0, 40))
def test_a_damaged_message_is_passed_answered_dropped_or_bad(at: int, noise: bytes, gone: int) -> None:
    with suppress(BadMessage):
        for send in _proxy().pass_on(read(INVITE[:at] + noise + INVITE[at + gone :]), CALLER):
            assert isinstance(read(write(send.message)), Request | Response)
