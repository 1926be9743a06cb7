"""A million inputs for what reads bytes of strangers: framing, cutting, surgery, shedding, redaction.

What cannot be read is a BadMessage and nothing else; what can be cut is byte for byte what came.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from softphone.domain.sip import Framer, read
from softphone.domain.sip_address import BadMessage
from softphone.engine.carrier.redaction import redact
from softphone.engine.carrier.surgery import MOST_BYTES, Letter, Surgeon, cut, shed

INPUTS = 1_000_000
PARTS = 50  # each with a seed of its own, so that a finding is found again in seconds
SLOW_S = 0.5  # for one message: the loop stands still meanwhile

SURGEON = Surgeon("127.0.0.1", 5099, "UDP", b"secret")
BODY = (
    b"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 8\r\n"
    b"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0\r\n"
)
SEEDS = [
    b"INVITE sip:bert@pbx SIP/2.0\r\nv: SIP/2.0/UDP 127.0.0.1:40000;rport;branch=z9hG4bKPj1\r\n"
    b"Route: <sip:aside-carrier@127.0.0.1:5099;transport=udp;lr>, <sip:edge.pbx;lr>\r\n"
    b"Record-Route: <sip:edge1.pbx;lr>,<sip:edge2.pbx;lr>\r\nFrom: \"A, B\" <sip:anna@pbx>;tag=1\r\n"
    b"To: <sip:bert@pbx>\r\nCall-ID: c-1\r\nCSeq: 7 INVITE\r\nContact: <sip:anna@192.0.2.1:5060;ob>\r\n"
    b"Subject: folded\r\n\t line\r\nX-Queue: Orders\r\nHistory-Info: <sip:1@pbx>;index=1\r\n"
    b"Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY,
    b"SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bKac0123456789abcdef01234567;rport=5061\r\n"
    b"Via: SIP/2.0/TCP 127.0.0.1:40000;branch=z9hG4bKPj1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\n"
    b"Call-ID: x\r\nCSeq: 1 INVITE\r\nl: 0\r\n\r\n",
    b"MESSAGE sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP [2001:db8::1]:5060;branch=z9hG4bKx\r\nMax-Forwards: 70\r\n"
    b"f: sip:c@d\r\nt: sip:a@b\r\ni: y\r\nCSeq: 2 MESSAGE\r\nc: text/plain\r\nContent-Length: 5\r\n\r\nhello",
    b"\r\n\r\n\r\n",
]  # fmt: skip
PIECES = [
    b"\r\n", b"\r", b"\n", b"\r\n\r\n", b"\r\n ", b"\0", b"\xff\xfe", b";", b",", b"<", b">", b'"', b"\\", b"@", b":",
    b"[", b"]", b"%", b"=", b"sip:", b"Via: ", b"v:", b"Content-Length: 99999999999\r\n", b"l: -1\r\n",
    b"SIP/2.0 ", b" SIP/2.0", b"z9hG4bK", b"aside-carrier", b"a=crypto:1 X inline:", b"x" * 5_000,
    b"(" * 300, b"<" * 300,
]  # fmt: skip


def mutated(chance: random.Random) -> bytes:
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(0, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at:at] = chance.choice(PIECES)
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case 2:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                end = at + chance.randint(1, 200)
                data[at:at] = data[at:end] * chance.randint(1, 3)
            case _:
                other = chance.choice(SEEDS)
                start = chance.randrange(len(other))
                data[at:at] = other[start : start + chance.randint(1, 120)]
    return bytes(data)


def swallow(data: bytes, chance: random.Random) -> None:
    framer = Framer()
    split = chance.randrange(len(data) + 1)
    try:
        pieces = framer.feed(data[:split]) + framer.feed(data[split:])
    except BadMessage:
        pieces = []
    redact(data[:4_000])
    for piece in (data, *pieces):
        try:
            letter = cut(piece)
        except BadMessage:
            continue
        assert bytes(letter) == piece
        kept, _ = shed(letter)
        assert len(bytes(kept)) <= len(piece)
        assert len(piece) > MOST_BYTES or kept == letter
        for operate in operations(letter, piece):
            try:
                operate()
            except BadMessage:
                continue


def operations(letter: Letter, piece: bytes) -> tuple[Callable[[], object], ...]:
    return (
        lambda: read(piece),
        lambda: SURGEON.request_in(letter, "192.0.2.1:5060"),
        lambda: SURGEON.request_out(letter, "tls", "192.0.2.1", 5061),
        lambda: SURGEON.response_in(letter),
        lambda: SURGEON.response_out(letter),
        lambda: letter.tag("to"),
    )


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(PARTS))
def test_no_bytes_of_a_stranger_raise_anything_but_bad_message_or_take_long(seed: int) -> None:
    chance = random.Random(seed)
    slowest = 0.0
    for _ in range(INPUTS // PARTS):
        data = mutated(chance)
        began = time.process_time()
        swallow(data, chance)
        slowest = max(slowest, time.process_time() - began)
    assert slowest < SLOW_S
