"""Encrypted rooms, both ways, with Element's library: what the homeserver cannot read, the desk and the expert can."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from softphone.backroom.chats import matrix_crypt
from softphone.backroom.chats.matrix_rooms import numbers_after
from softphone.domain import facts
from softphone.domain.changes import ChangeEffect
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.matrix import LinkState
from tests.builders import NOON
from tests.engine.agents import DEADLINE_S
from tests.peers.matrix_clients import JsExpert
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.synapse import Somebody, Synapse

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.peer("Synapse 1.163"),
    pytest.mark.proves("Matrix: encrypted rooms, both ways"),
]

SEAL = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


@pytest.fixture
def kern(synapse: Synapse, fresh: str) -> Iterator[Somebody]:
    """Has made the encrypted room of a topic, which agents may join."""
    synapse.register(f"kern{fresh}")
    kern = Somebody(synapse, f"kern{fresh}")
    room = {"preset": "public_chat", "room_alias_name": f"aside-rails-{fresh}", "initial_state": [SEAL]}
    kern.ask("POST", "v3/createRoom", {**room, "room_version": "11"})
    yield kern
    kern.close()


@pytest.fixture
def desk(synapse: Synapse, fresh: str, kern: Somebody, tmp_path: Path) -> Iterator[MatrixDesk]:
    synapse.register(f"anna{fresh}")
    desk = MatrixDesk(tmp_path / "desk", synapse.address).start().log_in(f"anna{fresh}")
    yield desk.knows(an_expert(kern.user_id, "Kern", f"Rails {fresh}"))
    desk.stop()


@pytest.fixture
def expert(synapse: Synapse, fresh: str, kern: Somebody) -> Iterator[JsExpert]:
    expert = JsExpert(synapse, f"kern{fresh}", keys=True)
    expert.until("published", value=True)
    yield expert
    expert.close()


def test_a_question_in_an_encrypted_room_is_read_corrected_and_answered_and_goes_on_after_a_restart(
    fresh: str, kern: Somebody, desk: MatrixDesk, expert: JsExpert
) -> None:
    talk = a_talk(kern.user_id, topic=f"Rails {fresh}")
    question = desk.ask(talk, "Do the rails fit?")
    _, event = kern.until(lambda event: event.get("type") == "m.room.encrypted")
    assert "rails fit" not in str(event)  # the homeserver has no word of it
    number = numbers_after(desk.user_id) + 1
    read = expert.until("read", f"Kern #{number}: Do the rails fit?")
    assert (read["sealed"], read["rings"]) == (True, True)
    message = ChatMessage(question, NOON, True, "Do the new rails fit?", Delivery.SENT, edited=True, changing=True)
    desk.run(ChangeEffect("c1", talk.conversation_id, message))
    assert expert.until("edits", event["event_id"])["sealed"] is True
    expert.do("answer", "They do.")
    assert desk.reply("They do.").conversation_id == talk.conversation_id
    desk.stop()
    desk.start().link(LinkState.ONLINE)
    expert.do("answer", "From 2019 on.")
    assert desk.reply("From 2019 on.").conversation_id == talk.conversation_id
    desk.ask(talk, "All of them?", "q7")
    assert expert.until("read", "All of them?")["sealed"] is True


def test_an_expert_who_writes_first_in_an_encrypted_room_of_their_own_is_read(
    kern: Somebody, desk: MatrixDesk, expert: JsExpert
) -> None:
    expert.do("invite", desk.user_id)
    # Whoever writes before the desk has joined and published its keys cannot write for it.
    end = time.monotonic() + DEADLINE_S
    while not kern.ask("POST", "v3/keys/query", {"device_keys": {desk.user_id: []}})["device_keys"].get(desk.user_id):
        assert time.monotonic() < end, "no keys"
        kern.look(200)
    expert.do("say", "R2 is out.")
    came = desk.until(facts.ReplyUnassigned, lambda fact: not fact.reply.message.sealed).reply
    assert came.message.text == "R2 is out."


@pytest.mark.allows_log("M_UNREADABLE")
def test_without_the_extra_nothing_is_asked_in_an_encrypted_room_for_its_answer_could_not_be_read(
    fresh: str, kern: Somebody, desk: MatrixDesk, expert: JsExpert, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.stop()
    monkeypatch.setattr(matrix_crypt, "find_spec", lambda _: None)
    desk.start().link(LinkState.ONLINE)
    desk.ask(a_talk(kern.user_id, topic=f"Rails {fresh}"), "Do the rails fit?")
    refused = desk.until(facts.DeliveryChanged, lambda fact: fact.delivery is Delivery.REFUSED)
    assert refused.reason == "M_UNREADABLE"


def test_who_comes_into_the_room_later_reads_what_is_written_from_then_on(
    synapse: Synapse, fresh: str, kern: Somebody, desk: MatrixDesk, expert: JsExpert
) -> None:
    talk = a_talk(kern.user_id, topic=f"Rails {fresh}")
    desk.proved(desk.ask(talk, "Do the rails fit?"), Delivery.SENT)
    second = JsExpert(synapse, f"kern{fresh}", keys=True)  # another device of theirs
    second.until("published", value=True)
    desk.proved(desk.ask(talk, "All of them?"), Delivery.SENT)
    for each in (expert, second):
        assert each.until("read", "All of them?")["sealed"] is True
    second.close()
