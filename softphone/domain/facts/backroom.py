"""What the backroom found, kept, sent and received."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from softphone.domain.catalogue import Topic
from softphone.domain.chat import ChatMessage, Conversation, Delivery, Unassigned
from softphone.domain.customer import Customer
from softphone.domain.expert import Expert
from softphone.domain.facts.fact import Fact
from softphone.domain.hunt import Hunt
from softphone.domain.interaction import Delivered, HistoryEntry, Interaction, Promise
from softphone.domain.presence import Duty
from softphone.domain.protocol import Command
from softphone.domain.standing import Standing


class StoreState(StrEnum):
    OPENING = "opening"
    ENCRYPTED = "encrypted"
    IN_MEMORY = "in_memory"  # no key store: nothing survives this start
    FULL = "full"  # the disk is: kept in memory, tried again


@dataclass(frozen=True, slots=True)
class StoreOpened(Fact):
    state: StoreState
    why: str = ""
    kept_aside: str = ""  # name of a damaged store that was put away
    moved_in: bool = False  # it was in memory until now, or was tried again in vain


@dataclass(frozen=True, slots=True)
class Remembered(Fact):
    """What the journal knows at start: open interactions, conversations, the last history, promises, experts."""

    interactions: tuple[Interaction, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    promises: tuple[Promise, ...] = ()
    experts: tuple[Expert, ...] = ()
    duty: Duty | None = None
    paused: bool = False  # a pause of ours may stand in the PBX's queues
    unassigned: tuple[Unassigned, ...] = ()
    hunts: tuple[Hunt, ...] = ()
    standings: tuple[Standing, ...] = ()
    catalogue: tuple[Topic, ...] = ()


class SecretState(StrEnum):
    UNKNOWN = "unknown"
    KNOWN = "known"  # in the key store and in memory
    MEMORY_ONLY = "memory_only"  # no key store: asked at each start
    NEEDED = "needed"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class PasswordRead(Fact):
    """The desk keeps the state; the password itself goes straight on to the app by UsePassword."""

    state: SecretState
    why: str = ""
    password: str = field(default="", repr=False)
    line: str = ""


@dataclass(frozen=True, slots=True)
class ReportComposed(Fact):
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReportKept(Fact):
    path: str
    done: bool


@dataclass(frozen=True, slots=True)
class CrmTokenRead(Fact):
    """Whether there is a token for the CRM. The token itself never leaves the backroom."""

    state: SecretState
    why: str = ""


@dataclass(frozen=True, slots=True)
class CustomerFound(Fact):
    interaction_id: str
    customer: Customer
    cached: bool = False


@dataclass(frozen=True, slots=True)
class CustomersFound(Fact):
    interaction_id: str
    customers: tuple[Customer, ...]


@dataclass(frozen=True, slots=True)
class CustomerUnknown(Fact):
    interaction_id: str


@dataclass(frozen=True, slots=True)
class CustomerUnavailable(Fact):
    interaction_id: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class BookMatched(Fact):
    query: str
    customers: tuple[Customer, ...]


@dataclass(frozen=True, slots=True)
class SendWanted(Fact):
    """The side chat's transport wants this said to the network."""

    command: Command


@dataclass(frozen=True, slots=True)
class DeliveryChanged(Fact):
    conversation_id: str
    message_id: str
    delivery: Delivery
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReplyArrived(Fact):
    """`conversation` is what the journal has of it, this reply included, where the desk holds it no longer."""

    conversation_id: str
    message: ChatMessage
    conversation: Conversation | None = None


@dataclass(frozen=True, slots=True)
class ReplyUnassigned(Fact):
    reply: Unassigned


@dataclass(frozen=True, slots=True)
class ExpertTyping(Fact):
    conversation_id: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class WrapUpDelivered(Fact):
    interaction_id: str
    delivered: Delivered
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRead(Fact):
    """First rows of a file to import. `mapping` is the guess, field → column."""

    path: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ImportProgressed(Fact):
    import_id: str
    done: int
    total: int  # 0: not known
    added: int = 0
    changed: int = 0
    bad: tuple[tuple[int, str], ...] = ()  # line and reason, the first 100
    bad_count: int = 0
    finished: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Forgotten(Fact):
    """How many records went."""

    records: int
