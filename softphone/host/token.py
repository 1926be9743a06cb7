"""The secret of one start: who knows it may connect. Handed over by environment, or by a file only we can read."""

from __future__ import annotations

import os
import secrets

from softphone.host.paths import Home, write_privately

VARIABLE = "ASIDE_TOKEN"


def take_token(home: Home) -> str:
    """The engine's, at its start: from who started it, else a new one. Written down for desks to come."""
    token = from_environment() or secrets.token_urlsafe(32)
    write_privately(home.token_file, token.encode())
    return token


def read_token(home: Home) -> str:
    """The running engine's, empty where none has written one. Ask again at each attempt to connect."""
    try:
        return home.token_file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def from_environment() -> str:
    """Handed over by our parent, once: it is removed, so that no browser we start inherits it."""
    return os.environ.pop(VARIABLE, "")
