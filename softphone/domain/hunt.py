"""A question on its way to whoever answers it, as a hunt group hunts: the promise, its two clocks, and who is asked.

Each expert asked is one small machine (`TABLE`); a hunt is those asked so far. *Taken* runs from the moment the
network accepted the question, *answered* from the moment somebody took it. Nothing here sends, waits or reads a clock.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Stage(StrEnum):
    LEAVING = "leaving"  # the network has not accepted it yet
    WAITING = "waiting"  # accepted; *taken* runs
    PASSED = "passed"  # not taken in time: the next is asked, and they may still take it
    WRITING = "writing"  # they have it: they began to write, and have said nothing yet
    TAKEN = "taken"  # they said that they have it; *answered* runs
    REMINDED = "reminded"  # late, and asked once
    LATE = "late"  # the agent is asked now
    ANSWERED = "answered"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    RELEASED = "released"  # somebody else has it, or nobody needs it any more


class Signal(StrEnum):
    ACCEPTED = "accepted"  # by the network
    NOT_REACHED = "not_reached"  # refused by the network, or it may not have arrived
    WROTE = "wrote"  # a key was pressed there
    TOOK = "took"
    DECLINED = "declined"
    ANSWERED = "answered"
    TIME_UP = "time_up"
    RELEASED = "released"


TABLE: dict[tuple[Stage, Signal], Stage] = {
    (Stage.LEAVING, Signal.ACCEPTED): Stage.WAITING,
    (Stage.LEAVING, Signal.NOT_REACHED): Stage.UNREACHABLE,
    (Stage.LEAVING, Signal.TIME_UP): Stage.UNREACHABLE,
    (Stage.LEAVING, Signal.WROTE): Stage.WRITING,
    (Stage.LEAVING, Signal.TOOK): Stage.TAKEN,
    (Stage.LEAVING, Signal.DECLINED): Stage.DECLINED,
    (Stage.LEAVING, Signal.ANSWERED): Stage.ANSWERED,
    (Stage.LEAVING, Signal.RELEASED): Stage.RELEASED,
    (Stage.WAITING, Signal.NOT_REACHED): Stage.UNREACHABLE,
    (Stage.WAITING, Signal.TIME_UP): Stage.PASSED,
    (Stage.WAITING, Signal.WROTE): Stage.WRITING,
    (Stage.WAITING, Signal.TOOK): Stage.TAKEN,
    (Stage.WAITING, Signal.DECLINED): Stage.DECLINED,
    (Stage.WAITING, Signal.ANSWERED): Stage.ANSWERED,
    (Stage.WAITING, Signal.RELEASED): Stage.RELEASED,
    (Stage.PASSED, Signal.WROTE): Stage.WRITING,
    (Stage.PASSED, Signal.TOOK): Stage.TAKEN,
    (Stage.PASSED, Signal.DECLINED): Stage.DECLINED,
    (Stage.PASSED, Signal.ANSWERED): Stage.ANSWERED,
    (Stage.PASSED, Signal.RELEASED): Stage.RELEASED,
    # What "may not have arrived" did arrive: they are asked like one whose time is over.
    (Stage.UNREACHABLE, Signal.ACCEPTED): Stage.PASSED,
    (Stage.UNREACHABLE, Signal.WROTE): Stage.WRITING,
    (Stage.UNREACHABLE, Signal.TOOK): Stage.TAKEN,
    (Stage.UNREACHABLE, Signal.DECLINED): Stage.DECLINED,
    (Stage.UNREACHABLE, Signal.ANSWERED): Stage.ANSWERED,
    (Stage.UNREACHABLE, Signal.RELEASED): Stage.RELEASED,
    (Stage.WRITING, Signal.TOOK): Stage.TAKEN,
    (Stage.WRITING, Signal.DECLINED): Stage.DECLINED,
    (Stage.WRITING, Signal.ANSWERED): Stage.ANSWERED,
    (Stage.WRITING, Signal.TIME_UP): Stage.REMINDED,
    (Stage.WRITING, Signal.RELEASED): Stage.RELEASED,
    (Stage.TAKEN, Signal.DECLINED): Stage.DECLINED,
    (Stage.TAKEN, Signal.ANSWERED): Stage.ANSWERED,
    (Stage.TAKEN, Signal.TIME_UP): Stage.REMINDED,
    (Stage.TAKEN, Signal.RELEASED): Stage.RELEASED,
    (Stage.REMINDED, Signal.TOOK): Stage.REMINDED,  # "yes, soon": the short clock begins again
    (Stage.REMINDED, Signal.DECLINED): Stage.DECLINED,
    (Stage.REMINDED, Signal.ANSWERED): Stage.ANSWERED,
    (Stage.REMINDED, Signal.TIME_UP): Stage.LATE,
    (Stage.REMINDED, Signal.RELEASED): Stage.RELEASED,
    (Stage.LATE, Signal.TOOK): Stage.REMINDED,
    (Stage.LATE, Signal.DECLINED): Stage.DECLINED,
    (Stage.LATE, Signal.ANSWERED): Stage.ANSWERED,
    (Stage.LATE, Signal.RELEASED): Stage.RELEASED,
    (Stage.DECLINED, Signal.TOOK): Stage.TAKEN,  # they thought better of it
}

HOLDING = frozenset({Stage.WRITING, Stage.TAKEN, Stage.REMINDED, Stage.LATE})
PENDING = frozenset({Stage.LEAVING, Stage.WAITING})
OPEN = frozenset(stage for stage, signal in TABLE if signal is Signal.RELEASED)  # their answer is hoped for
AWAY_TOO_LONG = timedelta(seconds=60)  # nobody is asked by a desk that comes back a day later
_ANSWER_CLOCK = frozenset({Stage.WRITING, Stage.TAKEN})
_SHORT_CLOCK = PENDING | {Stage.REMINDED}


class Ask(Struct, frozen=True):
    """One expert who was asked."""

    expert_id: str
    name: str
    conversation_id: str
    message_id: str  # the question as it left for them
    since: datetime  # the clock of this stage began
    languages: tuple[str, ...] = ()
    stage: Stage = Stage.LEAVING
    accepted_at: datetime | None = None
    taken_at: datetime | None = None
    answered_at: datetime | None = None
    untold: bool = False  # released, and not told so yet


class Hunt(Struct, frozen=True):
    hunt_id: str  # of the first question
    interaction_id: str
    topic: str
    began_at: datetime
    asks: tuple[Ask, ...] = ()  # in the order they were asked
    taken_s: int = 30
    answered_s: int = 120
    goes_on: bool = True  # asks the next by itself; not where the agent named the one
    nobody: bool = False  # the end of the list
    stopped: bool = False  # by the agent
    rests: bool = False  # this desk was away for too long: it waits for the agent

    @property
    def holder(self) -> Ask | None:
        """Who has it."""
        return next((a for a in self.asks if a.stage in HOLDING), None)

    @property
    def answered(self) -> Ask | None:
        return next((a for a in self.asks if a.stage is Stage.ANSWERED), None)

    @property
    def live(self) -> bool:
        return not self.stopped and self.answered is None

    @property
    def untold(self) -> bool:
        """Somebody was released and is still to be told."""
        return any(a.untold for a in self.asks)

    @property
    def current(self) -> Ask:
        """Whom the clock is about: who has it, else the last who was asked."""
        return self.holder or self.asks[-1]

    def ask_in(self, conversation_id: str) -> Ask | None:
        return next((a for a in self.asks if a.conversation_id == conversation_id), None)


def signalled(hunt: Hunt, conversation_id: str, signal: Signal, at: datetime) -> Hunt:
    """The hunt after `signal` of the one asked there. What the table does not name comes too late: the same hunt.

    The first who takes or answers it has it, and the others are released."""
    ask = hunt.ask_in(conversation_id)
    stage = TABLE.get((ask.stage, signal)) if ask else None
    if ask is None or stage is None or not hunt.live or (stage in HOLDING and _another_has_it(hunt, ask)):
        return hunt
    hunt = _with(hunt, _stepped(ask, stage, at))
    if stage in HOLDING or stage is Stage.ANSWERED:
        for other in hunt.asks:
            if other.conversation_id != conversation_id and other.stage in OPEN:
                hunt = _with(hunt, _released(other, at))
    return replace(hunt, rests=False) if signal is not Signal.TIME_UP else hunt


def stopped(hunt: Hunt, at: datetime) -> Hunt:
    """Nobody needs the answer any more."""
    asks = tuple(_released(a, at) if a.stage in OPEN else a for a in hunt.asks)
    return replace(hunt, asks=asks, stopped=True)


def asked(hunt: Hunt, ask: Ask) -> Hunt:
    return replace(hunt, asks=(*hunt.asks, ask), nobody=False, rests=False)


def told(hunt: Hunt, conversation_id: str) -> Hunt:
    ask = hunt.ask_in(conversation_id)
    return _with(hunt, replace(ask, untold=False)) if ask else hunt


def wants_next(hunt: Hunt) -> bool:
    """Whether another expert is to be asked now, without the agent doing anything."""
    idle = hunt.live and hunt.goes_on and not hunt.nobody and not hunt.rests
    return idle and not any(a.stage in PENDING or a.stage in HOLDING for a in hunt.asks)


def clock_s(hunt: Hunt, ask: Ask) -> int:
    """How long the clock of this stage runs; 0: none does."""
    if ask.stage in _ANSWER_CLOCK:
        return hunt.answered_s
    return hunt.taken_s if ask.stage in _SHORT_CLOCK else 0


def left_s(hunt: Hunt, ask: Ask, now: datetime) -> float | None:
    """Seconds left on the clock that runs for this one; None where none does. A clock set back never adds time."""
    whole = clock_s(hunt, ask)
    if not whole:
        return None
    return min(float(whole), max(0.0, whole - (now - ask.since).total_seconds()))


def due(hunt: Hunt, now: datetime, writing: Collection[str] = ()) -> tuple[str, ...]:
    """Conversations whose time is up. Nobody is passed over while writing."""
    if not hunt.live or hunt.rests:
        return ()
    timed = (a for a in hunt.asks if a.conversation_id not in writing)
    return tuple(a.conversation_id for a in timed if left_s(hunt, a, now) == 0.0)


def moved(hunt: Hunt, gap: timedelta) -> Hunt:
    """Time in which nobody could answer is not counted: the computer slept, or its clock was set (either way)."""
    return replace(hunt, asks=tuple(replace(a, since=a.since + gap) for a in hunt.asks))


def after_absence(hunt: Hunt, at: datetime) -> Hunt:
    """The clocks ran on while no desk looked, but who was away for long asks before it asks others."""
    asks = tuple(replace(a, since=min(a.since, at)) for a in hunt.asks)
    over = [a.since + timedelta(seconds=clock_s(hunt, a)) for a in asks if clock_s(hunt, a)]
    rests = hunt.live and any(at - end > AWAY_TOO_LONG for end in over)
    return replace(hunt, asks=asks, rests=hunt.rests or rests)


def _another_has_it(hunt: Hunt, ask: Ask) -> bool:
    """And is not late with it."""
    holder = hunt.holder
    return holder not in (None, ask) and holder is not None and holder.stage is not Stage.LATE


def _stepped(ask: Ask, stage: Stage, at: datetime) -> Ask:
    accepted = ask.accepted_at or (at if stage not in (Stage.UNREACHABLE, Stage.RELEASED) else None)
    taken = ask.taken_at or (at if stage in HOLDING or stage is Stage.ANSWERED else None)
    answered = at if stage is Stage.ANSWERED else None
    # Who began to write and then says "1" has had it since they began.
    since = ask.since if (ask.stage, stage) == (Stage.WRITING, Stage.TAKEN) else at
    return replace(
        ask, stage=stage, since=since, accepted_at=accepted, taken_at=taken, answered_at=answered, untold=False
    )


def _released(ask: Ask, at: datetime) -> Ask:
    """What has not arrived yet needs telling too, once it does: it stands in an outbox and will."""
    return replace(ask, stage=TABLE[ask.stage, Signal.RELEASED], since=at, untold=True)


def _with(hunt: Hunt, ask: Ask) -> Hunt:
    asks = tuple(ask if a.conversation_id == ask.conversation_id else a for a in hunt.asks)
    return replace(hunt, asks=asks)
