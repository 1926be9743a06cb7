"""400 INVITE/s for a minute at a phone in a call: the call is heard, the engine lives, memory is bounded."""

from __future__ import annotations

import itertools
import socket
import time

import psutil

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.protocol import Answer, SetHold
from softphone.domain.sip import Request, write
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx, sdp

A_SECOND, SECONDS = 400, 60
MOST_GROWN_BYTES = 30_000_000
PACKETS_A_SECOND = 50
numbers = itertools.count(1)


def flood_invite() -> bytes:
    number = next(numbers)
    return write(Request(method="INVITE", uri="sip:anna@127.0.0.1", body=sdp(), headers=(
        ("Via", f"SIP/2.0/UDP 127.0.0.1:9;n={number};branch=z9hG4bK-s{number}"), ("Max-Forwards", "70"),
        ("From", f"<sip:{number}@flood>;tag=s"), ("To", "<sip:anna@127.0.0.1>"), ("Call-ID", f"flood-{number}"),
        ("CSeq", "1 INVITE"), ("Contact", "<sip:x@127.0.0.1:9>"), ("Content-Type", "application/sdp"))))  # fmt: skip


def test_a_call_is_undisturbed_by_a_flood_of_a_minute() -> None:
    with (
        RawPbx() as raw,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear,
        Agent("anna", raw.server) as anna,
    ):
        ear.bind(("127.0.0.1", 0))
        ear.setblocking(False)
        anna.configure()
        raw.register()
        raw.invite(body=sdp(port=ear.getsockname()[1]))
        call = anna.phase(Phase.OFFERED)
        anna.do(Answer(call.call_id))
        ok = raw.response(200, "INVITE")
        raw.within("ACK", ok, 1)
        anna.phase(Phase.TALKING)
        engine = psutil.Process(anna.process.pid)
        before = engine.memory_info().rss
        packets, began, longest, heard_at = 0, time.monotonic(), 0.0, time.monotonic()
        for sent in range(A_SECOND * SECONDS):
            raw.send_bytes(flood_invite())
            while (left := began + sent / A_SECOND - time.monotonic()) > 0:
                raw.drain(left)
            while True:
                try:
                    ear.recv(2_000)
                except BlockingIOError:
                    break
                now = time.monotonic()
                packets, longest, heard_at = packets + 1, max(longest, now - heard_at), now
            raw._unread.clear()
            if sent % A_SECOND == 0:
                while anna._read(0):  # an engine that cannot say what it has to say stands still
                    pass
        took_s = time.monotonic() - began
        assert anna.process.poll() is None
        assert engine.memory_info().rss - before < MOST_GROWN_BYTES
        assert packets > 0.9 * PACKETS_A_SECOND * took_s, (packets, took_s)
        assert longest < 1.0
        anna.do(SetHold(call.call_id, True))  # and nothing held the call's own requests back
        hold = raw.request("INVITE")
        while not hold.recipient.tag:
            hold = raw.request("INVITE")
        raw.answer(hold, 200, body=sdp("recvonly"))
        anna.call(lambda each: each.hold is Hold.OURS)
        raw.within("BYE", ok, 2)
        assert anna.call(lambda each: each.call_id == call.call_id and not each.live).ending is Ending.HUNG_UP_THERE
        anna.kill()
