"""Who it is, in words: the customer where one is known, else what the network said."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from softphone.domain.call import Call, Kind
from softphone.domain.customer import Customer, Found
from softphone.domain.desk import Desk, interaction_of
from softphone.domain.expert import Expert
from softphone.domain.interaction import HistoryEntry, Interaction, InteractionKind
from softphone.domain.matrix import is_matrix_id
from softphone.domain.phone import show_number
from softphone.domain.roster import roster, user_of

translate = QCoreApplication.translate


def customer_of(interaction: Interaction | None) -> Customer | None:
    lookup = interaction.lookup if interaction is not None else None
    return lookup.customer if isinstance(lookup, Found) else None


def colleague_of(desk: Desk, number: str) -> Expert | None:
    """The colleague with this number or address."""
    user = user_of(number)
    return roster(desk.experts).by_user.get(user)


def colleagues(desk: Desk, typed: str) -> list[Expert]:
    """Who is meant by the letters or digits typed so far; all of them for none."""
    query = typed.strip().casefold()
    have_a_phone = (e for e in desk.experts if e.colleague and not is_matrix_id(e.address))
    return [e for e in have_a_phone if query in f"{e.name} {user_of(e.address)}".casefold()]


def name_of(desk: Desk, interaction: Interaction | None) -> str:
    """A name for this interaction; never empty."""
    if interaction is None:
        return ""
    if interaction.kind is InteractionKind.INTERNAL:
        return translate("People", "Internal")
    customer = customer_of(interaction)
    if customer is not None and customer.name:
        return customer.name
    colleague = colleague_of(desk, interaction.number)
    if colleague is not None:
        return colleague.name
    return interaction.caller_name or show_number(interaction.number, desk.settings.country) or _nobody()


def caller_of(desk: Desk, call: Call) -> str:
    """A name for the other side of this call."""
    interaction = desk.interactions.get(interaction_of(call.call_id))
    if call.kind is Kind.EMERGENCY:
        return translate("People", "Emergency call {number}").format(number=call.party.number)
    if interaction is not None:
        return name_of(desk, interaction)
    return call.party.name or show_number(call.party.number, desk.settings.country) or _nobody()


def name_in_history(desk: Desk, entry: HistoryEntry) -> str:
    """A colleague by our own list, not by what their phone calls itself."""
    colleague = colleague_of(desk, entry.number) if not entry.customer_id else None
    return colleague.name if colleague is not None else entry.name or number_of(desk, entry.number)


def number_of(desk: Desk, number: str) -> str:
    return show_number(number, desk.settings.country) if number else translate("People", "number withheld")


def _nobody() -> str:
    return translate("People", "Number withheld")
