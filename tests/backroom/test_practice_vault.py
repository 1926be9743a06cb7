"""The practice vault is a vault like any other, and comes back after a kill."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from softphone.backroom.ports import Secret, SecretName, Vault
from softphone.backroom.practice_vault import PracticeVault
from softphone.host.paths import open_home
from tests.backroom.vault_contract import VaultContract


class TestPracticeVault(VaultContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.home = open_home(tmp_path)

    def open_vault(self) -> Vault:
        return PracticeVault(self.home)

    def test_the_next_process_finds_what_this_one_kept(self) -> None:
        asyncio.run(self.open_vault().keep(SecretName.STORE_KEY, "k"))
        assert asyncio.run(self.open_vault().fetch(SecretName.STORE_KEY)) == Secret("k")
