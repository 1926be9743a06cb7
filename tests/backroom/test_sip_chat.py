"""The side chat over SIP MESSAGE: what leaves, what is proved, and whose a reply is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.backroom.chats.sip import SipChat
from softphone.backroom.inbox import Inbox
from softphone.backroom.journal import Journal
from softphone.domain.chat import PART_BYTES, ChatMessage, Conversation, Delivery, split
from softphone.domain.facts import DeliveryChanged, ExpertTyping, Fact, ReplyArrived, ReplyUnassigned, SendWanted
from softphone.domain.protocol import (
    ComposingReceived,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    ReceiptReceived,
    SendMessage,
    SendReceipt,
)
from tests.backroom.places import a_database
from tests.builders import NOON, at

KERN = "sip:kern@pbx.example"
TALK = Conversation("conv-1", "call-1", "e-1", KERN, opened_at=NOON)


class World:
    """A chat with its store, and what it wanted said."""

    def __init__(self) -> None:
        self.database = a_database()
        self.journal = Journal(self.database)
        self.chat = SipChat(self.database, self.journal, Inbox(self.journal))
        self.clock = 0.0

    def ask(self, message_id: str = "q1", text: str = "Do the rails fit?", talk: Conversation = TALK) -> Any:
        self.clock += 1
        message = ChatMessage(message_id, at(self.clock), True, text)
        return self.database.transact(lambda c: self.chat.ask(talk, message, True, at(self.clock)))

    def heard(self, event: Any) -> tuple[Fact, ...]:
        return self.database.transact(lambda c: self.chat.heard(event))

    def reply(self, text: str = "They do.", seconds: float = 60, network_id: str = "n1", **more: Any) -> Any:
        return self.heard(MessageReceived(at(seconds), more.pop("sender", KERN), text, network_id, **more))

    def delivery(self, message_id: str = "q1") -> Delivery:
        kept = self.journal.message(message_id)
        assert kept is not None
        return kept.message.delivery


@pytest.fixture
def world() -> World:
    return World()


def sends(facts: tuple[Fact, ...]) -> list[Any]:
    return [f.command for f in facts if isinstance(f, SendWanted)]


def proofs(facts: tuple[Fact, ...]) -> list[Delivery]:
    return [f.delivery for f in facts if isinstance(f, DeliveryChanged)]


def test_a_question_is_a_row_before_it_leaves(world: World) -> None:
    facts = world.ask()
    assert sends(facts) == [SendMessage("q1", KERN, "Do the rails fit?", True, "conv-1")]
    assert world.delivery() is Delivery.KEPT
    assert world.ask() == ()


def test_a_2xx_is_sent_and_only_receipts_prove_more(world: World) -> None:
    world.ask()
    assert proofs(world.heard(MessageAccepted(at(1), "q1", "imdn-1"))) == [Delivery.SENT]
    assert proofs(world.heard(ReceiptReceived(at(2), KERN, "imdn-1", seen=True))) == [Delivery.SEEN]
    assert world.heard(ReceiptReceived(at(3), KERN, "imdn-1", seen=False)) == ()
    assert world.heard(MessageAccepted(at(4), "q1")) == ()
    assert world.delivery() is Delivery.SEEN


def test_a_receipt_from_somebody_else_proves_nothing(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(1), "q1", "imdn-1"))
    assert world.heard(ReceiptReceived(at(2), "sip:osei@pbx.example", "imdn-1", seen=True)) == ()
    assert world.heard(ReceiptReceived(at(2), KERN, "", seen=True)) == ()


def test_a_lost_message_is_repeated_once_under_its_id_and_marked(world: World) -> None:
    (first,) = sends(world.ask())
    facts = world.heard(MessageLost(at(1), "q1"))
    assert sends(facts) == [first]
    assert proofs(facts) == [Delivery.UNSURE]
    assert world.heard(MessageLost(at(2), "q1")) == ()
    assert world.delivery() is Delivery.UNSURE
    assert world.heard(MessageLost(at(3), "q1")) == ()


def test_a_repeated_message_that_is_accepted_is_sent(world: World) -> None:
    world.ask()
    world.heard(MessageLost(at(1), "q1"))
    assert proofs(world.heard(MessageAccepted(at(2), "q1"))) == [Delivery.SENT]


def test_a_refusal_is_told_with_its_reason_and_can_be_sent_again(world: World) -> None:
    (first,) = sends(world.ask())
    (fact,) = world.heard(MessageRefused(at(1), "q1", 480, "Temporarily\nUnavailable"))
    assert fact == DeliveryChanged(at(1), "conv-1", "q1", Delivery.REFUSED, "480 Temporarily Unavailable")
    facts = world.database.transact(lambda c: world.chat.resend("q1", at(2)))
    assert sends(facts) == [first]
    assert proofs(facts) == [Delivery.KEPT]


@pytest.mark.parametrize("code", [0, 408, 503])
def test_a_network_that_cannot_take_it_now_makes_it_wait_for_the_line(world: World, code: int) -> None:
    (first,) = sends(world.ask())
    assert proofs(world.heard(MessageRefused(at(1), "q1", code))) == [Delivery.WAITING]
    assert world.chat.waits
    facts = world.database.transact(lambda c: world.chat.send_waiting(at(2)))
    assert sends(facts) == [first]
    assert not world.chat.waits
    assert proofs(world.heard(MessageAccepted(at(3), "q1"))) == [Delivery.SENT]


def test_a_long_text_goes_in_numbered_parts_one_after_the_other(world: World) -> None:
    text = "käse " * 400
    (one,) = sends(world.ask(text=text))
    assert one.text.startswith("(1/3) ")
    assert world.journal.messages("conv-1")[0].message.parts == 3
    (two,) = sends(world.heard(MessageAccepted(at(1), "q1-1", "i1")))
    assert two.text.startswith("(2/3) ")
    (three,) = sends(world.heard(MessageAccepted(at(2), "q1-2", "i2")))
    assert world.delivery() is Delivery.KEPT
    assert proofs(world.heard(MessageAccepted(at(3), "q1-3", "i3"))) == [Delivery.SENT]
    assert "".join(p.text.partition(" ")[2] for p in (one, two, three)) == text
    world.heard(ReceiptReceived(at(4), KERN, "i1", seen=True))
    assert world.delivery() is Delivery.SENT
    for n in (2, 3):
        world.heard(ReceiptReceived(at(4), KERN, f"i{n}", seen=True))
    assert world.delivery() is Delivery.SEEN


@given(st.text(max_size=5_000))
def test_no_part_is_too_long_and_together_they_are_the_text(text: str) -> None:
    text = text.encode(errors="ignore").decode()
    parts = split(text, 200)
    assert all(len(part.encode()) <= 200 for part in parts)
    assert "".join(p.partition(") ")[2] if len(parts) > 1 else p for p in parts) == text
    assert split("x" * PART_BYTES, PART_BYTES) == ("x" * PART_BYTES,)


def test_after_a_crash_what_had_left_goes_once_more_and_is_marked(world: World) -> None:
    (first,) = sends(world.ask())
    assert proofs(world.database.transact(lambda c: world.chat.recover(at(1)))) == [Delivery.UNSURE]
    assert sends(world.database.transact(lambda c: world.chat.send_waiting(at(2)))) == [first]
    world.database.transact(lambda c: world.chat.recover(at(3)))
    assert sends(world.database.transact(lambda c: world.chat.send_waiting(at(4)))) == []
    assert world.delivery() is Delivery.UNSURE


def test_a_reply_belongs_to_the_open_question_and_proves_it_was_seen(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(1), "q1"))
    facts = world.reply(seconds=86_400 * 7, imdn_id="their-1", wants_seen=True)
    (arrived,) = [f for f in facts if isinstance(f, ReplyArrived)]
    assert (arrived.conversation_id, arrived.message.text) == ("conv-1", "They do.")
    assert proofs(facts) == [Delivery.SEEN]
    assert sends(facts) == [SendReceipt(KERN, "their-1", seen=False)]
    conversation = world.journal.conversation("conv-1")
    assert conversation is not None
    assert conversation.unread == 1
    assert conversation.answered_at == at(86_400 * 7)


def test_a_reply_that_comes_twice_is_there_once(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(1), "q1"))
    assert world.reply(message_id="their-7")
    assert world.reply() == ()
    assert world.reply(network_id="n2", message_id="their-7") == ()
    assert len(world.journal.messages("conv-1")) == 2


def test_with_no_question_open_a_reply_goes_to_the_last_talk_within_half_an_hour(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(1), "q1"))
    world.reply(seconds=60)
    (later,) = world.reply("And one more thing", seconds=60 + 1_790, network_id="n2")
    assert isinstance(later, ReplyArrived)
    (much_later,) = world.reply("Hello?", seconds=60 + 3_700, network_id="n3")
    assert isinstance(much_later, ReplyUnassigned)
    assert [u.message.text for u in world.journal.unassigned()] == ["Hello?"]


def test_a_reply_is_never_guessed_between_two_open_questions(world: World) -> None:
    other = replace(TALK, conversation_id="conv-2", interaction_id="call-2")
    for message_id, talk in (("q1", TALK), ("q2", other)):
        world.ask(message_id, talk=talk)
        world.heard(MessageAccepted(at(1), message_id))
    assert isinstance(world.reply()[-1], ReplyUnassigned)
    (_, told) = world.reply(network_id="n2", conversation="conv-2")
    assert isinstance(told, ReplyArrived)
    assert told.conversation_id == "conv-2"
    assert isinstance(world.reply(network_id="n3", conversation="conv-2", sender="sip:eve@x")[-1], ReplyUnassigned)


def test_a_stranger_and_a_question_that_never_left_get_no_reply_on_a_call(world: World) -> None:
    world.ask()
    world.heard(MessageRefused(at(1), "q1", 403))
    assert isinstance(world.reply(seconds=4_000)[-1], ReplyUnassigned)
    assert isinstance(world.reply(network_id="n2", sender="sip:stranger@elsewhere")[-1], ReplyUnassigned)


def test_the_host_of_the_sender_may_be_another_name_of_the_pbx(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(1), "q1"))
    assert isinstance(world.reply(sender="sip:KERN@192.0.2.7:5070;transport=tcp")[-1], ReplyArrived)


def test_text_from_outside_is_cleaned_and_bounded(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(1), "q1"))
    facts = world.reply("a\u202eb\x00" + "x" * 1_000_000)
    (arrived,) = [f for f in facts if isinstance(f, ReplyArrived)]
    assert len(arrived.message.text) <= 20_000
    assert arrived.message.text.startswith("abx")
    assert world.reply("\x00\u202e", network_id="n2") == ()


def test_reading_gives_receipts_only_where_wanted_and_allowed(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(1), "q1"))
    world.reply(imdn_id="i-1", wants_seen=True)
    world.reply("more", network_id="n2")
    facts = world.database.transact(lambda c: world.chat.mark_seen("conv-1", True, at(70)))
    assert sends(facts) == [SendReceipt(KERN, "i-1", seen=True)]
    assert world.database.transact(lambda c: world.chat.mark_seen("conv-1", True, at(71))) == ()
    conversation = world.journal.conversation("conv-1")
    assert conversation is not None
    assert conversation.unread == 0
    world.reply("again", network_id="n4", imdn_id="i-4", wants_seen=True)
    assert world.database.transact(lambda c: world.chat.mark_seen("conv-1", False, at(72))) == ()


def test_typing_is_shown_where_the_reply_would_go(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(1), "q1"))
    until = at(2) + timedelta(seconds=90)
    assert world.heard(ComposingReceived(at(2), KERN, True)) == (ExpertTyping(at(2), "conv-1", until),)
    assert world.heard(ComposingReceived(at(3), KERN, False)) == (ExpertTyping(at(3), "conv-1", None),)
    assert world.heard(ComposingReceived(at(3), "sip:eve@x", True)) == ()


def test_answers_about_messages_nobody_knows_are_dropped(world: World) -> None:
    for event in (MessageAccepted(NOON, "?"), MessageRefused(NOON, "?", 404), MessageLost(NOON, "?")):
        assert world.heard(event) == ()


events = st.lists(
    st.one_of(
        st.builds(MessageAccepted, st.just(NOON), st.sampled_from(["q1", "q1-1", "q1-2"]), st.sampled_from(["", "i"])),
        st.builds(MessageLost, st.just(NOON), st.sampled_from(["q1", "q1-1", "q1-2"])),
        st.builds(MessageRefused, st.just(NOON), st.sampled_from(["q1", "q1-1"]), st.sampled_from([0, 480, 503])),
        st.builds(ReceiptReceived, st.just(NOON), st.just(KERN), st.just("i"), st.booleans()),
        st.builds(MessageReceived, st.just(NOON), st.just(KERN), st.text(max_size=5), st.sampled_from(["n1", "n2"])),
    ),
    max_size=12,
)


@given(events, st.booleans())
def test_in_any_order_of_events_nothing_raises_and_proof_of_arrival_never_falls(told: list[Any], long: bool) -> None:
    world = World()
    world.ask(text="ä" * 800 if long else "short")
    seen = world.delivery()
    for event in told:
        world.heard(event)
        now = world.delivery()
        if seen in (Delivery.SENT, Delivery.DELIVERED, Delivery.SEEN):
            assert now in (Delivery.SENT, Delivery.DELIVERED, Delivery.SEEN)
        seen = now
    world.database.close()


def test_a_reply_brings_its_conversation_along(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(2), "q1", "i1"))
    facts = world.reply()
    arrived = next(fact for fact in facts if isinstance(fact, ReplyArrived))
    assert arrived.conversation == world.journal.conversation("conv-1")
    assert arrived.conversation is not None
    assert [(m.text, m.delivery) for m in arrived.conversation.messages] == [
        ("Do the rails fit?", Delivery.SEEN),
        ("They do.", Delivery.DELIVERED),
    ]


def test_a_reply_brings_its_conversation_only_where_the_desk_lacks_it(world: World) -> None:
    world.ask()
    world.heard(MessageAccepted(at(2), "q1"))
    brought = [f.conversation for f in world.reply(network_id="n1") if isinstance(f, ReplyArrived)]
    assert [[m.text for m in c.messages] for c in brought if c] == [["Do the rails fit?", "They do."]]
    second = MessageReceived(at(70), KERN, "All of them.", "n2")
    told = world.database.transact(lambda c: world.chat.heard(second, frozenset({TALK.conversation_id})))
    assert [f.conversation for f in told if isinstance(f, ReplyArrived)] == [None]


def test_what_a_reply_asks_of_a_long_conversation_is_found_by_index(world: World) -> None:
    plans = [
        str(world.database.connection.execute(f"EXPLAIN QUERY PLAN {asked}", ("conv-1", 200)).fetchall())
        for asked in (
            f"SELECT body FROM messages WHERE conversation_id = ? {which} ORDER BY at DESC, message_id DESC LIMIT ?"
            for which in ("AND ours", "AND NOT ours AND NOT seen_here")
        )
    ]
    assert ["messages_ours" in plans[0], "messages_unseen" in plans[1]] == [True, True]
    assert not any("TEMP B-TREE" in plan for plan in plans)
