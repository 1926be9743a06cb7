"""The audit trail of the side chat: who was asked, what was masked, who answered, how fast. Never what was said.

Who is a mark by default, the same for the same expert on this PC and telling nothing elsewhere; a name only where
policy says so, and *What Aside records about me* says that it does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from softphone.domain.facts.fact import Fact


class AuditEvent(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    FILE = "file"  # a picture or a file went
    LIFTED = "lifted"  # the agent lets something stand that a rule found


class Audited(Struct, frozen=True):
    """One thing that happened. `masked` and `lifted`: how many of each kind."""

    at: datetime
    event: AuditEvent
    conversation_id: str
    topic: str = ""
    masked: tuple[tuple[str, int], ...] = ()
    lifted: tuple[tuple[str, int], ...] = ()
    took_s: int | None = None  # of an answer: since the question it came after


def counted(kinds: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(kinds).items()))


class AuditEffect(Struct, frozen=True):
    """All that is wanted of the audit trail. `backroom/audit.py` does it."""


class KeepAudited(AuditEffect, frozen=True):
    """`address` says who; it is kept as a mark. `name` is kept where policy says so, else it is empty."""

    entry: Audited
    address: str
    name: str = ""


class ExportAudit(AuditEffect, frozen=True):
    """CSV, or JSON Lines where the name ends so; an AuditExported follows."""

    path: str


class AuditFact(Fact, frozen=True):
    """All facts of this file: `rules/masking.py` takes them."""


class MaskSwitched(AuditFact, frozen=True):
    """The agent lets one thing stand that a rule found in their draft, or has it masked again."""

    conversation_id: str
    original: str
    lifted: bool


class AuditExportPressed(AuditFact, frozen=True):
    path: str


class AuditExported(AuditFact, frozen=True):
    """How many lines; None: the file cannot be written."""

    path: str
    lines: int | None


class MayLeave(StrEnum):
    """What policy and the agent together say about a picture or a file."""

    NEVER = "never"
    MUST_CONFIRM = "must_confirm"
    YES = "yes"
