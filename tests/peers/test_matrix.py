"""The side chat over Matrix at a real Synapse, with an expert who speaks the bare protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.changes import ChangeEffect
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.effects import MarkSeen
from softphone.domain.matrix import LinkState, RoomFor, TellTyping, WatchMatrix
from softphone.domain.presence import Reach
from tests.builders import NOON
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.synapse import Somebody, Synapse

pytestmark = pytest.mark.peer("Synapse 1.163")


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


def asked(desk: MatrixDesk, kern: Somebody, text: str = "Do the rails fit?", n: int = 1) -> tuple[str, str, str]:
    """A question that arrived: its id here, and room and event there."""
    question = desk.ask(a_talk(kern.user_id, n), text)
    desk.proved(question, Delivery.SENT)
    room_id, event = kern.reads(text)
    return question, room_id, event["event_id"]


def changed(desk: MatrixDesk, **wanted: object) -> facts.MessageChanged:
    return desk.until(
        facts.MessageChanged, lambda fact: all(getattr(fact.message, k) == v for k, v in wanted.items())
    )


@pytest.mark.proves("Matrix: question in a thread, answer, receipt, typing")
def test_a_question_is_a_thread_in_the_room_of_its_topic_and_its_answer_comes_back(
    desk: MatrixDesk, kern: Somebody
) -> None:
    _, room_id, root = asked(desk, kern)
    _, event = kern.reads("Do the rails fit?")
    assert event["content"]["m.mentions"] == {"user_ids": [kern.user_id]}
    assert event["content"]["body"].startswith("Kern #1: ")
    kern.answer(room_id, root, "They do.")
    assert desk.reply("They do.").conversation_id == "conv-1"
    _, same_room, second = asked(desk, kern, "All of them?")
    _, again = kern.reads("All of them?")
    assert (same_room, again["content"]["m.relates_to"]["event_id"]) == (room_id, root)
    _, same_room, other = asked(desk, kern, "Another call", n=2)
    assert (same_room, other in (root, second)) == (room_id, False)


@pytest.mark.proves("Matrix: question in a thread, answer, receipt, typing")
def test_seen_is_proved_by_a_receipt_or_by_an_answer_and_ours_goes_out_once(desk: MatrixDesk, kern: Somebody) -> None:
    question, room_id, root = asked(desk, kern)
    kern.ask("POST", f"v3/rooms/{room_id}/receipt/m.read/{root}", {})
    desk.proved(question, Delivery.SEEN)
    other, _, _ = asked(desk, kern, "And now?")
    event_id = kern.answer(room_id, root, "Yes.")
    desk.reply("Yes.")
    desk.proved(other, Delivery.SEEN)
    desk.run(MarkSeen("conv-1"))
    kern.until_receipt(room_id, event_id)


@pytest.mark.proves("Matrix: question in a thread, answer, receipt, typing")
def test_who_writes_is_seen_on_both_sides(desk: MatrixDesk, kern: Somebody) -> None:
    _, room_id, _ = asked(desk, kern)
    kern.ask("PUT", f"v3/rooms/{room_id}/typing/{kern.user_id}", {"typing": True, "timeout": 20_000})
    assert desk.until(facts.ExpertTyping, lambda fact: fact.until is not None).conversation_id == "conv-1"
    kern.ask("PUT", f"v3/rooms/{room_id}/typing/{kern.user_id}", {"typing": False})
    desk.until(facts.ExpertTyping, lambda fact: fact.until is None)
    desk.run(TellTyping("conv-1", True))
    kern.until_typing(room_id)


@pytest.mark.proves("Matrix: corrected, taken back, reactions, both ways")
def test_edits_reactions_and_what_is_taken_back_change_the_message_that_they_are_about(
    desk: MatrixDesk, kern: Somebody
) -> None:
    _, room_id, root = asked(desk, kern)
    kern.send(room_id, {"m.relates_to": {"rel_type": "m.annotation", "event_id": root, "key": "✅"}}, "m.reaction")
    assert changed(desk, reactions=("✅",)).message.ours
    event_id = kern.answer(room_id, root, "They dont.")
    desk.reply("They dont.")
    new = {"msgtype": "m.text", "body": "They do."}
    kern.say(room_id, "* They do.", **{"m.new_content": new, "m.relates_to": {"rel_type": "m.replace",
                                                                            "event_id": event_id}})  # fmt: skip
    assert changed(desk, edited=True).message.text == "They do."
    kern.ask("PUT", f"v3/rooms/{room_id}/redact/{event_id}/r1", {})
    assert changed(desk, removed=True).message.text == ""


@pytest.mark.proves("Matrix: corrected, taken back, reactions, both ways")
def test_the_last_question_is_corrected_and_taken_back_and_the_expert_sees_it_so(
    desk: MatrixDesk, kern: Somebody
) -> None:
    question, room_id, root = asked(desk, kern, "Do the rials fit?")
    message = ChatMessage(question, NOON, True, "Do the rails fit?", Delivery.SENT, edited=True, changing=True)
    desk.run(ChangeEffect("c1", "conv-1", message))
    assert not changed(desk, edited=True, changing=False).message.removed
    _, event = kern.until(lambda e: e["content"].get("m.relates_to", {}).get("rel_type") == "m.replace")
    assert event["content"]["m.relates_to"]["event_id"] == root
    assert event["content"]["m.new_content"]["body"] == "Kern #1: Do the rails fit?"
    kern.answer(room_id, root, "They do.")
    assert desk.reply("They do.").conversation.messages[0].text == "Do the rails fit?"  # type: ignore[union-attr]
    desk.run(ChangeEffect("c2", "conv-1", replace(message, text="", removed=True)))
    changed(desk, removed=True, changing=False)
    _, gone = kern.until(lambda e: e["type"] == "m.room.redaction")
    assert gone["content"].get("redacts", gone.get("redacts")) == root
    _, _, _ = asked(desk, kern, "Something else?")  # the thread goes on


def test_a_change_made_without_a_link_is_told_once_there_is_one(
    synapse: Synapse, desk: MatrixDesk, kern: Somebody
) -> None:
    question, _, _ = asked(desk, kern)
    desk.stop()
    desk.settings = replace(desk.settings, matrix_proxy="http://127.0.0.1:9")
    desk.start()
    message = ChatMessage(question, NOON, True, "Do they fit?", Delivery.SENT, edited=True, changing=True)
    desk.run(ChangeEffect("c1", "conv-1", message))
    desk.stop()
    desk.settings = replace(desk.settings, matrix_proxy="")
    desk.start()
    kern.until(lambda e: e["content"].get("m.new_content", {}).get("body") == "Kern #1: Do they fit?")
    changed(desk, changing=False, edited=True)


def test_an_encrypted_answer_is_said_to_be_one(desk: MatrixDesk, kern: Somebody) -> None:
    _, room_id, root = asked(desk, kern)
    where = {"rel_type": "m.thread", "event_id": root}
    kern.send(room_id, {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgA", "m.relates_to": where},
              "m.room.encrypted")  # fmt: skip
    reply = desk.until(facts.ReplyArrived)
    assert (reply.message.sealed, reply.message.text, reply.conversation_id) == (True, "", "conv-1")


def test_a_client_without_threads_answers_by_reply_or_by_number_and_is_never_guessed(
    desk: MatrixDesk, kern: Somebody
) -> None:
    _, room_id, first = asked(desk, kern)
    asked(desk, kern, "Are they in stock?", n=2)
    kern.say(room_id, "> <x> Do they\n\nBy reply.", **{"m.relates_to": {"m.in_reply_to": {"event_id": first}}})
    reply = desk.reply("By reply.")
    assert reply.conversation_id == "conv-1"
    assert reply.message.quote.endswith("Do the rails fit?")
    kern.say(room_id, "#2 By number.")
    assert desk.reply("By number.").conversation_id == "conv-2"
    for n, text in ((3, "One?"), (4, "Two?")):
        asked(desk, kern, text, n)
    kern.say(room_id, "Whose is this?")
    assert desk.until(facts.ReplyUnassigned).reply.message.text == "Whose is this?"


def test_an_absence_is_caught_up_with_in_its_order_under_the_same_log_in(
    synapse: Synapse, fresh: str, desk: MatrixDesk, kern: Somebody
) -> None:
    _, room_id, root = asked(desk, kern)
    desk.stop()
    for n in range(130):
        kern.answer(room_id, root, f"Number {n}")
    desk.start().link(LinkState.ONLINE)
    desk.reply("Number 129")
    assert [fact.message.text for fact in desk.all(facts.ReplyArrived)] == [f"Number {n}" for n in range(130)]
    anna = Somebody(synapse, f"anna{fresh}")
    devices = anna.ask("GET", "v3/devices")["devices"]
    anna.close()
    assert [each["display_name"] for each in devices].count("Aside") == 1


def test_a_confidential_talk_has_a_room_of_its_own_with_its_context_and_is_left_in_time(
    synapse: Synapse, fresh: str, desk: MatrixDesk, kern: Somebody
) -> None:
    desk.stop()
    desk.settings = replace(desk.settings, matrix_rooms=RoomFor.CONVERSATION)
    desk.start().link(LinkState.ONLINE)
    _, room_id, _ = asked(desk, kern)
    _, other_room, _ = asked(desk, kern, "Another call", n=2)
    assert room_id != other_room
    context = kern.ask("GET", f"v3/rooms/{room_id}/state/chat.aside.context/")
    assert (context["topic"], context["text"]) == ("Rails", "Order 4711")
    assert kern.ask("GET", f"v3/rooms/{room_id}/state/m.room.guest_access/") == {"guest_access": "forbidden"}
    power = kern.ask("GET", f"v3/rooms/{room_id}/state/m.room.power_levels/")
    assert (power["events"]["chat.aside.context"], power["users_default"], power["state_default"]) == (100, 0, 100)
    assert kern.ask("GET", f"v3/rooms/{room_id}/state/m.room.create/")["room_version"] == "11"
    kern.say(room_id, "Only here.")
    assert desk.reply("Only here.").conversation_id == "conv-1"
    desk.stop()
    us = synapse.user_id(f"anna{fresh}")
    desk.start(ahead_s=40 * 86_400.0)
    kern.until(lambda event: event.get("state_key") == us and event["content"].get("membership") == "leave")


@pytest.mark.proves("presence")
def test_presence_of_experts_is_known_while_the_link_holds(desk: MatrixDesk, kern: Somebody) -> None:
    asked(desk, kern)
    kern.ask("PUT", f"v3/presence/{kern.user_id}/status", {"presence": "unavailable", "status_msg": "lunch"})
    told = desk.until(facts.PresenceRead, lambda fact: fact.presence.reach is Reach.AWAY)
    assert (told.address, told.presence.note) == (kern.user_id, "lunch")
    desk.stop()
    desk.start().link(LinkState.ONLINE)
    told = desk.until(facts.PresenceRead)
    assert (told.address, told.presence.reach) == (kern.user_id, Reach.AWAY)


def test_an_expert_s_own_room_is_joined_and_their_words_wait_in_the_tray(desk: MatrixDesk, kern: Somebody) -> None:
    asked(desk, kern)
    body = {"preset": "private_chat", "invite": [desk.user_id]}
    room_id = kern.ask("POST", "v3/createRoom", body)["room_id"]
    kern.until_joined(room_id, desk.user_id)
    kern.say(room_id, "By the way")
    assert desk.until(facts.ReplyUnassigned).reply.sender == kern.user_id


def test_presence_of_who_is_in_view_alone_is_asked_for(desk: MatrixDesk, kern: Somebody) -> None:
    desk.run(WatchMatrix(()))
    asked(desk, kern)
    kern.ask("PUT", f"v3/presence/{kern.user_id}/status", {"presence": "online", "status_msg": "at the desk"})
    desk.ask(a_talk(kern.user_id), "More?", "q9")
    desk.proved("q9", Delivery.SENT)
    assert desk.all(facts.PresenceRead) == []
    desk.run(WatchMatrix((kern.user_id,)))
    assert desk.until(facts.PresenceRead, lambda fact: fact.address == kern.user_id).presence.note == "at the desk"


def test_a_link_that_goes_silent_is_known_to_be_lost_within_thirty_seconds(
    synapse: Synapse, desk: MatrixDesk, kern: Somebody
) -> None:
    asked(desk, kern)
    synapse.hold(True)
    try:
        offline = desk.until(facts.MatrixChanged, lambda fact: fact.link.state is LinkState.OFFLINE, deadline_s=30.0)
    finally:
        synapse.hold(False)
    desk.until(facts.MatrixChanged, lambda f: f.link.state is LinkState.ONLINE and f.at > offline.at, deadline_s=60.0)
