"""What the desks of one site share through their homeserver: questions that wait on a topic, notices, thanks.

Pure. A question is shared by the room of its topic alone; notices, thanks, kept answers and the catalogue by one
directory room that all desks are in (`matrix_directory`). Nothing of a customer is in any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from softphone.domain.answers import KeptAnswer
from softphone.domain.catalogue import Topic
from softphone.domain.chat import ChatMessage, Conversation

JOIN_WITHIN = timedelta(minutes=10)
JOIN_FROM = 3  # agents on one topic, this one included
NOTICE_CHARS = 500
MOST_NOTICES = 20
MOST_THANKS = 20
MOST_WAITING = 50


class Waiting(Struct, frozen=True):
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


class SiteNotice(Struct, frozen=True):
    """Said once to all: shown over the card until its end, in these queues; in all where none is named."""

    notice_id: str
    at: datetime
    by: str  # who said it, as the homeserver knows them
    topic: str
    text: str
    until: datetime
    queues: tuple[str, ...] = ()


class Thanked(Struct, frozen=True):
    """On the wall of the team: what whose answer did."""

    thanks_id: str
    at: datetime
    expert: str
    topic: str
    text: str


class CallBack(Struct, frozen=True):
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


class Shared(Struct, frozen=True):
    waiting: Mapping[str, tuple[Waiting, ...]] = {}  # by topic, folded; oldest first
    notices: tuple[SiteNotice, ...] = ()
    wall: tuple[Thanked, ...] = ()  # newest first
    callbacks: tuple[CallBack, ...] = ()  # that nobody has taken over yet


# --- Effects ------------------------------------------------------------------------------------------------


class SharingEffect(Struct, frozen=True):
    """All of this file."""


class LookAtTopic(SharingEffect, frozen=True):
    """Who else waits on it? Answered by OthersAsked where its room is shared."""

    topic: str


class JoinQuestion(SharingEffect, frozen=True):
    """`message` goes into a colleague's thread, and what is answered there comes to this conversation too."""

    conversation: Conversation
    message: ChatMessage
    room_id: str
    root: str


class ShareCatalogue(SharingEffect, frozen=True):
    """The directory room's, where the homeserver lets this user change it."""

    topics: tuple[Topic, ...]


class ShareNotice(SharingEffect, frozen=True):
    notice: SiteNotice


class ShareThanks(SharingEffect, frozen=True):
    thanked: Thanked


class ShareCallBack(SharingEffect, frozen=True):
    callback: CallBack


class ShareTaken(SharingEffect, frozen=True):
    """We would have it. Whose is first in the directory room has it: CallBackSettled."""

    interaction_id: str
    callback: CallBack


class ShareAnswer(SharingEffect, frozen=True):
    post_id: str
    answer: KeptAnswer
