"""What happened. Past tense, frozen, each with its time; the only things `update` listens to.

Three sources: the agent's hands, the engine (`Heard`), the backroom.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from softphone.domain.chat import ChatMessage, Conversation, Delivery, Unassigned
from softphone.domain.customer import Customer
from softphone.domain.expert import Expert
from softphone.domain.interaction import Delivered, Disposition, HistoryEntry, Interaction, Promise
from softphone.domain.presence import Duty, Wish
from softphone.domain.protocol import Command, Event
from softphone.domain.settings import Settings


@dataclass(frozen=True, slots=True)
class Fact:
    at: datetime


# --- The clock and the engine ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ticked(Fact):
    """Once a second."""


@dataclass(frozen=True, slots=True)
class EngineUp(Fact):
    build: str = ""


@dataclass(frozen=True, slots=True)
class EngineDown(Fact):
    """The link to the engine is gone; a new engine is on its way."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Heard(Fact):
    event: Event


# --- The agent's hands: calls ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DialPressed(Fact):
    """`typed` is what stands in the field, as typed or pasted."""

    call_id: str
    typed: str
    interaction_id: str = ""  # call back out of an interaction or promise


@dataclass(frozen=True, slots=True)
class AnswerPressed(Fact):
    call_id: str


@dataclass(frozen=True, slots=True)
class GiveBackPressed(Fact):
    call_id: str


@dataclass(frozen=True, slots=True)
class EndPressed(Fact):
    """`call_id` is the call that was shown when the press began."""

    call_id: str


@dataclass(frozen=True, slots=True)
class HoldPressed(Fact):
    call_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class MutePressed(Fact):
    call_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class DigitsPressed(Fact):
    call_id: str
    digits: str


@dataclass(frozen=True, slots=True)
class TransferPressed(Fact):
    call_id: str
    target: str  # as typed


@dataclass(frozen=True, slots=True)
class DialDraftEdited(Fact):
    text: str


@dataclass(frozen=True, slots=True)
class LinkOpened(Fact):
    """A tel: or sip: link reached the running window: it fills the dialler and dials nothing."""

    link: str


# --- The agent's hands: own state ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WishChosen(Fact):
    """With a call up it is the state after the call."""

    wish: Wish
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ColleaguesSwitched(Fact):
    on: bool


# --- The agent's hands: what is on screen ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InteractionShown(Fact):
    interaction_id: str


@dataclass(frozen=True, slots=True)
class HomeShown(Fact):
    """Nothing shown: the dialler, promises, history."""


@dataclass(frozen=True, slots=True)
class InternalOpened(Fact):
    """A side chat with no customer at all."""

    interaction_id: str


@dataclass(frozen=True, slots=True)
class DrawerSwitched(Fact):
    open: bool


@dataclass(frozen=True, slots=True)
class NoticeDismissed(Fact):
    notice_id: str


# --- The agent's hands: customer, note, wrap-up ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoteEdited(Fact):
    interaction_id: str
    text: str


@dataclass(frozen=True, slots=True)
class CustomerChosen(Fact):
    """One of several, or one found by searching: `link` adds the number of the call to the customer."""

    interaction_id: str
    customer: Customer
    link: bool = False


@dataclass(frozen=True, slots=True)
class CustomerWritten(Fact):
    """A new customer made from an unknown caller, or an edited one."""

    interaction_id: str
    customer: Customer


@dataclass(frozen=True, slots=True)
class BookSearched(Fact):
    query: str


@dataclass(frozen=True, slots=True)
class DispositionEdited(Fact):
    interaction_id: str
    disposition: Disposition


@dataclass(frozen=True, slots=True)
class WrapUpFinished(Fact):
    interaction_id: str


@dataclass(frozen=True, slots=True)
class PromiseDone(Fact):
    promise_id: str


@dataclass(frozen=True, slots=True)
class PromiseMoved(Fact):
    promise_id: str
    due_at: datetime


# --- The agent's hands: side chat ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConversationOpened(Fact):
    conversation_id: str
    interaction_id: str
    expert_id: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class ConversationShown(Fact):
    conversation_id: str


@dataclass(frozen=True, slots=True)
class DraftEdited(Fact):
    conversation_id: str
    text: str


@dataclass(frozen=True, slots=True)
class ContextEdited(Fact):
    conversation_id: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionAsked(Fact):
    question_id: str
    conversation_id: str
    text: str


@dataclass(frozen=True, slots=True)
class MessagesSeen(Fact):
    """The drawer showed this conversation's replies while the window was in front."""

    conversation_id: str


@dataclass(frozen=True, slots=True)
class ResendPressed(Fact):
    message_id: str


@dataclass(frozen=True, slots=True)
class ExpertsEdited(Fact):
    experts: tuple[Expert, ...]


# --- The agent's hands: settings and data ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SettingsChanged(Fact):
    settings: Settings


@dataclass(frozen=True, slots=True)
class PasswordGiven(Fact):
    """From the first-run dialog. It goes to the key store if there is one and is never shown again."""

    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TestLinePressed(Fact):
    server: str
    user: str
    password: str = field(repr=False)
    auth_user: str = ""
    transport: str = "udp"


@dataclass(frozen=True, slots=True)
class ImportStarted(Fact):
    """`mapping` is field name → column heading; empty for vCard."""

    import_id: str
    path: str
    mapping: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportCancelled(Fact):
    import_id: str


@dataclass(frozen=True, slots=True)
class PreviewAsked(Fact):
    path: str


@dataclass(frozen=True, slots=True)
class ForgetPressed(Fact):
    """Erase everything about this number, everywhere."""

    number: str


@dataclass(frozen=True, slots=True)
class WipePressed(Fact):
    """Erase all customers seen."""


@dataclass(frozen=True, slots=True)
class QuitPressed(Fact):
    """`sure` after the one question that a live call costs."""

    sure: bool = False


# --- The backroom ----------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Remembered(Fact):
    """What the journal knows at start: open interactions, conversations, the last history, promises, experts."""

    interactions: tuple[Interaction, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    promises: tuple[Promise, ...] = ()
    experts: tuple[Expert, ...] = ()
    duty: Duty | None = None
    unassigned: tuple[Unassigned, ...] = ()


class SecretState(StrEnum):
    UNKNOWN = "unknown"
    KNOWN = "known"  # in the key store and in memory
    MEMORY_ONLY = "memory_only"  # no key store: asked at each start
    NEEDED = "needed"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class PasswordRead(Fact):
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
    conversation_id: str
    message: ChatMessage


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
