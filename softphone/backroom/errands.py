"""One coroutine per effect. What the world does wrong becomes a fact; what is ours to do wrong goes up to the room.

Writes keep the order of the effects: each begins with `Database.write`, whose lock is first come, first served.
What changes with every key pressed (notes, drafts) is written a moment later, at the latest with the next write.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar, assert_never

import apsw

from softphone.backroom import report
from softphone.backroom.cleaning import stamp
from softphone.backroom.database import Database
from softphone.backroom.directories.book import Book
from softphone.backroom.erase import forget_number, wipe_seen
from softphone.backroom.importing import Importing
from softphone.backroom.keys import Keys
from softphone.backroom.outbox import Outbox
from softphone.backroom.ports import Directory, ExpertChat, Journal
from softphone.domain import effects, facts
from softphone.domain.customer import Channel, Contact, ContactStatus, Customer, Found, Several, Unavailable, Unknown
from softphone.domain.facts import Fact
from softphone.domain.interaction import Delivered, Interaction, Outcome
from softphone.domain.phone import DialRules, customer_key
from softphone.domain.presence import Duty
from softphone.domain.protocol import (
    ComposingReceived,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    ReceiptReceived,
)
from softphone.domain.settings import Settings
from softphone.host.paths import Home

WRITE_AFTER_S = 0.15  # a desk that is killed loses at most this much of a sentence
SEND_AGAIN_S = (5.0, 10.0, 20.0, 40.0, 60.0)  # the PBX had trouble and the line stayed registered

_STATUS = {
    Outcome.SOLVED: ContactStatus.SOLVED,
    Outcome.PROMISED: ContactStatus.PROMISED,
    Outcome.NOT_SOLVED: ContactStatus.UNSOLVED,
    None: ContactStatus.INFO,
}

GATHER_S = 0.02  # nobody sees that a reply comes so much later; at 200 a second one write in four is left

ChatStep = Callable[[], tuple[Fact, ...]]
Late = effects.KeepInteraction | effects.KeepConversation
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tools:
    database: Database
    book: Book
    journal: Journal
    chat: ExpertChat
    directory: Directory
    outbox: Outbox
    importing: Importing
    keys: Keys
    home: Home
    move_in: Callable[[], Awaitable[None]]  # a store in memory into its file
    post: Callable[[Fact], None]
    now: Callable[[], datetime]


class Errands:
    def __init__(self, tools: Tools, settings: Settings) -> None:
        self.tools = tools
        self.settings = settings
        self._late: dict[tuple[str, str], Late] = {}
        self._writes_soon = False
        self._steps: list[ChatStep] = []  # of the side chat, for the next transaction
        self._searches = 0
        self._send_again: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Says what the journal knows, and that what had left and was not answered is unsure."""
        t, now = self.tools, self.tools.now()
        await t.database.write(lambda _: t.chat.recover(now))
        self._remember(now, t.journal.duty())

    def _remember(self, now: datetime, duty: Duty | None) -> None:
        t = self.tools
        t.post(
            facts.Remembered(
                now,
                interactions=t.journal.open_interactions(now),
                conversations=t.journal.conversations(now),
                history=t.journal.history(),
                promises=t.journal.promises(),
                experts=t.journal.experts(),
                duty=duty,
                unassigned=t.journal.unassigned(),
            )
        )
        for interaction_id in t.outbox.waiting():
            t.post(facts.WrapUpDelivered(now, interaction_id, Delivered.WAITING))

    async def open_store(self) -> None:
        """A store in memory is moved to its file. Said either way; what the agent chose meanwhile stays chosen."""
        t = self.tools
        if t.database.report.state is not facts.StoreState.IN_MEMORY:
            return
        await t.move_in()
        opened = t.database.report
        t.post(facts.StoreOpened(t.now(), opened.state, opened.why, opened.kept_aside, moved_in=True))
        if opened.state is not facts.StoreState.IN_MEMORY:
            await t.keys.catch_up()
            if self.settings.crm_address:
                await t.keys.read_crm_token()
            self._remember(t.now(), None)
            t.outbox.wake()

    def stop(self) -> None:
        if self._send_again is not None:
            self._send_again.cancel()
        self.tools.importing.cancel_all()

    async def do(self, effect: effects.BackroomEffect) -> None:
        t = self.tools
        match effect:
            case effects.KeepInteraction(interaction):
                await self._write_soon(("interaction", interaction.interaction_id), effect)
            case effects.KeepConversation(conversation):
                await self._write_soon(("conversation", conversation.conversation_id), effect)
            case effects.KeepHistory(entry):
                await self._write(lambda _: t.journal.keep_history(entry))
            case effects.KeepPromise(promise):
                await self._write(lambda _: t.journal.keep_promise(promise))
            case effects.KeepExperts(experts):
                await self._write(lambda _: t.journal.keep_experts(experts))
            case effects.KeepDuty(duty):
                await self._write(lambda _: t.journal.keep_duty(duty))
            case effects.KeepSettings(settings):
                self.settings = settings
                if settings.crm_address:
                    await t.keys.read_crm_token()
                t.outbox.wake()
            case effects.FindCustomer():
                await self._find_customer(effect)
            case effects.SearchBook(query):
                await self._search(query)
            case effects.KeepCustomer() | effects.LinkNumber():
                await self._keep_customer(effect)
            case effects.KeepQuestion(conversation, message, receipts):
                await self._chat(lambda: t.chat.ask(conversation, message, receipts, t.now()))
            case effects.ResendQuestion(message_id):
                await self._chat(lambda: t.chat.resend(message_id, t.now()))
            case effects.MarkSeen(conversation_id, receipts):
                await self._chat_soon(lambda: t.chat.mark_seen(conversation_id, receipts, t.now()))
            case effects.AdoptReplies(conversation):
                await self._write(lambda _: t.journal.adopt(conversation))
            case effects.TakeIn(event, held):
                await self._take_in(event, held)
            case effects.LineBack():
                await self._chat(lambda: t.chat.send_waiting(t.now()))
                t.outbox.wake()
            case effects.FinishWrapUp():
                await self._finish(effect)
            case effects.KeepPassword():
                await t.keys.keep_password(effect)
            case effects.ReadPassword():
                await t.keys.read_password(effect)
            case effects.KeepCrmToken(token):
                await t.keys.keep_crm_token(token)
                t.outbox.wake()
            case effects.ComposeReport(trace, settings):
                text = await asyncio.to_thread(report.compose, t.home, settings, trace, t.now())
                t.post(facts.ReportComposed(t.now(), text))
            case effects.KeepReport(path, text):
                t.post(facts.ReportKept(t.now(), path, await asyncio.to_thread(_kept, path, text)))
            case effects.OpenStore():
                await self.open_store()
            case effects.ReadPreview(path):
                t.post(await t.importing.preview(path))
            case effects.ImportBook(import_id, path, mapping):
                await t.importing.bring_in(import_id, path, dict(mapping), self._rules)
            case effects.CancelImport(import_id):
                t.importing.cancel(import_id)
            case effects.ForgetNumber() | effects.WipeCustomers():
                await self._erase(effect)
            case _:
                assert_never(effect)

    async def flush(self) -> None:
        """What waits to be written, now."""
        if self._late:
            await self._write(lambda _: None)

    async def tidy(self) -> None:
        """Erases what was kept long enough."""
        before = self.tools.now() - timedelta(days=self.settings.customers_kept_days)
        if await self._write(lambda c: wipe_seen(c, before)):
            self.tools.database.erase_traces()

    # --- Writing ------------------------------------------------------------------------------------------

    async def _write_soon(self, key: tuple[str, str], effect: Late) -> None:
        self._late[key] = effect
        if self._writes_soon:
            return
        self._writes_soon = True
        try:
            await asyncio.sleep(WRITE_AFTER_S)
        finally:
            self._writes_soon = False
        await self.flush()

    async def _write(self, work: Callable[[apsw.Connection], T]) -> T:
        late, self._late = tuple(self._late.values()), {}

        def both(connection: apsw.Connection) -> T:
            for effect in late:
                if isinstance(effect, effects.KeepInteraction):
                    self.tools.journal.keep_interaction(effect.interaction)
                else:
                    self.tools.journal.keep_conversation(effect.conversation, self.tools.now())
            return work(connection)

        return await self.tools.database.write(both)

    # --- Customers ----------------------------------------------------------------------------------------

    @property
    def _rules(self) -> DialRules:
        s = self.settings
        return DialRules(s.country, s.area_code, s.outside_line, s.internal_length, s.emergency_numbers)

    async def _find_customer(self, effect: effects.FindCustomer) -> None:
        """The book answers at once; where there is a CRM its answer follows, and wins."""
        t, interaction_id = self.tools, effect.interaction_id
        await self.flush()  # so that whom this interaction was settled on is known here too
        settled_on = t.journal.customer_of(interaction_id)
        known = t.book.with_id(settled_on or effect.customer_id) if settled_on or effect.customer_id else None
        hits = (known,) if known else t.book.with_number(effect.number)
        crm = bool(self.settings.crm_address) and bool(effect.number or effect.customer_id)
        if hits or not crm:
            self._post_found(interaction_id, hits, cached=crm)
        if not crm:
            return
        lookup = await t.directory.find(effect.number, effect.customer_id)
        if t.journal.customer_of(interaction_id) not in ("", settled_on, *(c.customer_id for c in hits)):
            return  # the agent chose somebody else meanwhile
        match lookup:
            case Found(customer):
                self._post_found(interaction_id, (await self._copy(customer),))
            case Several(customers):
                self._post_found(interaction_id, tuple([await self._copy(c) for c in customers]))
            case Unavailable(why) if not hits:
                t.post(facts.CustomerUnavailable(t.now(), interaction_id, why))
            case Unknown() if not hits:
                t.post(facts.CustomerUnknown(t.now(), interaction_id))

    async def _copy(self, customer: Customer) -> Customer:
        """The CRM's customer kept for the next ring, unless nothing may be kept."""
        if not self.settings.customers_kept_days:
            return customer
        seen_at = stamp(self.tools.now())
        return await self._write(lambda c: self.tools.book.keep(c, customer, seen_at))

    def _post_found(self, interaction_id: str, customers: tuple[Customer, ...], *, cached: bool = False) -> None:
        now = self.tools.now()
        match customers:
            case ():
                self.tools.post(facts.CustomerUnknown(now, interaction_id))
            case (customer,):
                self.tools.post(facts.CustomerFound(now, interaction_id, customer, cached))
            case _:
                self.tools.post(facts.CustomersFound(now, interaction_id, customers))

    async def _search(self, query: str) -> None:
        """Only the last of what was typed meanwhile is looked for."""
        self._searches += 1
        mine = self._searches
        await asyncio.sleep(0)
        if mine == self._searches:
            self.tools.post(facts.BookMatched(self.tools.now(), query, self.tools.book.search(query)))

    async def _keep_customer(self, effect: effects.KeepCustomer | effects.LinkNumber) -> None:
        t = self.tools
        kept: Customer | None
        if isinstance(effect, effects.KeepCustomer):
            numbers = tuple(customer_key(n, self._rules) or n for n in effect.customer.numbers)
            customer = replace(effect.customer, numbers=tuple(dict.fromkeys(numbers)))
            kept = await self._write(lambda c: t.book.keep(c, customer))
        else:
            number = customer_key(effect.number, self._rules) or effect.number
            kept = await self._write(lambda c: t.book.link(c, effect.customer_id, number))
        if kept is not None:
            t.post(facts.CustomerFound(t.now(), effect.interaction_id, kept))

    async def _finish(self, effect: effects.FinishWrapUp) -> None:
        t, interaction, customer = self.tools, effect.interaction, effect.customer

        def work(connection: apsw.Connection) -> facts.WrapUpDelivered:
            t.journal.keep_interaction(interaction)
            if customer is not None:
                t.book.append(connection, customer.customer_id, _line(interaction))
            delivered = t.outbox.put(connection, interaction.interaction_id, effect.crm_address)
            return facts.WrapUpDelivered(t.now(), interaction.interaction_id, delivered)

        t.post(await self._write(work))
        t.outbox.wake()

    async def _erase(self, effect: effects.ForgetNumber | effects.WipeCustomers) -> None:
        t = self.tools
        if isinstance(effect, effects.ForgetNumber):
            number = customer_key(effect.number, self._rules) or effect.number
            records = await self._write(lambda c: forget_number(c, number, self._rules))
        else:
            records = await self._write(lambda c: wipe_seen(c, t.now()))
        t.database.erase_traces()
        t.post(facts.Forgotten(t.now(), records))

    # --- Side chat ----------------------------------------------------------------------------------------

    async def _take_in(self, event: object, held: frozenset[str]) -> None:
        match event:
            case (
                MessageAccepted()
                | MessageRefused()
                | MessageLost()
                | MessageReceived()
                | ReceiptReceived()
                | ComposingReceived()
            ):
                await self._chat_soon(lambda: self.tools.chat.heard(event, held))
            case _:
                raise TypeError(f"{type(event).__name__} is not about text")

    async def _chat_soon(self, step: ChatStep) -> None:
        """What comes two hundred times a second: the steps of a moment share one transaction."""
        self._steps.append(step)
        if len(self._steps) == 1:
            await asyncio.sleep(GATHER_S)
            await self._chat()
            if self.tools.chat.waits and self._send_again is None:
                self._send_again = asyncio.create_task(self._try_again())

    async def _chat(self, *more: ChatStep) -> None:
        """Those that wait, then these; what comes of them is told when it is kept."""
        steps, self._steps = [*self._steps, *more], []
        try:
            await self._tell(steps)
        except Exception:
            if len(steps) == 1:
                raise
            # A mistake of ours in one of them must not take the others with it.
            await asyncio.gather(*(self._tell([step]) for step in steps))

    async def _tell(self, steps: list[ChatStep]) -> None:
        if steps:
            for told in await self._write(lambda _: [step() for step in steps]):
                for fact in told:
                    self.tools.post(fact)

    async def _try_again(self) -> None:
        """While something waits and the line did not go, so that no LineBack will come."""
        with contextlib.suppress(asyncio.CancelledError):
            for wait_s in (*SEND_AGAIN_S, *(SEND_AGAIN_S[-1:] * 60)):
                await asyncio.sleep(wait_s)
                if not self.tools.chat.waits:
                    break
                await self._chat(lambda: self.tools.chat.send_waiting(self.tools.now()))
        self._send_again = None


def _line(interaction: Interaction) -> Contact:
    """The wrap-up as a line of the customer's timeline."""
    disposition = interaction.disposition
    return Contact(
        contact_id=interaction.interaction_id,
        at=interaction.started_at,
        channel=Channel.CALL,
        subject=disposition.code,
        detail=disposition.note,
        status=_STATUS[disposition.outcome],
        inbound=interaction.incoming,
    )


def _kept(path: str, text: str) -> bool:
    try:
        report.keep(path, text)
    except OSError:
        return False
    return True
