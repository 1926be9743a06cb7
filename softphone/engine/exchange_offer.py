"""What an INVITE says about the call it offers: read from its headers, cleaned and bounded. Pure."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import datetime

from softphone.domain.call import Call, CallContext, Direction, Kind, Party, Phase
from softphone.domain.presence import Gate
from softphone.domain.text import clean
from softphone.engine.ports import Offered, TurnedAway

MAX_VALUE_CHARS = 64  # longer ones are no name of a queue, a brand or a customer
MAX_FIELDS = 8
MAX_FIELD_CHARS = 120
MAX_WAITED_S = 86_400
MAX_KEPT_HEADERS = 16

Headers = tuple[tuple[str, str], ...]

MAX_ANSWER_AFTER_S = 60
# Call-Info: <…>;answer-after=0 · Alert-Info: <…>;info=alert-autoanswer, ;answer-after=2 · Answer-Mode: Auto (RFC 5373)
_ANSWER_AFTER = re.compile(r"answer-after\s*=\s*\"?(\d{1,3})|(?:^\s*auto\b|auto-?answer)()", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_USER = re.compile(r"(?:sips?|tel):([^@;>\s]+)", re.IGNORECASE)
_PLAIN_USER = re.compile(r"[\w+*#.\-]{1,40}")


def incoming(news: Offered | TurnedAway, gate: Gate, own_user: str, now: datetime) -> Call:
    """The call that an INVITE offers, under a name of our own."""
    context = read_context(news.headers, gate, own_user)
    kind = read_kind(news.party, context, gate)
    return Call(uuid.uuid4().hex, Direction.IN, Phase.OFFERED, news.party, now, kind=kind, context=context)


def read_context(headers: Headers, gate: Gate, own_user: str = "") -> CallContext:
    """What the PBX said. `own_user` is who we are: a call dialled to ourselves names no other number."""
    return CallContext(
        queue=_first(headers, gate.queue_header, "X-Queue", "X-Queue-Name"),
        dialled=_read_dialled(headers, own_user),
        brand=_first(headers, "X-Brand"),
        language=_read_language(headers),
        customer_id=_first(headers, "X-Customer-Id"),
        waited_s=_read_waited(headers),
        choice=_first(headers, "X-IVR-Choice", "X-IVR", "X-Menu-Choice"),
        user_to_user=_read_user_to_user(headers),
        fields=tuple(
            (clean(word, MAX_VALUE_CHARS), text)
            for name, word in gate.context_headers[:MAX_FIELDS]
            if (text := _first(headers, name, chars=MAX_FIELD_CHARS))
        ),
        headers=_kept(headers),
    )


def read_kind(party: Party, context: CallContext, gate: Gate) -> Kind:
    """A queue makes it a customer's; else the colleague list or a short internal number a colleague's."""
    if context.queue:
        return Kind.CUSTOMER
    if party.number in gate.colleague_numbers or party.uri in gate.colleague_numbers:
        return Kind.COLLEAGUE
    digits = party.number
    if gate.internal_length and digits.isascii() and digits.isdigit() and len(digits) <= gate.internal_length:
        return Kind.COLLEAGUE
    return Kind.CUSTOMER


def answers_after_s(headers: Headers, call: Call, gate: Gate) -> float | None:
    """After how long it answers itself: by the agent's setting, or by the PBX's word where that is allowed."""
    if (call.kind is Kind.CUSTOMER and gate.auto_customers) or (call.kind is Kind.COLLEAGUE and gate.auto_colleagues):
        return float(gate.auto_after_s)
    if not gate.auto_by_header:
        return None
    for value in _values(headers, "Call-Info", "Answer-Mode", "Alert-Info"):
        if found := _ANSWER_AFTER.search(value):
            return float(min(int(found[1] or found[2] or 0), MAX_ANSWER_AFTER_S))
    return None


def user_of(target: str) -> str:
    """Whom a target to dial means."""
    bare = target.strip().strip("<>").removeprefix("sips:").removeprefix("sip:").removeprefix("tel:")
    return bare.split("@")[0].split(";")[0]


def _values(headers: Headers, *names: str) -> Iterable[str]:
    for name in names:
        wanted = name.lower()
        for found, value in headers:
            if wanted and found.lower() == wanted:
                yield value


def _first(headers: Headers, *names: str, chars: int = MAX_VALUE_CHARS) -> str:
    return next((text for value in _values(headers, *names) if (text := clean(value, chars))), "")


def _read_user_to_user(headers: Headers) -> str:
    """As text: hexadecimal by default (RFC 7433 §4.1), perhaps with Q.931's protocol octet before it."""
    for value in _values(headers, "User-to-User"):
        content, _, parameters = value.partition(";")
        token = content.strip().strip('"')
        encoding = re.search(r"encoding\s*=\s*\"?(\w+)", parameters, re.IGNORECASE)
        if encoding and encoding[1].lower() != "hex":
            return clean(token, MAX_FIELD_CHARS)
        try:
            octets = bytes.fromhex(token)
        except ValueError:
            return clean(token, MAX_FIELD_CHARS)
        if octets[:1] in (b"\x00", b"\x04"):
            octets = octets[1:]
        text = octets.decode("utf-8", "replace")
        return clean(text if text.isprintable() and "\ufffd" not in text else token, MAX_FIELD_CHARS)
    return ""


def _read_user(untrusted_value: str) -> str:
    found = _USER.search(untrusted_value)
    if not found:
        return ""
    user = found.group(1).split(":", 1)[0]
    return user if _PLAIN_USER.fullmatch(user) else ""


def _read_dialled(headers: Headers, own_user: str) -> str:
    """The number the caller dialled first: RFC 7315 §4.2, RFC 5806 (the last Diversion is the oldest), RFC 7044."""
    candidates = [
        *_values(headers, "P-Called-Party-ID"),
        *reversed([part for value in _values(headers, "Diversion") for part in value.split(",")]),
        *(part for value in _values(headers, "History-Info") for part in value.split(",")),
        *_values(headers, "To"),
    ]
    users = (_read_user(value) for value in candidates[:20])
    return next((user for user in users if user and user != own_user), "")


def _read_language(headers: Headers) -> str:
    for value in _values(headers, "X-Language", "Content-Language", "Accept-Language"):
        tag = value.split(",")[0].split(";")[0].strip()
        if _LANGUAGE.fullmatch(tag):
            return tag
    return ""


def _read_waited(headers: Headers) -> int | None:
    for value in _values(headers, "X-Waited", "X-Queue-Wait"):
        digits = value.strip().removesuffix("s").strip()
        if digits.isascii() and digits.isdigit() and len(digits) <= 6:
            return min(int(digits), MAX_WAITED_S)
    return None


def _kept(headers: Headers) -> Headers:
    """The X- headers, for rules that the contact centre made itself."""
    own = ((clean(name, 40), clean(value, 128)) for name, value in headers if name.lower().startswith("x-"))
    return tuple(list(own)[:MAX_KEPT_HEADERS])
