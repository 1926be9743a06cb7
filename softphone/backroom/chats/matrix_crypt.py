"""Encrypted rooms: read and written where the extra `aside[e2ee]` is installed; without it they are said to be one.

matrix-nio's Olm machine (on vodozemac) is fed by our own sync and our own requests: of its HTTP nothing is used, and
nothing of it is loaded before one of our rooms is encrypted. Devices are believed at first sight and not compared.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, TypeVar
from uuid import uuid4

from softphone.backroom.chats.matrix_http import Limited, MatrixApi, Rejected, Unreachable
from softphone.backroom.chats.matrix_keys import KeyRows
from softphone.backroom.chats.matrix_reading import ID, a_dict, a_list, a_text, an_id
from softphone.backroom.chats.matrix_rows import MatrixRows
from softphone.backroom.database import Database

log = logging.getLogger("aside.matrix")

SEALED = "m.room.encrypted"
SEAL = "m.room.encryption"
CLAIMED = "signed_curve25519"
AGAIN_S = 10.0
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, AssertionError)  # what a bad event does to the machine

T = TypeVar("T")


class Crypt:
    """Of one log-in. Without the extra events stay as they came, and nothing is written where it would be encrypted."""

    def __init__(self, api: MatrixApi, database: Database, rows: MatrixRows) -> None:
        self._api = api
        self._database = database
        self._rows = rows
        self._there = find_spec("vodozemac") is not None and find_spec("nio") is not None
        self._nio: Any = None
        self._olm: Any = None
        self._torn = False  # a sync was not kept: what the machine remembers of it is not so
        self._asked: set[str] = set()
        self._shared_with: dict[str, frozenset[tuple[str, str]]] = {}  # by room: who has the key of what is written now
        self._turn = asyncio.Lock()
        self._wanted = asyncio.Event()

    async def begin(self) -> None:
        """Before the first sync: keys that come with it are of use only to who has opened theirs. Raises Trouble."""
        if self._there:
            await self._look()

    async def run(self) -> None:
        """Until the log-in ends: raises LoggedOut."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._look()
            except (Unreachable, Limited) as trouble:
                log.info("keys wait reason=%s", type(trouble).__name__)
                await asyncio.sleep(AGAIN_S)
                self._wanted.set()

    def look(self) -> None:
        """What came is kept: a new room, keys of ours that are used up, another device."""
        self._torn = False
        if self._there:
            self._wanted.set()

    # --- What comes ---------------------------------------------------------------------------------------

    def take(self, told: dict[str, Any]) -> None:
        """Keys and devices of a sync. Inside its transaction."""
        if self._olm is None:
            return
        if self._torn:
            self._open()
        self._torn = True
        counts = told.get("device_one_time_keys_count")
        if isinstance(counts, dict):
            count = counts.get(CLAIMED, 0)
            self._olm.uploaded_key_count = count if type(count) is int else None
        changed = {an_id(user) for user in a_list(a_dict(told.get("device_lists")).get("changed"))}
        self._olm.add_changed_users(changed & self._olm.tracked_users)
        for event in a_list(a_dict(told.get("to_device")).get("events")):
            if a_dict(event).get("type") == SEALED:
                self._step(lambda e=event: self._heard(e))  # type: ignore[misc]

    def opened(self, room_id: str, untrusted: Any) -> Any:
        """The event as it was before it was encrypted; itself where it is none, or cannot be read."""
        event = a_dict(untrusted)
        if event.get("type") != SEALED or self._olm is None:
            return untrusted
        return self._step(lambda: self._read(room_id, event)) or untrusted

    def _heard(self, event: Any) -> None:
        parsed = self._nio.ToDeviceEvent.parse_event(event)
        if isinstance(parsed, self._nio.events.OlmEvent):
            self._olm.handle_to_device_event(parsed)

    def _read(self, room_id: str, event: dict[str, Any]) -> dict[str, Any] | None:
        parsed = self._nio.Event.parse_event({**event, "room_id": room_id})
        if not isinstance(parsed, self._nio.MegolmEvent):
            return None
        source = self._olm.decrypt_megolm_event(parsed, room_id).source
        kind, content = a_text(source["type"]), a_dict(source["content"])
        return {**event, "type": kind, "content": content} if kind != SEALED else None

    # --- What goes ----------------------------------------------------------------------------------------

    async def send(self, room_id: str, txn: str, content: dict[str, Any]) -> dict[str, Any]:
        """A message, encrypted where the room is; where it cannot be, nothing goes. Raises Trouble."""
        kind = "m.room.message"
        if await self._is_sealed(room_id):
            if not self._there:
                raise Rejected(403, "M_UNREADABLE")  # nor could the answer be read
            if "url" in content:
                raise Rejected(403, "M_SEALED")  # a file would lie there unencrypted
            kind, content = SEALED, await self._sealed(room_id, content)
        return await self._api.ask("PUT", "rooms", room_id, "send", kind, txn, body=content)

    async def _is_sealed(self, room_id: str) -> bool:
        known = self._rows.sealed(room_id)
        return await self._ask(room_id) if known is None else known

    async def _sealed(self, room_id: str, content: dict[str, Any]) -> dict[str, Any]:
        """What it relates to, and its id, are for the homeserver and for ourselves to read."""
        await self._look()
        async with self._turn:
            await self._share(room_id)
            payload = self._olm.group_encrypt(room_id, {"type": "m.room.message", "content": content})
        return {**payload, **{name: content[name] for name in ("m.relates_to", ID) if name in content}}

    async def _share(self, room_id: str) -> None:
        """The room's key, with every device in it; a new one when somebody came or went."""
        olm, users = self._olm, sorted({*self._rows.members(room_id), self._api.user_id})
        unknown = [u for u in users if u not in olm.tracked_users or u in olm.users_for_key_query]
        if unknown:
            answer = await self._api.ask("POST", "keys", "query", body={"device_keys": {u: [] for u in unknown}})
            await self._answered(self._nio.KeysQueryResponse, answer)
        devices = frozenset((u, d.id) for u in users for d in olm.device_store.active_user_devices(u))
        if self._shared_with.get(room_id) == devices and not olm.should_share_group_session(room_id):
            return
        olm.outbound_group_sessions.pop(room_id, None)
        await self._claim(olm.get_missing_sessions(users))
        parts = await self._database.write(
            lambda _: list(olm.share_group_session_parallel(room_id, users, ignore_unverified_devices=True))
        )
        for _, body in parts:
            await self._tell(SEALED, body)
        olm.outbound_group_sessions[room_id].shared = True
        self._shared_with[room_id] = devices

    async def _claim(self, missing: dict[str, list[str]]) -> None:
        if missing:
            wanted = {user: dict.fromkeys(devices, CLAIMED) for user, devices in missing.items()}
            answer = await self._api.ask("POST", "keys", "claim", body={"one_time_keys": wanted})
            await self._answered(self._nio.KeysClaimResponse, answer)

    # --- Keeping up ---------------------------------------------------------------------------------------

    async def _look(self) -> None:
        async with self._turn:
            for room_id in self._rows.unasked_rooms():
                if room_id not in self._asked:
                    with suppress(Rejected):  # asked again before something is written there
                        await self._ask(room_id)
            if self._olm is None and self._rows.sealed_rooms():
                self._nio = await asyncio.to_thread(_loaded)
                await self._database.write(lambda _: self._open())
            olm = self._olm
            if olm is None:
                return
            if olm.should_upload_keys:
                body = await self._database.write(lambda _: self._fresh_keys())
                answer = await self._api.ask("POST", "keys", "upload", body=body)
                await self._answered(self._nio.KeysUploadResponse, answer)
            if olm.wedged_devices:
                await self._claim(olm.get_users_for_key_claiming())
            for message in tuple(olm.outgoing_to_device_messages):
                to = {message.recipient: {message.recipient_device: message.content}}
                await self._tell(message.type, {"messages": to})
                sent = self._nio.ToDeviceResponse(message)
                await self._database.write(lambda _, sent=sent: olm.handle_response(sent))  # type: ignore[misc]

    def _open(self) -> None:
        api = self._api
        self._olm = self._nio.crypto.Olm(api.user_id, api.device_id, KeyRows(self._database, self._nio, api.device_id))

    def _fresh_keys(self) -> Any:
        """Kept before they are given away."""
        body = self._olm.share_keys()
        self._olm.save_account()
        return body

    async def _ask(self, room_id: str) -> bool:
        self._asked.add(room_id)
        try:
            sealed = bool(await self._api.ask("GET", "rooms", room_id, "state", SEAL))
        except Rejected as refused:
            if refused.code != "M_NOT_FOUND":
                raise
            sealed = False
        await self._database.write(lambda _: self._rows.set_sealed(room_id, sealed))
        return sealed

    async def _tell(self, kind: str, body: dict[str, Any]) -> None:
        """To devices. What was not answered may go twice: they read it once."""
        await self._api.ask("PUT", "sendToDevice", kind, uuid4().hex, body=body)

    async def _answered(self, kind: Any, answer: dict[str, Any]) -> None:
        parsed = kind.from_dict(answer)
        if isinstance(parsed, kind):
            await self._database.write(lambda _: self._step(lambda: self._olm.handle_response(parsed)))

    def _step(self, step: Callable[[], T]) -> T | None:
        """What others sent may be broken in any way; it is then as if it had not come."""
        try:
            return step()
        except (*_BROKEN, self._nio.EncryptionError, self._nio.exceptions.VerificationError) as error:
            log.info("encrypted event not read error=%s", type(error).__name__)
            return None


def _loaded() -> Any:
    """matrix-nio, quiet: its log names people."""
    import nio

    logging.getLogger("nio").setLevel(logging.CRITICAL + 1)
    return nio
