"""A phone with two ways to its PBX, each a cable of its own between two network namespaces; needs root and iproute2."""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

PBX = "10.91.0.1"
WAYS = {"wifi": 1, "cable": 2}
NEW_NET = 0x40000000  # CLONE_NEWNET, setns(2)

T = TypeVar("T")


class TwoWays:
    def __init__(self) -> None:
        self.phone = f"aside-phone-{os.getpid()}"
        self.pbx = f"aside-pbx-{os.getpid()}"

    @property
    def within(self) -> tuple[str, ...]:
        """What starts a program beside the phone."""
        return ("ip", "netns", "exec", self.phone)

    @staticmethod
    def address(way: str) -> str:
        """The phone's own on that way."""
        return f"10.91.{WAYS[way]}.2"

    def at_the_pbx(self, make: Callable[[], T]) -> T:
        """What `make` gives, made in the PBX's namespace: sockets stay there."""
        return into(self.pbx, make)

    def build(self) -> None:
        for name in (self.phone, self.pbx):
            iproute("netns", "add", name)
            iproute("-n", name, "link", "set", "lo", "up")
        iproute("-n", self.pbx, "address", "add", f"{PBX}/32", "dev", "lo")
        for way, number in WAYS.items():
            iproute("link", "add", way, "netns", self.phone, "type", "veth", "peer", "name", way, "netns", self.pbx)
            iproute("-n", self.phone, "address", "add", f"10.91.{number}.2/24", "dev", way)
            iproute("-n", self.pbx, "address", "add", f"10.91.{number}.1/24", "dev", way)
            iproute("-n", self.pbx, "link", "set", way, "up")

    def up(self, way: str) -> None:
        iproute("-n", self.phone, "link", "set", way, "up")
        iproute("-n", self.phone, "route", "replace", "default", "via", f"10.91.{WAYS[way]}.1")

    def down(self, way: str) -> None:
        """Its routes go with it, as when a cable is pulled."""
        iproute("-n", self.phone, "link", "set", way, "down")

    def remove(self) -> None:
        for name in (self.phone, self.pbx):
            with suppress(subprocess.CalledProcessError):
                iproute("netns", "delete", name)


@contextmanager
def two_ways() -> Generator[TwoWays]:
    ways = TwoWays()
    try:
        ways.build()
        yield ways
    finally:
        ways.remove()


def iproute(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def into(name: str, make: Callable[[], T]) -> T:
    """In a thread of its own, which takes the namespace with it when it ends."""
    made: list[T] = []

    def enter() -> None:
        with Path(f"/run/netns/{name}").open() as space:
            if ctypes.CDLL(None, use_errno=True).setns(space.fileno(), NEW_NET):
                raise OSError(ctypes.get_errno(), "setns")
        made.append(make())

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    return made[0]
