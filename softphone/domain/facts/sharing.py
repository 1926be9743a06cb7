"""What desks share: the agent's hands, and what came from the homeserver. `rules/sharing.py` takes them."""

from __future__ import annotations

from datetime import datetime

from softphone.domain.facts.fact import Fact
from softphone.domain.sharing import CallBack, SiteNotice, Thanked, Waiting


class SharingFact(Fact, frozen=True):
    """All of this file."""


class JoinPressed(SharingFact, frozen=True):
    """The agent waits for the answer that others wait for, in place of asking once more."""

    conversation_id: str
    message_id: str


class NoticeMade(SharingFact, frozen=True):
    notice_id: str
    topic: str
    text: str
    until: datetime
    queues: tuple[str, ...] = ()


class NoticeEnded(SharingFact, frozen=True):
    """Before its time."""

    notice_id: str


class CallBackTaken(SharingFact, frozen=True):
    """The agent wants to call a colleague's customer back; whether they do, `CallBackSettled` says."""

    callback_id: str
    interaction_id: str


class CallBackSettled(SharingFact, frozen=True):
    """Of several who took it over at once the first in the directory room has it."""

    interaction_id: str
    callback: CallBack
    ours: bool
    by: str  # whose it is; empty where the homeserver does not let us have it


class OthersAsked(SharingFact, frozen=True):
    """All that is known to wait on this topic."""

    topic: str
    waiting: tuple[Waiting, ...]


class SharedRead(SharingFact, frozen=True):
    """All notices that have not ended, and the newest of the wall."""

    notices: tuple[SiteNotice, ...]
    wall: tuple[Thanked, ...]
    callbacks: tuple[CallBack, ...] = ()
