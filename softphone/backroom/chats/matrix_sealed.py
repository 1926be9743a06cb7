"""Files that their sender's program encrypts although the room is not: their key stands in the message beside them.

AES-256 in counter mode and a hash over what lies at the homeserver
(https://spec.matrix.org/v1.15/client-server-api/#sending-encrypted-attachments).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from softphone.domain.secrets import hiding

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherContext


class Seal(Struct, frozen=True):
    key: bytes
    start: bytes
    sha256: bytes

    __repr__ = hiding("key")


def read_seal(untrusted: dict[str, Any]) -> Seal | None:
    """Of the `file` of a message."""
    key, hashes = untrusted.get("key"), untrusted.get("hashes")
    found = [_bytes(part) for part in (
        key.get("k") if isinstance(key, dict) else None,
        untrusted.get("iv"),
        hashes.get("sha256") if isinstance(hashes, dict) else None,
    )]  # fmt: skip
    return Seal(*found) if [len(part) for part in found] == [32, 16, 32] else None


def written(seal: Seal | None) -> bytes:
    return b"" if seal is None else msgspec.json.encode(seal)


def read_written(kept: bytes) -> Seal | None:
    return msgspec.json.decode(kept, type=Seal) if kept else None


class Opening:
    """Part for part; nothing of it is to be believed before `whole` says so."""

    def __init__(self, seal: Seal | None) -> None:
        self._seal = seal
        self._hash = hashlib.sha256()
        self._cipher = _cipher(seal) if seal is not None else None

    def open(self, part: bytes) -> bytes:
        if self._cipher is None:
            return part
        self._hash.update(part)
        return self._cipher.update(part)

    @property
    def whole(self) -> bool:
        return self._seal is None or self._hash.digest() == self._seal.sha256


def _cipher(seal: Seal) -> CipherContext:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # only where one comes

    return Cipher(algorithms.AES(seal.key), modes.CTR(seal.start)).decryptor()


def _bytes(untrusted: object) -> bytes:
    """Base64, in either alphabet, without its padding."""
    if not isinstance(untrusted, str) or len(untrusted) > 64:
        return b""
    text = untrusted.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
