"""What the backroom found, kept, sent and received."""

from __future__ import annotations

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
from softphone.domain.secrets import hiding
from softphone.domain.standing import Standing


class StoreState(StrEnum):
    OPENING = "opening"
    ENCRYPTED = "encrypted"
    IN_MEMORY = "in_memory"  # no key store: nothing survives this start
    FULL = "full"  # the disk is: kept in memory, tried again


class StoreOpened(Fact, frozen=True):
    state: StoreState
    why: str = ""
    kept_aside: str = ""  # name of a damaged store that was put away
    moved_in: bool = False  # it was in memory until now, or was tried again in vain


class Remembered(Fact, frozen=True):
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


class PasswordRead(Fact, frozen=True):
    """The desk keeps the state; the password itself goes straight on to the app by UsePassword."""

    state: SecretState
    why: str = ""
    password: str = ""
    line: str = ""

    __repr__ = hiding("password")


class ReportComposed(Fact, frozen=True):
    text: str

    __repr__ = hiding("text")


class ReportKept(Fact, frozen=True):
    path: str
    done: bool


class CrmTokenRead(Fact, frozen=True):
    """Whether there is a token for the CRM. The token itself never leaves the backroom."""

    state: SecretState
    why: str = ""


class CustomerFound(Fact, frozen=True):
    interaction_id: str
    customer: Customer
    cached: bool = False


class CustomersFound(Fact, frozen=True):
    interaction_id: str
    customers: tuple[Customer, ...]


class CustomerUnknown(Fact, frozen=True):
    interaction_id: str


class CustomerUnavailable(Fact, frozen=True):
    interaction_id: str
    why: str = ""


class BookMatched(Fact, frozen=True):
    query: str
    customers: tuple[Customer, ...]


class SendWanted(Fact, frozen=True):
    """The side chat's transport wants this said to the network."""

    command: Command


class DeliveryChanged(Fact, frozen=True):
    conversation_id: str
    message_id: str
    delivery: Delivery
    reason: str = ""


class ReplyArrived(Fact, frozen=True):
    """`conversation` is what the journal has of it, this reply included, where the desk holds it no longer."""

    conversation_id: str
    message: ChatMessage
    conversation: Conversation | None = None


class ReplyUnassigned(Fact, frozen=True):
    reply: Unassigned


class ExpertTyping(Fact, frozen=True):
    conversation_id: str
    until: datetime | None


class WrapUpDelivered(Fact, frozen=True):
    interaction_id: str
    delivered: Delivered
    reason: str = ""


class PreviewRead(Fact, frozen=True):
    """First rows of a file to import. `mapping` is the guess, field → column."""

    path: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


class ImportProgressed(Fact, frozen=True):
    import_id: str
    done: int
    total: int  # 0: not known
    added: int = 0
    changed: int = 0
    bad: tuple[tuple[int, str], ...] = ()  # line and reason, the first 100
    bad_count: int = 0
    finished: bool = False
    trouble: str = ""


class Forgotten(Fact, frozen=True):
    """How many records went."""

    records: int
