"""What stays in memory for a report: the form of the last ten minutes, and nothing of the people in them."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from softphone.engine.carrier.own_sockets import _read_table, is_ours
from softphone.engine.carrier.redaction import redact
from softphone.engine.carrier.trace import MOST_BYTES, Trace
from tests.engine.raw_pbx import sdp

INVITE = (
    b'INVITE sip:+49405550142@pbx.example SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.7:5061;branch=z9hG4bK1\r\n'
    b'From: "Erika M\xc3\xbcller" <sip:+49405550142@pbx.example>;tag=1\r\n'
    b'To: Bert Meier <sip:bert.meier@pbx.example>\r\n'
    b"Contact: <sip:erika@192.0.2.7:5061>\r\nP-Asserted-Identity: \"Erika M\" <tel:+49405550142>\r\n"
    b'Authorization: Digest username="anna", response="deadbeef",\r\n  nonce="n0nce"\r\nX-Customer-Id: K-4711\r\n'
    b"History-Info: <sip:08001234@pbx.example>;index=1\r\nCall-ID: c-1\r\nCSeq: 1 INVITE\r\n"
    b"Content-Type: application/sdp\r\n\r\n"
    + sdp()
    + b"a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:VerySecretKeyMaterial\r\n"
)  # fmt: skip
SECRETS = (b"Erika", b"Meier", b"5550142", b"deadbeef", b"n0nce", b"anna", b"4711", b"VerySecret", b"08001234")


def test_names_numbers_credentials_and_keys_are_gone_and_the_form_stays() -> None:
    shown = redact(INVITE)
    assert [secret for secret in SECRETS if secret in shown] == []
    for kept in (b"INVITE sip:*42@pbx.example SIP/2.0", b"branch=z9hG4bK1", b"Call-ID: c-1", b";tag=1", b"m=audio",
                 b"a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:(left out)", b"History-Info: <sip:*34@"):  # fmt: skip
        assert kept in shown


def test_the_text_of_a_message_is_not_kept() -> None:
    text = INVITE.replace(b"application/sdp", b"text/plain").partition(b"\r\n\r\n")[0] + b"\r\n\r\nmy card is 4111"
    assert redact(text).endswith(b"(15 bytes left out)")


@given(st.binary(max_size=300))
def test_any_bytes_can_be_shown(untrusted: bytes) -> None:
    redact(untrusted)


def test_ten_minutes_and_two_megabytes_are_kept_and_no_more() -> None:
    trace = Trace()
    trace.add(0, "in", b"OPTIONS sip:old@x SIP/2.0\r\n\r\n")
    trace.add(590, "out", b"OPTIONS sip:new@x SIP/2.0\r\n\r\n")
    assert "--- out 20.000 s ago" in trace.text(610)
    assert "600" not in trace.text(610)
    for _ in range(1_000):
        trace.add(611, "in", INVITE + b"a=x\r\n" * 600)
    assert len(trace.text(611)) < MOST_BYTES + 100_000


def test_the_table_of_windows_is_read_by_process() -> None:
    def row(local: int, remote: int, pid: int) -> bytes:
        return struct.pack("<6I", 5, 0x0100007F, int.from_bytes(local.to_bytes(2, "big"), "little"), 0x0100007F,
                           int.from_bytes(remote.to_bytes(2, "big"), "little"), pid)  # fmt: skip

    table = struct.pack("<I", 2) + row(50_001, 40_000, 7) + row(50_002, 40_000, 8)
    assert _read_table(table, 7) == {(50_001, 40_000)}


def test_a_port_that_nobody_here_has_is_not_ours() -> None:
    assert not is_ours(1, 2)
