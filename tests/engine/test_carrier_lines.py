"""Lines through the carrier on bad days: loss, floods, strangers, long messages, a PBX that dies."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Generator

import psutil
import pytest

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.line import LineState, Transport
from softphone.domain.protocol import (
    Answer,
    CallChanged,
    CallRefused,
    Dial,
    EngineNotice,
    HangUp,
    LineChanged,
    LineTested,
    SetHold,
    Trouble,
)
from softphone.domain.protocol import TestLine as TryLine  # pytest would collect a Test…
from softphone.domain.sip import Request, write
from tests.engine.agents import Agent
from tests.engine.fronts import LossyLine
from tests.engine.name_server import NameServer
from tests.engine.raw_pbx import RawPbx, sdp
from tests.sandbox.running import RunningPbx, running_pbx

USERS = {"anna": "pw", "bert": "pw"}
NUMBERS = itertools.count(1)
REPEATED_S = 40  # a request and a 200 are said again for 32 s: 64 T1 (RFC 3261 §17.1.1.2, §13.3.1.4)


@pytest.fixture
def pbx() -> Generator[RunningPbx]:
    with running_pbx(USERS) as running:
        yield running


def stranger_invite() -> bytes:
    number = next(NUMBERS)
    return write(Request(method="INVITE", uri="sip:anna@127.0.0.1", body=sdp(), headers=(
        ("Via", f"SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK-s{number}"), ("Max-Forwards", "70"),
        ("From", "<sip:+4940666@stranger>;tag=s"), ("To", "<sip:anna@127.0.0.1>"), ("Call-ID", f"stranger-{number}"),
        ("CSeq", "1 INVITE"), ("Contact", "<sip:x@127.0.0.1:9>"), ("Content-Type", "application/sdp"))))  # fmt: skip


def test_with_a_third_of_the_datagrams_lost_every_call_is_set_up(pbx: RunningPbx) -> None:
    with (
        LossyLine(pbx.port, 0.3, seed=5) as line,
        Agent("anna", f"127.0.0.1:{line.port}") as anna,
        Agent("bert", pbx.server) as bert,
    ):
        anna.configure()
        anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED, REPEATED_S)
        bert.come_up()
        for n in range(3):
            anna.do(Dial(f"a{n}", f"sip:bert@{pbx.server}"))
            bert.do(Answer(bert.phase(Phase.OFFERED, REPEATED_S).call_id))
            anna.phase(Phase.TALKING, REPEATED_S)
            bert.phase(Phase.TALKING, REPEATED_S)
            anna.do(HangUp(f"a{n}"))
            bert.phase(Phase.ENDED, REPEATED_S)
        assert line.lost > 5


@pytest.mark.parametrize("transport", [Transport.UDP, Transport.TCP])
def test_another_program_on_this_computer_rings_nowhere(pbx: RunningPbx, transport: Transport) -> None:
    with Agent("anna", pbx.server, transport=transport) as anna:
        anna.come_up()
        sockets = psutil.Process(anna.process.pid).net_connections("inet")
        assert {one.laddr.ip for one in sockets} == {"127.0.0.1"}
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for one in sockets:
                if one.type == socket.SOCK_DGRAM:
                    stranger.sendto(stranger_invite(), ("127.0.0.1", one.laddr.port))
        doors = [one.laddr.port for one in sockets if one.status == psutil.CONN_LISTEN]
        knocks = [socket.create_connection(("127.0.0.1", port)) for port in doors]
        for knock in knocks:
            knock.sendall(stranger_invite())
        anna.until(EngineNotice, lambda e: e.trouble is Trouble.STRANGER)
        anna.do(Dial("a1", "anna"))  # and those who may, ring
        anna.call(lambda call: call.phase is Phase.OFFERED and call.party.number == "anna")
        for knock in knocks:
            knock.close()
        numbers = {event.call.party.number for event in anna.events if isinstance(event, CallChanged | CallRefused)}
        assert "+4940666" not in numbers


def test_a_call_goes_on_through_a_flood_of_400_a_second(raw: RawPbx, anna: Agent) -> None:
    raw.invite(body=sdp())
    anna.do(Answer(anna.phase(Phase.OFFERED).call_id))
    ok = raw.response(200, "INVITE")
    raw.within("ACK", ok, 1)
    talking = anna.phase(Phase.TALKING)
    assert raw.contact is not None
    memory = psutil.Process(anna.process.pid).memory_info
    before = memory().rss
    began = time.monotonic()
    for n in range(1_600):
        raw.send_bytes(stranger_invite().replace(b"rport", f"n={n}".encode()))
        if n == 800:
            anna.do(SetHold(talking.call_id, True))
        while (left := began + n / 400 - time.monotonic()) > 0:
            raw.drain(left)
    hold = raw.request("INVITE")
    raw.answer(hold, 200, body=sdp("recvonly"))
    anna.call(lambda call: call.hold is Hold.OURS)
    raw.within("BYE", ok, 2)
    ended = anna.call(lambda call: call.call_id == talking.call_id and not call.live)
    assert ended.ending is Ending.HUNG_UP_THERE
    assert anna.process.poll() is None
    assert memory().rss - before < 30_000_000


def test_a_call_to_a_line_that_was_tested_is_sent_elsewhere(raw: RawPbx, anna: Agent) -> None:
    raw.contact = None
    anna.do(TryLine(anna.line))
    raw.register()
    anna.until(LineTested)
    raw.invite(body=sdp())
    raw.response(480, "INVITE")
    assert not [event for event in anna.events if isinstance(event, EngineNotice)]


def test_an_invite_of_20_kilobytes_rings_with_all_its_context(raw: RawPbx, anna: Agent) -> None:
    context = [(f"X-Note-{n}", "y" * 900) for n in range(20)]
    raw.invite(*context, ("P-Asserted-Identity", "<sip:+49405550142@raw>"), ("X-Queue", "Lieferung"),
               ("X-Customer-Id", "K-1"), ("History-Info", "<sip:08001234@raw>;index=1"), body=sdp())  # fmt: skip
    call = anna.phase(Phase.OFFERED)
    assert (call.party.number, call.context.queue, call.context.customer_id) == ("+49405550142", "Lieferung", "K-1")
    assert call.context.dialled == "08001234"
    assert raw.response(180).cseq == (1, "INVITE")


def test_what_is_too_long_all_the_same_is_said_to_be_so_and_stands_in_history(raw: RawPbx, anna: Agent) -> None:
    raw.invite(body=sdp() + b"a=x\r\n" * 900)
    assert raw.response(513).cseq == (1, "INVITE")
    assert anna.until(CallRefused).call.ending_code == 513


@pytest.mark.parametrize("transport", [Transport.UDP, Transport.TCP])
def test_a_dead_first_pbx_costs_two_seconds(transport: Transport) -> None:
    service = f"_sip._{transport.value}.pbx.test 60 IN SRV"
    with running_pbx(USERS) as first, running_pbx(USERS) as second, NameServer("a.pbx.test 60 IN A 127.0.0.1") as names:
        names.records += [f"{service} 1 1 {first.port} a.pbx.test.", f"{service} 2 1 {second.port} a.pbx.test."]
        first.stop()
        with Agent("anna", "pbx.test", transport=transport, dns_port=names.port) as anna:
            anna.configure()
            anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERING)
            began = time.monotonic()
            anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
            assert time.monotonic() - began < 4
            assert len(second.registered("anna")) == 1
        first.start()


def test_a_pbx_that_dies_under_a_line_over_tcp_is_replaced_by_the_next(pbx: RunningPbx) -> None:
    service = "_sip._tcp.pbx.test 60 IN SRV"
    with running_pbx(USERS) as first, NameServer("a.pbx.test 60 IN A 127.0.0.1") as names:
        names.records += [f"{service} 1 1 {first.port} a.pbx.test.", f"{service} 2 1 {pbx.port} a.pbx.test."]
        with Agent("anna", "pbx.test", transport=Transport.TCP, dns_port=names.port) as anna:
            anna.come_up()
            assert len(first.registered("anna")) == 1
            first.stop()
            anna.until(LineChanged, lambda e: e.line.state is LineState.LOST)
            anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
            assert len(pbx.registered("anna")) == 1
        first.start()


def test_a_pbx_that_falls_silent_is_noticed_within_15_seconds_and_found_again(pbx: RunningPbx) -> None:
    with Agent("anna", pbx.server) as anna:
        anna.come_up()
        pbx.turn(do="silent", on=True)
        began = time.monotonic()
        anna.until(LineChanged, lambda e: e.line.state is LineState.LOST, 25)
        noticed_s = time.monotonic() - began
        pbx.turn(do="silent", on=False)
        anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED, 10)
        assert noticed_s < 16


def test_a_call_over_a_connection_that_breaks_goes_on_over_the_next_one(pbx: RunningPbx) -> None:
    with (
        Agent("anna", pbx.server, mic_hz=440, ear_hz=880, transport=Transport.TCP) as anna,
        Agent("bert", pbx.server, mic_hz=880, ear_hz=440) as bert,
    ):
        anna.come_up()
        bert.come_up()
        anna.do(Dial("a1", "bert"))
        bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
        anna.phase(Phase.TALKING)
        anna.hears()
        pbx.turn(do="drop_connections")
        anna.until(LineChanged, lambda e: e.line.state is LineState.LOST)
        anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
        assert len(pbx.registered("anna")) == 1
        anna.do(SetHold("a1", True))
        anna.call(lambda call: call.hold is Hold.OURS)
        bert.call(lambda call: call.hold is Hold.THEIRS)
        anna.do(SetHold("a1", False))
        bert.call(lambda call: call.hold is Hold.NONE)
        bert.hears()
        # The practice PBX wrote the old connection into its Record-Route: nothing of bert's comes through any more.
        anna.do(HangUp("a1"))
        assert bert.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE
