"""The line to the PBX: what we were told to be, and whether the PBX has proved that we are."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Transport(StrEnum):
    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


class LineState(StrEnum):
    UNCONFIGURED = "unconfigured"
    OFFLINE = "offline"  # un-registered because the agent wants it so
    REGISTERING = "registering"
    REGISTERED = "registered"  # a 200 to REGISTER, its time not over
    REFUSED = "refused"  # 401, 403, 404: trying again helps nobody
    LOST = "lost"  # no answer; the engine tries again by itself


class LineFault(StrEnum):
    """Why the way to the PBX is not there, as far as it can be told apart."""

    NONE = "none"
    NAME_NOT_FOUND = "name_not_found"
    NO_NETWORK = "no_network"
    UNREACHABLE = "unreachable"  # no target took a connection, or none answers any more
    PROXY = "proxy"  # the HTTP or SOCKS proxy did not let us through
    TLS_FAILED = "tls_failed"  # no TLS there, or only versions below 1.2
    CERTIFICATE_EXPIRED = "certificate_expired"  # or not valid yet
    CERTIFICATE_OTHER_NAME = "certificate_other_name"
    CERTIFICATE_UNKNOWN_ISSUER = "certificate_unknown_issuer"
    CERTIFICATE_REVOKED = "certificate_revoked"
    CERTIFICATE_BAD = "certificate_bad"  # anything else: signature, purpose, form


class MediaSetup(Struct, frozen=True):
    """How sound goes through the network."""

    port_from: int = 0  # 0: whichever the system gives
    port_to: int = 0
    dscp: int = 46  # expedited forwarding (RFC 3246, RFC 4594)
    rtcp_mux: bool = False  # RFC 5761
    codecs: tuple[str, ...] = ("G722", "PCMA", "PCMU")  # the first that the other side has, too


class LineSetup(Struct, frozen=True):
    """What is needed to register. The password is in memory only and never logged."""

    user: str
    server: str  # host or host:port of the registrar, also the domain of our address
    password: str = ""
    display_name: str = ""
    auth_user: str = ""  # empty: same as user
    transport: Transport = Transport.UDP
    proxy: str = ""  # of TCP and TLS: "http://[user:password@]host:port" or "socks5://…"
    ca_files: tuple[str, ...] = ()  # PEM, trusted beside the system's store
    client_certificate: str = ""  # PEM with certificate and key
    name: str = ""  # of a further line: "Team"; empty for the main one
    mailbox: bool = False  # ask the PBX how many voice messages wait (SUBSCRIBE); some tell it unasked
    media: MediaSetup = MediaSetup()
    spread_ms: int = 500  # a PBX that is back is asked within this time, by chance: all its phones come at once

    @property
    def uri(self) -> str:
        return f"sip:{self.user}@{self.server}"

    def __repr__(self) -> str:
        return f"LineSetup(server={self.server!r}, transport={self.transport.value})"


class Line(Struct, frozen=True):
    state: LineState = LineState.UNCONFIGURED
    since: datetime | None = None
    code: int = 0  # SIP status of the last REGISTER, 0 for none
    reason: str = ""
    next_try_at: datetime | None = None
    uri: str = ""
    fault: LineFault = LineFault.NONE
    secured: bool = False  # signalling is TLS, its certificate verified: said of a registered line only
    name: str = ""  # that of its LineSetup

    @property
    def proven(self) -> bool:
        return self.state is LineState.REGISTERED
