"""Domain values as JSON in a row, and back. A field that a newer Aside adds has a default, so old rows still read."""

from __future__ import annotations

from dataclasses import MISSING, fields, make_dataclass
from dataclasses import field as a_field
from functools import lru_cache
from typing import Any, get_type_hints

import msgspec

from softphone.domain.audit import Audited
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.customer import Lookup, NoCustomer, Searching
from softphone.domain.expert import Expert
from softphone.domain.interaction import HistoryEntry, Interaction, Promise
from softphone.domain.presence import Duty
from softphone.domain.texts import CustomerText

_MESSAGE = msgspec.json.Decoder(ChatMessage)
CONVERSATION = msgspec.json.Decoder(Conversation)
HISTORY = msgspec.json.Decoder(HistoryEntry)
PROMISE = msgspec.json.Decoder(Promise)
EXPERT = msgspec.json.Decoder(Expert)
DUTY = msgspec.json.Decoder(Duty)
AUDITED = msgspec.json.Decoder(Audited)
CUSTOMER_TEXT = msgspec.json.Decoder(CustomerText)

encode = msgspec.json.encode


@lru_cache(maxsize=500)
def decode_message(body: bytes) -> ChatMessage:
    """A conversation is read again with each reply, and the same bytes are the same message."""
    return _MESSAGE.decode(body)


def _without_lookup() -> type[Any]:
    """Interaction less its look-up: a card is never kept with a call, it is looked up again."""
    hints = get_type_hints(Interaction)
    kept: list[Any] = []
    for field in fields(Interaction):
        if field.name == "lookup":
            continue
        if field.default is not MISSING:
            kept.append((field.name, hints[field.name], a_field(default=field.default)))
        elif field.default_factory is not MISSING:
            kept.append((field.name, hints[field.name], a_field(default_factory=field.default_factory)))
        else:
            kept.append((field.name, hints[field.name]))
    return make_dataclass("KeptInteraction", [*kept, ("internal", bool, a_field(default=False))], frozen=True)


_Kept = _without_lookup()
_KEPT_FIELDS = tuple(field.name for field in fields(_Kept) if field.name != "internal")
_INTERACTION = msgspec.json.Decoder(_Kept)


def encode_interaction(interaction: Interaction) -> bytes:
    values = {name: getattr(interaction, name) for name in _KEPT_FIELDS}
    return encode(_Kept(**values, internal=isinstance(interaction.lookup, NoCustomer)))


def decode_interaction(body: bytes) -> Interaction:
    kept = _INTERACTION.decode(body)
    lookup: Lookup = NoCustomer() if kept.internal else Searching()
    return Interaction(**{name: getattr(kept, name) for name in _KEPT_FIELDS}, lookup=lookup)
