"""Addresses between us and PJSIP: what to dial, and who calls. Everything read here is untrusted."""

from __future__ import annotations

import logging
import re
from functools import lru_cache

from softphone.domain.call import Party
from softphone.domain.line import LineSetup
from softphone.domain.sip import Message, read
from softphone.domain.sip_address import BadMessage, NameAddr, Uri
from softphone.domain.text import NAME_CHARS, clean
from softphone.engine.ports import TextArrived

log = logging.getLogger("aside.engine")

SIP_PORT = 5060
MAX_URI_CHARS = 255
_SERVER = re.compile(r"([A-Za-z0-9.-]{1,253})(?::(\d{1,5}))?")
_LEFT_OUT = re.compile(r"[\s()/\u00a0]+")  # how people write numbers
_USER = re.compile(r"[A-Za-z0-9\-_.!~*'&=+$,?]+")  # RFC 3261 §25.1; "/" and ";" never in a number of ours


def split_server(server: str) -> tuple[str, int] | None:
    """Host and port of a LineSetup's server; None for what is neither a name nor an IPv4 address."""
    found = _SERVER.fullmatch(server.strip())
    if not found:
        return None
    port = int(found[2] or SIP_PORT)
    return (found[1], port) if 0 < port < 65536 else None


def dial_uri(target: str, setup: LineSetup) -> str | None:
    """The SIP URI for digits, a user or a URI; None for what cannot be dialled."""
    text = target.strip().strip("<>")
    if text.lower().startswith("tel:"):
        text = text[4:].split(";")[0]
    if text.lower().startswith(("sip:", "sips:")) or "@" in text:
        return _clean_uri(text if ":" in text.split("@")[0] else f"sip:{text}")
    user = "".join(c if _USER.fullmatch(c) else _escaped(c) for c in _LEFT_OUT.sub("", text))
    return _clean_uri(f"sip:{user}@{setup.server}") if user else None


def party_of(message: Message, home: LineSetup | None = None) -> Party:
    """Who it is from: what the PBX asserts (RFC 3325) before what the caller claims. Nobody, where the caller wants
    that: a PBX that trusts us tells us all the same."""
    wishes = {part.strip().lower() for value in message.values("Privacy") for part in value.split(";")}
    if wishes & {"id", "user"}:
        return Party()
    for name in ("P-Asserted-Identity", "From"):
        for value in message.values(name):
            if party := read_party(value, home):
                return party
    return Party()


def read_party(untrusted: str, home: LineSetup | None = None) -> Party | None:
    """Of a name-addr; None where it is none."""
    try:
        address = NameAddr.read(untrusted)
    except BadMessage:
        return None
    if address.uri.host.lower().endswith(".invalid") or address.uri.name.lower() == "anonymous":
        return Party(name="")
    uri = bare_uri(address.uri, home)
    return Party(number=clean(address.uri.name, 64), name=clean(address.name, NAME_CHARS), uri=uri)


def bare_uri(uri: Uri, home: LineSetup | None = None) -> str:
    """Without parameters and headers: the address one can write to.

    From and To carry no port (RFC 3261 §20.10, table 1); `home` gives that of our own PBX back to its users."""
    port = f":{uri.port}" if uri.port else ""
    if not port and home and (server := split_server(home.server)) and server[0].lower() == uri.host.lower():
        port = home.server[len(server[0]) :]
    return clean(f"sip:{uri.user}@{uri.host}{port}" if uri.user else f"sip:{uri.host}{port}", MAX_URI_CHARS)


def passes_on(untrusted_refer_to: str, home: LineSetup | None) -> bool:
    """Whether a REFER only puts somebody else of our own PBX in their place (RFC 5589 §7): its Refer-To names a
    dialog that is up. Anything else would let a caller dial with our phone."""
    try:
        target = NameAddr.read(untrusted_refer_to).uri
    except BadMessage:
        return False
    server = split_server(home.server) if home else None
    names = {part.partition("=")[0].lower() for part in target.headers.split("&")}
    return server is not None and target.host.lower() == server[0].lower() and "replaces" in names


def read_text(message: Message, home: LineSetup | None = None) -> TextArrived | None:
    """Of a MESSAGE; None where nobody can be told to have sent it."""
    try:
        sender = bare_uri(NameAddr.read(message.value("From") or "").uri, home)
    except BadMessage:
        return None
    return TextArrived(
        sender=sender,
        content_type=message.value("Content-Type") or "text/plain",
        body=message.body.decode("utf-8", "replace"),
        network_id=f"{message.call_id} {message.cseq[0]}",
        headers=message.headers,
    )


@lru_cache(maxsize=8)
def read_message(whole: str) -> Message | None:
    """What PJSIP handed over as text; octets that are no UTF-8 come as surrogates. It hands each over two or three
    times, with every callback that it caused."""
    try:
        return read(whole.encode("utf-8", "surrogateescape"))
    except BadMessage as error:
        log.info("message not read reason=%s", error)
        return None


def read_retry_after(message: Message | None) -> int:
    """Seconds that the PBX asks us to wait: "18000;duration=3600 (in a meeting)"; 0 where it asks nothing."""
    found = re.match(r"\s*(\d{1,9})\b", message.value("Retry-After") or "") if message else None
    return int(found[1]) if found else 0


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _clean_uri(text: str) -> str | None:
    try:
        uri = Uri.read(text)
    except BadMessage:
        return None
    written = str(uri)
    return written if len(written) <= MAX_URI_CHARS and written.isascii() else None
