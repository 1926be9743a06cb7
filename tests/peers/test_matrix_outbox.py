"""The outbox against a real Synapse: answers that are lost, and both ends killed. The long run is a soak."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.peers.outbox_proof import prove
from tests.peers.synapse import running_synapse

DEADLINE_S = 90.0

pytestmark = pytest.mark.peer("Synapse 1.163")


@pytest.mark.proves("Matrix: none lost or doubled, answers dropped, both ends killed")
def test_fifty_questions_come_once_and_in_order_over_a_way_that_loses_every_fifth_answer(
    tmp_path: Path,
) -> None:
    with running_synapse() as synapse:
        assert prove(synapse, tmp_path, messages=50, kills=1, deadline_s=DEADLINE_S) >= 8
