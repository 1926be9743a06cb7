"""Digest authentication as a registrar asks for it (RFC 8760 for SHA-256, RFC 2617 for what phones still speak)."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from enum import StrEnum

NONCE_LIVES_S = 300.0
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
_PAIR = re.compile(r'([A-Za-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))')


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    STALE = "stale"  # the password may be right: try again with this new nonce


class Gatekeeper:
    """Makes nonces that need no memory (a time and its seal) and checks what comes back."""

    def __init__(self, realm: str, now: Callable[[], float], algorithm: str = "MD5") -> None:
        self._realm = realm
        self._now = now
        self._algorithm = algorithm
        self._key = secrets.token_bytes(32)

    def challenge(self, *, stale: bool = False) -> str:
        again = ", stale=true" if stale else ""
        return (
            f'Digest realm="{self._realm}", nonce="{self._nonce(self._now())}", '
            f'algorithm={self._algorithm}, qop="auth"{again}'
        )

    def judge(self, untrusted: str, method: str, user: str, password: str) -> Verdict:
        """What an Authorization header is worth for `user`."""
        said = read_credentials(untrusted)
        algorithm = said.get("algorithm", "MD5").upper()
        if algorithm != self._algorithm or said.get("username") != user or said.get("realm") != self._realm:
            return Verdict.WRONG
        expected = answer(said, method, password)
        if expected is None or not hmac.compare_digest(expected, said.get("response", "").lower().encode()):
            return Verdict.WRONG
        return Verdict.RIGHT if self._is_fresh(said["nonce"]) else Verdict.STALE

    def _nonce(self, at: float) -> str:
        stamp = f"{at:.3f}"
        return f"{stamp}-{hashlib.blake2b(stamp.encode(), key=self._key, digest_size=16).hexdigest()}"

    def _is_fresh(self, nonce: str) -> bool:
        stamp, _, _ = nonce.partition("-")
        try:
            made = float(stamp)
        except ValueError:
            return False
        return hmac.compare_digest(self._nonce(made).encode(), nonce.encode()) and (
            0 <= self._now() - made <= NONCE_LIVES_S
        )


def read_credentials(untrusted: str) -> dict[str, str]:
    """The pairs of a Digest header, names in lower case; empty for any other scheme."""
    scheme, _, rest = untrusted.strip().partition(" ")
    if scheme.lower() != "digest":
        return {}
    return {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) if quoted or not plain else plain
        for name, quoted, plain in _PAIR.findall(rest)
    }


def answer(challenge: Mapping[str, str], method: str, password: str) -> bytes | None:
    """The `response` for these pairs: challenge, username, uri, with qop also nc and cnonce. None if one is missing."""
    make = _HASHES.get(challenge.get("algorithm", "MD5").upper())
    if make is None or not {"username", "realm", "nonce", "uri"} <= challenge.keys():
        return None

    def digest(*parts: str) -> str:
        return make(":".join(parts).encode("utf-8", "surrogateescape")).hexdigest()

    secret = digest(challenge["username"], challenge["realm"], password)
    what = digest(method, challenge["uri"])
    if challenge.get("qop") != "auth":
        return digest(secret, challenge["nonce"], what).encode()
    if not {"nc", "cnonce"} <= challenge.keys():
        return None
    return digest(secret, challenge["nonce"], challenge["nc"], challenge["cnonce"], "auth", what).encode()
