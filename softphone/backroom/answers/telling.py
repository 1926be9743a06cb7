"""What departments are told, on its way: one at a time, oldest first, until the webhook takes or refuses it.

`POST {address of the department}` with JSON: `id`, `at`, `department`, `topic`, `text`, `tags`, `count` (how often this
desk told the same on this topic, this time included), `first_at`, `version`. The header `Idempotency-Key` is the same
for every attempt: a second one with a known key must change nothing and answer 2xx. 408, 425, 429, 3xx, 5xx or no
answer: tried again after 1, 2, 4 … 60 s, or as `Retry-After` says; any other 4xx is refused. https, or this computer.
The department groups by `topic` and adds the counts up over all desks.

An address like `#production:example.org` is a room of the homeserver: a topic is a thread, `count` that of all desks.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import apsw
import msgspec
from msgspec import Struct

from softphone.backroom.chats.matrix_departments import is_room
from softphone.backroom.cleaning import moment, stamp
from softphone.backroom.crm import CrmClient
from softphone.backroom.database import Database
from softphone.backroom.outbox import Attempt, next_attempt_delay, post_once, send_all
from softphone.domain.facts import Fact
from softphone.domain.facts.answers import FeedbackMoved
from softphone.domain.feedback import Department, Feedback, Told
from softphone.domain.interaction import Delivered

_WORD = re.compile(r"\w+")
_FEEDBACK = msgspec.json.Decoder(Feedback)


class Word(Struct, frozen=True):
    """The body of the POST."""

    id: str
    at: datetime
    department: str
    topic: str
    text: str
    tags: tuple[str, ...]
    count: int
    first_at: datetime
    version: int = 1


class Telling:
    def __init__(
        self,
        database: Database,
        client: CrmClient,
        departments: Callable[[], tuple[Department, ...]],
        in_room: Callable[[str, Feedback, str], Awaitable[tuple[Attempt, int]]],
        post: Callable[[Fact], None],
        now: Callable[[], datetime],
        delay: Callable[[int], float] | None = None,
    ) -> None:
        self._database = database
        self._client = client
        self._departments = departments
        self._in_room = in_room
        self._post = post
        self._now = now
        self._delay = delay or next_attempt_delay
        self._wake = asyncio.Event()

    async def tell(self, feedback: Feedback) -> None:
        """Kept, then sent for as long as it takes."""
        await self._database.write(lambda c: _keep(c, feedback))
        self._say(feedback, Attempt(Delivered.WAITING))
        self._wake.set()

    def wake(self) -> None:
        """An address changed: do not wait for the clock."""
        self._wake.set()

    async def run(self) -> None:
        """Sends for as long as the desk lives."""
        await send_all(self._send_next, self._wake, self._delay, "feedback")

    async def _send_next(self) -> Attempt | None:
        found = self._next()
        if found is None:
            return None
        feedback, address = found
        if is_room(address):
            attempt, count = await self._in_room(address, feedback, same_as(feedback.text))
        else:
            body = msgspec.json.encode(self._word(feedback))
            attempt, count = await post_once(self._client, address, body, feedback.feedback_id), 0
        await self._database.write(lambda c: _settle(c, feedback, attempt))
        self._say(feedback, attempt, count)
        return attempt

    def _next(self) -> tuple[Feedback, str] | None:
        """The oldest of those with the fewest attempts whose department has an address."""
        addresses = {each.name: each.address for each in self._departments()}
        marks = ",".join("?" * len(addresses))
        body = self._database.connection.execute(
            f"SELECT body FROM feedback WHERE sending = 'waiting' AND department IN ({marks})"
            " ORDER BY attempts, at LIMIT 1",
            tuple(addresses),
        ).get
        if body is None:
            return None
        feedback = _FEEDBACK.decode(body)
        return feedback, addresses[feedback.department]

    def _word(self, feedback: Feedback) -> Word:
        count, first = self._same(feedback)
        return Word(
            feedback.feedback_id, feedback.at, feedback.department, feedback.topic, feedback.text, feedback.tags,
            count, moment(first),
        )  # fmt: skip

    def _same(self, feedback: Feedback) -> tuple[int, int]:
        """How often the same was told up to this one, and when first."""
        rows: Any = self._database.connection.execute(
            "SELECT count(*), min(at) FROM feedback WHERE department = ? AND topic = ? AND same = ? AND at <= ?",
            (feedback.department, feedback.topic.casefold(), same_as(feedback.text), stamp(feedback.at)),
        ).fetchone()
        return rows[0] or 1, rows[1] or stamp(feedback.at)

    def _say(self, feedback: Feedback, attempt: Attempt, count: int = 0) -> None:
        """`count` is what the room says, of all desks."""
        count = max(count, self._same(feedback)[0])
        told = Told(
            feedback.feedback_id, feedback.department, attempt.delivered.value, count, attempt.reason
        )
        self._post(FeedbackMoved(self._now(), told))


def same_as(text: str) -> str:
    """The mark of all texts of the same words, whatever the case and the signs between them."""
    return hashlib.blake2b(" ".join(_WORD.findall(text.casefold())).encode(), digest_size=12).hexdigest()


def _keep(connection: apsw.Connection, feedback: Feedback) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO feedback (feedback_id, at, department, topic, same, body, sending)"
        " VALUES (?,?,?,?,?,?,'waiting')",
        (
            feedback.feedback_id,
            stamp(feedback.at),
            feedback.department,
            feedback.topic.casefold(),
            same_as(feedback.text),
            msgspec.json.encode(feedback),
        ),
    )


def _settle(connection: apsw.Connection, feedback: Feedback, attempt: Attempt) -> None:
    connection.execute(
        "UPDATE feedback SET sending = ?, attempts = attempts + 1, refused_why = ? WHERE feedback_id = ?",
        (attempt.delivered.value, attempt.reason, feedback.feedback_id),
    )
