"""A side-chat conversation and what is proved of each message. The drawer shows nothing else."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from itertools import takewhile

from msgspec import Struct

from softphone.domain.chat_file import ChatFile

# RFC 3428 §8 forbids more than 1300 with headers where the path is not known to be TCP
PART_BYTES = 900


class Delivery(StrEnum):
    """How far a message of ours is proved to have come. Only what the transport can prove is ever set."""

    NEW = "new"  # on its way into the journal: a kill now could still cost it
    KEPT = "kept"  # in the journal, not sent yet
    WAITING = "waiting"  # offline or told to wait; goes by itself
    SENT = "sent"  # handed to the PBX, not confirmed
    DELIVERED = "delivered"  # IMDN
    SEEN = "seen"  # IMDN, or they answered
    REFUSED = "refused"
    UNSURE = "unsure"  # left, no answer came: may not have arrived


PROOF = {
    Delivery.NEW: -1,
    Delivery.KEPT: 0,
    Delivery.WAITING: 0,
    Delivery.UNSURE: 1,
    Delivery.REFUSED: 1,
    Delivery.SENT: 2,
    Delivery.DELIVERED: 3,
    Delivery.SEEN: 4,
}


def rises(old: Delivery, new: Delivery) -> bool:
    """Whether `new` is believed after `old`: proof only rises, but what was refused may be sent again."""
    again = old in (Delivery.REFUSED, Delivery.UNSURE) and new in (Delivery.KEPT, Delivery.WAITING)
    return again or PROOF[new] >= PROOF[old]


class Ability(Struct, frozen=True):
    """What a transport can prove or do. The drawer shows only that."""

    delivered: bool = False
    seen: bool = False
    typing: bool = False
    no_doubles: bool = False
    largest_bytes: int = PART_BYTES  # one message; longer text goes in numbered parts


class Mask(Struct, frozen=True):
    """Something that was replaced before the text left. `kind` names the rule, `shown` what stands there."""

    kind: str  # card, iban, phone, email, name, address, birth, tax
    shown: str


class ChatMessage(Struct, frozen=True):
    message_id: str
    at: datetime
    ours: bool
    text: str  # ours: masked
    delivery: Delivery = Delivery.KEPT
    reason: str = ""  # of a refusal
    masks: tuple[Mask, ...] = ()
    parts: int = 1
    seen_here: bool = True  # theirs: the agent has looked at it
    author: str = ""  # theirs, where it is not whom the conversation is with
    quote: str = ""  # what it replies to
    reactions: tuple[str, ...] = ()
    edited: bool = False
    changing: bool = False  # ours: corrected or taken back here, and the homeserver does not know yet
    removed: bool = False  # its author took it back: no text
    sealed: bool = False  # encrypted, and cannot be read here: no text
    attached: ChatFile | None = None  # the text is its name, or what was written under it
    foot: str = ""  # ours: what one word in answer does, for the expert alone
    asks: bool = True  # ours: an answer is waited for

    @property
    def whole(self) -> str:
        """Exactly what the expert reads."""
        return f"{self.text}\n{self.foot}" if self.foot else self.text


class Offered(Struct, frozen=True):
    """A picture or a file that waits for the second question. Its name is masked already."""

    file_id: str  # of the message that it will be
    file: ChatFile
    ready: bool = False  # looked at, and a copy is in the store
    masks: tuple[Mask, ...] = ()


class Conversation(Struct, frozen=True):
    """Belongs to one interaction and one expert. The last 200 messages; older ones come by effect."""

    conversation_id: str
    interaction_id: str
    expert_id: str
    address: str
    topic: str = ""
    context_line: str = ""  # sent once, before the first question; never names the person
    context_sent: bool = False
    opened_at: datetime | None = None
    asked_at: datetime | None = None  # first question accepted by the network
    answered_at: datetime | None = None  # first reply
    messages: tuple[ChatMessage, ...] = ()
    draft: str = ""
    typing_until: datetime | None = None
    thanks_id: str = ""  # our message that said what their answer did; it waits for nothing
    thanked_for: str = ""  # message_id of that answer
    lifted: tuple[str, ...] = ()  # of the draft: what the agent lets stand
    correcting: str = ""  # message_id: the draft is to stand in its place
    kept_as: str = ""  # answer_id of the card made of it, or of the one that is asked about
    offered: tuple[Offered, ...] = ()  # not kept: a desk that was killed asks nobody to send it

    @property
    def reply(self) -> ChatMessage | None:
        """The last thing they said."""
        return next((m for m in reversed(self.messages) if not m.ours and m.text), None)

    @property
    def unread(self) -> int:
        """How many of theirs came after the last that the agent has looked at."""
        theirs = (m.seen_here for m in reversed(self.messages) if not m.ours)
        return sum(1 for _ in takewhile(lambda seen: not seen, theirs))

    @property
    def waits(self) -> bool:
        """For the expert to answer, or for the agent to read or to go on."""
        last = self.messages[-1] if self.messages else None
        asked = last is not None and last.ours and last.asks and last.message_id != self.thanks_id
        return bool(self.unread or self.draft or asked)


SHOWN_MESSAGES = 200


class Unassigned(Struct, frozen=True):
    """A reply that belongs to no conversation we know: kept in a tray, never guessed onto a call."""

    message: ChatMessage
    sender: str


class Composing(Struct, frozen=True):
    """The expert was told that the agent writes to them; never what."""

    address: str
    told_at: datetime
    typed_at: datetime


def split(text: str, limit_bytes: int = PART_BYTES) -> tuple[str, ...]:
    """`text` in parts of at most `limit_bytes` of UTF-8, numbered "(1/3) " when there are several. Cut at blanks
    where there is one in the second half, never inside a character; joined again they are the text."""
    if len(text.encode()) <= limit_bytes:
        return (text,)
    room = limit_bytes - len(b"(999/999) ")
    pieces: list[str] = []
    rest = text
    while rest:
        piece = rest.encode()[:room].decode(errors="ignore")
        if len(piece) < len(rest):
            cut = max(piece.rfind(" "), piece.rfind("\n")) + 1
            piece = piece[:cut] if cut > len(piece) // 2 else piece
        pieces.append(piece)
        rest = rest[len(piece) :]
    return tuple(f"({n}/{len(pieces)}) {piece}" for n, piece in enumerate(pieces, start=1))
