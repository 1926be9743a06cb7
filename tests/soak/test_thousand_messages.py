"""A thousand questions over a way that loses every fifth answer; homeserver and backroom are killed ten times each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.peers.outbox_proof import prove
from tests.peers.synapse import running_synapse

MESSAGES, KILLS = 1_000, 10
DEADLINE_S = 300.0


@pytest.mark.timeout(3_600)
def test_a_thousand_questions_come_once_and_in_order_through_twenty_kills(tmp_path: Path) -> None:
    with running_synapse() as synapse:
        dropped = prove(synapse, tmp_path, messages=MESSAGES, kills=KILLS, deadline_s=DEADLINE_S)
    assert dropped >= MESSAGES // 6
