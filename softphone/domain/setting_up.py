"""Set up without typing: a link or code from IT, what a server makes of it, and how far that is.

A link from the web is anybody's: nothing is asked of its server before the agent has agreed, and nothing is taken
before the agent has seen what it is. Secrets never come here; the backroom holds them until they are in the key store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct

from softphone.domain.expert import Expert
from softphone.domain.secrets import hiding
from softphone.domain.settings import Settings, table

SCHEME = "aside:"
# A host name (RFC 1123) with or without a port, and a code of letters and digits that can be read out.
_LINK = re.compile(
    r"(?:aside://setup/|https://)?(?P<host>(?=[^/:]{1,253}[/:])[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)"
    r"(?P<port>:[0-9]{1,5})?/(?P<code>[A-Za-z0-9_-]{8,128})/?"
)
# Security settings that a line needs; the others are for policy alone.
_NEEDED = frozenset({"line_ca_files", "crm_address", "matrix_server", "topics_address", "experts_address"})


class Secrets(StrEnum):
    """Which a set-up may bring."""

    LINE = "line_password"
    TEAM = "team_password"
    RELAY = "relay_password"
    CRM = "crm_token"
    MATRIX = "matrix_password"


class Phase(StrEnum):
    TYPING = "typing"  # no link yet, or one that is none
    ASKED = "asked"  # whether that host may be asked at all
    FETCHING = "fetching"
    OFFERED = "offered"  # whether what came is to be taken
    TAKING = "taking"
    DONE = "done"
    FAILED = "failed"  # nothing was changed


class Why(StrEnum):
    BAD_LINK = "bad_link"
    HOST_NOT_ALLOWED = "host_not_allowed"
    NOT_THERE = "not_there"
    PROXY = "proxy"
    CUT_OFF = "cut_off"
    CERTIFICATE = "certificate"
    PINNED_OTHER = "pinned_other"  # not the key that policy names
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    NOT_UNDERSTOOD = "not_understood"
    KEY_STORE = "key_store"


# What may be another way the next time, with the same link.
TRY_AGAIN = frozenset({Why.NOT_THERE, Why.PROXY, Why.CUT_OFF, Why.KEY_STORE})


class SetUpLink(Struct, frozen=True):
    host: str  # in small letters
    port: int
    code: str

    __repr__ = hiding("code")

    @property
    def name(self) -> str:
        return self.host if self.port == 443 else f"{self.host}:{self.port}"


class Parcel(Struct, frozen=True):
    """What a server would set, without the secrets themselves."""

    sender: str = ""
    settings: tuple[tuple[str, Any], ...] = ()
    experts: tuple[Expert, ...] = ()
    secrets: tuple[Secrets, ...] = ()


class SetUp(Struct, frozen=True):
    phase: Phase = Phase.TYPING
    link: SetUpLink | None = None
    parcel: Parcel = Parcel()
    why: Why | None = None


# --- What is wanted of the backroom ------------------------------------------------------------------------


class SetUpEffect(Struct, frozen=True):
    """All of what follows."""


class FetchSetUp(SetUpEffect, frozen=True):
    """A SetUpFetched or a SetUpFailed follows."""

    link: SetUpLink
    settings: Settings


class TakeSetUp(SetUpEffect, frozen=True):
    """The secrets into the key store under these accounts, all or none; a SetUpKept or a SetUpFailed follows."""

    accounts: tuple[tuple[Secrets, str], ...]


class FinishSetUp(SetUpEffect, frozen=True):
    """All is in force: tell the server that the code is used up, and log in where that was part of it."""


class DropSetUp(SetUpEffect, frozen=True):
    """The agent does not want it."""



def read_link(untrusted: str) -> SetUpLink | None:
    """aside://setup/HOST/CODE, or HOST/CODE as somebody typed it."""
    found = _LINK.fullmatch(untrusted.strip())
    if found is None:
        return None
    port = int((found["port"] or ":443")[1:])
    return SetUpLink(found["host"].lower(), port, found["code"]) if 0 < port < 65_536 else None


def allowed_names() -> frozenset[str]:
    """The settings that a set-up may bring. What protects people stays with policy."""
    return frozenset(entry.name for entry in table() if not entry.security or entry.name in _NEEDED)


def pin_for(link: SetUpLink, hosts: Iterable[str]) -> str | None:
    """The hash of its public key that policy wants of this host, "" for none; None where it may not be asked."""
    pins = {host.strip().lower(): pin.strip().lower() for host, _, pin in (each.partition("=") for each in hosts)}
    return pins.get(link.host) if pins else ""
