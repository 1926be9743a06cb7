"""The secret of one start: who knows it may connect. Handed over by environment to what we start, and by a file that
only we can read to those that come by themselves."""

from __future__ import annotations

import os
import secrets

from softphone.host.paths import Home, write_or_remove

VARIABLE = "ASIDE_TOKEN"


def take_token() -> str:
    """From who started us; it is removed, so that no browser we start inherits it. Else a new one."""
    return os.environ.pop(VARIABLE, "") or secrets.token_urlsafe(32)


def write_token(home: Home, token: str) -> bool:
    """The engine's, for desks to come. False on a disk that takes nothing."""
    return write_or_remove(home.token_file, token.encode())


def read_token(home: Home) -> str:
    """The running engine's, empty where none has written one. Ask again at each attempt to connect."""
    try:
        return home.token_file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
