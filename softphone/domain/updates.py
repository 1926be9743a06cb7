"""New versions: what a signed file says, and when it is asked for. Aside tells; replacing is IT's."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct

_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,3}")


class Updates(Struct, frozen=True):
    ask_at: datetime | None = None  # None: nothing was planned yet
    version: str = ""  # the newest that was told of
    told: bool = False


class AskForUpdates(Struct, frozen=True):
    """An UpdateFound follows where there is a newer version, else nothing."""

    address: str
    ring: str
    key: str


def newer(version: str, than: str) -> bool:
    """Whether `version` is a version and a later one."""
    if not _VERSION.fullmatch(version) or not _VERSION.fullmatch(than):
        return False
    a, b = ([int(part) for part in text.split(".")] for text in (version, than))
    longest = max(len(a), len(b))
    return a + [0] * (longest - len(a)) > b + [0] * (longest - len(b))
