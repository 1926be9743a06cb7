"""Nothing personal leaves this PC by the side chat: `mask` is the gate that every text passes.

Not caught, and said so to the agent (`ui/masking_words.py`): names and addresses of people who are not on the card,
what is in pictures and inside files, bank accounts without IBAN, a birthday without a word that says so, and whatever
only somebody who knows the customer would recognize.

The rules are in `privacy_pass` and its modules. They are loaded with the first text, or by `warm`: their tables cost
a tenth of the start of the whole window, and nobody asks an expert in the first second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from softphone.domain.chat import Mask
from softphone.domain.customer import Case, Customer, Found, Order
from softphone.domain.interaction import Interaction
from softphone.domain.languages import language_name
from softphone.domain.phone import customer_key
from softphone.domain.text import MESSAGE_CHARS, clean

_CONTEXT_CHARS = 160
_FILE_NAME_CHARS = 255


if TYPE_CHECKING:
    from softphone.domain.privacy_pass import Finding


class Masked(Struct, frozen=True):
    text: str
    masks: tuple[Mask, ...] = ()
    found: tuple[Finding, ...] = ()  # what the masks stand for: shown to the agent, never kept


def mask(
    untrusted: str, card: Customer | None = None, own: Iterable[str] = (), lifted: Iterable[str] = ()
) -> Masked:
    """`untrusted` as it may leave, and what was replaced, in the order it stands there.

    `own` are numbers and e-mails of the company itself, which may stand; `lifted` is what the agent lets stand, where
    policy allows it (`rules/masking.py`). Masking twice changes nothing. Hidden
    characters, which could split a number, are taken out first (`clean`).
    """
    from softphone.domain.privacy_pass import masked, masks_added

    text = clean(untrusted, max(len(untrusted), MESSAGE_CHARS), lines=True)
    company = frozenset(o for entry in own for o in (entry.casefold(), customer_key(entry)) if o)
    left, found = masked(text, card, company, frozenset(lifted))
    return Masked(left, tuple(masks_added(left, text)), found)


def masked_file_name(untrusted: str, card: Customer | None = None, own: Iterable[str] = ()) -> Masked:
    """The name a file may leave with. Words in a file name are joined by "_" and by capitals: MajaLindqvist_0171….jpg.
    Folders never leave, and what no system allows in a name neither."""
    name = clean(re.split(r"[\\/]", untrusted)[-1], _FILE_NAME_CHARS)
    whole = mask(name, card, own)
    stem, dot, ending = whole.text.rpartition(".")
    stem, ending = (stem, dot + ending) if stem and len(ending) <= 5 else (whole.text, "")
    apart = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[^\W\d_])(?=\d{5})|(?<=\d{5})(?=[^\W\d_])", "_", stem)
    left = mask(apart.replace("_", " "), card, own)
    masks = (*whole.masks, *left.masks)
    return Masked(re.sub(r'[<>:"|?*\s]+', "_", left.text) + ending, masks) if masks else Masked(name)


def warm() -> None:
    """Load the rules now, while nothing waits for them."""
    mask("")


def context_line(
    interaction: Interaction, customer: Customer | None = None, readers: tuple[str, ...] = ()
) -> str:
    """What an expert needs before the question: order, product, case, language. Never the person, no sentence.

    `customer` is taken from the interaction's look-up where it is not given; `readers` are the expert's languages."""
    lookup = interaction.lookup
    reasons = lookup.reasons if isinstance(lookup, Found) else ()
    if customer is None:
        if not isinstance(lookup, Found):
            return ""
        customer = lookup.customer
    told = [r.subject for r in reasons]
    order = _first([o for o in customer.orders if o.open], told)
    case = _first([c for c in customer.cases if c.open], told)
    parts: list[str] = []
    if isinstance(order, Order):
        parts.append(f"{order.order_id} {order.title}")
    if isinstance(case, Case):
        parts.append(" ".join(p for p in (case.case_id, case.product, case.title) if p))
    parts += [language_name(tag, readers) for tag in customer.languages[:1]]
    line = " · ".join(clean(p, _CONTEXT_CHARS) for p in parts)
    return mask(clean(line, 2 * _CONTEXT_CHARS), customer).text


def _first(open_ones: list[Order] | list[Case], told: list[str]) -> Order | Case | None:
    """The one that a reason names, else the first."""
    by_id = {(o.order_id if isinstance(o, Order) else o.case_id): o for o in open_ones}
    named = next((by_id[subject] for subject in told if subject in by_id), None)
    return named or (open_ones[0] if open_ones else None)
