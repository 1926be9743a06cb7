"""Matrix, the transport for teams: whose address is of it, how its link is, and what the agent and the desk want of it.

Pure. What speaks to a homeserver is `backroom/chats/matrix*.py`.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from softphone.domain.secrets import hiding

# https://spec.matrix.org/v1.15/appendices/#user-identifiers: at most 255 bytes; old localparts may hold more than
# today's grammar, but no blanks and no second colon.
_USER_ID = re.compile(r"@[^:\s\x00-\x20\x7f<>\"]{1,200}:[A-Za-z0-9.\-\[\]]{1,230}(?::[0-9]{1,5}|:[0-9A-Fa-f:\].]+)?")
MOST_ID_CHARS = 255


def is_matrix_id(address: str) -> bool:
    """Whether this expert is asked over Matrix: "@kern:example.org"."""
    return address.startswith("@")


def read_matrix_id(untrusted: str) -> str | None:
    """A user id, or None for what is none. The server's name is written small."""
    text = untrusted.strip()
    if len(text.encode(errors="replace")) > MOST_ID_CHARS or not _USER_ID.fullmatch(text):
        return None
    user, _, server = text.partition(":")
    return f"{user}:{server.lower()}"


class RoomFor(StrEnum):
    """What a room of the side chat is for."""

    TOPIC = "topic"  # standing, a thread a question
    CONVERSATION = "conversation"  # confidential topics: a room of its own, left afterwards


class LinkState(StrEnum):
    OFF = "off"  # no homeserver is set
    LOGGED_OUT = "logged_out"
    LOGGING_IN = "logging_in"
    BROWSER = "browser"  # single sign-on: the person is in the browser now
    CONNECTING = "connecting"
    ONLINE = "online"  # an answer came, and the last is not older than one turn of the sync
    OFFLINE = "offline"  # tried again by itself
    EXPIRED = "expired"  # the homeserver knows the log-in no more: asked, never tried again by itself
    KEYS_CLOSED = "keys_closed"  # there was a log-in, and the key store that has its token is closed


class Link(Struct, frozen=True):
    """How it is with the homeserver. `why` is a word for ui/matrix_words.py, never the server's own text."""

    state: LinkState = LinkState.OFF
    user_id: str = ""
    server: str = ""
    why: str = ""
    until: datetime | None = None  # told to wait until then
    largest_file: int = 0  # bytes that it takes; 0: not known


# --- What is wanted of it: effects -------------------------------------------------------------------------


class LogInMatrix(Struct, frozen=True):
    """With an empty password: by single sign-on in the browser."""

    user: str
    password: str = ""

    __repr__ = hiding("password")


class LogOutMatrix(Struct, frozen=True):
    pass


class TellTyping(Struct, frozen=True):
    """The expert sees that the agent writes; never what."""

    conversation_id: str
    writes: bool


class WatchMatrix(Struct, frozen=True):
    """The presence of these alone is asked for."""

    addresses: tuple[str, ...]


MatrixEffect = LogInMatrix | LogOutMatrix | TellTyping | WatchMatrix
