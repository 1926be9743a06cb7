"""Domain values as JSON in a row, and back. A field that a newer Aside adds has a default, so old rows still read."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import fields

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
    kept: list[Any] = []
    for f in fields(Interaction):
        if f.name == "lookup":
            continue
        if f.default_factory is not msgspec.NODEFAULT:
            kept.append((f.name, f.type, msgspec.field(default_factory=f.default_factory)))
        elif f.default is not msgspec.NODEFAULT:
            kept.append((f.name, f.type, f.default))
        else:
            kept.append((f.name, f.type))
    return msgspec.defstruct("KeptInteraction", [*kept, ("internal", bool, False)], frozen=True)


_Kept = _without_lookup()
_KEPT_FIELDS = tuple(name for name in _Kept.__struct_fields__ if name != "internal")
_INTERACTION = msgspec.json.Decoder(_Kept)


def encode_interaction(interaction: Interaction) -> bytes:
    values = {name: getattr(interaction, name) for name in _KEPT_FIELDS}
    return encode(_Kept(**values, internal=isinstance(interaction.lookup, NoCustomer)))


def decode_interaction(body: bytes) -> Interaction:
    kept = _INTERACTION.decode(body)
    lookup: Lookup = NoCustomer() if kept.internal else Searching()
    return Interaction(**{name: getattr(kept, name) for name in _KEPT_FIELDS}, lookup=lookup)
