"""The catalogue of topics: edited here where that is allowed, or read from where the organisation keeps it."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import KeepCatalogue
from softphone.domain.rules import Step, note, unnote
from softphone.domain.sharing import ShareCatalogue


def edited(desk: Desk, fact: facts.CatalogueEdited) -> Step:
    if not may_edit(desk):
        return desk, ()
    shared = (ShareCatalogue(fact.topics),) if desk.settings.matrix_directory else ()
    return replace(desk, catalogue=fact.topics), (KeepCatalogue(fact.topics), *shared)


def read(desk: Desk, fact: facts.CatalogueRead) -> Step:
    """What comes from the address is kept, so that the next start has it before the network answers."""
    if fact.trouble:
        return note(desk, NoticeKind.CATALOGUE_BAD, fact.at, detail=fact.trouble), ()
    desk = unnote(desk, NoticeKind.CATALOGUE_BAD)
    if fact.topics == desk.catalogue:
        return desk, ()
    return replace(desk, catalogue=fact.topics), (KeepCatalogue(fact.topics),)


def may_edit(desk: Desk) -> bool:
    """Where it comes from an address, it is edited there."""
    return desk.settings.topics_editable and not desk.settings.topics_address
