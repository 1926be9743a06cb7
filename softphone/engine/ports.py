"""What the engine's rules need of a telephone and of this computer's sound. Real ones: `pjsua/`, `sound/`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from softphone.domain.audio import Route, Sound, SoundSetup
from softphone.domain.call import Dialog, Hold, Party
from softphone.domain.headset import Buttons
from softphone.domain.line import LineFault, LineSetup
from softphone.domain.mailbox import Mailbox
from softphone.domain.nat import NatSetup
from softphone.domain.presence import DigitsBy, Presence
from softphone.domain.quality import Count
from softphone.domain.ringing import RingTone
from softphone.engine.headset.telephony import Lights, Press

FRAME_SAMPLES = 320  # 20 ms at 16 kHz, 16 bit mono: 640 bytes
SAMPLE_RATE_HZ = 16_000

# --- What a telephone tells ------------------------------------------------------------------------------


class Offered(Struct, frozen=True):
    """An INVITE arrived. `headers` are all of it, in order; text is untrusted and cleaned of control characters."""

    leg: str
    party: Party
    headers: tuple[tuple[str, str], ...]
    dialog: Dialog
    line: str = ""  # name of the line it came on


class RingsBack(Struct, frozen=True):
    leg: str
    early_media: bool


class Connected(Struct, frozen=True):
    """The ACK is here; also told again when the leg got another dialog (Replaces, a REFER followed)."""

    leg: str
    dialog: Dialog
    party: Party | None = None  # who it is now, where that changed
    secured: bool = False  # its sound is SRTP, and the keys went over TLS


class HoldChanged(Struct, frozen=True):
    """Also told, unchanged, when holding was asked for and did not work."""

    leg: str
    hold: Hold


class TransferStep(Struct, frozen=True):
    """NOTIFY of a REFER: `code` is the status inside the sipfrag, `final` ends it."""

    leg: str
    code: int
    final: bool


NO_LEG = -1  # it never left: what was hung up before still holds all legs


class LegEnded(Struct, frozen=True):
    """The leg is free again. Exactly one for each leg there ever was, those included that never left."""

    leg: str
    code: int  # final SIP status, 200 for BYE; NO_LEG
    reason: str  # Reason header (RFC 3326), may be empty


class Digit(Struct, frozen=True):
    leg: str
    digit: str


class Soothing(Struct, frozen=True):
    """Which of the two files of `soothe` can be played."""

    music: bool = False
    words: bool = False


class RecordAnswered(Struct, frozen=True):
    """What the PBX said to `ask_record`: a SIP status."""

    leg: str
    on: bool
    code: int


class FileEnded(Struct, frozen=True):
    leg: str
    path: str


class Registration(Struct, frozen=True):
    """Answer to a REGISTER: status (0: none came), words of the status line, seconds granted (0: un-registered)."""

    code: int
    reason: str
    expires_s: int
    test: bool = False  # of `try_line`
    fault: LineFault = LineFault.NONE  # where no answer came, why
    secured: bool = False  # signalling is TLS, its certificate verified
    line: str = ""  # name of its line
    retry_after_s: int = 0  # as the PBX asked for (RFC 3261 §20.33); 0: it did not


class Reachable(Struct, frozen=True):
    """The way to the PBX is there again, or another one, or there was a gap in which the PBX may have been restarted:
    a REGISTER has a chance now, and is needed."""

    test: bool = False
    line: str = ""


class TurnedAway(Struct, frozen=True):
    """A call that was answered for us, before it had a leg: 486 with all legs in use, 513 too long."""

    party: Party
    headers: tuple[tuple[str, str], ...]
    code: int
    line: str = ""


class StrangerCame(Struct, frozen=True):
    """SIP that is not of the PBX; it was not answered. Can come often."""


class SipAltered(Struct, frozen=True):
    """A router on the way (SIP ALG) writes in our messages; or somebody changes where our sound is said to be. Can
    come often."""

    sound: bool = False


class RelayRefused(Struct, frozen=True):
    """The relay (TURN) does not take our user and password."""


class SummaryArrived(Struct, frozen=True):
    """How many voice messages wait (RFC 3842), asked for or told unasked."""

    mailbox: Mailbox


class TextArrived(Struct, frozen=True):
    sender: str
    content_type: str
    body: str
    network_id: str
    headers: tuple[tuple[str, str], ...]


class TextAnswered(Struct, frozen=True):
    """Final status of a MESSAGE we sent; 0 or 408: no answer came."""

    token: str
    code: int
    reason: str


class PresenceArrived(Struct, frozen=True):
    uri: str
    presence: Presence


News = (
    Offered
    | RingsBack
    | Connected
    | HoldChanged
    | TransferStep
    | LegEnded
    | Digit
    | RecordAnswered
    | FileEnded
    | Registration
    | Reachable
    | TurnedAway
    | StrangerCame
    | SipAltered
    | RelayRefused
    | SummaryArrived
    | TextArrived
    | TextAnswered
    | PresenceArrived
)


class TapeSink(Protocol):
    """Both sides of a recorded call, each once every 20 ms from PJMEDIA's clock thread; silence is an empty frame."""

    def customer(self, frame: bytes) -> None: ...
    def agent(self, frame: bytes) -> None: ...


class Phone(Protocol):
    """SIP and RTP. One thread creates, ticks and destroys it. `leg` is our call_id.

    News are told from within `tick` alone, never from within a command. A command for a leg that is unknown or
    gone does nothing. An INVITE with Replaces for a leg we have swaps the dialog under it (`Connected` again).
    A REFER from the other side is followed on legs that we dialled, so that a caller cannot send us elsewhere; and on
    those that we `trust`."""

    def start(self, tell: Callable[[News], None]) -> None: ...
    def tick(self) -> None: ...
    def stop(self) -> None: ...
    def use_line(self, setup: LineSetup | None, name: str = "") -> None:
        """Take this line up; None takes the one of that name down. The main line has the empty name."""
        ...

    def register(self, on: bool, name: str = "") -> None: ...
    def network_changed(self, *, slept: bool) -> None:
        """Addresses or routes of this computer are others, or it `slept`: is the way to the PBX still the same?"""
        ...

    def use_nat(self, setup: NatSetup) -> None:
        """Servers that help sound round routers. In force for calls that begin; a live one stays as it is."""
        ...

    def take_relay(self, leg: str) -> bool:
        """No sound comes: offer the leg anew through the relay. False where there is none, or it is in use already."""
        ...

    def try_line(self, setup: LineSetup) -> None: ...
    def dial(self, leg: str, target: str, headers: tuple[tuple[str, str], ...], line: str = "") -> None: ...
    def take_back(self, leg: str, dialog: Dialog, line: str = "") -> None: ...
    def ring(self, leg: str) -> None: ...
    def answer(self, leg: str) -> None: ...
    def refuse(self, leg: str, code: int) -> None: ...
    def hang_up(self, leg: str) -> None: ...
    def hold(self, leg: str, on: bool) -> None:
        """Re-INVITE, tried again on 491; ends in a HoldChanged."""
        ...

    def digits(self, leg: str, digits: str, by: DigitsBy = DigitsBy.EVENTS) -> None: ...
    def deflect(self, leg: str, target: str) -> None:
        """302 with `target` as Contact; 480 where that cannot be dialled."""
        ...

    def refer(self, leg: str, target: str) -> None: ...
    def refer_to(self, leg: str, other: str) -> None:
        """Ask the other side of `leg` to take our place in `other` (RFC 3891); told by TransferSteps."""
        ...

    def trust(self, leg: str) -> None:
        """Who called may pass us on to others of our own PBX with whom they have a call (attended)."""
        ...

    def route(self, wanted: frozenset[Route]) -> None: ...
    def play(self, leg: str, path: str) -> None:
        """Play a WAV into the leg, once; ends in a FileEnded. An empty path stops it."""
        ...

    def soothe(self, leg: str, words: str, music: str) -> Soothing:
        """Make `music_for(leg)` a source of the bridge: the WAV `words` once, where it can be played, then `music`
        again and again. Nothing where that cannot be played. Two empty paths end it."""
        ...

    def rehearse(self, take: Callable[[bytes], None] | None) -> None:
        """Make REHEARSAL a sink of the bridge: `take` gets its frames from PJMEDIA's clock thread. None ends it."""
        ...

    def record(self, leg: str, sink: TapeSink | None) -> None:
        """Let the sink hear what the agent hears of the leg and what the leg hears; None ends it."""
        ...

    def ask_record(self, leg: str, on: bool) -> None:
        """Ask the PBX to record the leg, or to stop: INFO with the header Record; told by a RecordAnswered."""
        ...

    def send_text(
        self, token: str, to: str, content_type: str, body: str, headers: tuple[tuple[str, str], ...]
    ) -> None: ...
    def watch(self, uris: tuple[str, ...]) -> None: ...
    def publish(self, presence: Presence) -> None: ...
    def measure(self, leg: str) -> Count | None:
        """What its sound has counted since its stream began; None where there is none."""
        ...

    def report(self) -> str:
        """The last ten minutes of SIP and what was counted, for whoever looks for a fault; nobody is named in it."""
        ...



class Ears(Protocol):
    """Microphone, ear and ringer of this computer. Frames are 640 bytes, see FRAME_SAMPLES.

    `put_ear` and `get_microphone` are called from PJMEDIA's clock thread every 20 ms: rings only, no locks held
    long, no logging. Everything else is called from the engine's main thread."""

    def start(self, changed: Callable[[Sound], None]) -> None: ...
    def stop(self) -> None: ...
    def configure(self, setup: SoundSetup) -> None: ...
    def open_call(self, on: bool) -> None:
        """Open microphone and ear for a call, or close them: no microphone is open without a call."""
        ...

    def put_ear(self, frame: bytes) -> None: ...
    def get_microphone(self) -> bytes: ...
    def levels(self) -> tuple[float, float]:
        """Peak since the last call, microphone and ear, in dBFS (-96 for silence)."""
        ...

    @property
    def speaking(self) -> bool:
        """Whether the microphone brings speech now; stale without a call."""
        ...

    def ring(self, tone: RingTone | None) -> None:
        """Ring with this tone on all devices that ring; None: be still."""
        ...

    def play(self, samples: bytes) -> None:
        """These samples in the ear, once; none stop it."""
        ...

    def tone(self, name: str | None) -> None:
        """A lasting tone in the ear ("ringback", "busy", "failure", "end", "waiting") or a short one ("tap",
        "reminder", "auto", "test", "key:5", "ring:chime") that leaves the lasting one alone; None stops that one."""
        ...


class Headsets(Protocol):
    """Buttons and lights of a headset. Called from the engine's main thread; nothing here blocks."""

    buttons: Buttons

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def use(self, on: bool, ear: str) -> None:
        """Whether they are wanted, and the name of the ear in use: of two headsets it is that one."""
        ...

    def presses(self) -> tuple[Press, ...]:
        """Since it was last asked."""
        ...

    def light(self, lights: Lights) -> None: ...
