"""The same side chat at a Synapse on PostgreSQL: what is asked, lost on the way and killed comes once and in order."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from softphone.domain.chat import Delivery
from tests.peers import postgres
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.outbox_proof import prove
from tests.peers.synapse import Somebody, running_synapse

pytestmark = [pytest.mark.timeout(400), pytest.mark.peer("Synapse 1.163")]


@pytest.mark.proves("Matrix: Synapse on PostgreSQL 16")
def test_a_talk_goes_both_ways_and_thirty_questions_come_once_and_in_order(tmp_path: Path) -> None:
    # A socket's name has a hundred characters.
    with (
        tempfile.TemporaryDirectory(prefix="pg") as folder,
        postgres.running_postgres(Path(folder)) as database,
        running_synapse(database=database, python=postgres.build()) as synapse,
    ):
        assert prove(synapse, tmp_path / "proof", messages=30, kills=1, deadline_s=120.0) >= 4
        synapse.register("osei")
        osei = Somebody(synapse, "osei")
        desk = MatrixDesk(tmp_path / "desk", synapse.address).start().log_in("anna")
        desk.knows(an_expert(osei.user_id, "Osei", "Rails"))
        desk.proved(desk.ask(a_talk(osei.user_id, 9, name="Osei"), "Do the rails fit?"), Delivery.SENT)
        room_id, event = osei.reads("Do the rails fit?")
        osei.answer(room_id, event["event_id"], "They do.")
        assert desk.reply("They do.").conversation_id == "conv-9"
        desk.stop()
        osei.close()
