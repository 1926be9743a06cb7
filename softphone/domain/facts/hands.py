"""What the agent's hands did: presses, choices, typing. What they did to calls: `call_hands.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from softphone.domain.customer import Customer
from softphone.domain.expert import Expert
from softphone.domain.facts.fact import Fact
from softphone.domain.interaction import Disposition
from softphone.domain.presence import Wish
from softphone.domain.settings import Settings

# --- The agent's hands: own state ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WishChosen(Fact):
    """With a call up it is the state after the call."""

    wish: Wish
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ColleaguesSwitched(Fact):
    on: bool


@dataclass(frozen=True, slots=True)
class QuietSwitched(Fact):
    """Do not disturb."""

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
class CustomerSoughtAgain(Fact):
    """After the directory did not answer."""

    interaction_id: str


@dataclass(frozen=True, slots=True)
class CrmOpened(Fact):
    interaction_id: str


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
class UnassignedOpened(Fact):
    """What lies in the tray from this sender becomes an internal conversation that can be answered."""

    sender: str
    interaction_id: str
    conversation_id: str


@dataclass(frozen=True, slots=True)
class ExpertsEdited(Fact):
    experts: tuple[Expert, ...]


# --- The agent's hands: settings and data ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SettingsChanged(Fact):
    settings: Settings


@dataclass(frozen=True, slots=True)
class SettingsDamaged(Fact):
    """The file could not be read; defaults are in force. `kept_aside` names where it was put."""

    kept_aside: str


@dataclass(frozen=True, slots=True)
class PolicyBad(Fact):
    """Something in the organisation's policy makes no sense and was left out."""

    what: str


@dataclass(frozen=True, slots=True)
class SettingsNotKept(Fact):
    """A full disk, or a folder that may not be written: what was changed holds for this start only."""


@dataclass(frozen=True, slots=True)
class PasswordGiven(Fact):
    """From the first-run dialog, or the preferences; to the key store if there is one, never shown again."""

    password: str = field(repr=False)
    line: str = ""  # name of the line it is for


@dataclass(frozen=True, slots=True)
class ReportWanted(Fact):
    """Report a problem. With a path (`aside report FILE`) it is written there without being shown."""

    path: str = ""


@dataclass(frozen=True, slots=True)
class ReportSaved(Fact):
    """The agent has seen the report and chose where it goes."""

    path: str


@dataclass(frozen=True, slots=True)
class CrmTokenGiven(Fact):
    """From the preferences, into the key store; empty takes it away."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TestLinePressed(Fact):
    server: str
    user: str
    password: str = field(repr=False)
    auth_user: str = ""
    transport: str = "udp"


@dataclass(frozen=True, slots=True)
class ToneTried(Fact):
    """Play the test tone into the ear that is set, or what the ring tone sounds like."""

    ring: bool = False


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
class EngineWanted(Fact):
    """Try to start the phone part again."""


@dataclass(frozen=True, slots=True)
class StoreWanted(Fact):
    """The key store is unlocked, or there is room on the disk: try to open the store again."""


@dataclass(frozen=True, slots=True)
class QuitPressed(Fact):
    """`sure` after the one question that a live call costs."""

    sure: bool = False
