"""The side chat over Matrix without a homeserver: what becomes a row, and what a sync's events make of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from softphone.backroom.chats.matrix import MatrixChat, Receipts
from softphone.backroom.chats.matrix_crypt import Crypt
from softphone.backroom.chats.matrix_http import MatrixApi, MatrixHttp
from softphone.backroom.chats.matrix_intake import Intake
from softphone.backroom.chats.matrix_rooms import numbers_after
from softphone.backroom.chats.matrix_rows import Account, MatrixRows
from softphone.backroom.chats.matrix_sender import accepted
from softphone.backroom.chats.matrix_shared import Shared
from softphone.backroom.chats.several import Chats
from softphone.backroom.chats.sip import SipChat
from softphone.backroom.inbox import Inbox
from softphone.backroom.journal import Journal
from softphone.backroom.moving import pour
from softphone.domain.changes import ChangeEffect
from softphone.domain.chat import ChatMessage, Conversation, Delivery
from softphone.domain.facts import (
    DeliveryChanged,
    ExpertTyping,
    Fact,
    MessageChanged,
    Reacted,
    ReplyArrived,
    ReplyUnassigned,
    SendWanted,
)
from softphone.domain.facts.sharing import OthersAsked
from tests.backroom.places import a_database
from tests.builders import NOON, at

ANNA, KERN, OSEI, ROOM = "@anna:x", "@kern:x", "@osei:x", "!room"
TALK = Conversation("conv-1", "call-1", "e-1", KERN, topic="Rails", opened_at=NOON)


class World:
    def __init__(self) -> None:
        self.database = a_database()
        self.journal = Journal(self.database)
        self.rows = MatrixRows(self.database)
        self.receipts = Receipts()
        self.chat = MatrixChat(self.journal, self.rows, self.receipts)
        self.crypt = Crypt(MatrixApi(MatrixHttp(), "https://x", ANNA, "DEVICE", ""), self.database, self.rows)
        shared = Shared(self.database, self.rows)
        self.intake = Intake(ANNA, self.rows, self.journal, Inbox(self.journal), shared, self.crypt)
        self.events = 0

        def begin(_: object) -> None:
            self.rows.keep_account(Account("x", "https://x", ANNA, "DEVICE"))
            self.rows.keep_room(ROOM, "topic:Rails", NOON)

        self.database.transact(begin)

    def ask(self, message_id: str = "q1", text: str = "Do the rails fit?", talk: Conversation = TALK) -> Any:
        message = ChatMessage(message_id, at(1), True, text)
        return self.database.transact(lambda c: self.chat.ask(talk, message, True, at(1)))

    def sent(self, message_id: str = "q1", event_id: str = "$q1", talk: Conversation = TALK) -> Any:
        """As the sender does it when the homeserver answers."""
        row = self.rows.outbox_row(message_id)
        assert row is not None

        def work(_: object) -> Any:
            if self.rows.talk(talk.conversation_id) is None:
                self.rows.begin_talk(talk.conversation_id, ROOM)
            return accepted(self.rows, self.journal, row, ROOM, event_id, ANNA, at(2))

        return self.database.transact(work)

    def sync(self, *events: dict[str, Any], passing: tuple[dict[str, Any], ...] = (), room: str = ROOM) -> Any:
        told = {"next_batch": "s2", "rooms": {"join": {room: {"timeline": {"events": list(events)},
                                                              "ephemeral": {"events": list(passing)}}}}}  # fmt: skip
        return self.database.transact(lambda c: self.intake.take_in(told, {}, at(60)))

    def said(self, text: str, sender: str = KERN, kind: str = "m.room.message", **content: Any) -> dict[str, Any]:
        self.events += 1
        body = {"msgtype": "m.text", "body": text, **content}
        return {"event_id": f"$e{self.events}", "sender": sender, "type": kind, "content": body}

    def answer(self, text: str, sender: str = KERN, root: str = "$q1") -> dict[str, Any]:
        return self.said(text, sender, **{"m.relates_to": {"rel_type": "m.thread", "event_id": root}})


@pytest.fixture
def world() -> World:
    return World()


def proofs(facts: tuple[Fact, ...]) -> list[Delivery]:
    return [f.delivery for f in facts if isinstance(f, DeliveryChanged)]


def replies(facts: tuple[Fact, ...]) -> list[str]:
    return [f.message.text for f in facts if isinstance(f, ReplyArrived)]


def test_a_question_is_a_row_before_anything_leaves_and_once(world: World) -> None:
    assert proofs(world.ask()) == [Delivery.KEPT]
    assert world.ask() == ()
    assert [row.message_id for row in world.rows.unsent()] == ["q1"]
    assert world.chat.unsent.is_set()


def test_each_conversation_keeps_its_order_and_does_not_hold_up_the_others(world: World) -> None:
    other = replace(TALK, conversation_id="conv-2", interaction_id="call-2")
    for message_id, talk in (("q1", TALK), ("q2", TALK), ("q3", other)):
        world.ask(message_id, talk=talk)
    assert [row.message_id for row in world.rows.unsent()] == ["q1", "q3"]
    world.sent()
    assert [row.message_id for row in world.rows.unsent()] == ["q2", "q3"]


def test_what_comes_back_before_the_answer_to_it_proves_that_it_was_sent(world: World) -> None:
    world.ask()
    world.database.transact(lambda c: world.rows.begin_talk("conv-1", ROOM))
    echo = world.said("Kern #1: Do the rails fit?", ANNA, **{"chat.aside.id": "q1"})
    assert proofs(world.sync(echo)) == [Delivery.SENT]
    assert world.sync(echo) == ()
    assert world.rows.unsent() == []


def test_an_answer_is_taken_in_once_with_the_position_of_the_sync(world: World) -> None:
    world.ask()
    world.sent()
    event = world.answer("They do.")
    facts = world.sync(event)
    assert (replies(facts), proofs(facts)) == (["They do."], [Delivery.SEEN])
    assert world.sync(event) == ()
    account = world.rows.account()
    assert account is not None
    assert account.since == "s2"


def test_another_expert_of_the_topic_answers_under_their_own_name(world: World) -> None:
    world.ask()
    world.sent()
    facts = world.sync(world.answer("I know that.", OSEI))
    assert [f.message.author for f in facts if isinstance(f, ReplyArrived)] == [OSEI]
    assert proofs(facts) == []


def test_a_room_that_is_not_ours_is_not_read(world: World) -> None:
    world.ask()
    world.sent()
    assert world.sync(world.answer("They do."), room="!other") == ()


def test_a_text_that_belongs_to_two_questions_goes_to_neither(world: World) -> None:
    other = replace(TALK, conversation_id="conv-2", interaction_id="call-2")
    world.ask()
    world.sent()
    world.ask("q2", talk=other)
    world.sent("q2", "$q2", other)
    (fact,) = world.sync(world.said("Yes."))
    assert isinstance(fact, ReplyUnassigned)


def test_nobody_changes_the_words_of_another(world: World) -> None:
    world.ask()
    world.sent()
    event = world.answer("They do.")
    world.sync(event)
    edit = {"m.new_content": {"body": "They don't."},
            "m.relates_to": {"rel_type": "m.replace", "event_id": event["event_id"]}}  # fmt: skip
    assert world.sync(world.said("*", OSEI, **edit)) == ()
    (changed,) = world.sync(world.said("*", KERN, **edit))
    assert isinstance(changed, MessageChanged)
    assert (changed.message.text, changed.message.edited) == ("They don't.", True)


def test_a_reaction_stands_on_the_question_until_it_is_taken_back(world: World) -> None:
    world.ask()
    world.sent()
    reaction = world.said("", kind="m.reaction")
    reaction["content"] = {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$q1", "key": "✅"}}
    fact, _ = world.sync(reaction)
    assert fact.message.reactions == ("✅",)
    removal = world.said("", kind="m.room.redaction", redacts=reaction["event_id"])
    (fact,) = world.sync(removal)
    assert fact.message.reactions == ()


def test_only_the_asked_one_s_receipt_proves_that_it_was_seen(world: World) -> None:
    world.ask()
    world.sent()
    for reader, wanted in ((OSEI, []), (KERN, [Delivery.SEEN])):
        receipt = {"type": "m.receipt", "content": {"$q1": {"m.read": {reader: {"ts": 1}}}}}
        assert proofs(world.sync(passing=(receipt,))) == wanted


def test_writing_begins_and_ends_on_the_conversation_with_the_writer(world: World) -> None:
    world.ask()
    world.sent()
    (begun,) = world.sync(passing=({"type": "m.typing", "content": {"user_ids": [KERN, ANNA]}},))
    assert begun == ExpertTyping(at(60), "conv-1", at(60) + timedelta(seconds=120))
    (ended,) = world.sync(passing=({"type": "m.typing", "content": {"user_ids": []}},))
    assert ended == ExpertTyping(at(60), "conv-1", None)


def test_one_receipt_is_given_for_all_that_was_read_of_a_thread(world: World) -> None:
    world.ask()
    world.sent()
    world.sync(world.answer("One."), world.answer("Two."))
    assert world.database.transact(lambda c: world.chat.mark_seen("conv-1", True, at(70))) == ()
    assert [(event.event_id, event.thread, shown) for event, shown in world.receipts.take()] == [("$e2", "$q1", True)]
    conversation = world.journal.conversation("conv-1")
    assert conversation is not None
    assert conversation.unread == 0


def test_who_is_asked_says_by_which_chat(world: World) -> None:
    chats = Chats(world.journal, world.chat, SipChat(world.database, world.journal, Inbox(world.journal)))
    by_sip = replace(TALK, conversation_id="conv-9", address="sip:kern@pbx")
    facts = world.database.transact(lambda c: chats.ask(by_sip, ChatMessage("s1", at(1), True, "Hi"), True, at(1)))
    assert any(isinstance(fact, SendWanted) for fact in facts)
    facts = world.database.transact(lambda c: chats.ask(TALK, ChatMessage("m1", at(1), True, "Hi"), True, at(1)))
    assert not any(isinstance(fact, SendWanted) for fact in facts)
    assert [row.message_id for row in world.rows.unsent()] == ["m1"]


def test_what_waits_in_memory_goes_to_the_disk_in_its_order_behind_what_waits_there(world: World) -> None:
    world.ask("q1")
    memory = World()
    memory.ask("q2")
    memory.ask("q3")
    world.database.transact(lambda disk: pour(memory.database.connection, disk))
    found = world.database.connection.execute("SELECT message_id FROM matrix_outbox ORDER BY n").fetchall()
    assert [message_id for (message_id,) in found] == ["q1", "q2", "q3"]


def test_a_file_is_waited_for_in_its_own_conversation_alone_and_can_be_given_up(world: World) -> None:
    other = replace(TALK, conversation_id="conv-2", interaction_id="call-2")
    world.database.transact(lambda c: world.journal.keep_conversation(TALK, NOON))
    world.database.transact(lambda c: world.rows.files.keep("f1", "conv-1"))
    world.ask("f1", "rail.png")
    world.ask("q2")
    world.ask("q3", talk=other)
    assert [row.message_id for row in world.rows.unsent()] == ["q3"]
    assert world.rows.files.to_go_up() == "f1"
    told = world.database.transact(lambda c: world.chat.give_up("f1", "stopped", at(2)))
    assert proofs(told) == [Delivery.REFUSED]
    assert [row.message_id for row in world.rows.unsent()] == ["q2", "q3"]
    world.database.transact(lambda c: world.chat.resend("f1", at(3)))
    world.database.transact(lambda c: world.rows.files.went_up("f1", "mxc://x/y"))
    assert [row.message_id for row in world.rows.unsent()] == ["f1", "q3"]
    assert world.database.transact(lambda c: world.chat.give_up("f1", "stopped", at(4))) == ()


def test_a_correction_is_kept_told_once_and_undone_where_the_homeserver_would_not_have_it(world: World) -> None:
    world.ask()
    world.sent()
    before = world.journal.message("q1")
    assert before is not None
    now = replace(before.message, text="Do they fit?", edited=True, changing=True)
    world.database.transact(lambda c: world.chat.change(ChangeEffect("c1", "conv-1", now)))
    row = world.chat.changes.first()
    assert row is not None
    assert (row.change_id, row.before.text) == ("c1", "Do the rails fit?")
    new, where = {"body": "Kern #1: Do they fit?"}, {"rel_type": "m.replace", "event_id": "$q1"}
    echo = world.said("…", ANNA, **{"chat.aside.id": "c1", "m.new_content": new, "m.relates_to": where})
    assert world.sync(echo) == ()
    (told,) = world.database.transact(lambda c: world.chat.changes.done(row, at(5), refused=True))
    assert isinstance(told, MessageChanged)
    assert told.message == before.message
    assert world.chat.changes.first() is None


def test_a_sign_on_a_question_says_who_gave_it(world: World) -> None:
    world.ask()
    world.sent()
    sign = world.said("", OSEI, "m.reaction", **{"m.relates_to": {"rel_type": "m.annotation", "event_id": "$q1",
                                                                   "key": "✅"}})  # fmt: skip
    assert Reacted(at(60), "conv-1", "q1", OSEI, "✅") in world.sync(sign)
    assert world.sync(sign) == ()


def of_a_colleague(world: World, text: str) -> dict[str, Any]:
    """A question of another desk to Kern, as its Aside sends it."""
    return world.said(text, "@ben:x", **{"chat.aside.id": "q-ben", "m.mentions": {"user_ids": [KERN]}})


def test_a_colleague_s_question_and_its_answer_are_neither_ours_nor_nobody_s(world: World) -> None:
    world.ask()
    world.sent()
    theirs = of_a_colleague(world, "Kern #1: Which rails?")
    assert [type(fact) for fact in world.sync(theirs)] == [OthersAsked]
    (told,) = world.sync(world.answer("Those of 2019.", root=theirs["event_id"]))
    assert isinstance(told, OthersAsked)
    assert [w.answered for w in told.waiting] == [True]


def test_words_of_an_expert_whom_two_desks_asked_are_guessed_onto_neither(world: World) -> None:
    world.ask()
    world.sent()
    theirs = of_a_colleague(world, "Kern #1: Which rails?")
    world.sync(theirs)
    (stray,) = world.sync(world.said("They do."))
    assert isinstance(stray, ReplyUnassigned)
    world.sync(world.answer("Those of 2019.", root=theirs["event_id"]))  # the colleague has theirs
    assert replies(world.sync(world.said("They do, both."))) == ["They do, both."]


def test_two_desks_number_their_questions_apart_in_a_room_that_they_share() -> None:
    first, second = (numbers_after(user_id) for user_id in ("@anna:x", "@ben:x"))
    assert abs(first - second) >= 100
    assert 10_000 <= first < 100_000
