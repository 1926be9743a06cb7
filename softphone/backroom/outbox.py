"""Wrap-ups on their way to the CRM. The interaction's own row is the outbox row, its id the idempotency key.

One at a time, oldest first, sent until the CRM takes or refuses it; a start goes on where the last one ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import apsw
import msgspec
from msgspec import Struct

from softphone.backroom import records
from softphone.backroom.crm import CrmClient, allowed, headers, report_of
from softphone.backroom.database import Database
from softphone.domain.facts import Fact, WrapUpDelivered
from softphone.domain.interaction import Delivered

if TYPE_CHECKING:
    import httpx

log = logging.getLogger("aside.outbox")

DEADLINE_S = 15.0
LONGEST_S = 60.0
LONGEST_RETRY_AFTER_S = 3_600.0  # a CRM that asks for more is asked again after an hour
_AGAIN = frozenset({408, 425, 429})


class Attempt(Struct, frozen=True):
    """How one POST went. `wait_s` is what the CRM asked for, 0 where it did not."""

    delivered: Delivered
    reason: str = ""
    wait_s: float = 0.0


class Outbox:
    def __init__(
        self,
        database: Database,
        client: CrmClient,
        address: Callable[[], str],
        token: Callable[[], str],
        post: Callable[[Fact], None],
        delay: Callable[[int], float] | None = None,
    ) -> None:
        self._database = database
        self._client = client
        self._address = address
        self._token = token
        self._post = post
        self._delay = delay or next_attempt_delay
        self._wake = asyncio.Event()

    def put(self, connection: apsw.Connection, interaction_id: str, address: str) -> Delivered:
        """Marks the kept interaction as to be sent. Inside the transaction that keeps the wrap-up."""
        delivered = Delivered.WAITING if address else Delivered.HERE_ONLY
        connection.execute(
            "UPDATE interactions SET sending = ?, attempts = 0, refused_why = '' WHERE interaction_id = ?"
            " AND sending IS NOT 'sent'",
            (delivered.value, interaction_id),
        )
        return delivered

    def waiting(self) -> tuple[str, ...]:
        rows: Any = self._database.connection.execute(f"SELECT interaction_id {_WAITING}").fetchall()
        return tuple(interaction_id for (interaction_id,) in rows)

    def wake(self) -> None:
        """Something was put in, or the world changed: do not wait for the clock."""
        self._wake.set()

    async def run(self) -> None:
        """Sends for as long as the desk lives."""
        await send_all(self._send_oldest, self._wake, self._delay, "wrap-up")

    async def _send_oldest(self) -> Attempt | None:
        row = self._oldest() if self._address() else None
        if row is None:
            return None
        interaction_id, body = row
        attempt = await self.send(interaction_id, body)
        await self._database.write(lambda c: _settle(c, interaction_id, attempt))
        self._post(WrapUpDelivered(datetime.now(UTC), interaction_id, attempt.delivered, attempt.reason))
        return attempt

    async def send(self, interaction_id: str, body: bytes) -> Attempt:
        """One attempt. Never raises for what the world does."""
        address = f"{self._address().rstrip('/')}/interactions"
        return await post_once(self._client, address, body, interaction_id, self._token())

    def _oldest(self) -> tuple[str, bytes] | None:
        found: Any = self._database.connection.execute(
            f"SELECT interaction_id, body, customer_id, customer_name {_WAITING} LIMIT 1"
        ).fetchone()
        if found is None:
            return None
        interaction_id, body, customer_id, customer_name = found
        report = report_of(records.decode_interaction(body), customer_id, customer_name)
        return interaction_id, msgspec.json.encode(report)


async def send_all(
    send_next: Callable[[], Awaitable[Attempt | None]], wake: asyncio.Event, delay: Callable[[int], float], what: str
) -> None:
    """For as long as the desk lives: `send_next` makes one attempt, None where nothing is to be sent."""
    failures = 0
    while True:
        wake.clear()
        attempt = await send_next()
        if attempt is None:
            await wake.wait()
            failures = 0
            continue
        if attempt.delivered is not Delivered.WAITING:
            failures = 0
            continue
        wait_s = delay(failures)
        failures += 1
        log.info("%s waits reason=%s attempt=%d", what, attempt.reason, failures)
        await asyncio.sleep(attempt.wait_s)  # what the other side asked for is not cut short
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), max(0.0, wait_s - attempt.wait_s))


async def post_once(client: CrmClient, address: str, body: bytes, key: str, token: str = "") -> Attempt:
    """One POST of JSON with this idempotency key. Never raises for what the world does."""
    if not allowed(address):
        return Attempt(Delivered.REFUSED, "not_secure")
    import httpx

    try:
        async with (
            asyncio.timeout(DEADLINE_S),
            client.stream(
                "POST",
                address,
                content=body,
                headers={"Content-Type": "application/json", "Idempotency-Key": key, **headers(token)},
                timeout=DEADLINE_S,
            ) as response,
        ):
            return _judge(response)  # the body is the other side's own business and is not read
    except TimeoutError:
        return Attempt(Delivered.WAITING, "slow")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Attempt(Delivered.WAITING, type(error).__name__)


# A row with fewer attempts goes first, so that one the CRM cannot digest does not hold up all the others.
_WAITING = "FROM interactions WHERE sending = 'waiting' ORDER BY attempts, started_at"


def next_attempt_delay(failures: int) -> float:
    """1, 2, 4 … 60 s, a quarter more or less, so that a thousand desks do not knock at once."""
    seconds: float = min(LONGEST_S, 2.0 ** min(failures, 10))
    return seconds * random.uniform(0.75, 1.25)


def _settle(connection: apsw.Connection, interaction_id: str, attempt: Attempt) -> None:
    connection.execute(
        "UPDATE interactions SET sending = ?, attempts = attempts + 1, refused_why = ? WHERE interaction_id = ?",
        (attempt.delivered.value, attempt.reason, interaction_id),
    )


def _judge(response: httpx.Response) -> Attempt:
    status = response.status_code
    if 200 <= status < 300:
        return Attempt(Delivered.SENT)
    if 400 <= status < 500 and status not in _AGAIN:
        return Attempt(Delivered.REFUSED, f"status_{status}")
    return Attempt(Delivered.WAITING, f"status_{status}", _retry_after(response.headers.get("Retry-After", "")))


def _retry_after(untrusted: str) -> float:
    """Seconds, from delta-seconds or an HTTP date (RFC 9110 §10.2.3); 0 for anything else."""
    text = untrusted.strip()[:40]
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_RETRY_AFTER_S)
    try:
        seconds = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return 0.0
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_S)
