"""A check-up of what lies outside the phone: names, certificates, CRM, key store, disk, clock, policy.

Each look has a deadline and never raises for what the world does. Nothing here is told the answer's content.
"""

from __future__ import annotations

import asyncio
import platform
import shutil
import ssl
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from softphone import BUILD
from softphone.backroom.crm import allowed, headers
from softphone.backroom.surroundings import network, processor
from softphone.backroom.way_out import Proxies, new_client
from softphone.domain.checkup import Check, Finding, Verdict
from softphone.domain.line import Transport
from softphone.domain.settings import Settings, table
from softphone.domain.sip_address import BadMessage, Uri
from softphone.host.paths import Home
from softphone.host.policy import Policy, read_policy
from softphone.host.settings import fitting

LOOK_S = 6.0
LEAST_FREE_BYTES = 1_000_000_000
# TLS, TURN and CRM tokens live for minutes; half of one is no trouble yet.
WRONG_CLOCK_S = 60
LIBRARIES = ("PySide6-Essentials", "pjsua2-python")
TLS_PORT = 5061
SIP_PORT = 5060
# What OpenSSL calls what is wrong with a certificate (X509_V_ERR_…, openssl/x509_vfy.h).
_FAULTS = {
    9: "certificate_expired",
    10: "certificate_expired",
    18: "certificate_unknown_issuer",
    19: "certificate_unknown_issuer",
    20: "certificate_unknown_issuer",
    21: "certificate_unknown_issuer",
    23: "certificate_revoked",
    62: "certificate_other_name",
    64: "certificate_other_name",
}

PASSED, FAILED, UNSET = Verdict


class Checkup:
    """`is_open` asks the key store without a prompt, `token` is the CRM's."""

    def __init__(
        self,
        home: Home,
        is_open: Callable[[], Awaitable[bool]],
        token: Callable[[], str],
        proxies: Proxies | None = None,
    ) -> None:
        self._proxies = proxies or Proxies()
        self._home = home
        self._is_open = is_open
        self._token = token

    async def look(self, settings: Settings, known: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """What was found, and what was known already, in the order in which it is shown."""
        (crm, told_time), line, open_now = await asyncio.gather(
            _crm(settings.crm_address, self._token(), self._proxies), _way_to_line(settings), self._is_open()
        )
        here = await asyncio.to_thread(lambda: (_disk(self._home.data), _policy(read_policy(fitting))))
        store = Finding(Check.KEY_STORE, *((PASSED, "open") if open_now else (FAILED, "closed")))
        found = (_versions(), *known, *line, crm, store, *here, _clock(told_time), network(), processor())
        return tuple(sorted(found, key=lambda finding: tuple(Check).index(finding.check)))


def _versions() -> Finding:
    said = [f"Aside {BUILD}", f"Python {platform.python_version()}", platform.platform(terse=True)]
    for name in LIBRARIES:
        try:
            said.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return Finding(Check.VERSIONS, PASSED, "these", ", ".join(said))


def _disk(folder: Path) -> Finding:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return Finding(Check.DISK, FAILED, "closed")
    good = free >= LEAST_FREE_BYTES
    return Finding(Check.DISK, PASSED if good else FAILED, "free" if good else "full", f"{free / 1e9:.1f}")


def _policy(policy: Policy) -> Finding:
    if policy.complaints:
        return Finding(Check.POLICY, FAILED, "bad", ", ".join(policy.complaints))
    if not policy.managed and not policy.recommended:
        return Finding(Check.POLICY, PASSED, "none")
    names = [entry.name for entry in table() if entry.name in policy.managed]
    names += [f"({entry.name})" for entry in table() if entry.name in policy.recommended]
    return Finding(Check.POLICY, PASSED, "in_force", ", ".join(names))


def _clock(told: datetime | None) -> Finding:
    if told is None:
        return Finding(Check.CLOCK, UNSET, "nobody")
    off = round(abs((datetime.now(UTC) - told).total_seconds()))
    good = off <= WRONG_CLOCK_S
    return Finding(Check.CLOCK, PASSED if good else FAILED, "right" if good else "wrong", str(off))


async def _way_to_line(settings: Settings) -> tuple[Finding, Finding]:
    """Whether the server's name is known, and its certificate good."""
    try:
        server = Uri.read(f"sip:{settings.line_server}")
    except BadMessage:
        return Finding(Check.DNS, UNSET, "no_line"), Finding(Check.TLS, UNSET, "no_line")
    secure = settings.line_transport is Transport.TLS
    unasked = Finding(Check.TLS, UNSET, "unknown" if secure else "open")
    if settings.line_proxy and settings.line_transport is not Transport.UDP:
        return Finding(Check.DNS, UNSET, "by_proxy"), unasked
    host, port = await _target(server, secure)
    try:
        async with asyncio.timeout(LOOK_S):
            found = await asyncio.get_running_loop().getaddrinfo(host, port)
    except (OSError, UnicodeError, TimeoutError):
        return Finding(Check.DNS, FAILED, "not_found", host), unasked
    addresses = ", ".join(dict.fromkeys(str(each[4][0]) for each in found))
    name = Finding(Check.DNS, PASSED, "found", f"{host}: {addresses}")
    if not secure:
        return name, unasked
    return name, await _certificate(host, port, server.host.strip("[]"), settings.line_ca_files)


async def _target(server: Uri, secure: bool) -> tuple[str, int]:
    """Host and port of the server; where no port is told, those of its first SRV record (RFC 3263)."""
    usual = TLS_PORT if secure else SIP_PORT
    host = server.host.strip("[]")
    if server.port:
        return host, server.port
    import dns.asyncresolver
    import dns.exception

    try:
        kind = "_sips._tcp" if secure else "_sip._udp"
        answer = await dns.asyncresolver.resolve(f"{kind}.{host}", "SRV", lifetime=LOOK_S / 2)
    except (dns.exception.DNSException, OSError, ValueError):
        return host, usual
    first = min(answer, key=lambda row: (row.priority, -row.weight))
    return str(first.target).rstrip("."), int(first.port)


async def _certificate(host: str, port: int, name: str, ca_files: tuple[str, ...]) -> Finding:
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        for path in ca_files:
            context.load_verify_locations(path)
        async with asyncio.timeout(LOOK_S):
            _, writer = await asyncio.open_connection(host, port, ssl=context, server_hostname=name)
    except ssl.SSLError as error:
        return Finding(Check.TLS, FAILED, fault_of(error), name)
    except (OSError, TimeoutError):
        return Finding(Check.TLS, FAILED, "not_there", f"{host}:{port}")
    spoken = writer.get_extra_info("ssl_object").version()
    writer.close()
    return Finding(Check.TLS, PASSED, "good", f"{spoken}, {name}")


def fault_of(error: BaseException | None) -> str:
    """The word for what is wrong with a certificate, from the innermost error that says it."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return _FAULTS.get(error.verify_code, "certificate_bad")
        error = error.__cause__ or error.__context__
    return "tls_failed"


async def _crm(address: str, token: str, proxies: Proxies) -> tuple[Finding, datetime | None]:
    """Asks it for nobody. Also gives the time that its server says it is."""
    if not address:
        return Finding(Check.CRM, UNSET, "none"), None
    if not allowed(address):
        return Finding(Check.CRM, FAILED, "not_secure"), None
    import httpx

    host = urlsplit(address).netloc.rpartition("@")[2]
    began = time.monotonic()
    try:
        async with (
            asyncio.timeout(LOOK_S),
            new_client(await proxies.to(address)) as client,
            client.stream(
                "GET", f"{address.rstrip('/')}/customers", params={"number": "+0"}, headers=headers(token)
            ) as response,
        ):
            status, date = response.status_code, response.headers.get("Date", "")
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
        why = fault_of(error)
        return Finding(Check.CRM, FAILED, "not_there" if why == "tls_failed" else why, host), None
    took_ms = round((time.monotonic() - began) * 1000)
    if status in (401, 403):
        finding = Finding(Check.CRM, FAILED, "refused", str(status))
    elif status in (200, 404):
        finding = Finding(Check.CRM, PASSED, "answers", str(took_ms))
    else:
        finding = Finding(Check.CRM, FAILED, "ill", str(status))
    return finding, _date(date)


def _date(untrusted: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(untrusted)
    except (TypeError, ValueError):
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
