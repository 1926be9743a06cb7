"""The line to the PBX: what we were told to be, and whether the PBX has proved that we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Transport(StrEnum):
    UDP = "udp"
    TCP = "tcp"


class LineState(StrEnum):
    UNCONFIGURED = "unconfigured"
    OFFLINE = "offline"  # un-registered because the agent wants it so
    REGISTERING = "registering"
    REGISTERED = "registered"  # a 200 to REGISTER, its time not over
    REFUSED = "refused"  # 401, 403, 404: trying again helps nobody
    LOST = "lost"  # no answer; the engine tries again by itself


@dataclass(frozen=True, slots=True)
class LineSetup:
    """What is needed to register. The password is in memory only and never logged."""

    user: str
    server: str  # host or host:port of the registrar, also the domain of our address
    password: str = ""
    display_name: str = ""
    auth_user: str = ""  # empty: same as user
    transport: Transport = Transport.UDP

    @property
    def uri(self) -> str:
        return f"sip:{self.user}@{self.server}"

    def __repr__(self) -> str:
        return f"LineSetup(server={self.server!r}, transport={self.transport.value})"


@dataclass(frozen=True, slots=True)
class Line:
    state: LineState = LineState.UNCONFIGURED
    since: datetime | None = None
    code: int = 0  # SIP status of the last REGISTER, 0 for none
    reason: str = ""
    next_try_at: datetime | None = None
    uri: str = ""

    @property
    def proven(self) -> bool:
        return self.state is LineState.REGISTERED
