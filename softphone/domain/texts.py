"""Texting with a customer, as an SMS gateway brings it: the other side of the side chat.

None of its values is one of the side chat's: a customer's text is a `CustomerText`, an expert's a `ChatMessage`; what
goes to a customer is `CustomerWords`, which `rules/texts.py` makes in one place, of what was typed in the customer's
own field. So what was typed for an expert cannot be sent to a customer: nothing would take it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from softphone.domain.events import MessageReceived
from softphone.domain.facts.fact import Fact

MOST_TEXT_BYTES = 900  # one MESSAGE (RFC 3428 §8); a gateway cuts it into SMS by itself
SHOWN_TEXTS = 200


class TextState(StrEnum):
    NEW = "new"  # on its way into the journal
    WAITING = "waiting"  # kept; goes when the line is there
    LEFT = "left"  # with the PBX, not answered yet
    SENT = "sent"  # the PBX or the gateway took it; no more is ever proved of an SMS
    REFUSED = "refused"
    UNSURE = "unsure"  # no answer came: may not have arrived


class CustomerText(Struct, frozen=True):
    """Theirs, or ours to them."""

    text_id: str
    at: datetime
    ours: bool
    text: str
    state: TextState = TextState.SENT
    reason: str = ""  # of a refusal
    seen_here: bool = True  # theirs: the agent has looked at it


class Thread(Struct, frozen=True):
    """The texts of one interaction, oldest first, and where an answer goes."""

    interaction_id: str
    number: str  # E.164
    address: str  # as the PBX named the sender
    texts: tuple[CustomerText, ...] = ()

    @property
    def unread(self) -> int:
        return sum(1 for t in self.texts if not t.ours and not t.seen_here)


# --- What is wanted of the backroom: `backroom/texts.py` does it -------------------------------------------


class TextEffect(Struct, frozen=True):
    """All of these."""


class TakeInText(TextEffect, frozen=True):
    """A customer wrote. Kept, unless it came before; a TextCame follows."""

    event: MessageReceived


class KeepText(TextEffect, frozen=True):
    """Whole value. A new one of ours is followed by TextKept, and leaves only then."""

    thread: Thread  # without its texts
    text: CustomerText


# --- What happened -----------------------------------------------------------------------------------------


class TextFact(Fact, frozen=True):
    """All of these: `rules/texts.py` takes them."""


class TextCame(TextFact, frozen=True):
    """`interaction_id` is the open conversation with this number, or a new one's."""

    interaction_id: str
    number: str
    address: str
    text: CustomerText


class TextKept(TextFact, frozen=True):
    interaction_id: str
    text_id: str


class ThreadsRemembered(TextFact, frozen=True):
    threads: tuple[Thread, ...]


class ReplyDrafted(TextFact, frozen=True):
    """Typed in the customer's own field."""

    interaction_id: str
    text: str


class ReplySent(TextFact, frozen=True):
    """What stands in the customer's own field goes to the customer. It carries no words: there is no way to hand
    it any that were typed elsewhere."""

    interaction_id: str
    text_id: str


class ReplyResent(TextFact, frozen=True):
    interaction_id: str
    text_id: str


class TextsSeen(TextFact, frozen=True):
    interaction_id: str


class TextsClosed(TextFact, frozen=True):
    """The agent is done with this conversation: wrap-up."""

    interaction_id: str
