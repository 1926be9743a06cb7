"""What the two processes say to each other. Whole values, never differences.

Commands go to the engine, Events come from it. The first frame each way is Hello. A message that a reader
does not know is dropped and logged; unknown fields are ignored (protocol N and N-1 understand each other).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from softphone.domain.audio import Sound, SoundSetup
from softphone.domain.call import Call
from softphone.domain.line import Line, LineSetup
from softphone.domain.presence import Gate, Presence

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


@dataclass(frozen=True, slots=True)
class Pong:
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


@dataclass(frozen=True, slots=True)
class Dial:
    """Call `target` (digits or a SIP URI). `emergency` goes past every limit."""

    call_id: str
    target: str
    emergency: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    call_id: str


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Refuse an offered call: 480 sends it back to its queue, 486 or 603 as asked."""

    call_id: str
    code: int = 480


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
class SendDigits:
    """RFC 2833 telephone events: 0-9 * # A-D."""

    call_id: str
    digits: str


@dataclass(frozen=True, slots=True)
class TransferTo:
    """Blind transfer by REFER (RFC 3515)."""

    call_id: str
    target: str


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
class TestLine:
    """Register with `line` beside the real one and say in a LineTested what happened."""

    line: LineSetup


@dataclass(frozen=True, slots=True)
class Quit:
    """Un-register and exit. Refused with a live call unless `with_calls`."""

    with_calls: bool = False


Command = (
    Configure
    | Dial
    | Answer
    | GiveBack
    | HangUp
    | SetHold
    | SetMute
    | SendDigits
    | TransferTo
    | TakeBack
    | PlayFile
    | SendMessage
    | SendComposing
    | SendReceipt
    | WatchPresence
    | PlayTone
    | TestLine
    | Quit
    | Ping
)

# --- Events ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All there is, sent right after Hello and whenever a reader was too slow."""

    at: datetime
    calls: tuple[Call, ...]
    line: Line
    sound: Sound
    gate: Gate
    focus: str | None
    configured: bool


@dataclass(frozen=True, slots=True)
class CallChanged:
    at: datetime
    call: Call


@dataclass(frozen=True, slots=True)
class CallRefused:
    """A call that never rang: the gate answered it. History shows it as missed."""

    at: datetime
    call: Call


@dataclass(frozen=True, slots=True)
class CommandFailed:
    """A command about a call could not be done. `reason` is for the log, `command` its class name."""

    at: datetime
    call_id: str
    command: str
    reason: str


@dataclass(frozen=True, slots=True)
class LineChanged:
    at: datetime
    line: Line


@dataclass(frozen=True, slots=True)
class LineTested:
    at: datetime
    line: Line


@dataclass(frozen=True, slots=True)
class SoundChanged:
    at: datetime
    sound: Sound


@dataclass(frozen=True, slots=True)
class LevelsMeasured:
    """Peak of the last 100 ms in dBFS, -96 for silence. Ten times a second while a call is heard."""

    you_dbfs: float
    caller_dbfs: float


@dataclass(frozen=True, slots=True)
class DigitHeard:
    at: datetime
    call_id: str
    digit: str


@dataclass(frozen=True, slots=True)
class FilePlayed:
    """The file of PlayFile came to its end."""

    call_id: str
    path: str


@dataclass(frozen=True, slots=True)
class MessageAccepted:
    """A 2xx: handed to the PBX, no proof of more. `imdn_id` names the receipts to come."""

    at: datetime
    message_id: str
    imdn_id: str = ""


@dataclass(frozen=True, slots=True)
class MessageRefused:
    at: datetime
    message_id: str
    code: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MessageLost:
    """The request left and no answer came: it may or may not have arrived."""

    at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """Text from somebody. Untrusted. `imdn_id` is set when they ask for receipts."""

    at: datetime
    sender: str  # SIP URI without parameters
    text: str
    network_id: str  # Call-ID and CSeq: the same for a retransmission
    imdn_id: str = ""
    wants_seen: bool = False
    message_id: str = ""  # id header of another Aside: drops doubles
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptReceived:
    at: datetime
    sender: str
    imdn_id: str
    seen: bool  # else delivered


@dataclass(frozen=True, slots=True)
class ComposingReceived:
    at: datetime
    sender: str
    active: bool


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    at: datetime
    uri: str
    presence: Presence


class Trouble(StrEnum):
    """What the engine wants the agent to know, in words that the desk chooses."""

    LEGS_FULL = "legs_full"
    ORPHANED = "orphaned"  # muted because nobody was there to press End
    STRANGER = "stranger"  # SIP from an address that is not the PBX
    CLOCK_JUMPED = "clock_jumped"


@dataclass(frozen=True, slots=True)
class EngineNotice:
    at: datetime
    trouble: Trouble
    call_id: str = ""


Event = (
    Snapshot
    | CallChanged
    | CallRefused
    | CommandFailed
    | LineChanged
    | LineTested
    | SoundChanged
    | LevelsMeasured
    | DigitHeard
    | FilePlayed
    | MessageAccepted
    | MessageRefused
    | MessageLost
    | MessageReceived
    | ReceiptReceived
    | ComposingReceived
    | PresenceChanged
    | EngineNotice
    | Pong
)

Message = Hello | Command | Event
