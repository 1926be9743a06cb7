"""What stands inside SIP headers: URIs, name-addr, Via, and lists that respect quotes (RFC 3261 §19.1, §25.1)."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

_TOKEN = r"[A-Za-z0-9.!%*_+`'~-]+"
_HOST = r"\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})"
_URI = re.compile(
    rf"(sips?):(?:([^@\s<>\"]+)@)?({_HOST})(?::([0-9]{{1,5}}))?((?:;[^?;\s<>\"]*)*)(?:\?([^\s<>\"]*))?", re.IGNORECASE
)
_OTHER_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):([^\s<>\"]+)")
_VIA = re.compile(
    rf"SIP\s*/\s*2\.0\s*/\s*({_TOKEN})\s+({_HOST})(?:\s*:\s*([0-9]{{1,5}}))?\s*(;.*)?", re.IGNORECASE | re.DOTALL
)
_ANGLED = re.compile(r"(.*?)<([^<>]*)>\s*(;.*)?", re.DOTALL)

Params = tuple[tuple[str, str | None], ...]


class BadMessage(ValueError):
    """The peer sent what is no SIP. The text is for the log and quotes nothing of the message."""


class Uri(Struct, frozen=True):
    """A SIP URI. `user` is as written (escaped, with a password if there is one); `name` is fit to compare.

    Other schemes (tel, urn) are kept whole in `host`, with `user` and `port` absent."""

    host: str
    user: str = ""
    port: int | None = None
    scheme: str = "sip"
    params: Params = ()
    headers: str = ""

    @staticmethod
    def read(untrusted: str) -> Uri:
        found = _URI.fullmatch(untrusted)
        if found:
            scheme, user, host, port, params, headers = found.groups()
            return Uri(host, user or "", _port(port), scheme.lower(), _params(params or ""), headers or "")
        other = _OTHER_URI.fullmatch(untrusted)
        if not other or other[1].lower() in ("sip", "sips"):
            raise BadMessage("URI")
        return Uri(other[2], scheme=other[1].lower())

    @property
    def name(self) -> str:
        """The user without password, escapes resolved."""
        return unquote(self.user.partition(":")[0])

    def param(self, name: str) -> str | None:
        """The value of a parameter, "" for one without a value, None where it is absent."""
        return _param(self.params, name)

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        headers = f"?{self.headers}" if self.headers else ""
        return f"{self.scheme}:{user}{self.host}{port}{_write_params(self.params)}{headers}"


class NameAddr(Struct, frozen=True):
    """A value of From, To, Contact, Route: who, where, and parameters of the header (tag, expires, q)."""

    uri: Uri
    name: str = ""
    params: Params = ()

    @staticmethod
    @lru_cache(maxsize=64)
    def read(untrusted: str) -> NameAddr:
        """From and To of one call are read some ten times a message, by all who look at it."""
        text = untrusted.strip()
        bare = strip_quoted(text)
        if "<" in bare:
            at = bare.index("<")
            found = _ANGLED.fullmatch(text[at:])
            if not found:
                raise BadMessage("name-addr")
            return NameAddr(Uri.read(found[2].strip()), _unquote(text[:at].strip()), _params(found[3] or ""))
        # Without angle brackets parameters belong to the header (RFC 3261 §20.10).
        address, *params = split_outside(text, ";")
        return NameAddr(Uri.read(address.strip()), "", _params("".join(f";{p}" for p in params)))

    @property
    def tag(self) -> str:
        return self.param("tag") or ""

    def param(self, name: str) -> str | None:
        return _param(self.params, name)

    def __str__(self) -> str:
        name = ""
        if self.name:
            escaped = re.sub(r'([\\"])', r"\\\1", self.name)
            name = f'"{escaped}" '
        return f"{name}<{self.uri}>{_write_params(self.params)}"


class Via(Struct, frozen=True):
    transport: str  # UDP, TCP, TLS
    host: str
    port: int | None = None
    params: Params = ()

    @staticmethod
    @lru_cache(maxsize=64)
    def read(untrusted: str) -> Via:
        found = _VIA.fullmatch(untrusted.strip())
        if not found:
            raise BadMessage("Via")
        return Via(found[1].upper(), found[2], _port(found[3]), _params(found[4] or ""))

    @property
    def branch(self) -> str:
        return self.param("branch") or ""

    def param(self, name: str) -> str | None:
        return _param(self.params, name)

    def arrived_from(self, host: str, port: int) -> Via:
        """With `received` and, where asked, `rport` filled in (RFC 3261 §18.2.1, RFC 3581 §4)."""
        asked = self.param("rport") is not None
        kept = tuple(p for p in self.params if p[0].lower() not in ("received", "rport"))
        if asked:
            kept += (("rport", str(port)),)
        if asked or host != self.host:
            kept += (("received", host),)
        return replace(self, params=kept)

    def __str__(self) -> str:
        port = f":{self.port}" if self.port else ""
        return f"SIP/2.0/{self.transport} {self.host}{port}{_write_params(self.params)}"


def split_outside(text: str, separator: str) -> list[str]:
    """`text` cut at each separator that is in neither quotes nor angle brackets."""
    bare = strip_quoted(text)
    if "<" not in bare and ">" not in bare and bare is text:
        return text.split(separator)  # nearly always, some thirty times a message
    parts, start, depth = [], 0, 0
    for found in re.finditer(f"[<>{separator}]", bare):
        char, at = found[0], found.start()
        if char == "<":
            depth += 1
        elif char == ">":
            depth -= 1
        elif depth == 0:
            parts.append(text[start:at])
            start = at + 1
    if depth:
        raise BadMessage("angle brackets")
    return [*parts, text[start:]]


def strip_quoted(text: str) -> str:
    """`text` of the same length with quoted strings blanked out, so that separators can be found."""
    if '"' not in text:
        return text
    blanked, quoted, escaped = [], False, False
    for char in text:
        if escaped:
            escaped = False
        elif quoted and char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif not quoted:
            blanked.append(char)
            continue
        blanked.append("_")
    if quoted:
        raise BadMessage("an open quote")
    return "".join(blanked)


def _unquote(text: str) -> str:
    if len(text) >= 2 and text[0] == '"' == text[-1]:
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return text


def _params(text: str) -> Params:
    params: list[tuple[str, str | None]] = []
    for part in split_outside(text, ";")[1:]:
        name, equals, value = part.partition("=")
        if name.strip():
            params.append((name.strip(), value.strip() if equals else None))
        elif equals:
            raise BadMessage("a parameter without a name")
    return tuple(params)


def _param(params: Params, name: str) -> str | None:
    for key, value in params:
        if key.lower() == name.lower():
            return value or ""
    return None


def _write_params(params: Params) -> str:
    return "".join(f";{name}" if value is None else f";{name}={value}" for name, value in params)


def _port(digits: str | None) -> int | None:
    if digits is None:
        return None
    if not 0 < int(digits) < 65536:
        raise BadMessage("port")
    return int(digits)
