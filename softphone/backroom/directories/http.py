"""Looks a customer up at the CRM (`backroom/crm.py` says in what words). Never raises for what the world does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import msgspec

from softphone.backroom.crm import MAX_ANSWER_BYTES, CrmClient, allowed, headers, read_answer
from softphone.domain.customer import Found, Lookup, Several, Unavailable, Unknown

log = logging.getLogger("aside.crm")

DEADLINE_S = 2.0  # DESIGN, "An incoming call"


class HttpDirectory:
    """`address` and `token` are asked at each look-up: settings change while we run."""

    def __init__(
        self,
        client: CrmClient,
        address: Callable[[], str],
        token: Callable[[], str],
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._client = client
        self._address = address
        self._token = token
        self._deadline_s = deadline_s

    async def find(self, number: str, customer_id: str = "") -> Lookup:
        """Found, Several, Unknown, or Unavailable with one word: not_secure, slow, network, redirected, refused,
        broken (5xx), garbage, too_large."""
        address = self._address().rstrip("/")
        if not allowed(address):
            return Unavailable("not_secure")
        import httpx

        question = {"customer_id": customer_id} if customer_id else {"number": number}
        try:
            async with asyncio.timeout(self._deadline_s):
                lookup = await self._ask(f"{address}/customers", question)
        except TimeoutError:
            lookup = Unavailable("slow")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.info("crm unreachable reason=%s", type(error).__name__)
            lookup = Unavailable("network")
        return lookup

    async def _ask(self, url: str, question: dict[str, str]) -> Lookup:
        async with self._client.stream(
            "GET", url, params=question, headers=headers(self._token()), timeout=self._deadline_s
        ) as response:
            status = response.status_code
            if status != 200:
                log.info("crm answered status=%d", status)
                return _without_customers(status)
            body = b""
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_ANSWER_BYTES:
                    return Unavailable("too_large")
        try:
            customers = read_answer(body)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            log.info("crm answer not understood reason=%s", type(error).__name__)
            return Unavailable("garbage")
        if len(customers) == 1:
            return Found(customers[0])
        return Several(customers) if customers else Unknown()


def _without_customers(status: int) -> Lookup:
    if status == 404:
        return Unknown()
    if 300 <= status < 400:
        return Unavailable("redirected")
    return Unavailable("broken" if status >= 500 else "refused")
