"""All that the agent's screen is made of, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

from msgspec import Struct

from softphone.domain.answers import Carried, Offers, Shelf
from softphone.domain.attention import Attention
from softphone.domain.audio import Sound
from softphone.domain.audit import AuditExported
from softphone.domain.call import Call, Phase
from softphone.domain.catalogue import Topic
from softphone.domain.chat import Composing, Conversation, Unassigned
from softphone.domain.checkup import Checkup
from softphone.domain.customer import Customer
from softphone.domain.expert import Expert
from softphone.domain.facts import ImportProgressed, PreviewRead, SecretState, StoreState
from softphone.domain.feedback import Told
from softphone.domain.files import Files
from softphone.domain.headset import Buttons
from softphone.domain.hunt import Hunt
from softphone.domain.interaction import Delivered, HistoryEntry, Interaction, Promise, WrapUp
from softphone.domain.line import Line
from softphone.domain.mailbox import Mailbox
from softphone.domain.matrix import Link
from softphone.domain.moment import Absence
from softphone.domain.older import Older
from softphone.domain.place import Place
from softphone.domain.presence import Duty, Presence
from softphone.domain.quality import Figures, Quality
from softphone.domain.queue import Queue
from softphone.domain.roster import roster
from softphone.domain.secrets import hiding
from softphone.domain.setting_up import SetUp
from softphone.domain.settings import Settings
from softphone.domain.sharing import Shared
from softphone.domain.standing import Standing
from softphone.domain.texts import Thread
from softphone.domain.trend import Course, LineDay
from softphone.domain.updates import Updates
from softphone.domain.wave import Unplayable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EngineState(StrEnum):
    STARTING = "starting"
    UP = "up"
    DOWN = "down"  # a new one is on its way
    FAILED = "failed"  # started three times, and it did not stay
    OTHER = "other"  # one of another build finishes its calls


class NoticeKind(StrEnum):
    """What happened; the words and the one action are chosen in ui/words.py."""

    ENGINE_RESTARTED = "engine_restarted"
    ENGINE_FAILED = "engine_failed"  # action: try again
    CALL_TAKEN_BACK = "call_taken_back"
    CALL_LOST = "call_lost"  # action: call back
    CALL_FAILED = "call_failed"  # action: dial again; `detail` is an Ending
    TRANSFER_REFUSED = "transfer_refused"  # detail: Ending
    CONSULT_FAILED = "consult_failed"  # detail: Ending; the customer is back
    CONSULT_LEFT = "consult_left"  # who was asked hung up; action where the customer is still held: back to them
    CUSTOMER_LEFT = "customer_left"  # while somebody was asked about them
    HOLD_REMINDER = "hold_reminder"
    HANDED_OVER = "handed_over"  # the agent did not come back; target: the number, empty for the queue
    PROMISE_DUE = "promise_due"  # action: call back
    CATALOGUE_BAD = "catalogue_bad"  # detail: what is wrong with it
    ANSWER_HERE = "answer_here"  # an expert's, after the call; detail: who; action: call back
    TEAM_CALL_BACK = "team_call_back"  # of a colleague off shift; detail: topic; target: its id; action: take over,
    # where `interaction_id` is empty
    CALL_BACK_GONE = "call_back_gone"  # detail: who was faster, empty: refused; target: topic
    NOT_REGISTERED = "not_registered"
    LINE_LOST = "line_lost"  # it comes back by itself, and the notice goes
    LINE_REFUSED = "line_refused"
    TEAM_LINE_LOST = "team_line_lost"  # target: its name
    EMERGENCY = "emergency"  # the place of the caller may not be known
    EMERGENCY_NO_LINE = "emergency_no_line"  # use another phone now
    NOT_A_NUMBER = "not_a_number"
    LEGS_FULL = "legs_full"
    STORE_DAMAGED = "store_damaged"
    STORE_IN_MEMORY = "store_in_memory"  # action: try again
    STORE_MOVED_IN = "store_moved_in"
    STORE_FULL = "store_full"
    SETTINGS_DAMAGED = "settings_damaged"
    POLICY_BAD = "policy_bad"  # detail: what in it made no sense
    SETTINGS_NOT_KEPT = "settings_not_kept"
    WRAP_UP_REFUSED = "wrap_up_refused"
    FEEDBACK_REFUSED = "feedback_refused"  # target: the department
    CALL_ENDED = "call_ended"  # detail: Ending
    COMMAND_FAILED = "command_failed"
    CLOCK_JUMPED = "clock_jumped"
    FORGOTTEN = "forgotten"
    QUIT_WITH_CALL = "quit_with_call"  # action: quit
    OUTCOME_NEEDED = "outcome_needed"
    ORPHANED = "orphaned"
    SOUND_BAD = "sound_bad"  # detail: Complaint
    SOUND_WORSENS = "sound_worsens"  # detail: Forecast; target: ms of sound that Aside holds back
    MICROPHONE_SILENT = "microphone_silent"  # detail: MicrophoneState
    SPOKEN_MUTED = "spoken_muted"  # target: the call; action: unmute
    HEADSET_TAKEN = "headset_taken"  # its buttons; target: the program, empty where nobody says; detail: ButtonState
    KEYS_REFUSED = "keys_refused"  # of the whole system; detail: their names
    DEVICE_MISSING = "device_missing"  # detail: the ear used instead; target: the microphone
    DEVICE_CHANGED = "device_changed"  # in a call; as above
    SIP_ALTERED = "sip_altered"  # a router writes in our SIP
    SOUND_ALTERED = "sound_altered"  # somebody changes where our sound is said to be
    RELAY_REFUSED = "relay_refused"  # the relay for sound (TURN) takes not our password
    MUSIC_UNPLAYABLE = "music_unplayable"  # away for a moment: the PBX holds the call instead
    WORDS_UNPLAYABLE = "words_unplayable"  # away for a moment: there is music alone
    STRANGER = "stranger"  # SIP from somebody who is not the PBX: turned away, told once in five minutes
    UPDATE_THERE = "update_there"  # detail: its version
    TEXT_CAME = "text_came"  # a customer wrote; action: open it
    RECORDING_FAILED = "recording_failed"
    RECORDING_NOT_PAUSED = "recording_not_paused"
    RECORDING_RESUMED = "recording_resumed"


class Notice(Struct, frozen=True):
    """One line at the bottom of what it concerns. `target` is what the action acts on (a number, an id)."""

    notice_id: str
    kind: NoticeKind
    at: datetime
    interaction_id: str = ""
    detail: str = ""
    target: str = ""


class Levels(Struct, frozen=True):
    you_dbfs: float = -96.0
    caller_dbfs: float = -96.0


class Heard(Struct, frozen=True):
    """How a call sounds now, and how it did so far."""

    now: Quality
    whole: Figures
    course: Course = Course()


class BookSearch(Struct, frozen=True):
    query: str = ""
    customers: tuple[Customer, ...] = ()
    searching: bool = False


class Report(Struct, frozen=True):
    """A report of a problem on its way: the trace comes in parts, then the whole text."""

    asked_at: datetime
    trace: str = ""
    composing: bool = False
    text: str = ""
    keep_as: str = ""  # asked for by `aside report FILE`
    kept_at: str = ""
    failed: bool = False

    __repr__ = hiding("trace", "text")


class Desk(Struct, frozen=True):
    now: datetime = EPOCH
    settings: Settings = Settings()
    managed: Mapping[str, str] = {}  # settings that policy locks, and where it says so
    engine: EngineState = EngineState.STARTING
    line: Line = Line()
    more_lines: tuple[Line, ...] = ()  # further ones: the team's
    line_gone_at: datetime | None = None  # wanted and not proven since
    line_test: Line | None = None
    sound: Sound = Sound()
    buttons: Buttons = Buttons()  # of the headset
    used: tuple[str, str] = ("", "")  # ear and microphone that last worked together
    quality: Mapping[str, Heard] = {}  # by call_id
    levels: Levels = Levels()
    store: StoreState = StoreState.OPENING
    store_why: str = ""
    secret: SecretState = SecretState.UNKNOWN
    team_secret: SecretState = SecretState.UNKNOWN
    relay_secret: SecretState = SecretState.UNKNOWN
    crm_token: SecretState = SecretState.UNKNOWN

    duty: Duty = Duty()
    calls: Mapping[str, Call] = {}  # by call_id, live ones only
    lost: Mapping[str, Call] = {}  # of a dead engine, to be taken back
    ended_before: tuple[Call, ...] = ()  # told by the engine before the journal was read
    focus: str | None = None  # call_id the agent speaks with
    absence: Absence | None = None  # the agent is away from a call for a moment
    interactions: Mapping[str, Interaction] = {}  # open ones, and the one shown
    shown: str | None = None  # interaction_id in the centre
    changed_at: datetime = EPOCH  # last change of call on screen: guards End for a second
    delivered: Mapping[str, Delivered] = {}  # wrap-ups by interaction_id

    drawer_open: bool = False
    conversations: Mapping[str, Conversation] = {}
    conversation: str | None = None  # shown in the drawer
    composing: Mapping[str, Composing] = {}  # by conversation_id: told that we write
    matrix: Link = Link()
    files: Files = Files()
    unassigned: tuple[Unassigned, ...] = ()
    older: Older = Older()
    attention: Attention = Attention()
    offers: Offers = Offers()  # kept answers, above the composer
    shelf: Shelf = Shelf()
    told: Told | None = None  # how far the last word to a department is
    carried: Carried | None = None  # the last export or import of kept answers
    threads: Mapping[str, Thread] = {}  # texts of customers, by interaction_id
    audit_export: AuditExported | None = None  # the last one
    experts: tuple[Expert, ...] = ()
    catalogue: tuple[Topic, ...] = ()
    hunts: Mapping[str, Hunt] = {}  # questions on their way, by hunt_id
    standings: Mapping[str, Standing] = {}  # by expert_id
    in_view: tuple[str, ...] = ()  # addresses of the experts listed now
    shared: Shared = Shared()  # with other desks, through the homeserver
    picking_for: str = ""  # hunt_id: the next that is picked is asked this
    presence: Mapping[str, Presence] = {}  # by address

    history: tuple[HistoryEntry, ...] = ()  # newest first, at most 200
    promises: tuple[Promise, ...] = ()  # open ones, soonest first
    notices: tuple[Notice, ...] = ()
    search: BookSearch = BookSearch()
    dial_draft: str = ""
    mailbox: Mailbox | None = None
    queue: Queue = Queue()
    report: Report | None = None
    updates: Updates = Updates()
    set_up: SetUp | None = None  # by a link, while its window is open
    checkup: Checkup | None = None  # the last one on the screen
    unplayable: Mapping[str, Unplayable] = {}  # sound files of the settings, by the name of the setting
    line_month: tuple[LineDay, ...] = ()  # how the line was, by day
    place: Place = Place()
    preview: PreviewRead | None = None
    importing: ImportProgressed | None = None

    # --- What a view asks for; nothing here is stored -----------------------------------------------------

    @property
    def call(self) -> Call | None:
        """The live call of the interaction on screen, else the one the agent speaks with. While somebody is asked
        about it and spoken with, that one: the card on screen stays the customer's."""
        interaction = self.interactions.get(self.shown or "")
        spoken = self.calls.get(self.focus or "")
        if interaction is None or interaction.call_id not in self.calls:
            return spoken
        asked = spoken is not None and spoken.consult_for == interaction.call_id and not spoken.joined
        return spoken if asked else self.calls[interaction.call_id]

    @property
    def interaction(self) -> Interaction | None:
        return self.interactions.get(self.shown or "")

    @property
    def ringing(self) -> tuple[Call, ...]:
        """Offered calls, the longest ringing first."""
        return tuple(
            sorted((c for c in self.calls.values() if c.phase is Phase.OFFERED), key=lambda c: c.offered_at)
        )

    @property
    def busy(self) -> bool:
        """In a call that is more than ringing."""
        return any(c.phase is not Phase.OFFERED for c in self.calls.values())

    @property
    def wrapping_up(self) -> tuple[Interaction, ...]:
        return tuple(i for i in self.interactions.values() if i.wrap_up is WrapUp.OPEN)

    def expert(self, expert_id: str) -> Expert | None:
        return roster(self.experts).by_id.get(expert_id)

    def conversations_of(self, interaction_id: str) -> tuple[Conversation, ...]:
        return tuple(c for c in self.conversations.values() if c.interaction_id == interaction_id)

    @property
    def unread(self) -> int:
        return sum(c.unread for c in self.conversations.values()) + len(self.unassigned)


def interaction_of(call_id: str) -> str:
    """The interaction that a call belongs to: the same in every process and after every restart."""
    return f"call-{call_id}"
