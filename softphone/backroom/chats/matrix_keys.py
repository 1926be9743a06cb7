"""Where the Olm machine of matrix-nio keeps its keys: in the encrypted store, in the transaction under way.

No rule but the names: the machine asks for these methods. The store is encrypted by a key from the key store, so
what lies in it is not encrypted once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from softphone.backroom.database import Database

ACCOUNT, SHARED, SESSION, GROUP, DEVICE, REQUEST = "account", "shared", "session", "group", "device", "request"


class KeyRows:
    """`nio` is the module: nothing of it is imported here."""

    def __init__(self, database: Database, nio: Any, device_id: str) -> None:
        self._database = database
        self._crypto = nio.crypto
        self._device_id = device_id

    # --- This device --------------------------------------------------------------------------------------

    def load_account(self) -> Any:
        """None for a device that has no keys yet; those of another one are gone with it."""
        kept = dict(self._rows(ACCOUNT))
        if self._device_id not in kept:
            self._database.connection.execute("DELETE FROM matrix_keys")
            return None
        return self._crypto.OlmAccount.from_pickle(kept[self._device_id], shared=bool(self._rows(SHARED)))

    def save_account(self, account: Any) -> None:
        self._put(ACCOUNT, self._device_id, account.pickle())
        if account.shared:
            self._put(SHARED, self._device_id, b"")

    # --- Sessions -----------------------------------------------------------------------------------------

    def load_sessions(self) -> Any:
        found = self._crypto.SessionStore()
        for _, body in self._rows(SESSION):
            sender_key, pickle, made_at, used_at = msgspec.json.decode(body)
            made, used = datetime.fromisoformat(made_at), datetime.fromisoformat(used_at)
            found.add(sender_key, self._crypto.Session.from_pickle(pickle.encode(), made, use_time=used))
        return found

    def save_session(self, sender_key: str, session: Any) -> None:
        row = (sender_key, session.pickle().decode(), session.creation_time.isoformat(), session.use_time.isoformat())
        self._put(SESSION, session.id, msgspec.json.encode(row))

    def load_inbound_group_sessions(self) -> Any:
        found = self._crypto.GroupSessionStore()
        for _, body in self._rows(GROUP):
            pickle, ed25519, sender_key, room_id, chain = msgspec.json.decode(body)
            made = self._crypto.InboundGroupSession.from_pickle(
                pickle.encode(), ed25519, sender_key, room_id, forwarding_chain=chain
            )
            found.add(made)
        return found

    def save_inbound_group_session(self, session: Any) -> None:
        room_id, sender_key, chain = session.room_id, session.sender_key, session.forwarding_chain
        row = (session.pickle().decode(), session.ed25519, sender_key, room_id, chain)
        self._put(GROUP, f"{room_id} {sender_key} {session.id}", msgspec.json.encode(row))

    # --- Other devices ------------------------------------------------------------------------------------

    def load_device_keys(self) -> Any:
        found = self._crypto.DeviceStore()
        for _, body in self._rows(DEVICE):
            user_id, device_id, keys, name, deleted = msgspec.json.decode(body)
            found.add(self._crypto.OlmDevice(user_id, device_id, keys, name, deleted))
        return found

    def save_device_keys(self, devices: Mapping[str, Mapping[str, Any]]) -> None:
        for user_id, theirs in devices.items():
            for device_id, each in theirs.items():
                row = (user_id, device_id, each.keys, each.display_name, each.deleted)
                self._put(DEVICE, f"{user_id} {device_id}", msgspec.json.encode(row))

    def is_device_verified(self, _device: Any) -> bool:
        return False  # nobody compares keys by hand here

    def is_device_blacklisted(self, _device: Any) -> bool:
        return False

    def is_device_ignored(self, _device: Any) -> bool:
        return True  # that it is not verified

    # --- Keys asked for -----------------------------------------------------------------------------------

    def load_outgoing_key_requests(self) -> dict[str, Any]:
        rows = (msgspec.json.decode(body) for _, body in self._rows(REQUEST))
        return {row[0]: self._crypto.OutgoingKeyRequest(*row) for row in rows}

    def add_outgoing_key_request(self, asked: Any) -> None:
        row = (asked.request_id, asked.session_id, asked.room_id, asked.algorithm)
        self._put(REQUEST, asked.request_id, msgspec.json.encode(row))

    def remove_outgoing_key_request(self, asked: Any) -> None:
        self._database.connection.execute(
            "DELETE FROM matrix_keys WHERE kind = ? AND id = ?", (REQUEST, asked.request_id)
        )

    def _rows(self, kind: str) -> list[tuple[str, bytes]]:
        found: Any = self._database.connection.execute("SELECT id, body FROM matrix_keys WHERE kind = ?", (kind,))
        return list(found)

    def _put(self, kind: str, key_id: str, body: bytes) -> None:
        self._database.connection.execute("INSERT OR REPLACE INTO matrix_keys VALUES (?,?,?)", (kind, key_id, body))
