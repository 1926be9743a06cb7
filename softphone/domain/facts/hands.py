"""What the agent's hands did: presses, choices, typing. What they did to calls: `call_hands.py`."""

from __future__ import annotations

from datetime import datetime

from softphone.domain.customer import Customer
from softphone.domain.expert import Expert
from softphone.domain.facts.fact import Fact
from softphone.domain.interaction import Disposition
from softphone.domain.presence import Wish
from softphone.domain.secrets import hiding
from softphone.domain.settings import Settings

# --- The agent's hands: own state ------------------------------------------------------------------------


class WishChosen(Fact, frozen=True):
    """With a call up it is the state after the call."""

    wish: Wish
    reason: str = ""


class ColleaguesSwitched(Fact, frozen=True):
    on: bool


class QuietSwitched(Fact, frozen=True):
    """Do not disturb."""

    on: bool


# --- The agent's hands: what is on screen ----------------------------------------------------------------


class InteractionShown(Fact, frozen=True):
    interaction_id: str


class HomeShown(Fact, frozen=True):
    """Nothing shown: the dialler, promises, history."""


class InternalOpened(Fact, frozen=True):
    """A side chat with no customer at all."""

    interaction_id: str


class DrawerSwitched(Fact, frozen=True):
    open: bool


class NoticeDismissed(Fact, frozen=True):
    notice_id: str


# --- The agent's hands: customer, note, wrap-up ----------------------------------------------------------


class NoteEdited(Fact, frozen=True):
    interaction_id: str
    text: str


class CustomerChosen(Fact, frozen=True):
    """One of several, or one found by searching: `link` adds the number of the call to the customer."""

    interaction_id: str
    customer: Customer
    link: bool = False


class CustomerWritten(Fact, frozen=True):
    """A new customer made from an unknown caller, or an edited one."""

    interaction_id: str
    customer: Customer


class CustomerSoughtAgain(Fact, frozen=True):
    """After the directory did not answer."""

    interaction_id: str


class CrmOpened(Fact, frozen=True):
    interaction_id: str


class BookSearched(Fact, frozen=True):
    query: str


class DispositionEdited(Fact, frozen=True):
    interaction_id: str
    disposition: Disposition


class WrapUpFinished(Fact, frozen=True):
    interaction_id: str


class PromiseDone(Fact, frozen=True):
    promise_id: str


class PromiseMoved(Fact, frozen=True):
    promise_id: str
    due_at: datetime


# --- The agent's hands: side chat ------------------------------------------------------------------------


class ConversationOpened(Fact, frozen=True):
    conversation_id: str
    interaction_id: str
    expert_id: str
    topic: str = ""


class ConversationShown(Fact, frozen=True):
    conversation_id: str


class DraftEdited(Fact, frozen=True):
    conversation_id: str
    text: str


class ContextEdited(Fact, frozen=True):
    conversation_id: str
    text: str


class QuestionAsked(Fact, frozen=True):
    question_id: str
    conversation_id: str
    text: str


class MessagesSeen(Fact, frozen=True):
    """The drawer showed this conversation's replies while the window was in front."""

    conversation_id: str


class ResendPressed(Fact, frozen=True):
    message_id: str


class UnassignedOpened(Fact, frozen=True):
    """What lies in the tray from this sender becomes an internal conversation that can be answered."""

    sender: str
    interaction_id: str
    conversation_id: str


class ExpertsEdited(Fact, frozen=True):
    experts: tuple[Expert, ...]


# --- The agent's hands: settings and data ----------------------------------------------------------------


class SettingsChanged(Fact, frozen=True):
    settings: Settings


class SettingsDamaged(Fact, frozen=True):
    """The file could not be read; defaults are in force. `kept_aside` names where it was put."""

    kept_aside: str


class PolicyBad(Fact, frozen=True):
    """Something in the organisation's policy makes no sense and was left out."""

    what: str


class SettingsNotKept(Fact, frozen=True):
    """A full disk, or a folder that may not be written: what was changed holds for this start only."""


class PasswordGiven(Fact, frozen=True):
    """From the first-run dialog, or the preferences; to the key store if there is one, never shown again."""

    password: str
    line: str = ""  # name of the line it is for

    __repr__ = hiding("password")


class ReportWanted(Fact, frozen=True):
    """Report a problem. With a path (`aside report FILE`) it is written there without being shown."""

    path: str = ""


class ReportSaved(Fact, frozen=True):
    """The agent has seen the report and chose where it goes."""

    path: str


class CrmTokenGiven(Fact, frozen=True):
    """From the preferences, into the key store; empty takes it away."""

    token: str

    __repr__ = hiding("token")


class TestLinePressed(Fact, frozen=True):
    server: str
    user: str
    password: str
    auth_user: str = ""
    transport: str = "udp"

    __repr__ = hiding("password")


class ToneTried(Fact, frozen=True):
    """Play the test tone into the ear that is set, or what the ring tone sounds like."""

    ring: bool = False


class ImportStarted(Fact, frozen=True):
    """`mapping` is field name → column heading; empty for vCard."""

    import_id: str
    path: str
    mapping: tuple[tuple[str, str], ...] = ()


class ImportCancelled(Fact, frozen=True):
    import_id: str


class PreviewAsked(Fact, frozen=True):
    path: str


class ForgetPressed(Fact, frozen=True):
    """Erase everything about this number, everywhere."""

    number: str


class WipePressed(Fact, frozen=True):
    """Erase all customers seen."""


class EngineWanted(Fact, frozen=True):
    """Try to start the phone part again."""


class StoreWanted(Fact, frozen=True):
    """The key store is unlocked, or there is room on the disk: try to open the store again."""


class QuitPressed(Fact, frozen=True):
    """`sure` after the one question that a live call costs."""

    sure: bool = False
