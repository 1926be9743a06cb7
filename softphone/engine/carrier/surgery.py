"""What the carrier changes in a message, on its raw bytes: its own Via, Route and Record-Route, and context shed.

One rule: every other byte passes as it came. So nothing here writes a message anew; fields are cut out and put in.
A field is one header with its folded lines and the CRLF at its end.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.sip import Headers
from softphone.domain.sip_address import BadMessage, NameAddr, Via, split_outside

COOKIE = "z9hG4bK"  # RFC 3261 §8.1.1.7
MARK = "ac"  # the branch of a Via of ours begins with the cookie and this
USER = "aside-carrier"  # the user of our Route and Record-Route
BACK = "aside-from"  # parameter of our Via towards PJSIP: where the request came from
MOST_BYTES = 3_900  # PJSIP holds 4,000 and cuts without a word

_OPENS_DIALOG = frozenset({"INVITE", "SUBSCRIBE", "REFER", "NOTIFY"})
_ANSWER_OPENS = frozenset({"INVITE", "SUBSCRIBE"})
_COMPACT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "l": "content-length", "m": "contact"}
_FIELD = re.compile(rb"[^\r\n]*(?:\r\n[ \t]+[^\r\n]*)*\r\n")
_NAME = re.compile(rb"([A-Za-z0-9.!%*_+`'~-]+)[ \t]*:")
_FOLD = re.compile(rb"\r\n[ \t]+")
# What the card wants to know and PJSIP does not.
_CONTEXT = frozenset(
    {
        "history-info",
        "diversion",
        "user-to-user",
        "identity",
        "identity-info",
        "remote-party-id",
        "call-info",
        "geolocation",
        "alert-info",
        "organization",
        "subject",
    }
)


class Letter(Struct, frozen=True):
    """One message, cut but not changed: `bytes(letter)` are the bytes it came from."""

    start: bytes
    fields: tuple[tuple[str, bytes], ...]  # name in small letters and long form; the raw field
    body: bytes

    def __bytes__(self) -> bytes:
        return b"".join((self.start, *(raw for _, raw in self.fields), b"\r\n", self.body))

    @property
    def is_response(self) -> bool:
        return self.start.startswith(b"SIP/2.0 ")

    @property
    def method(self) -> str:
        """Of a request its own, of a response that of the request."""
        if not self.is_response:
            return self.start.partition(b" ")[0].decode("ascii", "replace")
        return (self.value("cseq").split() or [""])[-1]

    @property
    def status(self) -> int:
        """0 for a request."""
        digits = self.start[8:11]
        return int(digits) if self.is_response and digits.isdigit() else 0

    def value(self, name: str) -> str:
        """Of the first field of that name, unfolded; empty where there is none."""
        return next((_text(raw) for key, raw in self.fields if key == name), "")

    def values(self, name: str) -> list[str]:
        """All values of a header that is a list, in order."""
        return [
            value.strip() for key, raw in self.fields if key == name for value in split_outside(_text(raw), ",")
        ]

    @property
    def call_id(self) -> str:
        return self.value("call-id")

    def tag(self, name: str) -> str:
        return NameAddr.read(self.value(name)).tag

    def with_field(self, at: int, name: str, value: str) -> Letter:
        field = (name.lower(), f"{name}: {value}\r\n".encode("utf-8", "surrogateescape"))
        return replace(self, fields=(*self.fields[:at], field, *self.fields[at:]))

    def without_value(self, name: str, index: int) -> Letter:
        """Without one value of a list; the field goes when it held no other."""
        for at, (key, raw) in enumerate(self.fields):
            if key != name:
                continue
            values = split_outside(_text(raw), ",")
            if index >= len(values):
                index -= len(values)
                continue
            kept = [value.strip() for n, value in enumerate(values) if n != index]
            rest = replace(self, fields=(*self.fields[:at], *self.fields[at + 1 :]))
            return rest.with_field(at, raw.partition(b":")[0].decode().strip(), ", ".join(kept)) if kept else rest
        return self

    def first(self, name: str) -> int:
        """Where its first field is, or where one on top belongs."""
        return next((at for at, (key, _) in enumerate(self.fields) if key == name), 0)

    def after(self, *names: str) -> int:
        """Right behind the last field of the first of these names that is there."""
        for name in names:
            places = [at for at, (key, _) in enumerate(self.fields) if key == name]
            if places:
                return places[-1] + 1
        return 0


def cut(untrusted: bytes) -> Letter:
    """The letter in these bytes. Raises BadMessage where headers cannot be told apart."""
    head, blank, body = untrusted.partition(b"\r\n\r\n")
    if not blank:
        raise BadMessage("no blank line after the headers")
    start, _, rest = (head + b"\r\n").partition(b"\r\n")
    fields = []
    at = 0
    while at < len(rest):
        found = _FIELD.match(rest, at)
        named = _NAME.match(rest, at)
        if not found or not named:
            raise BadMessage("a header line without a name")
        name = named[1].decode("ascii").lower()
        fields.append((_COMPACT.get(name, name), found[0]))
        at = found.end()
    return Letter(start + b"\r\n", tuple(fields), body)


class Surgeon(Struct, frozen=True):
    """`host` and `port` are where PJSIP finds the carrier; `secret` makes branches that nobody else can make."""

    host: str
    port: int
    transport: str  # UDP or TCP, between PJSIP and the carrier
    secret: bytes

    @property
    def route(self) -> str:
        return f"<sip:{USER}@{self.host}:{self.port};transport={self.transport.lower()};lr>"

    def branch(self, theirs: str) -> str:
        """Ours for theirs: the same for a request, its CANCEL, its retransmissions and the ACK to a refusal."""
        digest = hmac.new(self.secret, theirs.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()
        return f"{COOKIE}{MARK}{digest[:24]}"

    def request_out(self, letter: Letter, transport: str, host: str, port: int) -> Letter:
        """From PJSIP to the PBX: no Route of ours, our Via on top with the address the PBX sees."""
        letter = self._without_own(letter, "route")
        return letter.with_field(0, "Via", self._via(letter, transport, host, port) + ";rport")

    def response_out(self, letter: Letter) -> tuple[Letter, str]:
        """From PJSIP to the PBX, and where the request came from. Raises BadMessage where the Via is not ours."""
        via = _top_via(letter)
        if (via.host, via.port) != (self.host, self.port) or not via.branch.startswith(COOKIE + MARK):
            raise BadMessage("not our Via")
        return self._without_own(letter.without_value("via", 0), "record-route"), _from_hex(via.param(BACK) or "")

    def request_in(self, letter: Letter, came_from: str) -> Letter:
        """From the PBX to PJSIP: our Via on top, and our Record-Route where a dialog may begin."""
        back = came_from.encode().hex()  # PJSIP would escape a colon
        via = f"{self._via(letter, self.transport, self.host, self.port)};{BACK}={back}"
        if letter.method in _OPENS_DIALOG:
            letter = letter.with_field(letter.first("record-route"), "Record-Route", self.route)
        return letter.with_field(0, "Via", via)

    def response_in(self, letter: Letter) -> Letter:
        """From the PBX to PJSIP. Raises BadMessage for an answer to nothing of ours: its branch proves what we sent."""
        vias = letter.values("via")
        if len(vias) < 2:
            raise BadMessage("not our Via")
        expected = self.branch(_seed(letter, Via.read(vias[1])))
        if not hmac.compare_digest(Via.read(vias[0]).branch.encode("utf-8", "replace"), expected.encode()):
            raise BadMessage("not our Via")
        letter = letter.without_value("via", 0)
        if letter.method in _ANSWER_OPENS and 100 < letter.status < 300:
            letter = letter.with_field(letter.after("record-route", "via"), "Record-Route", self.route)
        return letter

    def _via(self, letter: Letter, transport: str, host: str, port: int) -> str:
        branch = self.branch(_seed(letter, _top_via(letter)))
        return f"SIP/2.0/{transport.upper()} {host}:{port};branch={branch}"

    def _without_own(self, letter: Letter, name: str) -> Letter:
        for index in reversed(range(len(letter.values(name)))):
            uri = NameAddr.read(letter.values(name)[index]).uri
            if (uri.user, uri.host, uri.port) == (USER, self.host, self.port):
                letter = letter.without_value(name, index)
        return letter


def shed(letter: Letter, most_bytes: int = MOST_BYTES) -> tuple[Letter, Headers]:
    """The letter without its context headers where it is too long, and what was taken out. Others go as they are."""
    if len(bytes(letter)) <= most_bytes:
        return letter, ()
    out = [(key, raw) for key, raw in letter.fields if _is_context(key)]
    kept = tuple((key, raw) for key, raw in letter.fields if not _is_context(key))
    return replace(letter, fields=kept), tuple((raw.partition(b":")[0].decode().strip(), _text(raw)) for _, raw in out)


def _is_context(name: str) -> bool:
    return name.startswith(("x-", "p-")) or name in _CONTEXT


def _from_hex(text: str) -> str:
    try:
        return bytes.fromhex(text).decode("ascii")
    except ValueError as error:
        raise BadMessage("not our Via") from error


def _text(raw: bytes) -> str:
    return _FOLD.sub(b" ", raw.partition(b":")[2]).decode("utf-8", "surrogateescape").strip()


def _top_via(letter: Letter) -> Via:
    vias = letter.values("via")
    if not vias:
        raise BadMessage("no Via")
    return Via.read(vias[0])


def _seed(letter: Letter, theirs: Via) -> str:
    """What a request shares with its CANCEL and the ACK to its refusal (RFC 3261 §16.11), and its answers repeat."""
    if theirs.branch.startswith(COOKIE):
        return f"{theirs.branch} {theirs.host} {theirs.port}"
    return f"{letter.call_id} {letter.value('cseq').split()[:1]} {theirs.host} {theirs.port}"
