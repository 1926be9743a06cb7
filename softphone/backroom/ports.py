"""The four outside systems the backroom speaks to, each behind a Protocol that the real thing and a fake both meet.

Nothing here has code. The shapes that cross a port are domain values or the small results defined beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from softphone.domain.chat import Ability, ChatMessage, Conversation
from softphone.domain.customer import Contact, Customer, Lookup
from softphone.domain.interaction import HistoryEntry, Interaction, Promise
from softphone.domain.protocol import (
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    ReceiptReceived,
    SendMessage,
    SendReceipt,
)

# --- Vault ------------------------------------------------------------------------------------------------


class SecretName(StrEnum):
    """All secrets there are. None of them is ever written to a file."""

    SIP_PASSWORD = "sip-password"
    STORE_KEY = "store-key"
    CRM_TOKEN = "crm-token"


class Closed(StrEnum):
    """Why the key store could not be used."""

    NO_SERVICE = "no_service"  # no D-Bus, or nobody on it keeps secrets
    NO_KEYRING = "no_keyring"  # the service is there, but no keyring was made yet
    LOCKED = "locked"  # it is there, and nobody unlocked it in time


@dataclass(frozen=True, slots=True)
class Secret:
    value: str

    def __repr__(self) -> str:
        return "Secret(…)"


@dataclass(frozen=True, slots=True)
class NotKept:
    """The key store is open and has no such secret."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The key store has it (or, after forget, has it no more)."""


class Vault(Protocol):
    """The system's key store. Every answer comes within a deadline; a closed one is a value, never an error."""

    async def fetch(self, name: SecretName, account: str = "") -> Secret | NotKept | Closed: ...

    async def keep(self, name: SecretName, value: str, account: str = "") -> Kept | Closed: ...

    async def forget(self, name: SecretName, account: str = "") -> Kept | Closed: ...


# --- Directory --------------------------------------------------------------------------------------------


class Directory(Protocol):
    """Says who has a number. Found, Several, Unknown or Unavailable; never raises for what the world does."""

    async def find(self, number: str) -> Lookup: ...


class Finder(Protocol):
    """A directory that also searches words and keeps what it is told: the customer book."""

    def find_number(self, number: str) -> tuple[Customer, ...]: ...

    def search(self, words: str, limit: int = 20) -> tuple[Customer, ...]: ...

    def append_contact(self, customer_id: str, contact: Contact) -> None: ...


# --- Journal ----------------------------------------------------------------------------------------------


class Journal(Protocol):
    """What the agent did and wrote. Each method is one transaction."""

    def keep_interaction(self, interaction: Interaction) -> None: ...

    def history(self, limit: int = 200, before: datetime | None = None) -> tuple[HistoryEntry, ...]: ...

    def promises(self) -> tuple[Promise, ...]: ...

    def conversations(self) -> tuple[Conversation, ...]: ...


# --- ExpertChat -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message of ours is proved to be further than before, or refused."""

    conversation_id: str
    message: ChatMessage
    counts_as_asked: bool = False


@dataclass(frozen=True, slots=True)
class ReplyKept:
    conversation_id: str
    message: ChatMessage


@dataclass(frozen=True, slots=True)
class ReplyUnassigned:
    sender: str
    message: ChatMessage


ChatStep = SendMessage | SendReceipt | MessageChanged | ReplyKept | ReplyUnassigned
ChatEvent = MessageAccepted | MessageRefused | MessageLost | MessageReceived | ReceiptReceived


class ExpertChat(Protocol):
    """A way to ask an expert. It declares what it can prove, and decides what an event of its network means."""

    ability: Ability

    def ask(self, conversation: Conversation, message: ChatMessage) -> tuple[ChatStep, ...]: ...

    def heard(self, event: ChatEvent) -> tuple[ChatStep, ...]: ...
