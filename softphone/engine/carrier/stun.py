"""The one question of STUN that we ask ourselves (RFC 5389): a Binding, to know that a server is there."""

from __future__ import annotations

import secrets
import struct

COOKIE = 0x2112A442
HEADER_BYTES = 20
_REQUEST, _SUCCESS, _ERROR = 0x0001, 0x0101, 0x0111


def new_id() -> bytes:
    return secrets.token_bytes(12)


def question(asked: bytes) -> bytes:
    """A Binding request with this transaction id."""
    return struct.pack("!HHI", _REQUEST, 0, COOKIE) + asked


def is_answer(untrusted: bytes, asked: bytes) -> bool:
    """Whether a server answered that question. What it says of our address is not needed, nor that it refused: PJSIP
    asks for itself, with a name and a password."""
    if len(untrusted) < HEADER_BYTES:
        return False
    kind, _, cookie = struct.unpack_from("!HHI", untrusted)
    return kind in (_SUCCESS, _ERROR) and cookie == COOKIE and untrusted[8:HEADER_BYTES] == asked
