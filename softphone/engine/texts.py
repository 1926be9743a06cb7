"""The bodies of SIP MESSAGEs: CPIM (RFC 3862), IMDN (RFC 5438), is-composing (RFC 3994). Pure; all of it untrusted."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from html import escape  # xml.sax.saxutils loads an HTTP client: a tenth of our start

from msgspec import Struct

CPIM = "message/cpim"
PLAIN = "text/plain"
COMPOSING = "application/im-iscomposing+xml"
IMDN = "message/imdn+xml"

MAX_BODY_CHARS = 8_000
MAX_ID_CHARS = 128

_IMDN_NS = "urn:ietf:params:xml:ns:imdn"
_COMPOSING_NS = "urn:ietf:params:xml:ns:im-iscomposing"
_LINE = re.compile(r"\r\n|\r|\n")
_BLANK = re.compile(r"\r\n\r\n|\n\n|\r\r")
_TOKEN = re.compile(r"[A-Za-z0-9.!%*_+`'~@=/-]{1,128}")


class Text(Struct, frozen=True):
    text: str
    imdn_id: str = ""
    wants_delivered: bool = False
    wants_seen: bool = False


class Receipt(Struct, frozen=True):
    imdn_id: str
    seen: bool  # else delivered


class Composing(Struct, frozen=True):
    active: bool


Parsed = Text | Receipt | Composing


def read_body(content_type: str, untrusted_body: str) -> Parsed | None:
    """What a MESSAGE carries; None for what we do not read (the sender may be told 415)."""
    kind = content_type.split(";")[0].strip().lower()
    body = untrusted_body[:MAX_BODY_CHARS]
    if kind == CPIM:
        return _read_cpim(body)
    return _read_plain(kind, body)


def write_cpim(text: str, *, sender: str, to: str, at: datetime, imdn_id: str) -> str:
    """`text` in a CPIM that asks for receipts of delivery and display (RFC 5438 §6.1)."""
    headers = [
        f"From: <{sender}>",
        f"To: <{to}>",
        f"DateTime: {_stamp(at)}",
        "NS: imdn <urn:ietf:params:imdn>",
        f"imdn.Message-ID: {imdn_id}",
        "imdn.Disposition-Notification: positive-delivery, display",
    ]
    return _cpim(headers, "text/plain; charset=utf-8", text)


def write_receipt(imdn_id: str, *, seen: bool, sender: str, to: str, at: datetime) -> str:
    """An IMDN in its CPIM (RFC 5438 §7.2): delivered, or displayed."""
    kind, status = ("display-notification", "displayed") if seen else ("delivery-notification", "delivered")
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>\r\n<imdn xmlns="{_IMDN_NS}">'
        f"<message-id>{escape(imdn_id)}</message-id><datetime>{_stamp(at)}</datetime>"
        f"<{kind}><status><{status}/></status></{kind}></imdn>"
    )
    headers = [
        f"From: <{sender}>",
        f"To: <{to}>",
        f"DateTime: {_stamp(at)}",
        "NS: imdn <urn:ietf:params:imdn>",
        f"imdn.Message-ID: r-{'s' if seen else 'd'}-{imdn_id}"[: MAX_ID_CHARS + 20],
    ]
    return _cpim(headers, IMDN, xml, "Content-Disposition: notification")


def write_composing(active: bool) -> str:
    state = "active" if active else "idle"
    refresh = "<refresh>60</refresh>" if active else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n'
        f'<isComposing xmlns="{_COMPOSING_NS}"><state>{state}</state>'
        f"<contenttype>text/plain</contenttype>{refresh}</isComposing>"
    )


def as_id(text: str) -> str:
    """`text` where it can be an IMDN message id (RFC 5438 §6.3: a token), else what is left of it."""
    return "".join(c for c in text if _TOKEN.fullmatch(c))[:MAX_ID_CHARS]


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _cpim(headers: list[str], content_type: str, content: str, *more: str) -> str:
    return "\r\n".join([*headers, "", f"Content-Type: {content_type}", *more, "", content])


def _read_cpim(body: str) -> Parsed | None:
    parts = _BLANK.split(body.lstrip("\r\n"), maxsplit=1)
    # Some senders put MIME headers first and the CPIM headers after a blank line of their own.
    if len(parts) < 2:
        return None
    outer = _read_headers(parts[0])
    inner_parts = _BLANK.split(parts[1], maxsplit=1)
    if len(inner_parts) < 2:
        inner, content = {}, parts[1]
    else:
        inner, content = _read_headers(inner_parts[0]), inner_parts[1]
        if "content-type" not in inner:  # no MIME headers at all: everything is content
            inner, content = {}, parts[1]
    kind = inner.get("content-type", PLAIN).split(";")[0].strip().lower()
    parsed = _read_plain(kind, content)
    if not isinstance(parsed, Text):
        return parsed
    prefix = _imdn_prefix(outer)
    wanted = outer.get(f"{prefix}disposition-notification", "").lower()
    imdn_id = outer.get(f"{prefix}message-id", "")
    if not _TOKEN.fullmatch(imdn_id):
        return parsed
    asks = {word.strip() for word in wanted.split(",")}
    return Text(parsed.text, imdn_id, "positive-delivery" in asks, "display" in asks)


def _imdn_prefix(headers: dict[str, str]) -> str:
    """The name space's prefix the sender chose for urn:ietf:params:imdn."""
    found = re.match(r"([\w-]{1,20})\s*<urn:ietf:params:imdn>", headers.get("ns", ""))
    return f"{found.group(1).lower()}." if found else "imdn."


def _read_headers(block: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in _LINE.split(block)[:40]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _read_plain(kind: str, body: str) -> Parsed | None:
    if kind == IMDN:
        return _read_receipt(body)
    if kind == COMPOSING:
        return _read_composing(body)
    if kind == PLAIN or kind == "":
        return Text(body)
    return None


def _parse(untrusted_xml: str) -> ET.Element | None:
    """An element, or None. No DTD: there entities could grow without limit."""
    if "<!" in untrusted_xml:
        return None
    try:
        return ET.fromstring(untrusted_xml.strip().encode("utf-8", "replace"))
    except (ET.ParseError, ValueError, LookupError):
        return None


def _local(tag: object) -> str:
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _read_receipt(body: str) -> Receipt | None:
    root = _parse(body)
    if root is None or _local(root.tag) != "imdn":
        return None
    imdn_id = ""
    seen: bool | None = None
    for element in root:
        name = _local(element.tag)
        statuses = {_local(leaf.tag) for leaf in element.iter()}
        if name == "message-id":
            imdn_id = (element.text or "").strip()
        elif name == "display-notification" and "displayed" in statuses:
            seen = True
        elif name == "delivery-notification" and "delivered" in statuses:
            seen = seen or False
    if seen is None or not _TOKEN.fullmatch(imdn_id):
        return None
    return Receipt(imdn_id, seen)


def _read_composing(body: str) -> Composing | None:
    root = _parse(body)
    if root is None or _local(root.tag) != "isComposing":
        return None
    state = next((element.text or "" for element in root if _local(element.tag) == "state"), "")
    return Composing(state.strip().lower() == "active")
