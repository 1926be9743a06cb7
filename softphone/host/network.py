"""Whether this computer's addresses or its way out are others than a moment ago. Ask once a second: it costs 0.1 ms.

Qt's QNetworkInformation is left out: it tells of reachability and not of addresses, and its backends need D-Bus.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from pathlib import Path

from PySide6.QtNetwork import QNetworkInterface

# Documentation addresses (RFC 5737, RFC 3849): nothing is sent, the system says by which address it would leave.
ABROAD = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
ROUTES = (Path("/proc/net/route"), Path("/proc/net/ipv6_route"))  # Linux: a router that changed, too


class NetworkWatch:
    def __init__(self, look: Callable[[], frozenset[str]] | None = None) -> None:
        self._look = look or look_around
        self._seen = self._look()

    def changed(self) -> bool:
        """Since the last time it was asked."""
        before, self._seen = self._seen, self._look()
        return before != self._seen


def look_around() -> frozenset[str]:
    """Our addresses but those of this link alone, the addresses we leave by, and the default routes."""
    addresses = QNetworkInterface.allAddresses()
    outside = {a.toString() for a in addresses if not a.isLoopback() and not a.isLinkLocal()}
    leaving = {f"out {source}" for family, target in ABROAD if (source := source_towards(family, target))}
    return frozenset(outside | leaving | set(_default_routes()))


def source_towards(family: int, address: str, port: int = 9) -> str:
    """The address of ours that packets to that one leave by; empty without a way. Nothing is sent."""
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((address, port))
        return str(probe.getsockname()[0])
    return ""


def _default_routes() -> list[str]:
    found = []
    for path in ROUTES:
        with contextlib.suppress(OSError):
            for line in path.read_text().splitlines():
                fields = line.split()
                # IPv4: interface destination gateway …; IPv6: destination length … next hop … interface
                if len(fields) == 11 and fields[1] == "00000000":
                    found.append(f"route {fields[0]} {fields[2]}")
                elif len(fields) == 10 and fields[0] == "0" * 32 and fields[1] == "00" and fields[9] != "lo":
                    found.append(f"route {fields[9]} {fields[4]}")
    return found
