"""What the engine tells: the half of the protocol that leaves it. Read through `domain/protocol.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from softphone.domain.audio import Sound
from softphone.domain.call import Call
from softphone.domain.line import Line
from softphone.domain.mailbox import Mailbox
from softphone.domain.place import EchoCall, Spoken, Step
from softphone.domain.presence import Gate, Presence
from softphone.domain.quality import Quality


@dataclass(frozen=True, slots=True)
class Pong:
    n: int



@dataclass(frozen=True, slots=True)
class PlaceTried:
    """Where the trial of the place is, and what it found so far; without a step it is over."""

    at: datetime
    step: Step | None
    spoken: Spoken | None = None
    echo: EchoCall | None = None
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class TapesRest:
    """The answer to PauseAll: how many tapes rest now, or run again."""

    at: datetime
    resting: bool
    tapes: int


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
    more: tuple[Line, ...] = ()  # the further lines
    mailbox: Mailbox | None = None


@dataclass(frozen=True, slots=True)
class MailboxChanged:
    """The PBX says how many voice messages wait."""

    at: datetime
    mailbox: Mailbox


@dataclass(frozen=True, slots=True)
class CodeAnswered:
    """What became of a RunCode: 200 is the PBX's word that it is done."""

    at: datetime
    code_id: str
    status: int


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
class SpeakingChanged:
    """The agent began to speak, or has been silent for most of a second. Only while a call is heard."""

    at: datetime
    speaking: bool


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


@dataclass(frozen=True, slots=True)
class QualityMeasured:
    """How a call sounds in this second, and the mean of it so far."""

    at: datetime
    call_id: str
    quality: Quality
    mean_mos: float


@dataclass(frozen=True, slots=True)
class TraceTold:
    """A part of the trace; `left` more come."""

    at: datetime
    text: str
    left: int


class Trouble(StrEnum):
    """What the engine wants the agent to know, in words that the desk chooses."""

    LEGS_FULL = "legs_full"
    ORPHANED = "orphaned"  # muted because nobody was there to press End
    STRANGER = "stranger"  # SIP from an address that is not the PBX
    SIP_ALTERED = "sip_altered"  # by a router on the way
    SOUND_ALTERED = "sound_altered"  # by somebody on the way: where our sound is said to be
    RELAY_REFUSED = "relay_refused"  # our user or password
    CLOCK_JUMPED = "clock_jumped"
    RECORDING_FAILED = "recording_failed"
    RECORDING_NOT_PAUSED = "recording_not_paused"  # the PBX was asked and did not
    RECORDING_RESUMED = "recording_resumed"  # by itself: the time of the pause is over


@dataclass(frozen=True, slots=True)
class EngineNotice:
    at: datetime
    trouble: Trouble
    call_id: str = ""


Event = (
    Snapshot
    | MailboxChanged
    | CodeAnswered
    | CallChanged
    | CallRefused
    | CommandFailed
    | LineChanged
    | LineTested
    | SoundChanged
    | LevelsMeasured
    | SpeakingChanged
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
    | TraceTold
    | QualityMeasured
    | PlaceTried
    | Pong
    | TapesRest
)
