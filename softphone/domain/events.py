"""What the engine tells: the half of the protocol that leaves it. Read through `domain/protocol.py`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from softphone.domain.audio import Sound
from softphone.domain.call import Call
from softphone.domain.headset import Buttons
from softphone.domain.line import Line
from softphone.domain.mailbox import Mailbox
from softphone.domain.place import EchoCall, Spoken, Step
from softphone.domain.presence import Gate, Presence
from softphone.domain.quality import Figures, Quality


class Pong(Struct, frozen=True):
    n: int



class HeadsetChanged(Struct, frozen=True):
    """Whether the buttons of a headset work, and who has them if not."""

    at: datetime
    buttons: Buttons


class PlaceTried(Struct, frozen=True):
    """Where the trial of the place is, and what it found so far; without a step it is over."""

    at: datetime
    step: Step | None
    spoken: Spoken | None = None
    echo: EchoCall | None = None
    interrupted: bool = False


class TapesRest(Struct, frozen=True):
    """The answer to PauseAll: how many tapes rest now, or run again."""

    at: datetime
    resting: bool
    tapes: int


class Snapshot(Struct, frozen=True):
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
    buttons: Buttons = Buttons()


class MailboxChanged(Struct, frozen=True):
    """The PBX says how many voice messages wait."""

    at: datetime
    mailbox: Mailbox


class CodeAnswered(Struct, frozen=True):
    """What became of a RunCode: 200 is the PBX's word that it is done."""

    at: datetime
    code_id: str
    status: int


class CallChanged(Struct, frozen=True):
    at: datetime
    call: Call


class CallRefused(Struct, frozen=True):
    """A call that never rang: the gate answered it. History shows it as missed."""

    at: datetime
    call: Call


class CommandFailed(Struct, frozen=True):
    """A command about a call could not be done. `reason` is for the log, `command` its class name."""

    at: datetime
    call_id: str
    command: str
    reason: str


class LineChanged(Struct, frozen=True):
    at: datetime
    line: Line


class LineTested(Struct, frozen=True):
    at: datetime
    line: Line


class SoundChanged(Struct, frozen=True):
    at: datetime
    sound: Sound


class LevelsMeasured(Struct, frozen=True):
    """Peak of the last 100 ms in dBFS, -96 for silence. Ten times a second while a call is heard."""

    you_dbfs: float
    caller_dbfs: float


class SpeakingChanged(Struct, frozen=True):
    """The agent began to speak, or has been silent for most of a second. Only while a call is heard."""

    at: datetime
    speaking: bool


class DigitHeard(Struct, frozen=True):
    at: datetime
    call_id: str
    digit: str


class FilePlayed(Struct, frozen=True):
    """The file of PlayFile came to its end."""

    call_id: str
    path: str


class MessageAccepted(Struct, frozen=True):
    """A 2xx: handed to the PBX, no proof of more. `imdn_id` names the receipts to come."""

    at: datetime
    message_id: str
    imdn_id: str = ""


class MessageRefused(Struct, frozen=True):
    at: datetime
    message_id: str
    code: int
    reason: str = ""


class MessageLost(Struct, frozen=True):
    """The request left and no answer came: it may or may not have arrived."""

    at: datetime
    message_id: str


class MessageReceived(Struct, frozen=True):
    """Text from somebody. Untrusted. `imdn_id` is set when they ask for receipts."""

    at: datetime
    sender: str  # SIP URI without parameters
    text: str
    network_id: str  # Call-ID and CSeq: the same for a retransmission
    imdn_id: str = ""
    wants_seen: bool = False
    message_id: str = ""  # id header of another Aside: drops doubles
    conversation: str = ""


class ReceiptReceived(Struct, frozen=True):
    at: datetime
    sender: str
    imdn_id: str
    seen: bool  # else delivered


class ComposingReceived(Struct, frozen=True):
    at: datetime
    sender: str
    active: bool


class PresenceChanged(Struct, frozen=True):
    at: datetime
    uri: str
    presence: Presence


class QualityMeasured(Struct, frozen=True):
    """How a call sounds in this second, and the means of it so far (`mean_mos` for a desk that knows no `whole`)."""

    at: datetime
    call_id: str
    quality: Quality
    mean_mos: float
    whole: Figures = Figures()


class TraceTold(Struct, frozen=True):
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
    MUSIC_UNPLAYABLE = "music_unplayable"  # away for a moment: the PBX holds the call instead
    WORDS_UNPLAYABLE = "words_unplayable"  # away for a moment: there is music alone
    RECORDING_FAILED = "recording_failed"
    RECORDING_NOT_PAUSED = "recording_not_paused"  # the PBX was asked and did not
    RECORDING_RESUMED = "recording_resumed"  # by itself: the time of the pause is over


class EngineNotice(Struct, frozen=True):
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
    | HeadsetChanged
    | Pong
    | TapesRest
)
