"""Which room a conversation is held in, and that the asked one is there.

A topic has one standing room: a shared one that IT made under the alias `#aside-TOPIC`, else one of this agent's own.
A conversation with a setting of its own, or no topic, has a room for itself or for the two. A room is made under an
alias, so that one whose making was not answered is found again instead of made twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
import zlib
from collections.abc import Callable
from typing import Any

from softphone.backroom.chats.matrix_http import MatrixApi, Rejected
from softphone.backroom.chats.matrix_rows import MatrixRows, TalkRow
from softphone.backroom.database import Database
from softphone.backroom.journal import Journal
from softphone.domain.chat import Conversation
from softphone.domain.matrix import RoomFor, is_matrix_id
from softphone.domain.settings import Settings
from softphone.host.clock import Clock

CONTEXT = "chat.aside.context"
MOST_INVITED = 40
_NAME_CHARS = 120
_NO_ALIAS = frozenset({"M_NOT_FOUND", "M_UNKNOWN", "M_FORBIDDEN", "M_INVALID_PARAM"})
_WITH_CREATOR = frozenset({"", *(str(n) for n in range(1, 12))})
# Only we change what a room is and what its context says; the experts write.
_POWER = {
    "users_default": 0,
    "events_default": 0,
    "state_default": 100,
    "invite": 100,
    "kick": 100,
    "ban": 100,
    "redact": 100,
    "events": {CONTEXT: 100, "m.room.power_levels": 100, "m.room.name": 100, "m.room.encryption": 100},
}


class Rooms:
    def __init__(
        self,
        api: MatrixApi,
        database: Database,
        rows: MatrixRows,
        journal: Journal,
        settings: Callable[[], Settings],
        clock: Clock,
        changed: Callable[[], None],
    ) -> None:
        self._api = api
        self._database = database
        self._rows = rows
        self._journal = journal
        self._settings = settings
        self._clock = clock
        self._changed = changed  # the sync must follow another set of rooms

    async def talk_of(self, conversation: Conversation, peer: str) -> TalkRow:
        """The conversation's thread, in a room in which `peer` is, or is invited. Raises Trouble."""
        talk = self._rows.talk(conversation.conversation_id)
        if talk is None:
            room_id = await self._room(conversation, peer)
            talk = await self._database.write(lambda _: self._rows.begin_talk(conversation.conversation_id, room_id))
        if peer not in self._rows.members(talk.room_id):
            await self._invite(talk.room_id, peer)
        return talk

    def talk_known(self, conversation: Conversation) -> TalkRow | None:
        """As above, where nothing is to be asked of the homeserver. Inside the caller's transaction."""
        talk = self._rows.talk(conversation.conversation_id)
        key, *_ = self._key(conversation, conversation.address)
        room_id = talk.room_id if talk is not None else self._rows.room(key)
        if room_id is None or conversation.address not in self._rows.members(room_id):
            return None
        return talk or self._rows.begin_talk(conversation.conversation_id, room_id)

    async def invite_others(self, talk: TalkRow, topic: str) -> None:
        """The rest of the topic's experts: they join once. Who cannot be invited is not."""
        there = self._rows.members(talk.room_id)
        for expert in self._journal.experts():
            if len(there) >= MOST_INVITED:
                return
            if topic in (*expert.topics, expert.team) and is_matrix_id(expert.address) and expert.address not in there:
                there |= {expert.address}
                try:
                    await self._invite(talk.room_id, expert.address)
                except Rejected:
                    await self._database.write(lambda _, e=expert: self._member(talk.room_id, e.address))  # type: ignore[misc]

    async def leave(self, room_id: str) -> None:
        """For good, also from this account's list."""
        for word in ("leave", "forget"):
            with contextlib.suppress(Rejected):
                await self._api.ask("POST", "rooms", room_id, word, body={})
        await self._database.write(lambda _: self._rows.forget_room(room_id))
        self._changed()

    def _member(self, room_id: str, user_id: str) -> None:
        self._rows.set_member(room_id, user_id, True)

    async def _invite(self, room_id: str, user_id: str) -> None:
        try:
            await self._api.ask("POST", "rooms", room_id, "invite", body={"user_id": user_id})
        except Rejected as refused:
            if refused.code != "M_FORBIDDEN" or not await self._is_in(room_id, user_id):
                raise
        await self._database.write(lambda _: self._member(room_id, user_id))

    async def _is_in(self, room_id: str, user_id: str) -> bool:
        try:
            state = await self._api.ask("GET", "rooms", room_id, "state", "m.room.member", user_id)
        except Rejected:
            return False
        return state.get("membership") in ("join", "invite")

    def _key(self, conversation: Conversation, peer: str) -> tuple[str, str, str]:
        """What its room is for, and the words of its alias and its name."""
        topic = conversation.topic
        if self._settings().matrix_rooms is RoomFor.CONVERSATION:
            return f"talk:{conversation.conversation_id}", _slug(conversation.conversation_id), topic
        if topic:
            return f"topic:{topic}", _slug(topic), topic
        return f"person:{peer}", _slug(peer), ""

    async def _room(self, conversation: Conversation, peer: str) -> str:
        topic = conversation.topic
        key, slug, name = self._key(conversation, peer)
        known = self._rows.room(key)
        if known is not None:
            return known
        mine = self._api.user_id[1:].partition(":")
        room_id, first = None, 0
        if key.startswith("topic:"):
            room_id = await self._joined(shared_alias(topic, self._api.user_id))
            first = numbers_after(self._api.user_id)
        if room_id is None:
            first = 0
            room_id = await self._made(key, f"aside-{_words(mine[0])}-{slug}", mine[2], name, conversation)
        now = self._clock.now()
        await self._database.write(lambda _: self._rows.keep_room(room_id, key, now, first))
        self._changed()
        return room_id

    async def _joined(self, alias: str) -> str | None:
        """The shared room, where there is one that lets us in."""
        try:
            joined = await self._api.ask("POST", "join", alias, body={})
        except Rejected as refused:
            if refused.code in _NO_ALIAS:
                return None
            raise
        return _room_id(joined)

    async def _made(self, key: str, alias: str, server: str, name: str, conversation: Conversation) -> str:
        version = self._settings().matrix_room_version
        # From version 12 on who made a room stands above all and may not be named (MSC4289).
        users = {"users": {self._api.user_id: 100}} if version in _WITH_CREATOR else {}
        body: dict[str, Any] = {
            "preset": "private_chat",
            "visibility": "private",
            "room_alias_name": alias,
            "name": f"Aside: {name}"[:_NAME_CHARS] if name else "Aside",
            "power_level_content_override": {**_POWER, **users},
            "is_direct": key.startswith("person:"),
            # The preset lets guests of the homeserver in where somebody invites one.
            "initial_state": [_state("m.room.guest_access", {"guest_access": "forbidden"})],
            **({"room_version": version} if version else {}),
        }
        if key.startswith("talk:"):
            content = {"topic": conversation.topic, "text": conversation.context_line, "version": 1}
            body["initial_state"].append(_state(CONTEXT, content))
        try:
            return _room_id(await self._api.ask("POST", "createRoom", body=body))
        except Rejected as refused:
            if refused.code != "M_ROOM_IN_USE":
                raise
        # We made it, and the answer was lost; or another of our desks did.
        where = f"#{alias}:{server}"
        return _room_id(await self._api.ask("POST", "join", where, body={}))


def shared_alias(topic: str, user_id: str) -> str:
    """Of the room that the desks of a site share."""
    return f"#aside-{_words(topic)}:{user_id.partition(':')[2]}"


def numbers_after(user_id: str) -> int:
    """Where the short numbers of a desk begin in a room that it shares: two desks must not both have a #1."""
    return (100 + zlib.crc32(user_id.encode()) % 900) * 100


def _room_id(answer: dict[str, Any]) -> str:
    room_id = answer.get("room_id")
    if not isinstance(room_id, str) or not room_id or len(room_id) > 255:
        raise Rejected(200, "no room id")
    return room_id


def _state(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "state_key": "", "content": content}


def _words(text: str) -> str:
    """As it stands in an alias that a person makes: "Schränke & Regale" is "schranke-regale"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


def _slug(text: str) -> str:
    """Not to be mistaken for another's: its words and a mark of the whole."""
    return f"{_words(text)[:40]}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}".strip("-")
