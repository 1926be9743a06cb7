"""A PBX that is one socket of the test, and a user of it."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx


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
