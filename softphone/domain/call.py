"""One call as both processes see it, and the only way to change it: `advance`.

Three small machines instead of one big one: phase, hold, transfer. What a table does not name is an
illegal signal and raises; the caller decides whether that is our bug or the peer's.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.moment import Moment
from softphone.domain.recording import Recording


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Phase(StrEnum):
    """Where the call is in its life (RFC 3261 dialog states in the agent's words)."""

    OFFERED = "offered"  # it rings here
    ANSWERING = "answering"  # Answer was pressed, the ACK is not here yet
    DIALING = "dialing"  # our INVITE left
    ALERTING = "alerting"  # the other side rings (180 or 183)
    TALKING = "talking"
    ENDED = "ended"


class Hold(StrEnum):
    """Who holds whom, read from the direction attributes of the SDP (RFC 3264 §8.4)."""

    NONE = "none"
    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


class Transfer(StrEnum):
    """A blind or attended transfer asked with REFER (RFC 3515)."""

    NONE = "none"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DONE = "done"
    REFUSED = "refused"


class Kind(StrEnum):
    """Whose call it is: the duty switches for customers and for colleagues are two."""

    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    EMERGENCY = "emergency"


class Ending(StrEnum):
    """How a call ended, in the agent's terms. Made from SIP codes in `endings.py` alone."""

    HUNG_UP_HERE = "hung_up_here"
    HUNG_UP_THERE = "hung_up_there"
    MISSED = "missed"  # the caller gave up
    NOT_ANSWERED = "not_answered"  # it rang out here and was given back
    GIVEN_BACK = "given_back"  # the agent gave it back or declined
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    REFUSED_BY_STATE = "refused_by_state"  # break, wrap-up or offline answered for the agent
    CALLEE_BUSY = "callee_busy"
    CALLEE_DECLINED = "callee_declined"
    NO_ANSWER = "no_answer"
    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    UNREACHABLE = "unreachable"
    TRANSFERRED = "transferred"
    FORWARDED = "forwarded"  # sent elsewhere before it was answered (302), by the agent or by rule
    MOVED = "moved"  # whom we called is somewhere else now (3xx, 410, Q.850 22)
    CONGESTED = "congested"  # the network has no line free
    NOT_COMPATIBLE = "not_compatible"  # no codec, no encryption in common
    BLOCKED = "blocked"  # they take no such calls: withheld number, unwanted
    LOST = "lost"  # the engine or the network died under it
    ALL_LEGS_BUSY = "all_legs_busy"  # four legs is what the phone can hold
    FAILED = "failed"


class Signal(StrEnum):
    """What can happen to a phase."""

    ANSWER = "answer"
    RING_BACK = "ring_back"
    CONNECT = "connect"
    END = "end"


PHASES: dict[tuple[Phase, Signal], Phase] = {
    (Phase.OFFERED, Signal.ANSWER): Phase.ANSWERING,
    (Phase.OFFERED, Signal.END): Phase.ENDED,
    (Phase.ANSWERING, Signal.CONNECT): Phase.TALKING,
    (Phase.ANSWERING, Signal.END): Phase.ENDED,
    (Phase.DIALING, Signal.RING_BACK): Phase.ALERTING,
    (Phase.DIALING, Signal.CONNECT): Phase.TALKING,
    (Phase.DIALING, Signal.END): Phase.ENDED,
    (Phase.ALERTING, Signal.RING_BACK): Phase.ALERTING,
    (Phase.ALERTING, Signal.CONNECT): Phase.TALKING,
    (Phase.ALERTING, Signal.END): Phase.ENDED,
    (Phase.TALKING, Signal.CONNECT): Phase.TALKING,
    (Phase.TALKING, Signal.END): Phase.ENDED,
}

TRANSFERS: dict[tuple[Transfer, Transfer], bool] = {
    (Transfer.NONE, Transfer.ASKED): True,
    (Transfer.REFUSED, Transfer.ASKED): True,
    (Transfer.ASKED, Transfer.ACCEPTED): True,
    (Transfer.ASKED, Transfer.REFUSED): True,
    (Transfer.ASKED, Transfer.DONE): True,
    (Transfer.ACCEPTED, Transfer.DONE): True,
    (Transfer.ACCEPTED, Transfer.REFUSED): True,
}

RINGING = frozenset({Phase.OFFERED, Phase.ANSWERING, Phase.DIALING, Phase.ALERTING})


class IllegalSignal(ValueError):
    """The table names no way from this state by this signal."""


class Party(Struct, frozen=True):
    """The other side. `name` is what they call themselves: cleaned, never trusted, never markup."""

    number: str = ""  # as the network said it: "+49405550142", "204", "anna"
    name: str = ""
    uri: str = ""


class CallContext(Struct, frozen=True):
    """What the PBX said about an incoming call in the headers of its INVITE."""

    queue: str = ""
    dialled: str = ""  # the number the customer dialled
    brand: str = ""  # what to greet with
    language: str = ""  # BCP 47
    customer_id: str = ""
    waited_s: int | None = None
    choice: str = ""  # what the caller chose in the PBX's menu
    user_to_user: str = ""  # RFC 7433
    fields: tuple[tuple[str, str], ...] = ()  # word and value of the headers that the settings name
    headers: tuple[tuple[str, str], ...] = ()


class Dialog(Struct, frozen=True):
    """What another engine needs to take this call over by INVITE with Replaces (RFC 3891 §3)."""

    sip_call_id: str
    local_tag: str
    remote_tag: str
    remote_target: str  # Contact of the other side
    remote_uri: str  # their From or To, without parameters


class Call(Struct, frozen=True):
    call_id: str  # ours, unique for ever; the network's is dialog.sip_call_id
    direction: Direction
    phase: Phase
    party: Party
    offered_at: datetime  # the INVITE arrived or left
    kind: Kind = Kind.CUSTOMER
    hold: Hold = Hold.NONE
    transfer: Transfer = Transfer.NONE
    muted: bool = False
    context: CallContext = CallContext()
    rings_until: datetime | None = None
    answers_at: datetime | None = None  # it answers itself then
    answered_at: datetime | None = None
    held_at: datetime | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None
    ending_code: int = 0  # SIP status, 0 where none was sent
    early_media: bool = False
    dialog: Dialog | None = None
    taken_back: bool = False  # a new engine took it over from a dead one
    line: str = ""  # name of the line it came on or goes out by; empty for the main one
    secured: bool = False  # its sound is encrypted as far as the PBX (SRTP), and the keys went over TLS
    consult_for: str = ""  # call_id of the customer who is on hold meanwhile
    joined: bool = False  # one of a conference: all that are joined hear each other
    transfer_code: int = 0  # SIP status that refused the last transfer
    recording: Recording = Recording()
    moment: Moment | None = None  # the agent is away from it: nobody hears anybody

    @property
    def live(self) -> bool:
        return self.phase is not Phase.ENDED


def advance(call: Call, signal: Signal, at: datetime) -> Call:
    """The call after `signal`. Raises IllegalSignal for what the table does not name."""
    try:
        phase = PHASES[call.phase, signal]
    except KeyError:
        raise IllegalSignal(f"{signal} in {call.phase}") from None
    if phase is Phase.TALKING and call.answered_at is None:
        return replace(call, phase=phase, answered_at=at, rings_until=None, answers_at=None)
    if phase is Phase.ENDED:
        return replace(call, phase=phase, ended_at=at, rings_until=None, answers_at=None)
    return replace(call, phase=phase)


def held(call: Call, hold: Hold, at: datetime) -> Call:
    """The call with this hold. Only a call that talks can be held; the time of holding starts once."""
    if call.phase is not Phase.TALKING:
        raise IllegalSignal(f"hold {hold} in {call.phase}")
    if hold is call.hold:
        return call
    started = call.held_at if call.hold is not Hold.NONE else at
    return replace(call, hold=hold, held_at=None if hold is Hold.NONE else started)


def transferring(call: Call, step: Transfer, code: int = 0) -> Call:
    """The call with the transfer one step on; `code` says why it was refused. Raises IllegalSignal for no step."""
    if call.phase is not Phase.TALKING or (call.transfer, step) not in TRANSFERS:
        raise IllegalSignal(f"transfer {call.transfer} to {step} in {call.phase}")
    return replace(call, transfer=step, transfer_code=code)
