"""Fetches a set-up, once, and puts its secrets into the key store, all or none.

**The server's side** is one address, `POST https://HOST/.well-known/aside-setup`, JSON both ways:

    {"version": 1, "code": CODE, "claim": CLAIM}
        200 `Answer`. The code belongs to the first claim that asks; the same claim gets the same answer again, for it
            may have been cut off. 404: no such code. 410 {"why": "used" | "expired"}: another claim has it, it was
            finished, or its time is over.
    {"version": 1, "code": CODE, "claim": CLAIM, "done": true}
        204: all is in force on that PC; from now on the code is used up for everybody.

CLAIM is the same for the same code on the same PC. At most 256 KiB; no redirect is followed, and nothing is sent before
the certificate has been verified against the system's store, and its public key against policy's hash where
`setup_hosts` has one. `packaging/setup/server.py` is such a server; `schema()` is the JSON schema.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import platform
import ssl
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from softphone.backroom.keys import Keys
from softphone.backroom.ports import Closed, Secret, SecretName, Vault
from softphone.backroom.way_out import Proxies, new_client
from softphone.domain.expert import Expert
from softphone.domain.expert_list import read_experts
from softphone.domain.facts import Fact
from softphone.domain.facts.setting_up import SetUpFailed, SetUpFetched, SetUpKept
from softphone.domain.matrix import LogInMatrix
from softphone.domain.secrets import hiding
from softphone.domain.setting_up import (
    DropSetUp,
    FetchSetUp,
    FinishSetUp,
    Parcel,
    Secrets,
    SetUpEffect,
    SetUpLink,
    TakeSetUp,
    Why,
    allowed_names,
    pin_for,
)
from softphone.domain.settings import Settings, table
from softphone.domain.text import NAME_CHARS, clean
from softphone.host.settings import fitting

if TYPE_CHECKING:
    import httpx

PLACE = "/.well-known/aside-setup"
MAX_ANSWER_BYTES = 256 * 1024
DEADLINE_S = 15.0
MAX_SECRET_CHARS = 1_000  # what every key store takes

log = logging.getLogger("aside.setup")


class Given(Struct, frozen=True):
    """The secrets. `matrix_user` is for the log-in at the homeserver that the settings name."""

    line_password: str = ""
    team_password: str = ""
    relay_password: str = ""
    crm_token: str = ""
    matrix_user: str = ""
    matrix_password: str = ""

    __repr__ = hiding("line_password", "team_password", "relay_password", "crm_token", "matrix_password")


class Answer(Struct, frozen=True):
    """`settings` by their names (packaging/SETTINGS.md); `experts` is CSV as *Preferences, Experts* imports it."""

    version: int
    sender: str = ""
    settings: dict[str, Any] = {}
    experts: str = ""
    secrets: Given = Given()


class Gone(Struct, frozen=True):
    why: str = ""


class NotSetUp(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def schema() -> dict[str, Any]:
    """JSON Schema of the answer, for who builds the server's side."""
    return msgspec.json.schema(Answer)


class SettingUp:
    """Holds what was fetched until it is taken or left. `place` tells this PC's user from another."""

    def __init__(
        self,
        vault: Vault,
        keys: Keys,
        place: str,
        post: Callable[[Fact], None],
        now: Callable[[], datetime],
        log_in: Callable[[LogInMatrix], Awaitable[None]],
        proxies: Proxies | None = None,
    ) -> None:
        self._vault = vault
        self._keys = keys
        self._place = place
        self._post = post
        self._now = now
        self._log_in = log_in
        self._proxies = proxies or Proxies()
        self._held: tuple[SetUpLink, Settings, Given] | None = None

    async def do(self, effect: SetUpEffect) -> None:
        match effect:
            case FetchSetUp(link, settings):
                await self._fetch(link, settings)
            case TakeSetUp(accounts):
                await self._take(accounts)
            case FinishSetUp():
                await self._finish()
            case DropSetUp():
                self._held = None

    async def _fetch(self, link: SetUpLink, settings: Settings) -> None:
        self._held = None
        try:
            status, body = await self._say(link, settings, {})
            answer = _read(status, body)
            parcel = _parcel(answer)
        except NotSetUp as refused:
            log.info("setup_failed why=%s", refused.why)
            self._post(SetUpFailed(self._now(), refused.why))
            return
        self._held = (link, settings, answer.secrets)
        self._post(SetUpFetched(self._now(), parcel))

    async def _take(self, accounts: tuple[tuple[Secrets, str], ...]) -> None:
        if self._held is None:
            return
        given = self._held[2]
        wanted = {account: value for kind, account in accounts if account and (value := _value(given, kind))}
        if not await self._vault.is_open() or not await self._kept(wanted):
            self._post(SetUpFailed(self._now(), Why.KEY_STORE))
            return
        if given.crm_token:
            await self._keys.keep_crm_token(given.crm_token)
        self._post(SetUpKept(self._now()))

    async def _finish(self) -> None:
        """The agent is set up; what the server makes of it is for its own books."""
        if self._held is None:
            return
        link, settings, given = self._held
        self._held = None
        if given.matrix_password:
            await self._log_in(LogInMatrix(given.matrix_user, given.matrix_password))
        try:
            await self._say(link, settings, {"done": True})
        except NotSetUp as refused:
            log.info("setup_not_finished why=%s", refused.why)

    async def _kept(self, wanted: dict[str, str]) -> bool:
        """All of them, or as it was before."""
        before: dict[str, str] = {}
        for account, value in wanted.items():
            found = await self._vault.fetch(SecretName.SIP_PASSWORD, account)
            if isinstance(found, Closed) or isinstance(
                await self._vault.keep(SecretName.SIP_PASSWORD, value, account), Closed
            ):
                for name, old in before.items():
                    await self._put_back(name, old)
                return False
            before[account] = found.value if isinstance(found, Secret) else ""
        return True

    async def _put_back(self, account: str, old: str) -> None:
        if old:
            await self._vault.keep(SecretName.SIP_PASSWORD, old, account)
        else:
            await self._vault.forget(SecretName.SIP_PASSWORD, account)

    async def _say(self, link: SetUpLink, settings: Settings, more: dict[str, Any]) -> tuple[int, bytes]:
        claim = hashlib.sha256(f"{link.code}\0{platform.node()}\0{self._place}".encode()).hexdigest()
        body = msgspec.json.encode({"version": 1, "code": link.code, "claim": claim, **more})
        pin = pin_for(link, settings.setup_hosts)
        if pin is None:
            raise NotSetUp(Why.HOST_NOT_ALLOWED)
        try:
            async with asyncio.timeout(DEADLINE_S):
                return await _post(link, body, pin, settings, await self._to(link))
        except TimeoutError:
            raise NotSetUp(Why.NOT_THERE) from None

    async def _to(self, link: SetUpLink) -> str:
        import httpx

        try:
            return await self._proxies.to(f"https://{link.name}")
        except httpx.ProxyError:
            raise NotSetUp(Why.PROXY) from None


async def _post(link: SetUpLink, body: bytes, pin: str, settings: Settings, proxy: str) -> tuple[int, bytes]:
    """Over a connection of its own, so that its key is known before anything is said. Raises NotSetUp."""
    import httpx

    try:
        async with (
            new_client(proxy, ca_files=settings.line_ca_files) as client,
            client.stream(
                "POST", f"https://{link.name}{PLACE}", content=body, headers={"Content-Type": "application/json"},
                timeout=DEADLINE_S, extensions={"trace": _Proof(pin)},
            ) as response,
        ):  # fmt: skip
            return response.status_code, await _bounded(response)
    except httpx.ProxyError:
        raise NotSetUp(Why.PROXY) from None
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise NotSetUp(_why_not_connected(error, proxy)) from None
    except (httpx.HTTPError, ssl.SSLError):
        raise NotSetUp(Why.CUT_OFF) from None
    except (OSError, httpx.InvalidURL, UnicodeError):
        raise NotSetUp(Why.NOT_THERE) from None


class _Proof:
    """Told by httpcore what goes on: no word of ours leaves before the server's key was looked at."""

    def __init__(self, pin: str) -> None:
        self._pin = pin
        self._proven = not pin

    async def __call__(self, event: str, about: dict[str, Any]) -> None:
        if event.endswith(".start_tls.complete"):
            stream = about["return_value"]
            self._proven |= _key_hash(stream.get_extra_info("ssl_object").getpeercert(True)) == self._pin
            if not self._proven:
                await stream.aclose()
                raise NotSetUp(Why.PINNED_OTHER)
        if event.endswith(".send_request_headers.started") and about["request"].method == b"POST":
            assert self._proven, "the key of the server is known by now"


async def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for part in response.aiter_bytes():
        body += part
        if len(body) > MAX_ANSWER_BYTES:
            raise NotSetUp(Why.NOT_UNDERSTOOD)
    return bytes(body)


def _why_not_connected(error: BaseException | None, proxy: str) -> Why:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return Why.CERTIFICATE
        error = error.__cause__ or error.__context__
    return Why.PROXY if proxy else Why.NOT_THERE


def _key_hash(certificate: bytes) -> str:
    """SHA-256 of the public key (SubjectPublicKeyInfo): it stays when the certificate is renewed with the same key."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = x509.load_der_x509_certificate(certificate).public_key()
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _read(status: int, body: bytes) -> Answer:
    try:
        match status:
            case 200:
                answer = msgspec.json.decode(body, type=Answer)
                if answer.version != 1:
                    raise NotSetUp(Why.NOT_UNDERSTOOD)
                return answer
            case 404:
                raise NotSetUp(Why.UNKNOWN)
            case 410:
                why = msgspec.json.decode(body, type=Gone).why
                raise NotSetUp(Why.EXPIRED if why == "expired" else Why.USED)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise NotSetUp(Why.NOT_UNDERSTOOD) from None
    raise NotSetUp(Why.NOT_THERE)


def _parcel(untrusted: Answer) -> Parcel:
    """Every setting and every expert must make sense, else none is taken. Raises NotSetUp."""
    entries = {entry.name: entry for entry in table()}
    settings: dict[str, Any] = {}
    for name, told in untrusted.settings.items():
        value, good = fitting(entries[name], told) if name in allowed_names() else (None, False)
        if not good:
            raise NotSetUp(Why.NOT_UNDERSTOOD)
        settings[name] = value
    experts: tuple[Expert, ...] = ()
    if untrusted.experts:
        read = read_experts(untrusted.experts, str(settings.get("line_server", "")))
        if not read.readable or read.bad:
            raise NotSetUp(Why.NOT_UNDERSTOOD)
        experts = read.experts
    brought = tuple(kind for kind in Secrets if _value(untrusted.secrets, kind))
    if any(len(_value(untrusted.secrets, kind)) > MAX_SECRET_CHARS for kind in brought):
        raise NotSetUp(Why.NOT_UNDERSTOOD)
    return Parcel(clean(untrusted.sender, NAME_CHARS), tuple(settings.items()), experts, brought)


def _value(given: Given, kind: Secrets) -> str:
    return str(getattr(given, kind.value))
