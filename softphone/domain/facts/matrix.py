"""The link to the homeserver, and what Matrix knows that SIP does not: words that change after they were said."""

from __future__ import annotations

from softphone.domain.chat import ChatMessage
from softphone.domain.facts.fact import Fact
from softphone.domain.matrix import Link
from softphone.domain.presence import Presence
from softphone.domain.secrets import hiding


class MatrixChanged(Fact, frozen=True):
    link: Link


class MatrixLogInPressed(Fact, frozen=True):
    """Without a password: by single sign-on in the browser."""

    user: str
    password: str = ""

    __repr__ = hiding("password")


class MatrixLogOutPressed(Fact, frozen=True):
    pass


class BrowserWanted(Fact, frozen=True):
    """The homeserver's page for the log-in."""

    url: str

    __repr__ = hiding("url")


class MessageChanged(Fact, frozen=True):
    """The whole message as it is now: edited, taken back, reacted to; or written by the agent elsewhere, and new."""

    conversation_id: str
    message: ChatMessage


class Reacted(Fact, frozen=True):
    """Somebody put a sign on a message of ours."""

    conversation_id: str
    message_id: str
    sender: str
    key: str


class PresenceRead(Fact, frozen=True):
    address: str
    presence: Presence


class ExpertsInView(Fact, frozen=True):
    """What the list of whom to ask shows now, where there are too many to watch them all."""

    addresses: tuple[str, ...]
