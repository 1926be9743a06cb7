"""The four outside systems the backroom speaks to, each behind a Protocol that the real thing and a fake both meet.

Nothing here has code. The shapes that cross a port are domain values or the small results defined beside them.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from softphone.domain.chat import Ability, ChatMessage, Conversation, Unassigned
from softphone.domain.customer import Lookup
from softphone.domain.expert import Expert
from softphone.domain.facts import Fact
from softphone.domain.interaction import HistoryEntry, Interaction, Promise
from softphone.domain.presence import Duty
from softphone.domain.protocol import (
    ComposingReceived,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    ReceiptReceived,
)
from softphone.domain.trend import LineDay

# --- Vault ------------------------------------------------------------------------------------------------


class SecretName(StrEnum):
    """All secrets there are. None of them is ever written to a file."""

    SIP_PASSWORD = "sip-password"
    STORE_KEY = "store-key"
    CRM_TOKEN = "crm-token"
    MATRIX_TOKEN = "matrix-token"


class Closed(StrEnum):
    """Why the key store could not be used."""

    NO_SERVICE = "no_service"  # no D-Bus, or nobody on it keeps secrets
    NO_KEYRING = "no_keyring"  # the service is there, but no keyring was made yet
    LOCKED = "locked"  # it is there, and nobody unlocked it in time


class Secret(Struct, frozen=True):
    value: str

    def __repr__(self) -> str:
        return "Secret(…)"


class NotKept(Struct, frozen=True):
    """The key store is open and has no such secret."""


class Kept(Struct, frozen=True):
    """The key store has it (or, after forget, has it no more)."""


class Vault(Protocol):
    """The system's key store. Every answer comes within a deadline; a closed one is a value, never an error."""

    async def fetch(self, name: SecretName, account: str = "") -> Secret | NotKept | Closed: ...

    async def keep(self, name: SecretName, value: str, account: str = "") -> Kept | Closed: ...

    async def forget(self, name: SecretName, account: str = "") -> Kept | Closed: ...

    async def is_open(self) -> bool:
        """Whether it can be asked now without a prompt. False where that cannot be told."""
        ...


# --- Directory --------------------------------------------------------------------------------------------


class Directory(Protocol):
    """Says who has a number. Found, Several, Unknown or Unavailable; never raises for what the world does."""

    async def find(self, number: str, customer_id: str = "") -> Lookup: ...


# --- ExpertChat -------------------------------------------------------------------------------------------

ChatEvent = MessageAccepted | MessageRefused | MessageLost | MessageReceived | ReceiptReceived | ComposingReceived
Facts = tuple[Fact, ...]


class ExpertChat(Protocol):
    """A way to ask an expert. It declares what it can prove, and nothing leaves by it that was not kept.

    Every method but `ability` and `speaks_to` belongs into a transaction and gives the facts to post once that is
    done. How it reaches its network is its own business: SIP has the engine say it (`SendWanted`) and is told what
    the engine heard, Matrix sends from its rows and takes in by itself, in tasks of its own.
    """

    @property
    def ability(self) -> Ability: ...

    def speaks_to(self, address: str) -> bool: ...

    @property
    def waits(self) -> bool:
        """For somebody to say `send_waiting` again."""
        ...

    def ask(self, conversation: Conversation, message: ChatMessage, receipts: bool, now: datetime) -> Facts: ...

    def resend(self, message_id: str, now: datetime) -> Facts: ...

    def send_waiting(self, now: datetime) -> Facts: ...

    def recover(self, now: datetime) -> Facts: ...

    def mark_seen(self, conversation_id: str, give_receipts: bool, now: datetime) -> Facts: ...


class PhoneChat(ExpertChat, Protocol):
    """One whose network is the engine's."""

    def heard(self, event: ChatEvent, held: frozenset[str] = ...) -> Facts:
        """`held` are the conversations that the desk holds."""
        ...


# --- Journal ----------------------------------------------------------------------------------------------


class Journal(Protocol):
    """What the agent did and wrote. What keeps belongs into a transaction; what reads does not need one."""

    def keep_interaction(self, interaction: Interaction) -> None: ...

    def open_interactions(self, now: datetime) -> tuple[Interaction, ...]: ...

    def customer_of(self, interaction_id: str) -> str: ...

    def keep_history(self, entry: HistoryEntry) -> None: ...

    def history(self, limit: int = ..., before: datetime | None = None) -> tuple[HistoryEntry, ...]: ...

    def line_days(self, since: datetime) -> tuple[LineDay, ...]: ...

    def keep_promise(self, promise: Promise) -> None: ...

    def promises(self) -> tuple[Promise, ...]: ...

    def keep_duty(self, duty: Duty) -> None: ...

    def duty(self) -> Duty | None: ...

    def keep_pause(self, ours: bool) -> None:
        """Whether a pause of ours may stand in the PBX's queues."""
        ...

    def paused(self) -> bool: ...

    def keep_experts(self, experts: tuple[Expert, ...]) -> None: ...

    def experts(self) -> tuple[Expert, ...]: ...

    def keep_conversation(self, conversation: Conversation, now: datetime) -> None: ...

    def conversations(self, now: datetime) -> tuple[Conversation, ...]: ...

    def messages_before(
        self, conversation_id: str, message_id: str, at: datetime, limit: int
    ) -> tuple[ChatMessage, ...]:
        """Those before this one, oldest first."""
        ...

    def adopt(self, conversation: Conversation) -> None: ...

    def unassigned(self) -> tuple[Unassigned, ...]: ...
