"""What the two processes say to each other. Whole values, never differences.

Commands go to the engine, Events come from it. The first frame each way is Hello. A message that a reader
does not know is dropped and logged; unknown fields are ignored (protocol N and N-1 understand each other).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from softphone.domain.audio import SoundSetup
from softphone.domain.call import Call
from softphone.domain.events import CallChanged as CallChanged
from softphone.domain.events import CallRefused as CallRefused
from softphone.domain.events import CodeAnswered as CodeAnswered
from softphone.domain.events import CommandFailed as CommandFailed
from softphone.domain.events import ComposingReceived as ComposingReceived
from softphone.domain.events import DigitHeard as DigitHeard
from softphone.domain.events import EngineNotice as EngineNotice
from softphone.domain.events import Event as Event
from softphone.domain.events import FilePlayed as FilePlayed
from softphone.domain.events import LevelsMeasured as LevelsMeasured
from softphone.domain.events import LineChanged as LineChanged
from softphone.domain.events import LineTested as LineTested
from softphone.domain.events import MailboxChanged as MailboxChanged
from softphone.domain.events import MessageAccepted as MessageAccepted
from softphone.domain.events import MessageLost as MessageLost
from softphone.domain.events import MessageReceived as MessageReceived
from softphone.domain.events import MessageRefused as MessageRefused
from softphone.domain.events import PlaceTried as PlaceTried
from softphone.domain.events import Pong as Pong
from softphone.domain.events import PresenceChanged as PresenceChanged
from softphone.domain.events import QualityMeasured as QualityMeasured
from softphone.domain.events import ReceiptReceived as ReceiptReceived
from softphone.domain.events import Snapshot as Snapshot
from softphone.domain.events import SoundChanged as SoundChanged
from softphone.domain.events import SpeakingChanged as SpeakingChanged
from softphone.domain.events import TapesRest as TapesRest
from softphone.domain.events import TraceTold as TraceTold
from softphone.domain.events import Trouble as Trouble
from softphone.domain.line import LineSetup
from softphone.domain.nat import NatSetup
from softphone.domain.presence import Gate
from softphone.domain.recording import PausedBy, RecordingSetup

PROTOCOL = 1


@dataclass(frozen=True, slots=True)
class Hello:
    """First frame each way. `token` was made at this start and handed over by environment or 0600 file."""

    protocol: int
    build: str
    token: str
    pid: int
    role: str = "desk"  # desk, panel, script (practice world), engine


@dataclass(frozen=True, slots=True)
class Ping:
    n: int


# --- Commands -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Configure:
    """All the engine knows of the world. Sent at each Hello and each change; idempotent.

    A desk that was started anew may not know the password yet: an engine that has this very line keeps it."""

    line: LineSetup | None
    gate: Gate
    sound: SoundSetup = field(default_factory=SoundSetup)
    focus: str | None = None
    password_known: bool = True
    more: tuple[LineSetup, ...] = ()  # further lines, by their names; without a password: as it has it
    at: datetime | None = None  # the desk's time: a new engine may have started by a clock that was set back
    recording: RecordingSetup = field(default_factory=RecordingSetup)
    nat: NatSetup = field(default_factory=NatSetup)
    quiet_log: bool = False  # warnings and errors alone


@dataclass(frozen=True, slots=True)
class Dial:
    """Call `target` (digits or a SIP URI). `emergency` goes past every limit. A consult that nobody answers, or that
    the agent ends, gives the customer back."""

    call_id: str
    target: str
    emergency: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    line: str = ""  # name of the line it goes out by
    consult_for: str = ""  # the customer's call_id: on hold until this one is over


@dataclass(frozen=True, slots=True)
class RunCode:
    """Dial a feature code of the PBX unseen and unheard: log in to a queue, pause. Exactly one CodeAnswered follows."""

    code_id: str
    target: str


@dataclass(frozen=True, slots=True)
class Answer:
    call_id: str


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Refuse an offered call: 480 sends it back to its queue, 486 or 603 as asked."""

    call_id: str
    code: int = 480


@dataclass(frozen=True, slots=True)
class Deflect:
    """Send an offered call elsewhere before it is answered (302)."""

    call_id: str
    target: str


@dataclass(frozen=True, slots=True)
class HangUp:
    call_id: str


@dataclass(frozen=True, slots=True)
class SetHold:
    call_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class SetMute:
    call_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class SetMoment:
    """The agent is away from the call for a moment, or back. `words` and `music` are WAV files, `words` is said once
    first; empty music is Aside's own, and where none can be played the PBX holds the call."""

    call_id: str
    on: bool
    words: str = ""
    music: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Begin or end the tape of a call. `consent`: the agent says that the customer agreed."""

    call_id: str
    on: bool
    consent: bool = False


@dataclass(frozen=True, slots=True)
class PauseRecording:
    """Nothing of what is said now may be on the tape. Without effect where nothing records."""

    call_id: str
    on: bool
    by: PausedBy = PausedBy.KEY


@dataclass(frozen=True, slots=True)
class PauseAll:
    """Asked by a program on this PC that the policy knows by the hash of `secret`. Answered by TapesRest."""

    on: bool
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SendDigits:
    """0-9 * # A-D, as the gate says: RFC 2833 telephone events, INFO, or tones in the sound itself."""

    call_id: str
    digits: str


@dataclass(frozen=True, slots=True)
class TransferTo:
    """Blind transfer by REFER (RFC 3515)."""

    call_id: str
    target: str


@dataclass(frozen=True, slots=True)
class PassOn:
    """Attended transfer: REFER with Replaces (RFC 5589 §7). The two go on without us."""

    call_id: str
    to_call: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A conference of three: both are heard by the agent and by each other."""

    call_id: str
    other: str


@dataclass(frozen=True, slots=True)
class Split:
    """The conference ends: the agent speaks with this one, the others are on hold."""

    call_id: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take over the call of a dead engine by INVITE with Replaces; `call` is its last known value."""

    call: Call


@dataclass(frozen=True, slots=True)
class PlayFile:
    """Play a 16 kHz mono WAV into a call instead of the microphone (practice world only, and only there)."""

    call_id: str
    path: str


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Out-of-dialog MESSAGE (RFC 3428). Answered by exactly one Message… event with the same id."""

    message_id: str
    to: str  # SIP URI or user
    text: str
    receipts: bool = True  # ask for IMDN (RFC 5438); falls back when the peer says 415
    conversation: str = ""  # rides in a header where the PBX passes it


@dataclass(frozen=True, slots=True)
class CustomerWords:
    """What a customer will read. Made in `rules/texts.py` alone, of what was typed in the customer's own field."""

    text: str


@dataclass(frozen=True, slots=True)
class SendCustomerText:
    """A text to a customer, as SendMessage is one to an expert: another type, so that neither is ever the other.
    Answered by exactly one Message… event with the same id. No receipts, nothing of ours in its headers."""

    text_id: str
    to: str  # as the PBX named the customer
    words: CustomerWords


@dataclass(frozen=True, slots=True)
class SendComposing:
    """is-composing (RFC 3994). Dropped without a word where the peer does not know it."""

    to: str
    active: bool


@dataclass(frozen=True, slots=True)
class SendReceipt:
    """IMDN: we have shown this message."""

    to: str
    imdn_id: str
    seen: bool


@dataclass(frozen=True, slots=True)
class WatchPresence:
    """Exactly these are watched from now on (RFC 3856): those in view, no more."""

    uris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlayTone:
    """Play a named tone into the agent's ear only: "tap", "reminder", "key:5", "test"."""

    name: str


@dataclass(frozen=True, slots=True)
class TryPlace:
    """Try microphone, ear and ringer, and with `echo` the way to the extension that sends all back; PlaceTried follow.
    `stop` ends a trial that runs. Only while no call is up."""

    echo: str = ""
    stop: bool = False


@dataclass(frozen=True, slots=True)
class TestLine:
    """Register with `line` beside the real one and say in a LineTested what happened."""

    line: LineSetup


@dataclass(frozen=True, slots=True)
class TellTrace:
    """For a report of a problem: the last ten minutes of SIP, redacted, in TraceTold events."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Un-register and exit. Refused with a live call unless `with_calls`."""

    with_calls: bool = False


Command = (
    Configure
    | Dial
    | RunCode
    | Answer
    | GiveBack
    | Deflect
    | HangUp
    | SetHold
    | SetMute
    | SetMoment
    | Record
    | PauseRecording
    | PauseAll
    | SendDigits
    | TransferTo
    | PassOn
    | Merge
    | Split
    | TakeBack
    | PlayFile
    | SendMessage
    | SendCustomerText
    | SendComposing
    | SendReceipt
    | WatchPresence
    | PlayTone
    | TryPlace
    | TestLine
    | TellTrace
    | Quit
    | Ping
)

Message = Hello | Command | Event
