"""Ringing with a CRM behind the book: the book answers at once, the CRM a moment later, and the agent is right."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from softphone.backroom.answers.telling import Telling
from softphone.backroom.chats.matrix_homeserver import Homeserver
from softphone.backroom.chats.sip import SipChat
from softphone.backroom.crm import CrmClient
from softphone.backroom.directories.book import Book
from softphone.backroom.directories.topics import ExpertSource, TopicSource
from softphone.backroom.errands import Errands
from softphone.backroom.importing import Importing
from softphone.backroom.inbox import Inbox
from softphone.backroom.journal import Journal
from softphone.backroom.keys import Keys
from softphone.backroom.outbox import Outbox
from softphone.backroom.tools import Tools
from softphone.backroom.vault import MemoryVault
from softphone.backroom.way_out import Proxies
from softphone.domain import effects, facts
from softphone.domain.customer import (
    Channel,
    Contact,
    ContactStatus,
    Customer,
    Found,
    Lookup,
    Several,
    Unavailable,
    Unknown,
)
from softphone.domain.facts import Fact
from softphone.domain.interaction import Disposition, Interaction, InteractionKind, Outcome
from softphone.domain.settings import Settings
from softphone.host.clock import Clock
from softphone.host.paths import Home
from tests.backroom.places import a_database, in_no_room
from tests.builders import NOON, a_customer

NUMBER = "+494055501420"
CRM = replace(a_customer(), name="Maria Lindqvist-Berg", source="crm")
FIND = effects.FindCustomer("call-1", NUMBER)


class FakeDirectory:
    """A CRM that says what it is told to, when it is told to."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def find(self, number: str, customer_id: str = "") -> Lookup:
        self.asked.set()
        await self.may_answer.wait()
        return self.lookup


async def stays() -> None:
    """This store is on no disk and goes to none."""


class Desk:
    def __init__(self, client: Any, lookup: Lookup, days: int) -> None:
        self.facts: list[Fact] = []
        self.directory = FakeDirectory(lookup)
        self.database = a_database()
        self.book = Book(self.database)
        self.now = NOON
        journal = Journal(self.database)
        phone_chat = SipChat(self.database, journal, Inbox(journal))
        self.errands = Errands(
            Tools(
                database=self.database,
                book=self.book,
                journal=journal,
                chat=phone_chat,
                phone_chat=phone_chat,
                homeserver=Homeserver(
                    self.database, journal, MemoryVault(), Settings, self.facts.append, Clock(), Proxies()
                ),
                directory=self.directory,
                topics=TopicSource(client, lambda: "", self.facts.append, Clock().now),
                experts=ExpertSource(client, lambda: "", lambda: "", self.facts.append, Clock().now),
                outbox=Outbox(self.database, client, lambda: "", lambda: "", self.facts.append),
                telling=Telling(self.database, client, lambda: (), in_no_room, self.facts.append, lambda: self.now),
                importing=Importing(self.database, self.book, self.facts.append, lambda: self.now),
                vault=MemoryVault(),
                client=client,
                proxies=Proxies(),
                make_small=lambda _content, _kind: None,
                keys=Keys(MemoryVault(), self.facts.append, lambda: self.now),
                home=Home(*[Path("nowhere")] * 4),
                move_in=stays,
                post=self.facts.append,
                now=lambda: self.now,
            ),
            Settings(crm_address="https://crm.example", customers_kept_days=days),
        )


def scene(act: Callable[[Desk], Awaitable[None]], lookup: Lookup, days: int = 30) -> list[Fact]:
    async def run() -> list[Fact]:
        async with CrmClient() as client:
            desk = Desk(client, lookup, days)
            await act(desk)
            return desk.facts

    return asyncio.run(run())


async def ring(desk: Desk) -> None:
    await desk.errands.do(FIND)


async def ring_twice(desk: Desk) -> None:
    await ring(desk)
    await ring(desk)


def test_the_first_ring_waits_for_the_crm_and_the_second_is_answered_from_the_copy_first() -> None:
    first, copy, fresh = scene(ring_twice, Found(CRM))
    assert first == facts.CustomerFound(NOON, "call-1", CRM)
    assert copy == facts.CustomerFound(NOON, "call-1", CRM, cached=True)
    assert fresh == facts.CustomerFound(NOON, "call-1", CRM)


def test_a_crm_that_fails_costs_nothing_when_the_book_knows_the_caller() -> None:
    async def act(desk: Desk) -> None:
        await desk.errands.do(effects.KeepCustomer("call-1", a_customer()))
        desk.facts.clear()
        await ring(desk)

    for lookup in (Unavailable("slow"), Unknown()):
        (told,) = scene(act, lookup)
        assert told == facts.CustomerFound(NOON, "call-1", a_customer(), cached=True)


def test_a_crm_that_fails_is_told_when_nobody_knows_the_caller() -> None:
    assert scene(ring, Unavailable("slow")) == [facts.CustomerUnavailable(NOON, "call-1", "slow")]
    assert scene(ring, Unknown()) == [facts.CustomerUnknown(NOON, "call-1")]


def test_several_in_the_crm_are_offered() -> None:
    (told,) = scene(ring, Several((CRM, replace(CRM, customer_id="k-2"))))
    assert isinstance(told, facts.CustomersFound)
    assert len(told.customers) == 2


def test_a_late_crm_does_not_overrule_the_agents_choice() -> None:
    async def act(desk: Desk) -> None:
        desk.directory.may_answer.clear()
        ringing = asyncio.create_task(desk.errands.do(FIND))
        await desk.directory.asked.wait()
        chosen = Customer("k-77", "Somebody Else")
        call = Interaction("call-1", InteractionKind.CALL, NOON, NUMBER, lookup=Found(chosen))
        await desk.errands.do(effects.KeepInteraction(call))
        desk.directory.may_answer.set()
        await ringing

    assert scene(act, Found(CRM)) == []


def test_a_number_linked_to_a_copy_outlives_the_next_answer_of_the_crm() -> None:
    async def act(desk: Desk) -> None:
        await ring(desk)
        await desk.errands.do(effects.LinkNumber("call-1", "k-1", "+4915123456789"))
        await ring(desk)
        assert [c.customer_id for c in desk.book.with_number("+4915123456789")] == ["k-1"]

    scene(act, Found(CRM))


def test_with_zero_days_to_keep_no_copy_is_made() -> None:
    async def act(desk: Desk) -> None:
        await ring(desk)
        assert desk.book.count() == 0

    scene(act, Found(CRM), days=0)


def test_copies_go_when_their_time_is_over_and_what_the_book_had_itself_stays() -> None:
    async def act(desk: Desk) -> None:
        await ring(desk)
        await desk.errands.do(effects.KeepCustomer("call-2", Customer("own", "Bo", numbers=("+49301",))))
        desk.now = NOON + timedelta(days=31)
        await desk.errands.tidy()
        assert desk.book.with_id("k-1") is None
        assert desk.book.with_id("own") is not None

    scene(act, Found(CRM))


def test_what_the_crm_says_of_the_books_own_customer_joins_it_and_is_not_a_copy() -> None:
    async def act(desk: Desk) -> None:
        await desk.errands.do(effects.KeepCustomer("call-1", a_customer(numbers=(NUMBER, "+491701"))))
        await ring(desk)
        kept = desk.book.with_id("k-1")
        assert kept is not None
        assert (kept.name, kept.source, kept.numbers) == (CRM.name, "book", ("+491701", NUMBER))
        desk.now = NOON + timedelta(days=400)
        await desk.errands.tidy()
        assert desk.book.with_id("k-1") is not None

    scene(act, Found(CRM))


def test_of_what_was_typed_meanwhile_only_the_last_is_searched() -> None:
    async def act(desk: Desk) -> None:
        await asyncio.gather(*(desk.errands.do(effects.SearchBook(q)) for q in ("l", "li", "lin")))

    assert [f.query for f in scene(act, Unknown()) if isinstance(f, facts.BookMatched)] == ["lin"]


def test_what_the_crm_tells_of_our_own_wrap_up_under_an_id_of_its_own_stands_in_the_timeline_once() -> None:
    """Noted here first, the CRM set up later; it wrote the call down when it heard of it."""
    solved = Disposition(Outcome.SOLVED, "Delivery", "adapter ships free")
    call = Interaction("call-0", InteractionKind.CALL, NOON - timedelta(hours=2), NUMBER, disposition=solved)
    theirs = Contact("crm-9", NOON, Channel.CALL, "Call", "Outcome: solved. adapter ships free", ContactStatus.SOLVED)
    other = Contact("crm-8", NOON, Channel.CALL, "Call", "wants an invoice", ContactStatus.OPEN)
    known = replace(CRM, contacts=(theirs, other, *CRM.contacts))

    async def act(desk: Desk) -> None:
        own = a_customer(source="book")
        await desk.errands.do(effects.KeepCustomer("call-0", own))
        await desk.errands.do(effects.FinishWrapUp(replace(call, lookup=Found(own)), own, ""))
        before = desk.book.with_id("k-1")
        assert before is not None
        assert [c.contact_id for c in before.contacts] == ["call-0", "t-1"]
        for _ in range(2):
            await ring(desk)
            card = desk.book.with_id("k-1")
            assert card is not None
            assert {c.contact_id for c in card.contacts} == {"crm-9", "crm-8", "t-1"}

    scene(act, Found(known))
