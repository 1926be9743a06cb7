"""`world.json`: what a desk must know to live in the practice world. Written whole, read by its owner only."""

from __future__ import annotations

import msgspec

from softphone.host.paths import Home, write_privately
from softphone.host.relaunch import is_there


class Agent(msgspec.Struct, frozen=True):
    user: str
    password: str
    display_name: str

    def __repr__(self) -> str:
        return f"Agent(user={self.user!r})"


class Part(msgspec.Struct, frozen=True):
    """An expert somebody plays: `present` is False for the one who is never there."""

    name: str
    address: str
    team: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    present: bool = True


class Play(msgspec.Struct, frozen=True):
    """A scenario to start by `id`; `ask` is a question that fits it."""

    id: str
    title: str
    number: str
    name: str
    ask: str


class WorldFile(msgspec.Struct, frozen=True):
    pid: int
    ready: bool  # everybody is registered
    server: str  # host:port of the registrar
    socket: str  # for orders
    agent: Agent
    experts: tuple[Part, ...]
    scenarios: tuple[Play, ...]
    version: int = 1


def write_world(home: Home, world: WorldFile) -> None:
    write_privately(home.data / "world.json", msgspec.json.format(msgspec.json.encode(world)))


def last_world(home: Home) -> WorldFile | None:
    """The one written last, also by a process that is gone."""
    try:
        return msgspec.json.decode((home.data / "world.json").read_bytes(), type=WorldFile)
    except (OSError, msgspec.MsgspecError):
        return None


def running_world(home: Home) -> WorldFile | None:
    """The one that runs, None where none does. It may not be ready yet."""
    world = last_world(home)
    return world if world is not None and is_there(world.pid) else None
