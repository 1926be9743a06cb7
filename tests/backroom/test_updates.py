"""The list of new versions: believed when it is signed, of us and of this day; anything else is as if it were not."""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.backroom.crm import CrmClient
from softphone.backroom.updates import NotBelieved, newer_version, read
from softphone.domain.updates import AskForUpdates
from tests.backroom.servers import CrmServer, answer

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=30)


def signing() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "packaging/sign_update.py"
    spec = importlib.util.spec_from_file_location("sign_update", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Release:
    """Whoever signs our releases, with the tool that they use."""

    def __init__(self, folder: Path) -> None:
        self.private = folder / "key.pem"
        self.public = signing().new_key(self.private)

    def file(self, rings: dict[str, str], expires: datetime = LATER) -> bytes:
        return bytes(signing().signed(self.private.read_bytes(), rings, expires).encode())


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return Release(tmp_path)


def asked(release: Release, body: bytes, *, ring: str = "stable", status: int = 200) -> str:
    async def run() -> str:
        async with CrmServer([answer(status, body)]) as server, CrmClient() as client:
            return await newer_version(client, AskForUpdates(server.address, ring, release.public), build="0.1.0")

    return asyncio.run(run())


def test_a_newer_version_of_ones_own_ring_is_told(release: Release) -> None:
    body = release.file({"stable": "0.1.1", "pilot": "0.10.0"})

    assert asked(release, body) == "0.1.1"
    assert asked(release, body, ring="pilot") == "0.10.0"
    assert asked(release, body, ring="nobody") == ""


@pytest.mark.parametrize("version", ["0.1.0", "0.0.9", "0.1", "next", "1.0; rm -rf", ""])
def test_the_same_an_older_or_no_version_is_nothing_to_tell(release: Release, version: str) -> None:
    assert asked(release, release.file({"stable": version})) == ""


@pytest.mark.allows_log("^updates_not_known why=")
def test_what_another_key_signed_what_was_changed_and_what_is_over_is_not_believed(
    release: Release, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Release(tmp_path / "other")
    good = json.loads(release.file({"stable": "9.0"}))
    changed = base64.b64decode(good["signed"]).replace(b"9.0", b"9.1")
    for body in (
        other.file({"stable": "9.0"}),
        json.dumps({**good, "signed": base64.b64encode(changed).decode()}).encode(),
        release.file({"stable": "9.0"}, NOW - timedelta(seconds=5)),
        b"{}",
        b"x" * 20_000,
    ):
        assert asked(release, body) == ""
    assert asked(release, release.file({"stable": "9.0"}), status=404) == ""


@pytest.mark.allows_log("^updates_not_known why=not_secure")
def test_an_address_that_is_not_https_is_never_asked(release: Release) -> None:
    async def run() -> str:
        async with CrmClient() as client:
            return await newer_version(client, AskForUpdates("http://updates.example/", "stable", release.public))

    assert asyncio.run(run()) == ""


@given(st.binary(max_size=200), st.text(max_size=60))
def test_no_file_and_no_key_is_believed_or_raises_anything_else(untrusted: bytes, key: str) -> None:
    with pytest.raises(NotBelieved):
        read(untrusted, key, NOW)


def test_the_private_key_is_for_its_owner_alone(release: Release) -> None:
    assert os.stat(release.private).st_mode & 0o077 == 0
