"""Speaks of what desks share with the homeserver: the directory room's catalogue and posts, and rooms of topics.

Lives as long as a link does. A post's id is the transaction's, and stands in its content: nobody sees one twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

import msgspec

from softphone.backroom.chats.matrix_crypt import Crypt
from softphone.backroom.chats.matrix_http import Limited, MatrixApi, Rejected, Trouble, Unreachable
from softphone.backroom.chats.matrix_reading import a_list, an_id
from softphone.backroom.chats.matrix_rooms import numbers_after, shared_alias
from softphone.backroom.chats.matrix_rows import MatrixRows
from softphone.backroom.chats.matrix_shared import DIRECTORY, TOPICS, Shared
from softphone.backroom.database import Database
from softphone.backroom.outbox import next_attempt_delay
from softphone.domain.catalogue import Topic
from softphone.domain.catalogue_text import read_catalogue, write_json
from softphone.domain.facts import CatalogueRead, Fact
from softphone.domain.matrix import RoomFor
from softphone.domain.settings import Settings
from softphone.host.clock import Clock

log = logging.getLogger("aside.matrix")

AGAIN_S = 900.0
EARLIER = "100"  # events of a room that was just joined
PART_BYTES = 40_000
MOST_PARTS = 20  # of the catalogue: an event holds 64 KiB


class Board:
    def __init__(
        self, api: MatrixApi, database: Database, rows: MatrixRows, shared: Shared, settings: Callable[[], Settings],
        post: Callable[[Fact], None], clock: Clock, changed: Callable[[], None], crypt: Crypt,
    ) -> None:  # fmt: skip
        self._api = api
        self._database = database
        self._rows = rows
        self._shared = shared
        self._settings = settings
        self._post = post
        self._clock = clock
        self._crypt = crypt
        self._changed = changed  # the sync must follow another set of rooms
        self._failures = 0
        self._read_rooms: set[str] = set()

    async def run(self) -> None:
        """Until the log-in ends: raises LoggedOut."""
        self._post(self._shared.read(self._clock.now()))
        while True:
            self._shared.wanted.clear()
            wait_s = AGAIN_S
            try:
                await self._turn()
                self._failures = 0
            except Limited as told:
                wait_s = told.wait_s
            except Unreachable:
                wait_s = next_attempt_delay(self._failures)
                self._failures += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._shared.wanted.wait(), wait_s)

    async def _turn(self) -> None:
        directory = self._settings().matrix_directory
        if directory:
            room_id = await self._joined(directory, DIRECTORY + directory)
            if room_id is not None:
                await self._read_catalogue(room_id)
        for topic in sorted(self._shared.topics):
            if self._settings().matrix_rooms is RoomFor.TOPIC:
                await self._joined(shared_alias(topic, self._api.user_id), f"topic:{topic}")
            self._shared.topics.discard(topic)
        for post_id, room, content in self._shared.unsent():
            await self._send(post_id, room, content)

    async def _joined(self, room: str, key: str) -> str | None:
        """Its id; None where it does not let us in. What was said there lately is read once a link."""
        room_id = self._rows.room(key)
        if room_id is None:
            try:
                room_id = an_id((await self._api.ask("POST", "join", room, body={})).get("room_id"))
            except Rejected as refused:
                log.info("shared room not joined code=%s", refused.code)
                return None
            now, first = self._clock.now(), numbers_after(self._api.user_id)
            await self._database.write(lambda _: self._rows.keep_room(room_id, key, now, first))
            self._changed()
        if room_id not in self._read_rooms:
            self._read_rooms.add(room_id)
            await self._read_earlier(room_id, key)
        return room_id

    async def _read_earlier(self, room_id: str, key: str) -> None:
        page = await self._api.ask("GET", "rooms", room_id, "messages", query={"dir": "b", "limit": EARLIER})
        events, now, us = a_list(page.get("chunk"))[::-1], self._clock.now(), self._api.user_id

        def take(_: object) -> list[Fact]:
            opened = (self._crypt.opened(room_id, event) for event in events)
            taken = (self._shared.take(room_id, key, event, us, now) for event in opened)
            return [fact for facts in taken for fact in facts or ()]

        facts = await self._database.write(take)
        for fact in {type(fact): fact for fact in facts}.values():  # each says all that is known
            self._post(fact)

    async def _read_catalogue(self, room_id: str) -> None:
        """A state event, or several with the keys "", "2", "3" … where one does not hold it."""
        rows: list[Any] = []
        for part in range(1, MOST_PARTS + 1):
            key = () if part == 1 else (str(part),)
            try:
                said = await self._api.ask("GET", "rooms", room_id, "state", TOPICS, *key)
            except Rejected:
                break
            more = a_list(said.get("topics"))
            if not more:
                break
            rows += more
        else:
            log.info("catalogue is longer than is read")
        if rows:
            read = read_catalogue(msgspec.json.encode({"topics": rows}).decode())
            if read.readable:
                self._post(CatalogueRead(self._clock.now(), read.topics))

    async def keep_catalogue(self, topics: tuple[Topic, ...]) -> str:
        """In as many events as it needs, and an empty one after the last. "" or a word for what is in the way."""
        room_id = self._rows.room(DIRECTORY + self._settings().matrix_directory)
        if room_id is None:
            return "not_there"
        rows = msgspec.json.decode(write_json(topics))["topics"]
        parts: list[list[Any]] = [[]]
        for row in rows:
            if len(msgspec.json.encode([*parts[-1], row])) > PART_BYTES:
                parts.append([])
            parts[-1].append(row)
        try:
            for n, part in enumerate((*parts, []), start=1):
                key = () if n == 1 else (str(n),)
                await self._api.ask("PUT", "rooms", room_id, "state", TOPICS, *key, body={"topics": part})
        except Rejected as refused:
            return "not_allowed" if refused.code == "M_FORBIDDEN" else "not_there"
        except Trouble:
            return "not_there"
        return ""

    async def _send(self, post_id: str, room: str, content: dict[str, Any]) -> None:
        room_id = await self._joined(room, DIRECTORY + room)
        if room_id is None:
            return  # asked again with the next turn: somebody may let us in
        state = "sent"
        try:
            await self._crypt.send(room_id, post_id, content)
        except Rejected as refused:
            log.warning("post refused code=%s", refused.code)
            state = "refused"
        for fact in await self._database.write(lambda _: self._shared.settle(post_id, state, self._clock.now())):
            self._post(fact)
