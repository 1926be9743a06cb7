"""What we ask STUN and TURN servers ourselves (RFC 5389, RFC 5766): are you there, and would you relay for us?"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct

from msgspec import Struct
from msgspec.structs import replace

COOKIE = 0x2112A442
HEADER_BYTES = 20
BINDING, ALLOCATE, REFRESH = 0x001, 0x003, 0x004
_SUCCESS, _ERROR = 0x100, 0x110
_USERNAME, _INTEGRITY, _ERROR_CODE, _LIFETIME, _REALM, _NONCE, _TRANSPORT = 0x6, 0x8, 0x9, 0xD, 0x14, 0x15, 0x19
_INTEGRITY_BYTES = 24  # with its own four of type and length


class Reply(Struct, frozen=True):
    """`code` is 0 for a success; realm and nonce are what the server wants to see again."""

    method: int
    code: int
    realm: bytes = b""
    nonce: bytes = b""


class Login(Struct, frozen=True):
    """The long-term credentials of RFC 5389 §10.2."""

    user: str
    password: str
    realm: bytes = b""
    nonce: bytes = b""

    def told(self, reply: Reply) -> Login:
        return replace(self, realm=reply.realm, nonce=reply.nonce)


def new_id() -> bytes:
    return secrets.token_bytes(12)


def ask(method: int, asked: bytes, login: Login | None = None) -> bytes:
    """A request with this transaction id. An ALLOCATE wants a place for UDP, a REFRESH gives it back."""
    attributes = {ALLOCATE: _attribute(_TRANSPORT, b"\x11\0\0\0"), REFRESH: _attribute(_LIFETIME, bytes(4))}
    body = attributes.get(method, b"")
    if login is None or not login.nonce:
        return _header(method, len(body), asked) + body
    body += _attribute(_USERNAME, login.user.encode()) + _attribute(_NONCE, login.nonce)
    body += _attribute(_REALM, login.realm)
    said = b":".join((login.user.encode(), login.realm, login.password.encode()))
    key = hashlib.md5(said, usedforsecurity=False).digest()
    signed = _header(method, len(body) + _INTEGRITY_BYTES, asked) + body  # as long as it will be (§15.4)
    return signed + _attribute(_INTEGRITY, hmac.new(key, signed, hashlib.sha1).digest())


def read_reply(untrusted: bytes, asked: bytes) -> Reply | None:
    """The answer to the request with that id; None for anything else."""
    if len(untrusted) < HEADER_BYTES:
        return None
    kind, length, cookie = struct.unpack_from("!HHI", untrusted)
    whole = HEADER_BYTES + length == len(untrusted)
    if not whole or cookie != COOKIE or untrusted[8:HEADER_BYTES] != asked or kind & _ERROR not in (_SUCCESS, _ERROR):
        return None
    told = _attributes(untrusted[HEADER_BYTES:])
    error = told.get(_ERROR_CODE, b"")
    code = (error[2] & 7) * 100 + error[3] if len(error) >= 4 else 0
    if kind & _ERROR == _ERROR and not code:
        return None
    return Reply(kind & ~_ERROR, code if kind & _ERROR == _ERROR else 0, told.get(_REALM, b""), told.get(_NONCE, b""))


def _header(method: int, length: int, asked: bytes) -> bytes:
    return struct.pack("!HHI", method, length, COOKIE) + asked


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)


def _attributes(untrusted: bytes) -> dict[int, bytes]:
    """The first of each kind."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(untrusted):
        kind, length = struct.unpack_from("!HH", untrusted, at)
        found.setdefault(kind, untrusted[at + 4 : at + 4 + length])
        at += 4 + length + (-length % 4)
    return found
