"""What a department is told of a call or an answer: by topic, tagged, without the customer."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

FEEDBACK_CHARS = 2_000
MOST_DEPARTMENTS = 6


class Department(Struct, frozen=True):
    name: str
    address: str  # of its webhook, or a room: "#production:example.org"


class Feedback(Struct, frozen=True):
    """The row is the outbox row; its id the idempotency key."""

    feedback_id: str
    at: datetime
    department: str
    topic: str
    text: str
    tags: tuple[str, ...] = ()  # queue, wrap-up code, outcome: never the person


class Told(Struct, frozen=True):
    """How far the last word to a department is. `state`: "waiting", "sent", "refused"; `count` with this one."""

    feedback_id: str
    department: str
    state: str
    count: int = 1
    reason: str = ""


def departments(lines: tuple[str, ...]) -> tuple[Department, ...]:
    """From "name=address" lines; what is none of these is left out."""
    found = []
    for line in lines[:MOST_DEPARTMENTS]:
        name, equals, address = line.partition("=")
        if equals and name.strip() and address.strip():
            found.append(Department(name.strip(), address.strip()))
    return tuple(found)
