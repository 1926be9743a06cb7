"""Who is calling: answers of the directory, the agent's choice, searching the book, erasing from it."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.customer import Found, Lookup, NoCustomer, Searching, Several, Unavailable, Unknown
from softphone.domain.desk import BookSearch, Desk, NoticeKind
from softphone.domain.effects import FindCustomer, KeepCustomer, KeepInteraction, LinkNumber, SearchBook
from softphone.domain.interaction import Interaction, WrapUp
from softphone.domain.phone import customer_key
from softphone.domain.reasons import why
from softphone.domain.rules import Step, note
from softphone.domain.rules.dialling import rules_of

MOST_NOTE_CHARS = 20_000


def _looked_up(desk: Desk, interaction_id: str, lookup: Lookup) -> Desk:
    """A late answer for an interaction that is gone is dropped."""
    interaction = desk.interactions.get(interaction_id)
    if interaction is None or isinstance(interaction.lookup, NoCustomer):
        return desk
    interaction = replace(interaction, lookup=lookup)
    desk = replace(desk, interactions={**desk.interactions, interaction_id: interaction})
    if isinstance(lookup, Found) and any(h.interaction_id == interaction_id for h in desk.history):
        name = lookup.customer.name
        history = tuple(
            replace(h, name=name, customer_id=lookup.customer.customer_id)
            if h.interaction_id == interaction_id
            else h
            for h in desk.history
        )
        desk = replace(desk, history=history)
    return desk


def found(desk: Desk, fact: facts.CustomerFound) -> Step:
    reasons = why(fact.customer, fact.at, desk.promises)
    desk = _looked_up(desk, fact.interaction_id, Found(fact.customer, reasons, fact.cached))
    interaction = desk.interactions.get(fact.interaction_id)
    return desk, (KeepInteraction(interaction),) if interaction else ()


def several(desk: Desk, fact: facts.CustomersFound) -> Step:
    return _looked_up(desk, fact.interaction_id, Several(fact.customers)), ()


def unknown(desk: Desk, fact: facts.CustomerUnknown) -> Step:
    return _looked_up(desk, fact.interaction_id, Unknown()), ()


def unavailable(desk: Desk, fact: facts.CustomerUnavailable) -> Step:
    return _looked_up(desk, fact.interaction_id, Unavailable(fact.why)), ()


def chosen(desk: Desk, fact: facts.CustomerChosen) -> Step:
    desk, effects = found(desk, facts.CustomerFound(fact.at, fact.interaction_id, fact.customer))
    interaction = desk.interactions.get(fact.interaction_id)
    if fact.link and interaction is not None and interaction.number:
        key = _key(desk, interaction.number)
        return desk, (*effects, LinkNumber(fact.interaction_id, fact.customer.customer_id, key))
    return desk, effects


def written(desk: Desk, fact: facts.CustomerWritten) -> Step:
    return desk, (KeepCustomer(fact.interaction_id, fact.customer),)


def look_again(desk: Desk, interaction_id: str) -> Step:
    """Ask the directory once more: after an error, or when an old interaction is opened."""
    interaction = desk.interactions.get(interaction_id)
    if interaction is None:
        return desk, ()
    desk = _looked_up(desk, interaction_id, Searching())
    return desk, (FindCustomer(interaction_id, _key(desk, interaction.number)),)


def _key(desk: Desk, number: str) -> str:
    return customer_key(number, rules_of(desk.settings)) or number


def searched(desk: Desk, fact: facts.BookSearched) -> Step:
    query = fact.query.strip()[:200]
    if not query:
        return replace(desk, search=BookSearch()), ()
    return replace(desk, search=replace(desk.search, query=query, searching=True)), (SearchBook(query),)


def matched(desk: Desk, fact: facts.BookMatched) -> Step:
    if fact.query != desk.search.query:
        return desk, ()  # an answer to what was typed before
    return replace(desk, search=BookSearch(fact.query, fact.customers)), ()


def noted(desk: Desk, fact: facts.NoteEdited) -> Step:
    interaction = desk.interactions.get(fact.interaction_id)
    if interaction is None or interaction.note == fact.text:
        return desk, ()
    interaction = replace(interaction, note=fact.text[:MOST_NOTE_CHARS])
    desk = replace(desk, interactions={**desk.interactions, fact.interaction_id: interaction})
    return desk, (KeepInteraction(interaction),)


def forgotten(desk: Desk, fact: facts.Forgotten) -> Step:
    return note(desk, NoticeKind.FORGOTTEN, fact.at, detail=str(fact.records)), ()


def forget(desk: Desk, number: str) -> Desk:
    """What the screen still shows of an erased number goes with it, or it would be written again. A live call stays."""

    def theirs(written: str) -> bool:
        return written == number or _key(desk, written) == number

    def about(interaction: Interaction) -> bool:
        lookup = interaction.lookup
        known = isinstance(lookup, Found) and number in lookup.customer.numbers
        return known or theirs(interaction.number)

    desk = _put_away(desk, {i.interaction_id for i in desk.interactions.values() if about(i)})
    return replace(
        desk,
        history=tuple(h for h in desk.history if not theirs(h.number)),
        promises=tuple(p for p in desk.promises if not theirs(p.number)),
        unassigned=tuple(u for u in desk.unassigned if not theirs(u.sender)),
        search=BookSearch(),
    )


def wipe(desk: Desk) -> Desk:
    """All that is over goes from the screen, as it goes from the store; promises and open wrap-ups stay."""
    owed = {p.promise_id for p in desk.promises}
    over = {
        i.interaction_id for i in desk.interactions.values() if i.wrap_up is not WrapUp.OPEN and i.ended_at is not None
    }
    return replace(_put_away(desk, over - owed), history=(), unassigned=(), search=BookSearch())


def _put_away(desk: Desk, wanted: set[str]) -> Desk:
    """Without these interactions and their side chats, but for those whose call is up."""
    live = {i.interaction_id for i in desk.interactions.values() if i.call_id in desk.calls or i.call_id in desk.lost}
    gone = wanted - live
    conversations = {k: c for k, c in desk.conversations.items() if c.interaction_id not in gone}
    return replace(
        desk,
        interactions={k: i for k, i in desk.interactions.items() if k not in gone},
        conversations=conversations,
        conversation=desk.conversation if desk.conversation in conversations else None,
        shown=None if desk.shown in gone else desk.shown,
    )


def at_start(desk: Desk) -> Step:
    """Interactions that come from the journal lost their card: look it up again."""
    effects: tuple[FindCustomer, ...] = ()
    for interaction in desk.interactions.values():
        if isinstance(interaction.lookup, Searching) and interaction.number:
            effects += (FindCustomer(interaction.interaction_id, _key(desk, interaction.number)),)
    return desk, effects
