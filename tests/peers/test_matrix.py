"""The side chat over Matrix at a real Synapse, with an expert who speaks the bare protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from softphone.domain import facts
from softphone.domain.chat import Delivery
from softphone.domain.matrix import LinkState
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.synapse import Somebody, Synapse


@pytest.fixture
def kern(synapse: Synapse, fresh: str) -> Iterator[Somebody]:
    synapse.register(f"kern{fresh}")
    somebody = Somebody(synapse, f"kern{fresh}")
    yield somebody
    somebody.close()


@pytest.fixture
def desk(synapse: Synapse, fresh: str, kern: Somebody, tmp_path: Path) -> Iterator[MatrixDesk]:
    synapse.register(f"anna{fresh}")
    desk = MatrixDesk(tmp_path, synapse.address).start().log_in(f"anna{fresh}")
    yield desk.knows(an_expert(kern.user_id, "Kern", "Rails"))
    desk.stop()


def test_a_question_is_a_thread_in_the_room_of_its_topic_and_its_answer_comes_back(
    desk: MatrixDesk, kern: Somebody
) -> None:
    question = desk.ask(a_talk(kern.user_id), "Do the rails fit?")
    desk.proved(question, Delivery.SENT)
    room_id, asked = kern.reads("Do the rails fit?")
    assert asked["content"]["m.mentions"] == {"user_ids": [kern.user_id]}
    assert asked["content"]["body"].startswith("Kern #1: ")
    kern.ask("POST", f"v3/rooms/{room_id}/receipt/m.read/{asked['event_id']}", {})
    desk.proved(question, Delivery.SEEN)
    kern.ask("PUT", f"v3/rooms/{room_id}/typing/{kern.user_id}", {"typing": True, "timeout": 5000})
    desk.until(facts.ExpertTyping, lambda fact: fact.until is not None)
    kern.answer(room_id, asked["event_id"], "They do.")
    assert desk.reply("They do.").conversation_id == "conv-1"
    second = desk.ask(a_talk(kern.user_id), "All of them?")
    desk.proved(second, Delivery.SENT)
    _, again = kern.reads("All of them?")
    assert again["content"]["m.relates_to"]["event_id"] == asked["event_id"]


def test_a_start_goes_on_with_the_same_log_in_and_brings_what_came_meanwhile(
    synapse: Synapse, fresh: str, desk: MatrixDesk, kern: Somebody
) -> None:
    desk.proved(desk.ask(a_talk(kern.user_id), "Do the rails fit?"), Delivery.SENT)
    room_id, asked = kern.reads("Do the rails fit?")
    desk.stop()
    for n in range(80):
        kern.answer(room_id, asked["event_id"], f"Number {n}")
    desk.start().link(LinkState.ONLINE)
    desk.reply("Number 79")
    replies = [fact.message.text for fact in desk.all(facts.ReplyArrived)]
    assert replies == [f"Number {n}" for n in range(80)]
    anna = Somebody(synapse, f"anna{fresh}")
    devices = anna.ask("GET", "v3/devices")["devices"]
    anna.close()
    assert [each["display_name"] for each in devices].count("Aside") == 1
