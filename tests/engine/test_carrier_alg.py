"""What is held against a router, and what may be the PBX's own doing."""

from __future__ import annotations

import pytest

from softphone.domain.line import Transport
from softphone.engine.carrier.alg import contact_altered, sound_altered, via_altered
from softphone.engine.carrier.flow import Place
from softphone.engine.carrier.surgery import cut

OURS = "192.168.1.20:5070"
PLACE = Place("192.168.1.20", 5070, Transport.UDP)
ASKED = cut(f"REGISTER sip:pbx SIP/2.0\r\nContact: <sip:anna@{OURS};ob>\r\nExpires: 60\r\n\r\n".encode())
LEFT = cut(f"REGISTER sip:pbx SIP/2.0\r\nContact: <sip:anna@{OURS};ob>\r\nExpires: 0\r\n\r\n".encode())


def answer(*contacts: str, via: str = OURS, seen: str = "203.0.113.5", status: int = 200) -> bytes:
    told = "".join(f"Contact: <sip:anna@{contact}>;expires=60\r\n" for contact in contacts)
    return (
        f"SIP/2.0 {status} x\r\nVia: SIP/2.0/UDP {via};branch=z9hG4bKac1;received={seen};rport=40000\r\n"
        f"Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK2\r\nCSeq: 1 REGISTER\r\n{told}\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("contacts", "altered"),
    [
        ((OURS,), False),
        ((OURS, "10.9.9.9:5060"), False),  # a second phone of the same user
        (("10.9.9.9:5060",), True),
        (("203.0.113.5:40000",), False),  # where the PBX sees us: it helps by itself
        (("203.0.113.5:40000", "10.9.9.9:5060"), False),
        ((), False),
    ],
)
def test_a_contact_that_is_neither_ours_nor_where_we_are_seen_was_altered(
    contacts: tuple[str, ...], altered: bool
) -> None:
    assert contact_altered(cut(answer(*contacts)), ASKED, PLACE) is altered


def test_what_says_nothing_of_our_contact_is_held_against_nobody() -> None:
    other = cut(answer("10.9.9.9:5060"))
    assert not contact_altered(other, LEFT, PLACE)
    assert not contact_altered(cut(answer("10.9.9.9:5060", status=401)), ASKED, PLACE)
    assert not contact_altered(other, ASKED, Place("192.168.1.20", 5070, Transport.TLS, secured=True))


def test_a_via_with_another_address_was_altered() -> None:
    assert not via_altered(cut(answer(OURS)), PLACE)
    assert via_altered(cut(answer(OURS, via="203.0.113.5:5070")), PLACE)
    assert via_altered(cut(answer(OURS, via="192.168.1.20:5071")), PLACE)


def test_the_other_side_says_of_our_sound_that_its_addresses_differ() -> None:
    head = b"SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\nv=0\r\nm=audio 4000 RTP/AVP 8\r\n"
    assert sound_altered(cut(head + b"a=ice-mismatch\r\n"))
    assert not sound_altered(cut(head + b"a=sendrecv\r\n"))
