"""Own state and other people's. Two separate switches: customer calls, and colleagues.

What the agent wants is `Wish`; what everybody may see is worked out from it, the line and the calls.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Wish(StrEnum):
    """What the agent chose, or what Aside chose for them (NOT_ANSWERED)."""

    AVAILABLE = "available"
    BREAK = "break"
    OFFLINE = "offline"
    NOT_ANSWERED = "not_answered"  # paused because a call rang out; one key returns


class DigitsBy(StrEnum):
    """How digits reach the other side."""

    EVENTS = "events"  # RFC 2833
    INFO = "info"  # SIP INFO, application/dtmf-relay
    SOUND = "sound"  # tones


class Duty(Struct, frozen=True):
    """The agent's own state. `reason` belongs to a break. `next_wish` is taken when the call ends."""

    wish: Wish = Wish.OFFLINE
    since: datetime | None = None
    reason: str = ""
    next_wish: Wish | None = None
    next_reason: str = ""
    colleagues: bool = True  # reachable for colleagues
    quiet: bool = False  # do not disturb: nobody rings, whoever they are


class Gate(Struct, frozen=True):
    """What the engine needs to answer for the agent when no desk is there: whole, sent on each change."""

    register: bool = False
    customers: bool = False
    colleagues: bool = True
    refusal_code: int = 480  # for customers while `customers` is False
    second_call: bool = False  # show a second call as waiting; else 486
    ring_s: int = 20
    colleague_numbers: frozenset[str] = frozenset()
    internal_length: int = 0  # numbers of at most this many digits are colleagues; 0: none
    queue_header: str = "X-Queue"
    note: str = ""  # shown to colleagues with our presence
    forward_away: str = ""  # where direct calls go that the state refuses; a queue's go back to their queue
    forward_busy: str = ""
    forward_no_answer: str = ""
    auto_customers: bool = False  # answered by themselves, with a tone
    auto_colleagues: bool = False
    auto_after_s: int = 1
    auto_by_header: bool = False  # the PBX may say so (Call-Info, Alert-Info, Answer-Mode)
    digits_by: DigitsBy = DigitsBy.EVENTS
    context_headers: tuple[tuple[str, str], ...] = ()  # header and what the card calls it
    end_orphaned_call: bool = True  # no desk and no panel for long: end the call, else give it back


class Reach(StrEnum):
    """What we know of somebody else (RFC 3856, PIDF RFC 3863). Unknown is never shown as available."""

    UNKNOWN = "unknown"
    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"
    OFFLINE = "offline"


class Presence(Struct, frozen=True):
    reach: Reach = Reach.UNKNOWN
    since: datetime | None = None
    note: str = ""


def own_reach(gate: Gate, in_call: bool) -> Reach:
    """What those who watch us are told."""
    if not gate.register:
        return Reach.OFFLINE
    if in_call:
        return Reach.BUSY
    return Reach.AVAILABLE if gate.colleagues else Reach.AWAY
