"""Who calls: looked for, kept, linked, wrapped up and erased."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import apsw
from msgspec.structs import replace

from softphone.backroom.cleaning import stamp
from softphone.backroom.erase import forget_number, wipe_seen
from softphone.backroom.tools import Tools
from softphone.backroom.writing import Writing
from softphone.domain import effects, facts
from softphone.domain.customer import Channel, Contact, ContactStatus, Customer, Found, Several, Unavailable, Unknown
from softphone.domain.interaction import Interaction, InteractionKind, Outcome
from softphone.domain.phone import DialRules, customer_key
from softphone.domain.settings import Settings

_STATUS = {
    Outcome.SOLVED: ContactStatus.SOLVED,
    Outcome.PROMISED: ContactStatus.PROMISED,
    Outcome.NOT_SOLVED: ContactStatus.UNSOLVED,
    None: ContactStatus.INFO,
}


class Callers:
    def __init__(self, tools: Tools, writing: Writing, settings: Callable[[], Settings]) -> None:
        self._tools = tools
        self._writing = writing
        self._settings = settings
        self._searches = 0

    async def tidy(self) -> None:
        """Erases what was kept long enough."""
        before = self._tools.now() - timedelta(days=self._settings().customers_kept_days)
        if await self._writing.now(lambda c: wipe_seen(c, before)):
            self._tools.database.erase_traces()

    @property
    def rules(self) -> DialRules:
        s = self._settings()
        return DialRules(s.country, s.area_code, s.outside_line, s.internal_length, s.emergency_numbers)

    async def find(self, effect: effects.FindCustomer) -> None:
        """The book answers at once; where there is a CRM its answer follows, and wins."""
        t, interaction_id = self._tools, effect.interaction_id
        await self._writing.flush()  # so that whom this interaction was settled on is known here too
        settled_on = t.journal.customer_of(interaction_id)
        known = t.book.with_id(settled_on or effect.customer_id) if settled_on or effect.customer_id else None
        hits = (known,) if known else t.book.with_number(effect.number)
        crm = bool(self._settings().crm_address) and bool(effect.number or effect.customer_id)
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
        if not self._settings().customers_kept_days:
            return customer
        seen_at = stamp(self._tools.now())
        return await self._writing.now(lambda c: self._tools.book.keep(c, customer, seen_at))

    def _post_found(self, interaction_id: str, customers: tuple[Customer, ...], *, cached: bool = False) -> None:
        now = self._tools.now()
        match customers:
            case ():
                self._tools.post(facts.CustomerUnknown(now, interaction_id))
            case (customer,):
                self._tools.post(facts.CustomerFound(now, interaction_id, customer, cached))
            case _:
                self._tools.post(facts.CustomersFound(now, interaction_id, customers))

    async def search(self, query: str) -> None:
        """Only the last of what was typed meanwhile is looked for."""
        self._searches += 1
        mine = self._searches
        await asyncio.sleep(0)
        if mine == self._searches:
            self._tools.post(facts.BookMatched(self._tools.now(), query, self._tools.book.search(query)))

    async def keep(self, effect: effects.KeepCustomer | effects.LinkNumber) -> None:
        t = self._tools
        kept: Customer | None
        if isinstance(effect, effects.KeepCustomer):
            numbers = tuple(customer_key(n, self.rules) or n for n in effect.customer.numbers)
            customer = replace(effect.customer, numbers=tuple(dict.fromkeys(numbers)))
            kept = await self._writing.now(lambda c: t.book.keep(c, customer))
        else:
            number = customer_key(effect.number, self.rules) or effect.number
            kept = await self._writing.now(lambda c: t.book.link(c, effect.customer_id, number))
        if kept is not None:
            t.post(facts.CustomerFound(t.now(), effect.interaction_id, kept))

    async def finish(self, effect: effects.FinishWrapUp) -> None:
        t, interaction, customer = self._tools, effect.interaction, effect.customer

        def work(connection: apsw.Connection) -> facts.WrapUpDelivered:
            t.journal.keep_interaction(interaction)
            if customer is not None:
                t.book.append(connection, customer.customer_id, _line(interaction))
            delivered = t.outbox.put(connection, interaction.interaction_id, effect.crm_address)
            return facts.WrapUpDelivered(t.now(), interaction.interaction_id, delivered)

        t.post(await self._writing.now(work))
        t.outbox.wake()

    async def erase(self, effect: effects.ForgetNumber | effects.WipeCustomers) -> None:
        t = self._tools
        if isinstance(effect, effects.ForgetNumber):
            number = customer_key(effect.number, self.rules) or effect.number
            records = await self._writing.now(lambda c: forget_number(c, number, self.rules))
        else:
            records = await self._writing.now(lambda c: wipe_seen(c, t.now()))
        t.database.erase_traces()
        t.post(facts.Forgotten(t.now(), records))


def _line(interaction: Interaction) -> Contact:
    """The wrap-up as a line of the customer's timeline."""
    disposition = interaction.disposition
    return Contact(
        contact_id=interaction.interaction_id,
        at=interaction.started_at,
        channel=Channel.CHAT if interaction.kind is InteractionKind.TEXT else Channel.CALL,
        subject=disposition.code,
        detail=disposition.note,
        status=_STATUS[disposition.outcome],
        inbound=interaction.incoming,
    )
