"""The carrier's hand on raw bytes: what it may touch, and that nothing else ever changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain import sip
from softphone.domain.sip_address import BadMessage, NameAddr, Via
from softphone.engine.carrier.surgery import MOST_BYTES, Letter, Surgeon, cut, shed

SURGEON = Surgeon("127.0.0.1", 5099, "UDP", b"secret")
OTHER = Surgeon("127.0.0.1", 5099, "UDP", b"another")
INVITE = (
    b"INVITE sip:bert@pbx SIP/2.0\r\n"
    b"v: SIP/2.0/UDP 127.0.0.1:40000;rport;branch=z9hG4bKPj1\r\n"
    b"Route: <sip:aside-carrier@127.0.0.1:5099;transport=udp;lr>, <sip:edge.pbx;lr>\r\n"
    b"From: \"A, B\" <sip:anna@pbx>;tag=1\r\nTo: <sip:bert@pbx>\r\n"
    b"Call-ID: c-1\r\nCSeq: 7 INVITE\r\nSubject: folded\r\n\t line\r\nContent-Length: 3\r\n\r\n\x00\xff\r"
)  # fmt: skip

tokens = st.from_regex(r"[A-Za-z0-9.!%*_+`'~-]{1,12}", fullmatch=True)
texts = st.binary(max_size=30).map(lambda b: b.replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b""))
RESERVED = {"via", "v", "route", "record-route", "from", "f", "to", "t", "call-id", "i", "cseq", "content-length", "l"}


@st.composite
def fields(draw: st.DrawFn) -> bytes:
    name = draw(tokens.filter(lambda n: n.lower() not in RESERVED))
    lines = draw(st.lists(texts, min_size=1, max_size=3))
    return name.encode() + draw(st.sampled_from([b":", b": ", b" :\t"])) + b"\r\n  ".join(lines) + b"\r\n"


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    method = draw(st.sampled_from(["INVITE", "ACK", "BYE", "CANCEL", "MESSAGE", "SUBSCRIBE", "NOTIFY", "REFER"]))
    must = [
        b"Via: SIP/2.0/TCP pbx.example:5060;branch=z9hG4bK" + draw(tokens).encode() + b"\r\n",
        b"From: <sip:a@b>;tag=1\r\n", b"To: <sip:c@d>\r\n", b"Call-ID: x\r\n", f"CSeq: 1 {method}\r\n".encode(),
        *[b"Record-Route: <sip:edge%d.pbx;lr>\r\n" % n for n in range(draw(st.integers(0, 2)))],
    ]  # fmt: skip
    mixed = draw(st.permutations(must + draw(st.lists(fields(), max_size=6))))
    return f"{method} sip:c@d SIP/2.0\r\n".encode() + b"".join(mixed) + b"\r\n" + draw(st.binary(max_size=60))


def answer(request: bytes, status: int, *more: bytes) -> bytes:
    letter = cut(request)
    kept = [raw for key, raw in letter.fields if key in ("via", "from", "to", "call-id", "cseq", "record-route")]
    return b"SIP/2.0 %d X\r\n" % status + b"".join(kept) + b"".join(more) + b"\r\n"


@given(requests())
def test_a_letter_is_the_bytes_it_was_cut_from(request: bytes) -> None:
    assert bytes(cut(request)) == request


@given(requests())
def test_what_comes_in_differs_by_our_own_lines_alone(request: bytes) -> None:
    came = SURGEON.request_in(cut(request), "192.0.2.1:5060")
    ours = [raw for _, raw in came.fields if b"127.0.0.1:5099" in raw]
    assert 1 <= len(ours) <= 2
    assert ours[0].startswith(b"Via: SIP/2.0/UDP 127.0.0.1:5099;branch=z9hG4bKac")
    left = bytes(came)
    for line in ours:
        left = left.replace(line, b"", 1)
    assert left == request


@given(requests())
def test_an_answer_to_what_came_in_leaves_as_if_we_had_not_been_there(request: bytes) -> None:
    came = bytes(SURGEON.request_in(cut(request), "[2001:db8::1]:5060"))
    out, back = SURGEON.response_out(cut(answer(came, 200, b"X-Odd:  kept \r\n")))
    assert back == "[2001:db8::1]:5060"
    assert bytes(out) == answer(request, 200, b"X-Odd:  kept \r\n")


@given(requests())
def test_what_goes_out_has_our_via_on_top_and_its_answer_finds_back(request: bytes) -> None:
    out = bytes(SURGEON.request_out(cut(request), "TLS", "192.0.2.7", 41000))
    via, _, rest = out.partition(b"\r\n")[2].partition(b"\r\n")
    assert out.partition(b"\r\n")[0] + b"\r\n" + rest == request
    assert Via.read(via.decode().removeprefix("Via: ")).transport == "TLS"
    back = bytes(SURGEON.response_in(cut(answer(out, 486))))
    assert back == answer(request, 486)


def test_our_route_goes_and_the_next_one_stays() -> None:
    out = SURGEON.request_out(cut(INVITE), "UDP", "192.0.2.7", 5060)
    assert out.values("route") == ["<sip:edge.pbx;lr>"]
    assert out.body == b"\x00\xff\r"
    assert b"Subject: folded\r\n\t line\r\n" in bytes(out)


def test_cancel_and_the_ack_to_a_refusal_share_the_branch_of_their_invite_and_a_bye_does_not() -> None:
    def branch(method: bytes, theirs: bytes = b"Pj1") -> str:
        request = INVITE.replace(b"INVITE", method).replace(b"Pj1", theirs)
        return Via.read(SURGEON.request_out(cut(request), "UDP", "h", 5060).values("via")[0]).branch

    assert branch(b"INVITE") == branch(b"CANCEL") == branch(b"ACK")
    assert branch(b"INVITE") != branch(b"BYE", b"Pj2")


def test_record_route_is_on_top_of_a_request_and_last_in_an_answer() -> None:
    own_route = b"Route: <sip:aside-carrier@127.0.0.1:5099;transport=udp;lr>, "
    request = INVITE.replace(own_route, b"Record-Route: <sip:p2>\r\nX: ")
    came = SURGEON.request_in(cut(request), "h:1")
    assert came.values("record-route") == [SURGEON.route, "<sip:p2>"]
    out = SURGEON.request_out(cut(INVITE), "UDP", "192.0.2.7", 5060)
    ok = answer(bytes(out), 200, b"Record-Route: <sip:p1;lr>\r\nRecord-Route: <sip:p2;lr>\r\n")
    assert SURGEON.response_in(cut(ok)).values("record-route") == ["<sip:p1;lr>", "<sip:p2;lr>", SURGEON.route]
    assert SURGEON.response_in(cut(answer(bytes(out), 100))).values("record-route") == []


@pytest.mark.parametrize("damage", [
    lambda b: b.replace(b"branch=z9hG4bKac", b"branch=z9hG4bKad"),
    lambda b: b.replace(b"z9hG4bKPj1", b"z9hG4bKPj2"),
    lambda b: bytes(cut(b).without_value("via", 0)),
])  # fmt: skip
def test_an_answer_to_what_we_never_sent_is_refused(damage: object) -> None:
    out = bytes(SURGEON.request_out(cut(INVITE), "UDP", "192.0.2.7", 5060))
    with pytest.raises(BadMessage):
        SURGEON.response_in(cut(damage(answer(out, 200))))  # type: ignore[operator]
    with pytest.raises(BadMessage):
        OTHER.response_in(cut(answer(out, 200)))


def test_two_vias_on_one_line_are_told_apart() -> None:
    out = cut(SURGEON.request_out(cut(INVITE), "UDP", "192.0.2.7", 5060).__bytes__())
    one_line = b"Via: %s\r\n" % ", ".join(out.values("via")).encode()
    joined = answer(INVITE, 200).replace(cut(INVITE).fields[0][1], one_line)
    assert SURGEON.response_in(cut(joined)).values("via") == cut(INVITE).values("via")


def test_twenty_thousand_bytes_of_context_are_handed_over_beside_a_message_that_fits() -> None:
    context = b"".join(b"X-Note-%d: %s\r\n" % (n, b"y" * 900) for n in range(21)) + b"History-Info: <sip:1@x>\r\n"
    long = INVITE.replace(b"Subject", context + b"P-Asserted-Identity: <sip:+4940@x>\r\nSubject")
    assert len(long) > 19_000
    kept, taken = shed(cut(long))
    assert len(bytes(kept)) < MOST_BYTES
    assert len(taken) == 24
    assert ("P-Asserted-Identity", "<sip:+4940@x>") in taken
    assert kept.body == cut(long).body
    assert [raw for key, raw in cut(INVITE).fields if key != "subject"] == [raw for _, raw in kept.fields]


def test_what_is_short_enough_keeps_its_context() -> None:
    letter = cut(INVITE.replace(b"Subject", b"X-Queue: q\r\nSubject"))
    assert shed(letter) == (letter, ())


@given(st.one_of(st.binary(max_size=300), requests().flatmap(lambda r: st.integers(0, len(r)).map(lambda n: r[:n]))))
def test_any_bytes_pass_or_are_refused_by_name(untrusted: bytes) -> None:
    try:
        letter: Letter = cut(untrusted)
        sip.read(untrusted)
    except BadMessage:
        return
    for turn in (SURGEON.response_in, SURGEON.response_out, lambda m: SURGEON.request_in(m, "h:1")):
        try:
            turn(letter)
        except BadMessage:
            continue
    assert NameAddr.read(SURGEON.route).uri.port == 5099
