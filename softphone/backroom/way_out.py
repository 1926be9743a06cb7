"""The one way out over HTTPS: certificates by the system's store, the proxy by settings, policy or the system.

A proxy's password is asked of the key store where the setting names a user alone. Nothing of a proxy is ever logged.
One that makes no sense, or refuses, is an error like a server that is not there: nothing goes round it.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from softphone.domain.web_proxy import SYSTEM, asked, usable, with_password

if TYPE_CHECKING:
    import httpx

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ASK_S = 1.5  # the system may have to fetch a script first; a look-up of a customer has two seconds in all
AGAIN_S = 60.0


async def _nobody(_account: str) -> str:
    return ""


class Proxies:
    """`wish` is asked each time, settings change while we run. `ask_system` may block; `password` is by account."""

    def __init__(
        self,
        wish: Callable[[], str] = lambda: "",
        ask_system: Callable[[str], str] = lambda _host: "",
        password: Callable[[str], Awaitable[str]] = _nobody,
    ) -> None:
        self._wish = wish
        self._ask_system = ask_system
        self._password = password
        self._known: dict[str, tuple[float, asyncio.Task[str]]] = {}

    def instead(self, wish: Callable[[], str]) -> Proxies:
        """For whoever has a setting of their own; where that is empty all is as here."""
        return Proxies(lambda: wish() or self._wish(), self._ask_system, self._password)

    async def to(self, url: str) -> str:
        """With its log-in; empty for the direct way. Raises httpx.ProxyError for what is none."""
        wish = self._wish()
        if wish == SYSTEM:
            host = urlsplit(url).hostname or ""
            wish = "" if host in LOOPBACK else await self._of_system(host)
        if not wish:
            return ""
        if not usable(wish):
            import httpx

            raise httpx.ProxyError("no proxy")
        account = asked(wish)
        return with_password(wish, await self._password(account)) if account else wish

    async def _of_system(self, host: str) -> str:
        """Who is too slow is taken to be direct, as it was known before, and asked again later."""
        now = time.monotonic()
        asked_at, asking = self._known.get(host, (0.0, None))
        before = asking.result() if asking is not None and asking.done() else ""
        if asking is None or (asking.done() and now - asked_at >= AGAIN_S):
            asking = asyncio.create_task(asyncio.to_thread(self._ask_system, host))
            self._known[host] = (now, asking)
        done, _ = await asyncio.wait({asking}, timeout=ASK_S)
        return asking.result() if done else before


class WayOut:
    """A client for each proxy in use, with its connections kept warm. httpx is loaded with the first request: it takes
    a fifth of a second and 10 MB, and many a desk never needs it."""

    def __init__(self, proxies: Proxies, *, connections: int = 4) -> None:
        self._proxies = proxies
        self._connections = connections
        self._clients: dict[str, httpx.AsyncClient] = {}

    async def client(self, url: str) -> httpx.AsyncClient:
        proxy = await self._proxies.to(url)
        if proxy not in self._clients:
            self._clients[proxy] = new_client(proxy, connections=self._connections)
        return self._clients[proxy]

    async def close(self) -> None:
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()


def new_client(proxy: str, *, connections: int = 1, ca_files: Iterable[str] = ()) -> httpx.AsyncClient:
    """Follows nothing, and takes nothing from the environment. `ca_files` are trusted beside the system's store; raises
    OSError for one that cannot be read."""
    import httpx
    import truststore

    for name in ("httpx", "httpcore"):  # they tell whole addresses, with a caller's number, and a proxy's password
        logging.getLogger(name).setLevel(logging.WARNING)
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for path in ca_files:
        context.load_verify_locations(path)
    return httpx.AsyncClient(
        verify=context,
        proxy=proxy or None,
        trust_env=False,
        follow_redirects=False,
        limits=httpx.Limits(max_connections=connections, keepalive_expiry=60),
        headers={"User-Agent": "Aside", "Accept": "application/json"},
    )
