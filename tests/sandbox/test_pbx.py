"""The practice PBX over real sockets, by phones that say exactly what the test wants."""

from __future__ import annotations

import socket
from collections.abc import Generator

import pytest

from softphone.domain.sip import Request, write
from softphone.domain.sip_address import NameAddr
from tests.sandbox.phone import RawPhone
from tests.sandbox.running import RunningPbx, running_pbx

USERS = {"204": "right", "kern": "expert", "nobody": "x"}


@pytest.fixture
def pbx() -> Generator[RunningPbx]:
    with running_pbx(USERS) as running:
        yield running


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_a_phone_registers_and_un_registers(pbx: RunningPbx, transport: str) -> None:
    with RawPhone("204", "right", pbx.port, transport) as phone:
        assert phone.register().status == 200
        assert pbx.registered("204") == [phone.contact.strip("<>")]
        assert phone.register(expires_s=0).status == 200
        assert pbx.registered("204") == []


def test_a_phone_registers_by_sha_256() -> None:
    with running_pbx(USERS, digest="SHA-256") as pbx, RawPhone("204", "right", pbx.port) as phone:
        assert phone.register().status == 200
        assert phone.register(password="wrong").status == 401


def test_a_wrong_password_is_asked_for_again_and_a_switch_forbids_all(pbx: RunningPbx) -> None:
    with RawPhone("204", "right", pbx.port) as phone:
        assert phone.register(password="wrong").status == 401
        pbx.turn(do="refuse_passwords", on=True)
        assert phone.register().status == 403
        assert pbx.registered("204") == []


def test_a_stranger_is_challenged_like_anybody_and_never_let_in(pbx: RunningPbx) -> None:
    with RawPhone("stranger", "", pbx.port) as phone:
        assert phone.register().status == 401


@pytest.mark.parametrize(("caller_by", "callee_by"), [("udp", "udp"), ("tcp", "tcp"), ("udp", "tcp"), ("tcp", "udp")])
def test_a_whole_call_passes_with_everything_inside_its_dialog(
    pbx: RunningPbx, caller_by: str, callee_by: str
) -> None:
    with (
        RawPhone("204", "right", pbx.port, caller_by) as caller,
        RawPhone("kern", "expert", pbx.port, callee_by) as callee,
    ):
        callee.register()
        caller.register()
        invite = caller.request("INVITE", callee.aor, ("Contact", caller.contact), ("X-Queue", "Orders"), body=b"v=0")
        caller.send(invite)
        arrived = callee.expect_request("INVITE")
        assert (arrived.uri, arrived.value("X-Queue"), arrived.body) == (callee.contact.strip("<>"), "Orders", b"v=0")
        assert arrived.value("Max-Forwards") == "69"
        callee.reply(arrived, 180)
        caller.expect_status(180)
        answer = callee.reply(arrived, 200)
        answered = caller.expect_status(200)
        assert len(answered.values("Via")) == 1
        assert (answered.via.branch, answered.via.param("rport")) == (invite.via.branch, str(caller.port))

        target = NameAddr.read(answered.value("Contact") or "").uri
        routes = tuple(("Route", route) for route in reversed(answered.values("Record-Route")))
        ack = caller.request("ACK", str(target), *routes, call_id=invite.call_id)
        caller.send(ack.with_value("To", answered.value("To") or ""))
        acknowledged = callee.expect_request("ACK")
        assert acknowledged.values("Route") == ()

        back = tuple(("Route", route) for route in arrived.values("Record-Route"))
        source = NameAddr.read(arrived.value("Contact") or "").uri
        bye = callee.request("BYE", str(source), *back, call_id=invite.call_id)
        callee.send(bye.with_value("From", answer.value("To") or "").with_value("To", arrived.value("From") or ""))
        hung_up = caller.expect_request("BYE")
        caller.reply(hung_up, 200)
        callee.expect_status(200)


def test_cancel_and_its_ack_follow_the_invite_even_when_a_newer_phone_registered(pbx: RunningPbx) -> None:
    with (
        RawPhone("204", "right", pbx.port) as caller,
        RawPhone("kern", "expert", pbx.port) as callee,
        RawPhone("kern", "expert", pbx.port) as newer,
    ):
        callee.register()
        invite = caller.request("INVITE", callee.aor, ("Contact", caller.contact))
        caller.send(invite)
        arrived = callee.expect_request("INVITE")
        newer.register()
        caller.send(_same_transaction(invite, "CANCEL"))
        cancelled = callee.expect_request("CANCEL")
        assert cancelled.via == arrived.via
        assert cancelled.uri == arrived.uri
        callee.reply(cancelled, 200)
        caller.expect_status(200)
        terminated = callee.reply(arrived, 487)
        caller.expect_status(487)
        caller.send(_same_transaction(invite, "ACK").with_value("To", terminated.value("To") or ""))
        acknowledged = callee.expect_request("ACK")
        assert acknowledged.via == arrived.via
        # The next call takes the newer phone.
        caller.send(caller.request("INVITE", callee.aor, ("Contact", caller.contact)))
        newer.expect_request("INVITE")


@pytest.mark.parametrize(("user", "status"), [("stranger", 404), ("nobody", 480)])
def test_a_call_to_nobody_ends_here_and_so_does_its_ack(pbx: RunningPbx, user: str, status: int) -> None:
    with RawPhone("204", "right", pbx.port) as caller:
        invite = caller.request("INVITE", f"sip:{user}@127.0.0.1:{pbx.port}", ("Contact", caller.contact))
        caller.send(invite)
        refused = caller.expect_status(status)
        caller.send(_same_transaction(invite, "ACK").with_value("To", refused.value("To") or ""))
        # Were the ACK passed on or answered, this would not be the next thing to arrive.
        caller.send(caller.request("OPTIONS", f"sip:127.0.0.1:{pbx.port}"))
        caller.expect_status(200)


def test_what_a_pbx_does_not_do_is_refused_by_name(pbx: RunningPbx) -> None:
    with RawPhone("204", "right", pbx.port) as phone:
        phone.register()
        phone.send(phone.request("PUBLISH", phone.aor, ("Event", "presence")))
        assert "INVITE" in (phone.expect_status(405).value("Allow") or "")
        phone.send(phone.request("MESSAGE", phone.aor).with_value("Max-Forwards", "0"))
        phone.expect_status(483)
        phone.send(phone.request("MESSAGE", "tel:+49405550142"))
        phone.expect_status(416)
        phone.send(phone.request("MESSAGE", "sip:somebody@elsewhere.example"))
        phone.expect_status(404)


@pytest.mark.parametrize("method", ["MESSAGE", "SUBSCRIBE", "INFO", "OPTIONS", "REFER", "NOTIFY", "UPDATE", "PRACK"])
def test_every_request_a_phone_uses_is_passed_to_the_other_phone(pbx: RunningPbx, method: str) -> None:
    with RawPhone("204", "right", pbx.port) as sender, RawPhone("kern", "expert", pbx.port, "tcp") as taker:
        taker.register()
        sender.send(sender.request(method, taker.aor, ("Content-Type", "text/plain"), body="Grüße".encode()))
        arrived = taker.expect_request(method)
        assert arrived.body.decode() == "Grüße"
        taker.reply(arrived, 200)
        sender.expect_status(200)


def test_the_switches_of_the_pbx_do_what_they_say(pbx: RunningPbx) -> None:
    with RawPhone("204", "right", pbx.port) as phone:
        phone.register()
        pbx.turn(do="message_code", code=415)
        phone.send(phone.request("MESSAGE", phone.aor))
        phone.expect_status(415)
        pbx.turn(do="message_code", code=0)
        pbx.turn(do="forget")
        phone.send(phone.request("MESSAGE", phone.aor))
        phone.expect_status(480)
        pbx.turn(do="silent", on=True)
        phone.send(phone.request("OPTIONS", f"sip:127.0.0.1:{pbx.port}"))
        pbx.turn(do="silent", on=False)
        pbx.turn(do="delay", ms=120)
        late = phone.request("OPTIONS", f"sip:127.0.0.1:{pbx.port}")
        phone.send(late)
        assert phone.expect_status(200).call_id == late.call_id


def test_registrations_are_lost_with_a_restart_and_the_port_stays(pbx: RunningPbx) -> None:
    with RawPhone("204", "right", pbx.port) as phone:
        phone.register()
        port = pbx.port
        pbx.restart()
        assert pbx.port == port
        assert pbx.registered("204") == []
        assert phone.register().status == 200


def test_a_connection_that_is_cut_takes_its_registration_along(pbx: RunningPbx) -> None:
    with RawPhone("204", "right", pbx.port, "tcp") as phone:
        phone.register()
        pbx.turn(do="drop_connections")
        assert phone.socket.recv(1) == b""
        assert pbx.registered("204") == []


def test_cut_and_glued_bytes_on_a_stream_are_messages_all_the_same(pbx: RunningPbx) -> None:
    with RawPhone("204", "right", pbx.port, "tcp") as phone:
        requests = [phone.request("OPTIONS", f"sip:127.0.0.1:{pbx.port}") for _ in range(3)]
        stream = b"\r\n\r\n" + b"".join(write(request) for request in requests)
        for at in range(0, len(stream), 7):
            phone.send_bytes(stream[at : at + 7])
        assert [phone.expect_status(200).call_id for _ in requests] == [request.call_id for request in requests]


def test_garbage_ends_a_stream_and_nothing_else(pbx: RunningPbx) -> None:
    with RawPhone("204", "right", pbx.port, "tcp") as bad, RawPhone("204", "right", pbx.port) as good:
        good.send_bytes(b"\x00\xff" * 200)
        good.send_bytes(b"SIP/2.0 200 OK\r\n\r\n")
        good.send_bytes(write(good.request("BYE", "sip:x@127.0.0.1", ("Route", "<sip:elsewhere;lr>"))))
        bad.send_bytes(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        with pytest.raises((ConnectionResetError, AssertionError)):
            bad.receive()
        assert good.register().status == 200


def test_only_loopback_is_bound(pbx: RunningPbx) -> None:
    with socket.socket() as stranger, pytest.raises(OSError):
        stranger.connect(("127.0.0.2", pbx.port))


def _same_transaction(invite: Request, method: str) -> Request:
    kept = tuple(h for h in invite.headers if h[0] not in ("CSeq", "Contact"))
    return Request(method=method, uri=invite.uri, headers=(*kept, ("CSeq", f"{invite.cseq[0]} {method}")))
