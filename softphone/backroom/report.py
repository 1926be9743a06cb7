"""`Report a problem`: versions, settings, logs and the trace of SIP in one text that says nothing of anybody.

The trace is redacted where it is kept and the logs where they are written; here both go through the same sieve once
more, because a report leaves the house.
"""

from __future__ import annotations

import contextlib
import platform
import re
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from softphone import BUILD
from softphone.domain.settings import Settings, table
from softphone.host.log import shorten
from softphone.host.paths import Home, write_privately

LIBRARIES = ("pjsua2-python", "PySide6-Essentials", "miniaudio", "apsw-sqlite3mc", "dnspython", "msgspec")
LOG_CHARS = 120_000  # the end of each
PROGRAMS = ("desk", "engine", "panel")

# Who somebody is; the rest of the table says how Aside is set up.
_PRIVATE = frozenset(
    {"line_user", "line_auth_user", "line_display_name", "team_user", "team_auth_user", "line_client_certificate"}
)
_MAIL = re.compile(r"[\w.+-]+@(?=[\w-]+\.)")


def compose(home: Home, settings: Settings, trace: str, now: datetime, checkup: str = "") -> str:
    """The whole report. Never raises for what is not there."""
    parts = {
        "Aside": _versions(now),
        "Check-up": _MAIL.sub("…@", shorten(checkup)),
        "Settings": _settings(settings),
        **{f"Log of {program}": _tail(home.log_file(program)) for program in PROGRAMS},
        **{f"Crash of {program}": _tail(home.crash_file(program)) for program in PROGRAMS},
        "SIP of the last ten minutes": trace.strip() or "none: the phone part did not run, or did not answer",
    }
    text = "\n\n".join(f"=== {title}\n{body}" for title, body in parts.items() if body)
    return text.replace(str(Path.home()), "~") + "\n"


def keep(path: str, text: str) -> None:
    """Readable by its owner alone. Raises OSError."""
    write_privately(Path(path).expanduser().absolute(), text.encode("utf-8", "replace"))


def _versions(now: datetime) -> str:
    found = [f"Aside {BUILD}", f"Python {platform.python_version()}", platform.platform(terse=True)]
    for name in LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return "\n".join((*found, f"written {now:%Y-%m-%dT%H:%M:%SZ}"))


def _settings(settings: Settings) -> str:
    lines = []
    for entry in table():
        value = getattr(settings, entry.name)
        if entry.name in _PRIVATE:
            value = "(set)" if value else ""
        elif isinstance(value, tuple):
            value = f"({len(value)})"
        elif isinstance(value, str) and "://" in value:
            value = _without_user(value)
        lines.append(f"{entry.name} = {value}")
    return "\n".join(lines)


def _without_user(address: str) -> str:
    """Scheme, host and port of a URL; a path or a query may hold a key."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    return "(not readable)"


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(file.tell() - LOG_CHARS, 0))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(_MAIL.sub("…@", shorten(line)) for line in text.splitlines())
