"""What a conversation and a wrap-up belong to: a call, or something internal with no customer at all."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from softphone.domain.call import CallContext, Ending
from softphone.domain.customer import Lookup, Searching
from softphone.domain.quality import Figures


class InteractionKind(StrEnum):
    CALL = "call"
    TEXT = "text"  # a customer writes, as SMS gateways send it
    INTERNAL = "internal"


class Outcome(StrEnum):
    SOLVED = "solved"
    PROMISED = "promised"
    NOT_SOLVED = "not_solved"


class Disposition(Struct, frozen=True):
    """What came of it. `note` is prefilled from the notes typed in the call."""

    outcome: Outcome | None = None
    code: str = ""
    note: str = ""
    follow_up_at: datetime | None = None  # aware; midnight where the agent sits when any time will do
    any_time: bool = True
    follow_up_reason: str = ""


class WrapUp(StrEnum):
    NONE = "none"
    OPEN = "open"
    DONE = "done"


class Pinned(Struct, frozen=True):
    """An answer held over the card. Internal: never for the customer."""

    pin_id: str
    text: str
    who: str


class Interaction(Struct, frozen=True):
    interaction_id: str
    kind: InteractionKind
    started_at: datetime
    number: str = ""  # as dialled or shown
    caller_name: str = ""  # what the network said
    incoming: bool = True
    queue: str = ""
    call_id: str = ""
    lookup: Lookup = Searching()
    note: str = ""
    disposition: Disposition = Disposition()
    wrap_up: WrapUp = WrapUp.NONE
    wrap_up_since: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None
    mos: float = 0.0  # how the call sounded, estimated; 0: not measured
    course: tuple[float, ...] = ()  # the same from begin to end
    sound: Figures = Figures()  # the means of the call
    pinned: tuple[Pinned, ...] = ()
    context: CallContext = CallContext()  # what the PBX said of it, kept for the wrap-up
    reply: str = ""  # being written to the customer, who reads texts; never to an expert


class HistoryEntry(Struct, frozen=True):
    """One line of the history: a call, or a conversation by text."""

    interaction_id: str
    at: datetime
    incoming: bool
    number: str
    name: str
    ending: Ending | None
    talked_s: int = 0
    outcome: Outcome | None = None
    missed: bool = False
    customer_id: str = ""
    queue: str = ""
    mos: float = 0.0  # estimated, mean of the call; 0: not measured
    course: tuple[float, ...] = ()  # the same from begin to end
    kind: InteractionKind = InteractionKind.CALL


class Delivered(StrEnum):
    """Where a wrap-up is on its way to the CRM."""

    HERE_ONLY = "here_only"  # no CRM address is set
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"


class Promise(Struct, frozen=True):
    """A call-back somebody was promised."""

    promise_id: str  # the interaction it came from
    due_at: datetime
    number: str
    name: str
    reason: str
    any_time: bool = True
    done: bool = False
    reminded: bool = False
