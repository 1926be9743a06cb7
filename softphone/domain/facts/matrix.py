"""The link to the homeserver, and what Matrix knows that SIP does not: words that change after they were said."""

from __future__ import annotations

from dataclasses import dataclass, field

from softphone.domain.chat import ChatMessage
from softphone.domain.facts.fact import Fact
from softphone.domain.matrix import Link
from softphone.domain.presence import Presence


@dataclass(frozen=True, slots=True)
class MatrixChanged(Fact):
    link: Link


@dataclass(frozen=True, slots=True)
class MatrixLogInPressed(Fact):
    """Without a password: by single sign-on in the browser."""

    user: str
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MatrixLogOutPressed(Fact):
    pass


@dataclass(frozen=True, slots=True)
class BrowserWanted(Fact):
    """The homeserver's page for the log-in."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MessageChanged(Fact):
    """The whole message as it is now: edited, taken back, reacted to; or written by the agent elsewhere, and new."""

    conversation_id: str
    message: ChatMessage


@dataclass(frozen=True, slots=True)
class Reacted(Fact):
    """Somebody put a sign on a message of ours."""

    conversation_id: str
    message_id: str
    sender: str
    key: str


@dataclass(frozen=True, slots=True)
class PresenceRead(Fact):
    address: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class ExpertsInView(Fact):
    """What the list of whom to ask shows now, where there are too many to watch them all."""

    addresses: tuple[str, ...]
