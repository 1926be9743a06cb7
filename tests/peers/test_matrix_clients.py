"""The whole conversation with experts on others' programs: a command line without threads, Element's library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from softphone.domain import facts
from softphone.domain.chat import Delivery
from softphone.domain.effects import MarkSeen
from tests.peers.matrix_clients import Commander, JsExpert
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.synapse import Somebody, Synapse

pytestmark = [pytest.mark.timeout(300), pytest.mark.peer("Synapse 1.163")]


@pytest.fixture
def kern(synapse: Synapse, fresh: str) -> str:
    synapse.register(f"kern{fresh}")
    return f"kern{fresh}"


@pytest.fixture
def desk(synapse: Synapse, fresh: str, kern: str, tmp_path: Path) -> Iterator[MatrixDesk]:
    synapse.register(f"anna{fresh}")
    desk = MatrixDesk(tmp_path / "desk", synapse.address).start().log_in(f"anna{fresh}")
    yield desk.knows(an_expert(synapse.user_id(kern), "Kern", "Rails"))
    desk.stop()


@pytest.mark.proves("Matrix: experts on matrix-js-sdk and matrix-commander")
def test_an_expert_on_matrix_js_sdk_is_rung_for_answers_in_the_thread_reacts_and_is_seen_to_read(
    synapse: Synapse, kern: str, desk: MatrixDesk
) -> None:
    talk = a_talk(synapse.user_id(kern))
    expert = JsExpert(synapse, kern)
    question = desk.ask(talk, "Do the rails fit?")
    assert expert.until("read", "Kern #1: Do the rails fit?")["rings"] is True
    expert.do("look")
    desk.proved(question, Delivery.SEEN)
    expert.do("react", "✅")
    desk.until(facts.MessageChanged, lambda fact: fact.message.reactions == ("✅",))
    sign = desk.until(facts.Reacted)
    assert (sign.message_id, sign.sender, sign.key) == (question, talk.address, "✅")
    expert.do("write")
    desk.until(facts.ExpertTyping, lambda fact: fact.until is not None)
    expert.do("answer", "They do.")
    assert desk.reply("They do.").conversation_id == talk.conversation_id
    desk.run(MarkSeen(talk.conversation_id))
    desk.ask(talk, "All of them?")
    second = expert.until("read", "All of them?")
    assert second["thread"]
    expert.do("answer", "From 2019 on.")
    assert desk.reply("From 2019 on.").conversation_id == talk.conversation_id
    expert.close()


@pytest.mark.proves("Matrix: experts on matrix-js-sdk and matrix-commander")
def test_an_expert_on_matrix_commander_reads_the_question_and_answers_by_its_number(
    synapse: Synapse, kern: str, desk: MatrixDesk, tmp_path: Path
) -> None:
    expert_id = synapse.user_id(kern)
    for n, text in ((1, "Do the rails fit?"), (2, "Are they in stock?")):
        desk.proved(desk.ask(a_talk(expert_id, n), text), Delivery.SENT)
    somebody = Somebody(synapse, kern)
    somebody.look()
    (room_id,) = somebody.invited
    (tmp_path / "shell").mkdir()
    expert = Commander(synapse, kern, tmp_path / "shell")
    expert.log_in(room_id)
    read = expert.reads(room_id)
    assert "Kern #1: Do the rails fit?" in read
    assert "Kern #2: Are they in stock?" in read
    expert.say(room_id, "#2 Twelve of them.")
    assert desk.reply("Twelve of them.").conversation_id == "conv-2"
    expert.say(room_id, "#1 They do.")
    assert desk.reply("They do.").conversation_id == "conv-1"
    somebody.close()
