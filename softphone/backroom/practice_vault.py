"""The secrets of a practice home: a file, because all of it is invented. Nothing real is ever kept here.

A practice desk must not touch the key store of the person who tries Aside, and must come back after a kill.
"""

from __future__ import annotations

import msgspec

from softphone.backroom.ports import Closed, Kept, NotKept, Secret, SecretName
from softphone.backroom.vault import MAX_SECRET_CHARS
from softphone.host.paths import Home, write_privately


class PracticeVault:
    """The Vault of a practice world; meets the same contract as the system's."""

    def __init__(self, home: Home) -> None:
        self._path = home.data / "practice-secrets.json"

    async def fetch(self, name: SecretName, account: str = "") -> Secret | NotKept | Closed:
        value = self._read().get(_entry(name, account))
        return NotKept() if value is None else Secret(value)

    async def keep(self, name: SecretName, value: str, account: str = "") -> Kept | Closed:
        if not value or len(value) > MAX_SECRET_CHARS:
            raise ValueError("a secret has 1 to 1,000 characters")
        self._write({**self._read(), _entry(name, account): value})
        return Kept()

    async def forget(self, name: SecretName, account: str = "") -> Kept | Closed:
        self._write({k: v for k, v in self._read().items() if k != _entry(name, account)})
        return Kept()

    async def is_open(self) -> bool:
        return True

    def _read(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError):
            return {}

    def _write(self, secrets: dict[str, str]) -> None:
        write_privately(self._path, msgspec.json.encode(secrets))


def _entry(name: SecretName, account: str) -> str:
    return f"{name.value}:{account}"
