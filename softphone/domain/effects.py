"""What we want done outside. Imperative, frozen; `run` in the app is the only way out."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

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
from softphone.domain.secrets import hiding
from softphone.domain.setting_up import SetUpEffect as SetUpEffect
from softphone.domain.settings import Settings
from softphone.domain.sharing import SharingEffect as SharingEffect
from softphone.domain.standing import Standing
from softphone.domain.texts import TextEffect as TextEffect
from softphone.domain.updates import AskForUpdates as AskForUpdates

# --- To the engine and this computer ----------------------------------------------------------------------


class ToEngine(Struct, frozen=True):
    command: Command


class ConfigureEngine(Struct, frozen=True):
    """The app adds the password it holds and says it to the engine as Configure."""

    line: LineSetup | None  # without password
    gate: Gate
    sound: SoundSetup
    focus: str | None
    password_known: bool = True
    more: tuple[LineSetup, ...] = ()
    recording: RecordingSetup = RecordingSetup()
    nat: NatSetup = NatSetup()  # without password


class UsePassword(Struct, frozen=True):
    """The app holds it from now on, in memory, and hands it to each new engine."""

    password: str
    line: str = ""  # name of the line it is for, or RELAY

    __repr__ = hiding("password")


class HandOver(Struct, frozen=True):
    """The agent does not come back to this call: somebody else must take it. `target` is dialled as it stands; empty:
    nobody is known who could."""

    call_id: str
    interaction_id: str
    target: str


class OpenUrl(Struct, frozen=True):
    url: str


class StartEngine(Struct, frozen=True):
    """Now, however often it failed."""


class QuitAll(Struct, frozen=True):
    """End the engine, then this window."""


# --- To the backroom -------------------------------------------------------------------------------------


class FindCustomer(Struct, frozen=True):
    """Answered by exactly one Customer… fact. `number` is E.164 or what there is; `customer_id` from the PBX."""

    interaction_id: str
    number: str
    customer_id: str = ""


class SearchBook(Struct, frozen=True):
    query: str


class KeepCustomer(Struct, frozen=True):
    """Create or change, then answer with CustomerFound."""

    interaction_id: str
    customer: Customer


class LinkNumber(Struct, frozen=True):
    interaction_id: str
    customer_id: str
    number: str


class KeepInteraction(Struct, frozen=True):
    """Whole value; look-up results are not kept but the customer's id is. May be written late, never lost."""

    interaction: Interaction


class KeepHistory(Struct, frozen=True):
    entry: HistoryEntry


class KeepConversation(Struct, frozen=True):
    """Draft, context and times; messages have rows of their own."""

    conversation: Conversation


class KeepQuestion(Struct, frozen=True):
    """The row is the outbox row; sent when the network allows. `conversation` as it is with this question in it."""

    conversation: Conversation
    message: ChatMessage
    ask_receipts: bool = True


class ResendQuestion(Struct, frozen=True):
    message_id: str


class MarkSeen(Struct, frozen=True):
    """The agent has read these replies; receipts go out where wanted and allowed."""

    conversation_id: str
    give_receipts: bool = True


class AdoptReplies(Struct, frozen=True):
    """All unassigned replies of the conversation's address belong to it from now on."""

    conversation: Conversation


class TakeIn(Struct, frozen=True):
    """An engine event about text: MessageAccepted, …Refused, …Lost, …Received, Receipt…, Composing…. `held` are the
    conversations on the desk: a reply to one of them need not bring it along."""

    event: Event
    held: frozenset[str] = frozenset()


class LineBack(Struct, frozen=True):
    """The line is registered again: send what waits."""


class FinishWrapUp(Struct, frozen=True):
    """Into the customer's timeline and, where an address is set, into the outbox to the CRM."""

    interaction: Interaction
    customer: Customer | None
    crm_address: str = ""


class KeepPromise(Struct, frozen=True):
    promise: Promise


class KeepExperts(Struct, frozen=True):
    experts: tuple[Expert, ...]


class KeepHunt(Struct, frozen=True):
    hunt: Hunt


class KeepStanding(Struct, frozen=True):
    standing: Standing


class KeepCatalogue(Struct, frozen=True):
    topics: tuple[Topic, ...]


class KeepDuty(Struct, frozen=True):
    duty: Duty


class KeepPause(Struct, frozen=True):
    """Whether a pause of ours may stand in the PBX's queues: a desk that was restarted lifts it."""

    ours: bool


class KeepSettings(Struct, frozen=True):
    settings: Settings


class KeepPassword(Struct, frozen=True):
    account: str  # user@server
    password: str
    line: str = ""

    __repr__ = hiding("password")


class ReadPassword(Struct, frozen=True):
    account: str
    line: str = ""


class OpenStore(Struct, frozen=True):
    """A store in memory goes to its file, if the key store can be opened now; it may ask for its password."""


class KeepCrmToken(Struct, frozen=True):
    """Empty takes it away."""

    token: str

    __repr__ = hiding("token")


class ComposeReport(Struct, frozen=True):
    """Put a report of a problem together; a ReportComposed follows."""

    trace: str
    settings: Settings
    known: tuple[Finding, ...] = ()  # of a check-up: what the desk sees itself

    __repr__ = hiding("trace")


class ReadSoundFile(Struct, frozen=True):
    """Look whether it can be played; `setting` is where it was chosen."""

    setting: str
    path: str


class ReadLineMonth(Struct, frozen=True):
    """How the line was by day; a LineMonthRead follows."""

    since: datetime


class SendPlaceReport(Struct, frozen=True):
    """The pre-shift check to IT, as JSON by https, with nobody's name in it. Answered by a PlaceReported."""

    address: str
    equipment: bool
    findings: tuple[Finding, ...]


class KeepReport(Struct, frozen=True):
    """Write it; a ReportKept follows."""

    path: str
    text: str

    __repr__ = hiding("text")


class ReadPreview(Struct, frozen=True):
    path: str


class ImportBook(Struct, frozen=True):
    import_id: str
    path: str
    mapping: tuple[tuple[str, str], ...]


class CancelImport(Struct, frozen=True):
    import_id: str


class ForgetNumber(Struct, frozen=True):
    number: str


class WipeCustomers(Struct, frozen=True):
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
    | ReadSoundFile
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
