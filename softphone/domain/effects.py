"""What we want done outside. Imperative, frozen; `run` in the app is the only way out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from softphone.domain.answer_effects import AnswerEffect as AnswerEffect
from softphone.domain.audio import SoundSetup
from softphone.domain.audit import AuditEffect as AuditEffect
from softphone.domain.catalogue import Topic
from softphone.domain.changes import ChangeEffect as ChangeEffect
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.checkup import CheckUp as CheckUp
from softphone.domain.checkup import Finding
from softphone.domain.customer import Customer
from softphone.domain.expert import Expert
from softphone.domain.files import FileEffect as FileEffect
from softphone.domain.hunt import Hunt
from softphone.domain.interaction import HistoryEntry, Interaction, Promise
from softphone.domain.line import LineSetup
from softphone.domain.matrix import MatrixEffect
from softphone.domain.nat import NatSetup
from softphone.domain.presence import Duty, Gate
from softphone.domain.protocol import Command, Event
from softphone.domain.recording import RecordingSetup
from softphone.domain.setting_up import SetUpEffect as SetUpEffect
from softphone.domain.settings import Settings
from softphone.domain.sharing import SharingEffect as SharingEffect
from softphone.domain.standing import Standing
from softphone.domain.texts import TextEffect as TextEffect
from softphone.domain.updates import AskForUpdates as AskForUpdates

# --- To the engine and this computer ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToEngine:
    command: Command


@dataclass(frozen=True, slots=True)
class ConfigureEngine:
    """The app adds the password it holds and says it to the engine as Configure."""

    line: LineSetup | None  # without password
    gate: Gate
    sound: SoundSetup
    focus: str | None
    password_known: bool = True
    more: tuple[LineSetup, ...] = ()
    recording: RecordingSetup = field(default_factory=RecordingSetup)
    nat: NatSetup = field(default_factory=NatSetup)  # without password


@dataclass(frozen=True, slots=True)
class UsePassword:
    """The app holds it from now on, in memory, and hands it to each new engine."""

    password: str = field(repr=False)
    line: str = ""  # name of the line it is for, or RELAY


@dataclass(frozen=True, slots=True)
class HandOver:
    """The agent does not come back to this call: somebody else must take it. `target` is dialled as it stands; empty:
    nobody is known who could."""

    call_id: str
    interaction_id: str
    target: str


@dataclass(frozen=True, slots=True)
class OpenUrl:
    url: str


@dataclass(frozen=True, slots=True)
class StartEngine:
    """Now, however often it failed."""


@dataclass(frozen=True, slots=True)
class QuitAll:
    """End the engine, then this window."""


# --- To the backroom -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindCustomer:
    """Answered by exactly one Customer… fact. `number` is E.164 or what there is; `customer_id` from the PBX."""

    interaction_id: str
    number: str
    customer_id: str = ""


@dataclass(frozen=True, slots=True)
class SearchBook:
    query: str


@dataclass(frozen=True, slots=True)
class KeepCustomer:
    """Create or change, then answer with CustomerFound."""

    interaction_id: str
    customer: Customer


@dataclass(frozen=True, slots=True)
class LinkNumber:
    interaction_id: str
    customer_id: str
    number: str


@dataclass(frozen=True, slots=True)
class KeepInteraction:
    """Whole value; look-up results are not kept but the customer's id is. May be written late, never lost."""

    interaction: Interaction


@dataclass(frozen=True, slots=True)
class KeepHistory:
    entry: HistoryEntry


@dataclass(frozen=True, slots=True)
class KeepConversation:
    """Draft, context and times; messages have rows of their own."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class KeepQuestion:
    """The row is the outbox row; sent when the network allows. `conversation` as it is with this question in it."""

    conversation: Conversation
    message: ChatMessage
    ask_receipts: bool = True


@dataclass(frozen=True, slots=True)
class ResendQuestion:
    message_id: str


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """The agent has read these replies; receipts go out where wanted and allowed."""

    conversation_id: str
    give_receipts: bool = True


@dataclass(frozen=True, slots=True)
class AdoptReplies:
    """All unassigned replies of the conversation's address belong to it from now on."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class TakeIn:
    """An engine event about text: MessageAccepted, …Refused, …Lost, …Received, Receipt…, Composing…. `held` are the
    conversations on the desk: a reply to one of them need not bring it along."""

    event: Event
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LineBack:
    """The line is registered again: send what waits."""


@dataclass(frozen=True, slots=True)
class FinishWrapUp:
    """Into the customer's timeline and, where an address is set, into the outbox to the CRM."""

    interaction: Interaction
    customer: Customer | None
    crm_address: str = ""


@dataclass(frozen=True, slots=True)
class KeepPromise:
    promise: Promise


@dataclass(frozen=True, slots=True)
class KeepExperts:
    experts: tuple[Expert, ...]


@dataclass(frozen=True, slots=True)
class KeepHunt:
    hunt: Hunt


@dataclass(frozen=True, slots=True)
class KeepStanding:
    standing: Standing


@dataclass(frozen=True, slots=True)
class KeepCatalogue:
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class KeepDuty:
    duty: Duty


@dataclass(frozen=True, slots=True)
class KeepPause:
    """Whether a pause of ours may stand in the PBX's queues: a desk that was restarted lifts it."""

    ours: bool


@dataclass(frozen=True, slots=True)
class KeepSettings:
    settings: Settings


@dataclass(frozen=True, slots=True)
class KeepPassword:
    account: str  # user@server
    password: str = field(repr=False)
    line: str = ""


@dataclass(frozen=True, slots=True)
class ReadPassword:
    account: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class OpenStore:
    """A store in memory goes to its file, if the key store can be opened now; it may ask for its password."""


@dataclass(frozen=True, slots=True)
class KeepCrmToken:
    """Empty takes it away."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ComposeReport:
    """Put a report of a problem together; a ReportComposed follows."""

    trace: str = field(repr=False)
    settings: Settings
    known: tuple[Finding, ...] = ()  # of a check-up: what the desk sees itself


@dataclass(frozen=True, slots=True)
class ReadLineMonth:
    """How the line was by day; a LineMonthRead follows."""

    since: datetime


@dataclass(frozen=True, slots=True)
class SendPlaceReport:
    """The pre-shift check to IT, as JSON by https, with nobody's name in it. Answered by a PlaceReported."""

    address: str
    equipment: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class KeepReport:
    """Write it; a ReportKept follows."""

    path: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadPreview:
    path: str


@dataclass(frozen=True, slots=True)
class ImportBook:
    import_id: str
    path: str
    mapping: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CancelImport:
    import_id: str


@dataclass(frozen=True, slots=True)
class ForgetNumber:
    number: str


@dataclass(frozen=True, slots=True)
class WipeCustomers:
    pass


BackroomEffect = (
    FindCustomer
    | SearchBook
    | KeepCustomer
    | LinkNumber
    | KeepInteraction
    | KeepHistory
    | KeepConversation
    | KeepQuestion
    | ResendQuestion
    | MarkSeen
    | AdoptReplies
    | TakeIn
    | LineBack
    | FinishWrapUp
    | KeepPromise
    | KeepExperts
    | KeepHunt
    | KeepStanding
    | KeepCatalogue
    | KeepDuty
    | KeepPause
    | KeepSettings
    | KeepPassword
    | ReadPassword
    | KeepCrmToken
    | ComposeReport
    | CheckUp
    | SetUpEffect
    | AskForUpdates
    | KeepReport
    | ReadLineMonth
    | SendPlaceReport
    | OpenStore
    | ReadPreview
    | ImportBook
    | CancelImport
    | ForgetNumber
    | WipeCustomers
    | AnswerEffect
    | MatrixEffect
    | AuditEffect
    | FileEffect
    | ChangeEffect
    | TextEffect
    | SharingEffect
)

Effect = ToEngine | ConfigureEngine | UsePassword | HandOver | OpenUrl | StartEngine | QuitAll | BackroomEffect
