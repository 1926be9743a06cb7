"""A phone behind a router that translates addresses, each in a network namespace; needs root, iproute2 and nftables."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

from tests.peers.namespaces import T, into, iproute

OUTSIDE = "10.92.0.1"  # PBX and relay
ROUTER = "10.92.0.2"  # as the outside sees the phone
PHONE = "10.92.1.2"

_TRANSLATES = """
table ip aside {
  chain leave { type nat hook postrouting priority 100; oifname "out" masquerade; }
  chain pass { type filter hook forward priority 0; }
}
"""


class Router:
    def __init__(self) -> None:
        self._phone, self._router, self._outside = (f"aside-{what}-{os.getpid()}" for what in ("in", "nat", "out"))

    @property
    def within(self) -> tuple[str, ...]:
        """What starts a program beside the phone."""
        return ("ip", "netns", "exec", self._phone)

    @property
    def at_the_outside(self) -> tuple[str, ...]:
        return ("ip", "netns", "exec", self._outside)

    def outside(self, make: Callable[[], T]) -> T:
        """What `make` gives, made outside: sockets stay there."""
        return into(self._outside, make)

    def build(self) -> None:
        for name in (self._phone, self._router, self._outside):
            iproute("netns", "add", name)
            iproute("-n", name, "link", "set", "lo", "up")
        for inner, outer, link in ((self._phone, self._router, "in"), (self._router, self._outside, "out")):
            iproute("link", "add", link, "netns", inner, "type", "veth", "peer", "name", link, "netns", outer)
        places = (
            (self._phone, "in", PHONE),
            (self._router, "in", "10.92.1.1"),
            (self._router, "out", ROUTER),
            (self._outside, "out", OUTSIDE),
        )
        for name, link, address in places:
            iproute("-n", name, "address", "add", f"{address}/24", "dev", link)
            iproute("-n", name, "link", "set", link, "up")
        iproute("-n", self._phone, "route", "add", "default", "via", "10.92.1.1")
        self._on_router("sysctl", "-q", "-w", "net.ipv4.ip_forward=1")
        self._on_router("nft", "-f", "-", told=_TRANSLATES)

    def shut(self, port: int) -> None:
        """UDP to this port outside, and from it, is lost from now on."""
        for way in ("sport", "dport"):
            self._on_router("nft", "add", "rule", "ip", "aside", "pass", "udp", way, str(port), "drop")

    def remove(self) -> None:
        for name in (self._phone, self._router, self._outside):
            with suppress(subprocess.CalledProcessError):
                iproute("netns", "delete", name)

    def _on_router(self, *words: str, told: str = "") -> None:
        command = ["ip", "netns", "exec", self._router, *words]
        subprocess.run(command, check=True, capture_output=True, input=told.encode())


@contextmanager
def router_between() -> Generator[Router]:
    router = Router()
    try:
        router.build()
        yield router
    finally:
        router.remove()
