"""The four states of a key store, with a real gnome-keyring on a private bus, and no file in any of them."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from softphone.backroom import vault as vault_module
from softphone.backroom.ports import Closed, Kept, Secret, SecretName
from softphone.backroom.vault import MemoryVault, SystemVault
from tests.backroom.vault_contract import VaultContract

SCENE = """
import asyncio
from softphone.backroom.ports import SecretName
from softphone.backroom.vault import SystemVault

async def scene():
    vault = SystemVault("aside-test", deadline_s=10)
    return [await vault.keep(SecretName.STORE_KEY, "gläsern"), await vault.fetch(SecretName.STORE_KEY)]

kept, fetched = asyncio.run(scene())
print(repr(kept), getattr(fetched, "value", fetched))
"""
UNLOCKED = 'printf "pw" | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1; exec "$@"'
STARTED = 'gnome-keyring-daemon --start --components=secrets --daemonize >/dev/null 2>&1; exec "$@"'


class TestMemoryVault(VaultContract):
    def open_vault(self) -> MemoryVault:
        return MemoryVault()


def ask(home: Path, keyring: str | None, program: list[str] | None = None) -> str:
    """What the scene prints with `home` as home and, if given, a private bus with a keyring started so."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "DISPLAY", "GNOME_"))}
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "share"), "XDG_RUNTIME_DIR": str(home)}
    root = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = root
    command = program or [sys.executable, "-c", SCENE]
    if keyring is not None:
        command = ["dbus-run-session", "--", "bash", "-c", keyring, "scene", *command]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, cwd=root, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


def test_with_no_d_bus_the_vault_says_no_service_and_writes_nothing(home: Path) -> None:
    assert "no_service" in ask(home, None)
    assert [p for p in home.rglob("*") if p.is_file()] == []


def test_on_this_system_secret_service_tools_are_installed() -> None:
    """The three tests below need them; `./dev test` installs them."""
    assert shutil.which("dbus-run-session")
    assert shutil.which("gnome-keyring-daemon")


def test_a_service_without_a_keyring_says_so(home: Path) -> None:
    assert "no_keyring" in ask(home, STARTED)


def test_an_unlocked_keyring_keeps_a_secret_and_a_locked_one_says_locked(home: Path) -> None:
    assert ask(home, UNLOCKED) == "Kept() gläsern"
    assert "locked" in ask(home, STARTED)
    assert ask(home, UNLOCKED) == "Kept() gläsern"
    kept = [p for p in (home / "share").rglob("*") if p.is_file()]  # its sockets go while it ends
    assert kept
    assert not any("gläsern".encode() in p.read_bytes() for p in kept)


def test_the_system_vault_passes_the_contract_on_a_real_keyring(home: Path) -> None:
    program = [sys.executable, "-m", "pytest", "-q", "--noconftest", "tests/backroom/system_vault_contract.py"]
    assert "4 passed" in ask(home, UNLOCKED, program)


@pytest.mark.allows_log("key store gave no answer")
def test_a_key_store_that_hangs_counts_as_locked_within_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def hang() -> None:
        release.wait(20)

    monkeypatch.setattr(vault_module, "_system_store", hang)
    try:
        assert asyncio.run(SystemVault("aside-test", deadline_s=0.05).fetch(SecretName.STORE_KEY)) is Closed.LOCKED
    finally:
        release.set()


def test_a_closed_vault_answers_every_question_with_why() -> None:
    async def scene() -> set[object]:
        vault = MemoryVault(Closed.LOCKED)
        return {
            await vault.fetch(SecretName.STORE_KEY),
            await vault.keep(SecretName.STORE_KEY, "x"),
            await vault.forget(SecretName.STORE_KEY),
        }

    assert asyncio.run(scene()) == {Closed.LOCKED}


def test_a_secret_never_shows_itself_in_a_log_line() -> None:
    assert "hidden" not in repr(Secret("hidden")) + str(Kept())
