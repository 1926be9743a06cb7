"""What helps the sound of a call round routers: ICE, and the servers for STUN and TURN. One for all lines."""

from __future__ import annotations

from msgspec import Struct

from softphone.domain.line import Transport
from softphone.domain.secrets import hiding

# Where a line's name stands beside a password: this one is the relay's. No line can be called so, its name is clean.
RELAY = "\x1frelay"


class NatSetup(Struct, frozen=True):
    """Servers are "host" or "host:port". A STUN server or a relay in use brings ICE along."""

    ice: bool = False
    stun: str = ""
    relay: str = ""  # TURN; taken when nothing comes on the direct way
    relay_by: Transport = Transport.UDP
    relay_user: str = ""
    relay_password: str = ""
    relay_always: bool = False
    ca_files: tuple[str, ...] = ()  # PEM, trusted beside the system's store where the relay is reached by TLS
    proxy: str = ""  # to a relay over TCP or TLS, as LineSetup has it; UDP goes through none

    __repr__ = hiding("relay_password", "proxy")

    @property
    def relay_account(self) -> str:
        """The name under which the key store keeps the relay's password; empty where there is none."""
        return f"{self.relay_user}@{self.relay}" if self.relay and self.relay_user else ""
