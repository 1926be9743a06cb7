"""SIP messages read from untrusted bytes and written again (RFC 3261 §7, §20, §25). Pure text, no sockets.

One rule: what comes out of `read` is safe to relay. Sizes are bounded, lines hold no NUL and no bare CR or LF,
the six headers every element relies on are there, and a Content-Length never lies. All else raises BadMessage.
"""

from __future__ import annotations

import re
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.sip_address import BadMessage, NameAddr, Via, split_outside

MAX_MESSAGE_BYTES = 65_535  # the largest UDP datagram; nothing honest is longer
MAX_HEADERS = 200  # more is an attack or a loop; Max-Forwards ends an honest one at 70
MAX_CSEQ = 2**31  # RFC 3261 §8.1.1.5
PING = b"\r\n\r\n"  # keep-alive of RFC 5626 §3.5.1, answered by PONG
PONG = b"\r\n"

_COMPACT = {
    "a": "Accept-Contact",
    "b": "Referred-By",
    "c": "Content-Type",
    "d": "Request-Disposition",
    "e": "Content-Encoding",
    "f": "From",
    "i": "Call-ID",
    "j": "Reject-Contact",
    "k": "Supported",
    "l": "Content-Length",
    "m": "Contact",
    "o": "Event",
    "r": "Refer-To",
    "s": "Subject",
    "t": "To",
    "u": "Allow-Events",
    "v": "Via",
    "x": "Session-Expires",
}
_LISTS = frozenset({"via", "route", "record-route", "contact", "path", "service-route"})
_ONCE = ("from", "to", "call-id", "cseq")

REASONS = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    415: "Unsupported Media Type",
    416: "Unsupported URI Scheme",
    423: "Interval Too Brief",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    483: "Too Many Hops",
    486: "Busy Here",
    487: "Request Terminated",
    489: "Bad Event",
    500: "Server Internal Error",
    503: "Service Unavailable",
    603: "Decline",
}

_TOKEN = r"[A-Za-z0-9.!%*_+`'~-]+"
_REQUEST_LINE = re.compile(rf"({_TOKEN}) ([^\s<>]+) SIP/2\.0")
_STATUS_LINE = re.compile(r"SIP/2\.0 ([1-6][0-9]{2}) ?(.*)")
_HEADER = re.compile(rf"({_TOKEN})[ \t]*:[ \t]*(.*?)[ \t]*")
_FOLD = re.compile(r"\r\n[ \t]+")
_BLANK = re.compile(r"\s")
_CSEQ = re.compile(rf"([0-9]{{1,10}})[ \t]+({_TOKEN})")
_LENGTH = re.compile(rb"^(?:content-length|l)[ \t]*:(?:[ \t]|\r\n[ \t])*([0-9]{1,9})[ \t]*\r?$", re.IGNORECASE | re.M)

Headers = tuple[tuple[str, str], ...]


class _Message(Struct, frozen=True, kw_only=True):
    headers: Headers = ()
    body: bytes = b""

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a header, in order. Via, Route, Record-Route and Contact are one value an entry."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)

    def value(self, name: str) -> str | None:
        wanted = name.lower()
        for key, value in self.headers:
            if key == name or key.lower() == wanted:
                return value
        return None

    def with_value(self, name: str, value: str) -> Self:
        """With this header exactly once, where its first one stood."""
        kept: list[tuple[str, str]] = []
        placed = False
        for key, old in self.headers:
            if key.lower() != name.lower():
                kept.append((key, old))
            elif not placed:
                kept.append((key, value))
                placed = True
        if not placed:
            kept.append((name, value))
        return replace(self, headers=tuple(kept))

    def with_first(self, name: str, value: str) -> Self:
        """With one more value of this header, on top of the others."""
        return replace(self, headers=((name, value), *self.headers))

    def without_first(self, name: str) -> Self:
        for at, (key, _) in enumerate(self.headers):
            if key.lower() == name.lower():
                return replace(self, headers=self.headers[:at] + self.headers[at + 1 :])
        return self

    def without(self, name: str) -> Self:
        return replace(self, headers=tuple(h for h in self.headers if h[0].lower() != name.lower()))

    @property
    def call_id(self) -> str:
        return self.value("Call-ID") or ""

    @property
    def cseq(self) -> tuple[int, str]:
        return _read_cseq(self.value("CSeq") or "")

    @property
    def sender(self) -> NameAddr:
        """From."""
        return NameAddr.read(self.value("From") or "")

    @property
    def recipient(self) -> NameAddr:
        """To."""
        return NameAddr.read(self.value("To") or "")

    @property
    def via(self) -> Via:
        """The topmost Via: the element the answer goes back to."""
        return Via.read(self.value("Via") or "")


class Request(_Message, frozen=True, kw_only=True):
    method: str
    uri: str  # as it stood; `Uri.read` looks inside


class Response(_Message, frozen=True, kw_only=True):
    status: int
    reason: str = ""


Message = Request | Response


def read(untrusted: bytes) -> Message:
    """The message in one datagram, or in one piece of a Framer. Raises BadMessage and nothing else.

    Bytes after Content-Length are cut off (RFC 3261 §18.3); a body shorter than promised is refused."""
    if len(untrusted) > MAX_MESSAGE_BYTES:
        raise BadMessage(f"{len(untrusted)} bytes")
    head, blank, rest = untrusted.lstrip(b"\r\n").partition(b"\r\n\r\n")
    if not blank:
        raise BadMessage("no blank line after the headers")
    # surrogateescape: octets that are no UTF-8 leave as they came, a display name in Latin-1 for one.
    text = _FOLD.sub(" ", head.decode("utf-8", "surrogateescape"))
    start, *lines = text.split("\r\n")
    if re.search(r"[\x00\r\n]", text.replace("\r\n", "")):
        raise BadMessage("control characters in the headers")
    if len(lines) > MAX_HEADERS:
        raise BadMessage(f"{len(lines)} headers")
    headers = _read_headers(lines)
    body = _cut_body(headers, rest)
    if status := _STATUS_LINE.fullmatch(start):
        message: Message = Response(headers=headers, body=body, status=int(status[1]), reason=status[2])
    elif request := _REQUEST_LINE.fullmatch(start):
        message = Request(headers=headers, body=body, method=request[1], uri=request[2])
    else:
        raise BadMessage("start line")
    _check(message)
    return message


def write(message: Message) -> bytes:
    """The bytes of `message`, Content-Length made anew. Raises ValueError where a header would break the line."""
    match message:
        case Request():
            start = f"{message.method} {message.uri} SIP/2.0"
        case Response():
            start = f"SIP/2.0 {message.status} {message.reason}"
    lines = [start, *(f"{k}: {v}" for k, v in message.headers if k.lower() != "content-length")]
    if any(c in line for line in lines for c in "\r\n\0"):
        raise ValueError("line break inside a header")
    lines.append(f"Content-Length: {len(message.body)}")
    return "\r\n".join((*lines, "", "")).encode("utf-8", "surrogateescape") + message.body


def reply_to(request: Request, status: int, *, to_tag: str = "", headers: Headers = (), reason: str = "") -> Response:
    """The answer of an element itself (RFC 3261 §8.2.6): Via, From, To, Call-ID and CSeq of the request."""
    copied = []
    for key, value in request.headers:
        name = key.lower()
        if name == "to" and to_tag and status > 100 and not NameAddr.read(value).tag:
            value = f"{value};tag={to_tag}"
        if name == "via" or name in _ONCE:
            copied.append((key, value))
    return Response(headers=(*copied, *headers), status=status, reason=reason or REASONS.get(status, ""))


class Framer:
    """Cuts a byte stream into messages (RFC 3261 §18.3). No sockets: bytes in, pieces out.

    A piece is one whole message for `read`, or PING, which wants a PONG. Any BadMessage ends the connection:
    after a frame that cannot be read nobody knows where the next one begins."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, untrusted: bytes) -> list[bytes]:
        self._pending += untrusted
        pieces = []
        while piece := self._next():
            if piece != PONG:
                pieces.append(piece)
        if len(self._pending) > MAX_MESSAGE_BYTES:
            raise BadMessage("a frame without an end")
        return pieces

    def _next(self) -> bytes | None:
        pending = self._pending
        if pending.startswith(b"\r"):
            if pending.startswith(PING):
                return self._take(len(PING))
            if PING.startswith(pending):
                return None  # a pong, or half a ping: harmless to wait
            if not pending.startswith(PONG):
                raise BadMessage("bare CR")
            return self._take(len(PONG))
        end = pending.find(b"\r\n\r\n")
        if end < 0:
            return None
        lengths = {int(n) for n in _LENGTH.findall(bytes(pending[: end + 2]))}
        if len(lengths) != 1:
            raise BadMessage("no Content-Length on a stream" if not lengths else "two Content-Lengths")
        whole = end + 4 + lengths.pop()
        if whole > MAX_MESSAGE_BYTES:
            raise BadMessage(f"a frame of {whole} bytes")
        return self._take(whole) if len(pending) >= whole else None

    def _take(self, count: int) -> bytes:
        piece = bytes(self._pending[:count])
        del self._pending[:count]
        return piece


def _read_headers(lines: list[str]) -> Headers:
    headers: list[tuple[str, str]] = []
    for line in lines:
        found = _HEADER.fullmatch(line)
        if not found:
            raise BadMessage("a header line without a name")
        name = _COMPACT.get(found[1].lower(), found[1])
        values = split_outside(found[2], ",") if name.lower() in _LISTS else [found[2]]
        headers += ((name, value.strip()) for value in values)
    if len(headers) > MAX_HEADERS:
        raise BadMessage(f"{len(headers)} headers")
    return tuple(headers)


def _cut_body(headers: Headers, rest: bytes) -> bytes:
    lengths = {value for name, value in headers if name.lower() == "content-length"}
    if not lengths:
        return rest
    length = lengths.pop()
    if lengths or not re.fullmatch("[0-9]{1,9}", length) or int(length) > len(rest):
        raise BadMessage("Content-Length is wrong")
    return rest[: int(length)]


def _check(message: Message) -> None:
    found: dict[str, list[str]] = {}
    for key, value in message.headers:
        found.setdefault(key.lower(), []).append(value)
    for name in _ONCE:
        if len(found.get(name, ())) != 1:
            raise BadMessage(f"{name} must be there once")
    (call_id,) = found["call-id"]
    if not call_id or _BLANK.search(call_id):
        raise BadMessage("Call-ID")
    if "via" not in found:
        raise BadMessage("no Via")
    for via in found["via"]:
        Via.read(via)
    NameAddr.read(found["from"][0])
    NameAddr.read(found["to"][0])
    _, method = _read_cseq(found["cseq"][0])
    if isinstance(message, Request) and method != message.method:
        raise BadMessage("CSeq is of another method")


def _read_cseq(text: str) -> tuple[int, str]:
    found = _CSEQ.fullmatch(text)
    if not found or int(found[1]) >= MAX_CSEQ:
        raise BadMessage("CSeq")
    return int(found[1]), found[2]
