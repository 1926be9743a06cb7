"""Asks whether there is a newer version: one small signed file at the address that policy names.

    {"signed": BASE64, "signature": BASE64}     the signature is Ed25519 over the bytes in `signed`, which are
    {"product": "aside", "expires": "2026-12-31T00:00:00Z", "rings": {"stable": "0.2.0", "pilot": "0.3.0"}}

`packaging/sign_update.py` writes it. Nothing is fetched but this file, and nothing is installed. A file that is not
signed by the key, is of something else, or is over its day is as if it were not there: a line in the log.
"""

from __future__ import annotations

import asyncio
import base64
import logging
from datetime import UTC, datetime

import msgspec

from softphone import BUILD
from softphone.backroom.crm import CrmClient, allowed
from softphone.domain.updates import AskForUpdates, newer

DEADLINE_S = 15.0
MAX_BYTES = 16 * 1024
PRODUCT = "aside"

log = logging.getLogger("aside.updates")


class Envelope(msgspec.Struct, frozen=True):
    signed: str
    signature: str


class Versions(msgspec.Struct, frozen=True):
    product: str
    expires: datetime
    rings: dict[str, str]


class NotBelieved(Exception):
    """The text is for the log and quotes nothing of the file."""


async def newer_version(client: CrmClient, ask: AskForUpdates, *, build: str = BUILD) -> str:
    """The version of that ring where it is later than ours, else nothing. Never raises for what the world does."""
    try:
        versions = read(await _fetched(client, ask.address), ask.key, datetime.now(UTC))
    except NotBelieved as error:
        log.warning("updates_not_known why=%s", error)
        return ""
    version = versions.rings.get(ask.ring, "")
    return version if newer(version, build) else ""


def read(untrusted: bytes, key: str, now: datetime) -> Versions:
    """What the file says, once its signature is proven. Raises NotBelieved."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        envelope = msgspec.json.decode(untrusted, type=Envelope)
        signed = base64.b64decode(envelope.signed, validate=True)
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(envelope.signature, validate=True), signed)
        versions = msgspec.json.decode(signed, type=Versions)
    except InvalidSignature:
        raise NotBelieved("signature") from None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise NotBelieved("form") from None
    if versions.product != PRODUCT or versions.expires.tzinfo is None:
        raise NotBelieved("product")
    if versions.expires < now:
        raise NotBelieved("expired")
    return versions


async def _fetched(client: CrmClient, address: str) -> bytes:
    if not allowed(address):
        raise NotBelieved("not_secure")
    import httpx

    try:
        async with asyncio.timeout(DEADLINE_S), client.stream("GET", address, timeout=DEADLINE_S) as response:
            if response.status_code != 200:
                raise NotBelieved("not_there")
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise NotBelieved("too_large")
            return bytes(body)
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL):
        raise NotBelieved("not_there") from None
