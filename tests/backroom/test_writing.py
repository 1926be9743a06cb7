"""How often the disk is waited for: what comes of one fact is one transaction, and a question leaves after one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from softphone.backroom.chats.matrix_http import MatrixApi, MatrixHttp
from softphone.backroom.chats.matrix_rooms import Rooms
from softphone.backroom.chats.matrix_sender import Sender
from softphone.backroom.database import Database
from softphone.backroom.journal import Journal
from softphone.backroom.writing import Writing
from softphone.domain.settings import Settings
from softphone.host.clock import Clock
from tests.backroom.places import a_database
from tests.backroom.test_matrix_chat import KERN, ROOM, TALK, World
from tests.builders import NOON


class Counted(Database):
    """Transactions, each of which waits for the disk once."""

    def __init__(self) -> None:
        super().__init__(None, "", lambda _: None)
        self.count = 0

    def transact(self, work: Callable[[Any], Any]) -> Any:
        self.count += 1
        return super().transact(work)


async def all_at_once(writing: Writing, *steps: Callable[[Any], Any]) -> list[Any]:
    return await asyncio.gather(*(writing.now(step) for step in steps), return_exceptions=True)


def test_what_is_kept_in_one_turn_is_one_transaction_in_its_order() -> None:
    database, done = Counted(), list[int]()
    writing = Writing(database, Journal(database), lambda: NOON)
    results = asyncio.run(all_at_once(writing, *(lambda _, n=n: done.append(n) or n for n in range(4))))  # type: ignore[misc]
    assert (results, done, database.count) == ([0, 1, 2, 3], [0, 1, 2, 3], 1)


def test_a_mistake_in_one_of_them_takes_no_other_with_it() -> None:
    database = a_database()
    writing = Writing(database, Journal(database), lambda: NOON)

    def keeps(word: str) -> Callable[[Any], Any]:
        return lambda c: c.execute("INSERT INTO keepsakes VALUES (?, '1')", (word,)) and word

    def wrong(_: object) -> None:
        raise KeyError("ours")

    results = asyncio.run(all_at_once(writing, keeps("a"), wrong, keeps("b")))
    assert (results[0], type(results[1]), results[2]) == ("a", KeyError, "b")
    kept = database.connection.execute("SELECT name FROM keepsakes ORDER BY name").fetchall()
    assert kept == [("a",), ("b",)]


@pytest.fixture
def world() -> World:
    """Linked, and the expert is in the room of the topic."""
    world = World()
    api = MatrixApi(MatrixHttp(), "https://x", "@anna:x", "DEVICE", "")
    database, rows, journal, clock = world.database, world.rows, world.journal, Clock()
    rooms = Rooms(api, database, rows, journal, Settings, clock, lambda: None)
    sender = Sender(
        api, database, rows, journal, rooms, world.chat, world.receipts, lambda _: None, clock, world.crypt
    )
    world.chat.leaving = sender.leaves_with
    database.transact(lambda _: rows.set_member(ROOM, KERN, True))
    return world


def test_a_question_that_can_leave_at_once_is_marked_in_the_transaction_that_keeps_it(world: World) -> None:
    world.ask()
    row = world.rows.outbox_row("q1")
    assert row is not None
    assert row.content is not None
    assert (row.left, row.device_id, row.content["body"]) == (True, "DEVICE", "@kern:x #1: Do the rails fit?")
    world.sent()
    world.ask("q2", "All of them?")
    second = world.rows.outbox_row("q2")
    assert second is not None
    assert second.content is not None
    assert second.content["m.relates_to"]["event_id"] == "$q1"


def test_one_that_waits_for_another_or_for_an_invitation_is_marked_when_it_leaves(world: World) -> None:
    world.ask()
    world.ask("q2", "All of them?")
    elsewhere = replace(TALK, conversation_id="conv-2", interaction_id="call-2", topic="Doors")
    world.ask("q3", talk=elsewhere)
    for message_id in ("q2", "q3"):
        row = world.rows.outbox_row(message_id)
        assert row is not None
        assert not row.left
