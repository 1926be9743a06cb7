"""What the desks of one site share through their homeserver: questions that wait on a topic, notices, thanks.

Pure. A question is shared by the room of its topic alone; notices, thanks, kept answers and the catalogue by one
directory room that all desks are in (`matrix_directory`). Nothing of a customer is in any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from softphone.domain.answers import KeptAnswer
from softphone.domain.chat import ChatMessage, Conversation

JOIN_WITHIN = timedelta(minutes=10)
JOIN_FROM = 3  # agents on one topic, this one included
NOTICE_CHARS = 500
MOST_NOTICES = 20
MOST_THANKS = 20
MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A colleague waits for an answer on this topic. `root` is the thread in which it will come."""

    event_id: str
    root: str
    room_id: str
    topic: str
    asker: str
    peer: str  # who was asked
    text: str
    at: datetime
    answered: bool = False


@dataclass(frozen=True, slots=True)
class SiteNotice:
    """Said once to all: shown over the card until its end, in these queues; in all where none is named."""

    notice_id: str
    at: datetime
    by: str  # who said it, as the homeserver knows them
    topic: str
    text: str
    until: datetime
    queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thanked:
    """On the wall of the team: what whose answer did."""

    thanks_id: str
    at: datetime
    expert: str
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class CallBack:
    """A question outlived its call and its agent's shift: somebody of the team calls the customer back.

    The customer's id alone goes along; who takes it over finds the card by it in their own directory."""

    callback_id: str
    at: datetime
    by: str
    topic: str
    customer_id: str
    who: str  # was asked
    question: str
    answer: str = ""  # not here yet


@dataclass(frozen=True, slots=True)
class Shared:
    waiting: Mapping[str, tuple[Waiting, ...]] = field(default_factory=dict)  # by topic, folded; oldest first
    notices: tuple[SiteNotice, ...] = ()
    wall: tuple[Thanked, ...] = ()  # newest first
    callbacks: tuple[CallBack, ...] = ()  # that nobody has taken over yet


# --- Effects ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SharingEffect:
    """All of this file."""


@dataclass(frozen=True, slots=True)
class LookAtTopic(SharingEffect):
    """Who else waits on it? Answered by OthersAsked where its room is shared."""

    topic: str


@dataclass(frozen=True, slots=True)
class JoinQuestion(SharingEffect):
    """`message` goes into a colleague's thread, and what is answered there comes to this conversation too."""

    conversation: Conversation
    message: ChatMessage
    room_id: str
    root: str


@dataclass(frozen=True, slots=True)
class ShareNotice(SharingEffect):
    notice: SiteNotice


@dataclass(frozen=True, slots=True)
class ShareThanks(SharingEffect):
    thanked: Thanked


@dataclass(frozen=True, slots=True)
class ShareCallBack(SharingEffect):
    callback: CallBack


@dataclass(frozen=True, slots=True)
class ShareTaken(SharingEffect):
    """It is ours now; the others need not."""

    callback: CallBack


@dataclass(frozen=True, slots=True)
class ShareAnswer(SharingEffect):
    post_id: str
    answer: KeptAnswer
