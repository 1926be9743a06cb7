"""What every vault must do. The fake and the system's key store both pass it."""

from __future__ import annotations

import asyncio

import pytest

from softphone.backroom.ports import Kept, NotKept, Secret, SecretName, Vault


class VaultContract:
    def open_vault(self) -> Vault:
        raise NotImplementedError

    def test_a_secret_never_kept_is_not_there(self) -> None:
        assert asyncio.run(self.open_vault().fetch(SecretName.CRM_TOKEN)) == NotKept()

    def test_what_was_kept_comes_back_character_for_character(self) -> None:
        async def scene() -> object:
            vault = self.open_vault()
            assert await vault.keep(SecretName.SIP_PASSWORD, "pä'\"ß\\ $1") == Kept()
            return await vault.fetch(SecretName.SIP_PASSWORD)

        assert asyncio.run(scene()) == Secret("pä'\"ß\\ $1")

    def test_a_forgotten_secret_is_gone_and_the_others_stay(self) -> None:
        async def scene() -> tuple[object, object]:
            vault = self.open_vault()
            await vault.keep(SecretName.SIP_PASSWORD, "one")
            await vault.keep(SecretName.STORE_KEY, "two")
            assert await vault.forget(SecretName.SIP_PASSWORD) == Kept()
            assert await vault.forget(SecretName.SIP_PASSWORD) == Kept()
            return await vault.fetch(SecretName.SIP_PASSWORD), await vault.fetch(SecretName.STORE_KEY)

        assert asyncio.run(scene()) == (NotKept(), Secret("two"))

    def test_a_secret_cannot_be_empty_or_huge(self) -> None:
        for value in ("", "x" * 1_001):
            with pytest.raises(ValueError):
                asyncio.run(self.open_vault().keep(SecretName.SIP_PASSWORD, value))
