"""The contract on the system's own key store. Started by test_vault.py inside a private session bus."""

from __future__ import annotations

import uuid

from softphone.backroom.vault import SystemVault
from tests.backroom.vault_contract import VaultContract


class TestSystemVault(VaultContract):
    def open_vault(self) -> SystemVault:
        return SystemVault(f"aside-test-{uuid.uuid4()}", deadline_s=10)
