"""What desks share: the agent's hands, and what came from the homeserver. `rules/sharing.py` takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from softphone.domain.facts.fact import Fact
from softphone.domain.sharing import CallBack, SiteNotice, Thanked, Waiting


@dataclass(frozen=True, slots=True)
class SharingFact(Fact):
    """All of this file."""


@dataclass(frozen=True, slots=True)
class JoinPressed(SharingFact):
    """The agent waits for the answer that others wait for, in place of asking once more."""

    conversation_id: str
    message_id: str


@dataclass(frozen=True, slots=True)
class NoticeMade(SharingFact):
    notice_id: str
    topic: str
    text: str
    until: datetime
    queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeEnded(SharingFact):
    """Before its time."""

    notice_id: str


@dataclass(frozen=True, slots=True)
class CallBackTaken(SharingFact):
    """The agent calls a colleague's customer back."""

    callback_id: str
    interaction_id: str


@dataclass(frozen=True, slots=True)
class OthersAsked(SharingFact):
    """All that is known to wait on this topic."""

    topic: str
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class SharedRead(SharingFact):
    """All notices that have not ended, and the newest of the wall."""

    notices: tuple[SiteNotice, ...]
    wall: tuple[Thanked, ...]
    callbacks: tuple[CallBack, ...] = ()
