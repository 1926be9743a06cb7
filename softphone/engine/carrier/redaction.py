"""A SIP message as it may be shown to somebody else: who, what was said and every secret taken out, the form kept."""

from __future__ import annotations

import re

_SECRET_HEADERS = re.compile(
    rb"^((?:Proxy-)?Authorization|(?:WWW|Proxy)-Authenticate|Authentication-Info|Identity|User-to-User|Subject|s"
    rb"|Geolocation|Call-Info|X-[A-Za-z0-9-]+)([ \t]*:)[^\r\n]*(?:\r\n[ \t][^\r\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
_KEYS = re.compile(rb"^(a=(?:crypto:\d+ [A-Za-z0-9_]+ inline|ice-pwd|ice-ufrag|fingerprint)):[^\r\n]*", re.MULTILINE)
_URI_USER = re.compile(rb"(sips?:|tel:)[^@>;\s,]+(?=@|[>;\s,])", re.IGNORECASE)
_QUOTED_NAME = re.compile(rb'"(?:[^"\\\r\n]|\\.)*"')
_PLAIN_NAME = re.compile(
    rb"^(From|To|f|t|Contact|m|P-[A-Za-z-]+|Remote-Party-ID|Diversion|History-Info|Referred-By|Refer-To)([ \t]*:[ \t]*)"
    rb"[^\s<\"][^<\"\r\n]*(?=<)",
    re.IGNORECASE | re.MULTILINE,
)
_KEPT_BODIES = (b"application/sdp", b"message/sipfrag")
_ORIGIN = re.compile(rb"^(o=)\S+|^([siupe]=)[^\r\n]*", re.MULTILINE)


def redact(message: bytes) -> bytes:
    """Users and numbers become their last two characters, names, secrets, keys and texts go; hosts and ids stay."""
    head, blank, body = message.partition(b"\r\n\r\n")
    kind = re.search(rb"^(?:Content-Type|c)[ \t]*:[ \t]*([^\r\n;]+)", head, re.IGNORECASE | re.MULTILINE)
    shown_body = kind is not None and kind[1].strip().lower() in _KEPT_BODIES
    head = _SECRET_HEADERS.sub(rb"\1\2 (left out)", head)
    head = _QUOTED_NAME.sub(b'"(name)"', head)
    head = _PLAIN_NAME.sub(rb"\1\2", head)
    head = _URI_USER.sub(_shorten, head)
    if not body:
        return head + blank
    if not shown_body:
        return head + blank + b"(%d bytes left out)" % len(body)
    body = _KEYS.sub(rb"\1:(left out)", body)
    return head + blank + _ORIGIN.sub(lambda m: (m[1] or m[2]) + b"-", body)


def _shorten(found: re.Match[bytes]) -> bytes:
    scheme = found[1]
    user = found[0][len(scheme) :]
    return scheme + (b"*" + user[-2:] if len(user) > 3 else b"*")
