"""A PBX that is one socket of the test, and a user of it; a private sound server, and ears on it."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest
from PySide6.QtCore import QCoreApplication

from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx
from tests.engine.sound_life import Life
from tests.engine.sound_server import SoundServer, sound_server


@pytest.fixture
def raw() -> Generator[RawPbx]:
    with RawPbx() as raw:
        yield raw


@pytest.fixture
def anna(raw: RawPbx) -> Generator[Agent]:
    with Agent("anna", raw.server) as agent:
        agent.configure()
        raw.register()
        yield agent
        # Un-registration at the end waits for an answer that this PBX no longer gives.
        agent.kill()


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with sound_server() as running:
        yield running


@pytest.fixture
def life(server: SoundServer, qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    server.is_found_here(monkeypatch)
    living = Life()
    yield living
    living.ears.stop()
