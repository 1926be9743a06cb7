"""What the homeserver tells: one long request after the other, of our rooms and of the experts in view alone.

The filter names the rooms, so that an account that is in a hundred others costs nothing. When a room is added the
request under way is broken off and made again from the same position: nothing of the new room can pass unseen.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import msgspec

from softphone.backroom.chats.matrix_crypt import SEAL, SEALED
from softphone.backroom.chats.matrix_http import MatrixApi, Rejected
from softphone.backroom.chats.matrix_intake import Intake
from softphone.backroom.chats.matrix_reading import a_dict, a_list, a_text, an_id, read_presence
from softphone.backroom.chats.matrix_rows import MatrixRows
from softphone.backroom.chats.matrix_shared import TOPICS
from softphone.backroom.database import Database
from softphone.backroom.journal import Journal
from softphone.domain.facts import Fact, PresenceRead
from softphone.domain.matrix import is_matrix_id
from softphone.host.clock import Clock

log = logging.getLogger("aside.matrix")

TURN_S = 20  # a link that died unnoticed is found within this and a little more; presence then becomes unknown
GRACE_S = 6.0
MOST_IN_FILTER = 100
MOST_WATCHED = 50  # presence only of experts in view
TIMELINE = 60
MOST_PAGES = 30  # of a hundred events, brought in after a gap
_TYPES = ["m.room.message", SEALED, "m.reaction", "m.room.redaction", "m.room.member", SEAL, TOPICS]


class Sync:
    def __init__(
        self,
        api: MatrixApi,
        database: Database,
        rows: MatrixRows,
        journal: Journal,
        intake: Intake,
        post: Callable[[Fact], None],
        clock: Clock,
        alive: Callable[[], None],
        looked: Callable[[], None],
        in_view: Callable[[], tuple[str, ...] | None],
    ) -> None:
        self._api = api
        self._database = database
        self._rows = rows
        self._journal = journal
        self._intake = intake
        self._post = post
        self._clock = clock
        self._alive = alive
        self._looked = looked
        self._in_view = in_view
        self._looked_at: set[str] = set()
        self._asking: asyncio.Task[dict[str, Any]] | None = None

    def start_anew(self) -> None:
        """Our rooms, or who is looked at, are others now."""
        if self._asking is not None:
            self._asking.cancel()

    async def run(self) -> None:
        """Until something is wrong: raises Trouble."""
        first = True
        while True:
            told = await self._asked(0 if first else TURN_S)
            if told is None:
                continue
            first = False
            earlier = {room_id: events async for room_id, events in self._left_out(told)}
            now = self._clock.now()
            for fact in await self._database.write(lambda _: self._intake.take_in(told, earlier, now)):  # noqa: B023
                self._post(fact)
            self._alive()
            self._looked()
            await self._follow_invitations(told)
            await self._look_at_experts()

    async def _asked(self, wait_s: int) -> dict[str, Any] | None:
        """None where it was broken off."""
        account = self._rows.account()
        query = {"timeout": str(wait_s * 1000), "filter": self._filter(), "set_presence": "online"}
        if account is not None and account.since:
            query["since"] = account.since
        asking = self._asking = asyncio.ensure_future(
            self._api.ask("GET", "sync", query=query, answer_s=wait_s + GRACE_S + (0 if wait_s else 60))
        )
        try:
            return await asking
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                asking.cancel()
                raise
            return None
        finally:
            self._asking = None

    def _filter(self) -> str:
        rooms = self._rows.rooms()
        ours: dict[str, Any] = {"rooms": rooms} if len(rooms) <= MOST_IN_FILTER else {}
        watched = self._watched()
        nothing = {"not_types": ["*"]}
        whole = {
            "account_data": nothing,
            "presence": {"senders": watched, "types": ["m.presence"]} if watched else nothing,
            "room": {
                "account_data": nothing,
                "state": {**ours, "types": ["m.room.member", SEAL]},
                "timeline": {**ours, "types": _TYPES, "limit": TIMELINE},
                "ephemeral": {**ours, "types": ["m.typing", "m.receipt"]},
            },
        }
        return msgspec.json.encode(whole).decode()

    async def _left_out(self, told: dict[str, Any]) -> Any:
        """What lies between the last that we know and a limited timeline, oldest first."""
        known_rooms = frozenset(self._rows.rooms())
        for room_id, room in a_dict(a_dict(told.get("rooms")).get("join")).items():
            timeline = a_dict(a_dict(room).get("timeline"))
            if room_id not in known_rooms or timeline.get("limited") is not True:
                continue
            if self._rows.last_event(room_id) is None:
                continue  # we are new here: what was said before is not for us
            events: list[Any] = []
            query = {"dir": "b", "limit": "100", "from": a_text(timeline.get("prev_batch"))}
            for _ in range(MOST_PAGES):
                page = await self._api.ask("GET", "rooms", room_id, "messages", query=query)
                chunk = a_list(page.get("chunk"))
                events += chunk
                end = a_text(page.get("end"))
                if not chunk or not end or any(self._knows(event) for event in chunk):
                    break
                query["from"] = end
            yield room_id, events[::-1]

    def _knows(self, untrusted_event: Any) -> bool:
        return self._rows.event(an_id(a_dict(untrusted_event).get("event_id"))) is not None

    async def _look_at_experts(self) -> None:
        """Once each time they come into view: a sync that goes on from a position tells changes alone."""
        self._looked_at &= set(self._watched())
        for address in self._watched():
            if address in self._looked_at:
                continue
            self._looked_at.add(address)
            try:
                content = await self._api.ask("GET", "presence", address, "status")
            except Rejected:
                continue  # no room in common yet: nothing is known, and nothing is shown
            now = self._clock.now()
            found = read_presence({"sender": address, "content": content}, now)
            if found is not None:
                self._post(PresenceRead(now, *found))

    def _watched(self) -> list[str]:
        seen = self._in_view()
        every = (e.address for e in self._journal.experts() if is_matrix_id(e.address)) if seen is None else seen
        return list(every)[:MOST_WATCHED]

    async def _follow_invitations(self, told: dict[str, Any]) -> None:
        """Of experts on the list alone: one of them wants to write to the agent."""
        experts = {e.address for e in self._journal.experts()}
        for room_id, room in a_dict(a_dict(told.get("rooms")).get("invite")).items():
            events = [a_dict(e) for e in a_list(a_dict(a_dict(room).get("invite_state")).get("events"))]
            by = {
                an_id(e.get("sender"))
                for e in events
                if e.get("type") == "m.room.member" and e.get("state_key") == self._api.user_id
            }
            if not by & experts:
                continue
            try:
                await self._api.ask("POST", "join", room_id, body={})
            except Rejected as refused:
                log.info("invitation not followed code=%s", refused.code)
                continue
            now = self._clock.now()
            key = f"invited:{room_id}"
            await self._database.write(lambda _, r=room_id, k=key: self._rows.keep_room(r, k, now))  # type: ignore[misc]  # noqa: B023
