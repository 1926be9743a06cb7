"""Lists that IT keeps, the topic catalogue and the experts: from the file or the HTTP address that the settings name,
asked for again each 15 minutes.

`GET {address}` answers with CSV or JSON as `domain/catalogue_text.py` documents (experts: CSV as in
`domain/expert_list.py`), at most 1 MiB; an `ETag` saves
sending it again (304). https, or plain http on this computer; redirects are not followed. What was read last stays in
force, and stands in the store for the next start, whatever the address says.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from softphone.backroom.crm import CrmClient, allowed
from softphone.domain.catalogue_text import read_catalogue
from softphone.domain.expert import Expert
from softphone.domain.expert_list import read_experts
from softphone.domain.facts import CatalogueRead, ExpertsEdited, Fact
from softphone.domain.text import decoded

DEADLINE_S = 10.0
AGAIN_S = 900.0
MAX_BYTES = 1024 * 1024

log = logging.getLogger("aside.experts")


class TopicSource:
    def __init__(
        self, client: CrmClient, address: Callable[[], str], post: Callable[[Fact], None], now: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._address = address
        self._post = post
        self._now = now
        self._wake = asyncio.Event()
        self._etag = ("", "")  # of which address

    async def run(self) -> None:
        while True:
            self._wake.clear()
            if address := self._address():
                fact = await self.read(address)
                if fact is not None and address == self._address():
                    self._post(fact)
            try:
                await asyncio.wait_for(self._wake.wait(), AGAIN_S)
            except TimeoutError:
                continue

    def wake(self) -> None:
        """The settings changed."""
        self._wake.set()

    async def read(self, address: str) -> Fact | None:
        """None where nothing changed. Never raises for what the world does."""
        if "://" in address:
            content = await self._fetched(address)
        else:
            content = await asyncio.to_thread(_file, Path(address))
        if content is None:
            return None
        if isinstance(content, str):
            return self._trouble(content)
        return self._understood(decoded(content))

    def _understood(self, text: str) -> Fact | None:
        read = read_catalogue(text)
        return CatalogueRead(self._now(), read.topics) if read.readable else self._trouble("not_readable")

    def _trouble(self, why: str) -> Fact | None:
        return CatalogueRead(self._now(), trouble=why)

    async def _fetched(self, address: str) -> bytes | str | None:
        """The body, a word for what went wrong, or None: as before."""
        if not allowed(address):
            return "not_secure"
        import httpx

        known, etag = self._etag
        ask = {"Accept": "application/json, text/csv", **({"If-None-Match": etag} if known == address else {})}
        try:
            async with (
                asyncio.timeout(DEADLINE_S),
                self._client.stream("GET", address, headers=ask, timeout=DEADLINE_S) as response,
            ):
                if response.status_code == 304:
                    return None
                if response.status_code != 200:
                    return "not_there"
                body = bytearray()
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > MAX_BYTES:
                        return "too_large"
                self._etag = address, response.headers.get("ETag", "")
                return bytes(body)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL):
            return "not_there"


class ExpertSource(TopicSource):
    """The experts; `server` completes addresses that are only a user."""

    def __init__(
        self,
        client: CrmClient,
        address: Callable[[], str],
        server: Callable[[], str],
        post: Callable[[Fact], None],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(client, address, post, now)
        self._server = server
        self._known: tuple[Expert, ...] | None = None

    def _understood(self, text: str) -> Fact | None:
        """The same list again is nothing new: what was edited here meanwhile stays."""
        read = read_experts(text, self._server())
        if not read.readable or not read.experts:
            return self._trouble("not_readable")
        if read.experts == self._known:
            return None
        self._known = read.experts
        return ExpertsEdited(self._now(), read.experts)

    def _trouble(self, why: str) -> Fact | None:
        log.warning("experts_not_read why=%s", why)
        return None


def _file(path: Path) -> bytes | str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        return "not_there"
    return content if len(content) <= MAX_BYTES else "too_large"
