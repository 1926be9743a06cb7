"""What the two processes say to each other. Whole values, never differences.

Commands go to the engine, Events come from it. The first frame each way is Hello. A message that a reader
does not know is dropped and logged; unknown fields are ignored (protocol N and N-1 understand each other).
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

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
from softphone.domain.events import HeadsetChanged as HeadsetChanged
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
from softphone.domain.secrets import hiding

PROTOCOL = 1


class Hello(Struct, frozen=True):
    """First frame each way. `token` was made at this start and handed over by environment or 0600 file."""

    protocol: int
    build: str
    token: str
    pid: int
    role: str = "desk"  # desk, panel, script (practice world), engine


class Ping(Struct, frozen=True):
    n: int


# --- Commands -------------------------------------------------------------------------------------------


class Configure(Struct, frozen=True):
    """All the engine knows of the world. Sent at each Hello and each change; idempotent.

    A desk that was started anew may not know the password yet: an engine that has this very line keeps it."""

    line: LineSetup | None
    gate: Gate
    sound: SoundSetup = SoundSetup()
    focus: str | None = None
    password_known: bool = True
    more: tuple[LineSetup, ...] = ()  # further lines, by their names; without a password: as it has it
    at: datetime | None = None  # the desk's time: a new engine may have started by a clock that was set back
    recording: RecordingSetup = RecordingSetup()
    nat: NatSetup = NatSetup()
    quiet_log: bool = False  # warnings and errors alone


class Dial(Struct, frozen=True):
    """Call `target` (digits or a SIP URI). `emergency` goes past every limit. A consult that nobody answers, or that
    the agent ends, gives the customer back."""

    call_id: str
    target: str
    emergency: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    line: str = ""  # name of the line it goes out by
    consult_for: str = ""  # the customer's call_id: on hold until this one is over


class RunCode(Struct, frozen=True):
    """Dial a feature code of the PBX unseen and unheard: log in to a queue, pause. Exactly one CodeAnswered follows."""

    code_id: str
    target: str


class Answer(Struct, frozen=True):
    call_id: str


class GiveBack(Struct, frozen=True):
    """Refuse an offered call: 480 sends it back to its queue, 486 or 603 as asked."""

    call_id: str
    code: int = 480


class Deflect(Struct, frozen=True):
    """Send an offered call elsewhere before it is answered (302)."""

    call_id: str
    target: str


class HangUp(Struct, frozen=True):
    call_id: str


class SetHold(Struct, frozen=True):
    call_id: str
    on: bool


class SetMute(Struct, frozen=True):
    call_id: str
    on: bool


class SetMoment(Struct, frozen=True):
    """The agent is away from the call for a moment, or back. `words` and `music` are WAV files, `words` is said once
    first; empty music is Aside's own, and where none can be played the PBX holds the call."""

    call_id: str
    on: bool
    words: str = ""
    music: str = ""


class Record(Struct, frozen=True):
    """Begin or end the tape of a call. `consent`: the agent says that the customer agreed."""

    call_id: str
    on: bool
    consent: bool = False


class PauseRecording(Struct, frozen=True):
    """Nothing of what is said now may be on the tape. Without effect where nothing records."""

    call_id: str
    on: bool
    by: PausedBy = PausedBy.KEY


class PauseAll(Struct, frozen=True):
    """Asked by a program on this PC that the policy knows by the hash of `secret`. Answered by TapesRest."""

    on: bool
    secret: str

    __repr__ = hiding("secret")


class SendDigits(Struct, frozen=True):
    """0-9 * # A-D, as the gate says: RFC 2833 telephone events, INFO, or tones in the sound itself."""

    call_id: str
    digits: str


class TransferTo(Struct, frozen=True):
    """Blind transfer by REFER (RFC 3515)."""

    call_id: str
    target: str


class PassOn(Struct, frozen=True):
    """Attended transfer: REFER with Replaces (RFC 5589 §7). The two go on without us."""

    call_id: str
    to_call: str


class Merge(Struct, frozen=True):
    """A conference of three: both are heard by the agent and by each other."""

    call_id: str
    other: str


class Split(Struct, frozen=True):
    """The conference ends: the agent speaks with this one, the others are on hold."""

    call_id: str


class TakeBack(Struct, frozen=True):
    """Take over the call of a dead engine by INVITE with Replaces; `call` is its last known value."""

    call: Call


class PlayFile(Struct, frozen=True):
    """Play a 16 kHz mono WAV into a call instead of the microphone (practice world only, and only there)."""

    call_id: str
    path: str


class SendMessage(Struct, frozen=True):
    """Out-of-dialog MESSAGE (RFC 3428). Answered by exactly one Message… event with the same id."""

    message_id: str
    to: str  # SIP URI or user
    text: str
    receipts: bool = True  # ask for IMDN (RFC 5438); falls back when the peer says 415
    conversation: str = ""  # rides in a header where the PBX passes it


class CustomerWords(Struct, frozen=True):
    """What a customer will read. Made in `rules/texts.py` alone, of what was typed in the customer's own field."""

    text: str


class SendCustomerText(Struct, frozen=True):
    """A text to a customer, as SendMessage is one to an expert: another type, so that neither is ever the other.
    Answered by exactly one Message… event with the same id. No receipts, nothing of ours in its headers."""

    text_id: str
    to: str  # as the PBX named the customer
    words: CustomerWords


class SendComposing(Struct, frozen=True):
    """is-composing (RFC 3994). Dropped without a word where the peer does not know it."""

    to: str
    active: bool


class SendReceipt(Struct, frozen=True):
    """IMDN: we have shown this message."""

    to: str
    imdn_id: str
    seen: bool


class WatchPresence(Struct, frozen=True):
    """Exactly these are watched from now on (RFC 3856): those in view, no more."""

    uris: tuple[str, ...]


class PlayTone(Struct, frozen=True):
    """Play a named tone into the agent's ear only: "tap", "reminder", "key:5", "test"."""

    name: str


class TryPlace(Struct, frozen=True):
    """Try microphone, ear and ringer, and with `echo` the way to the extension that sends all back; PlaceTried follow.
    `stop` ends a trial that runs. Only while no call is up."""

    echo: str = ""
    stop: bool = False


class TestLine(Struct, frozen=True):
    """Register with `line` beside the real one and say in a LineTested what happened."""

    line: LineSetup


class TellTrace(Struct, frozen=True):
    """For a report of a problem: the last ten minutes of SIP, redacted, in TraceTold events."""


class Quit(Struct, frozen=True):
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
