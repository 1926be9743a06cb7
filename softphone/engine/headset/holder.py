"""Which other program has a device file open: as Linux tells it. It takes milliseconds, so it is for a thread."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from softphone.domain.text import clean

MOST_CHARS = 40


def holder_of(path: str, proc: Path = Path("/proc")) -> str:
    """Its name; empty for nobody, or nobody whom we may see."""
    with contextlib.suppress(OSError):
        wanted = os.path.realpath(path)
        for entry in proc.iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid() and _holds(entry / "fd", wanted):
                return clean((entry / "comm").read_text(errors="replace"), MOST_CHARS)
    return ""


def _holds(folder: Path, wanted: str) -> bool:
    with contextlib.suppress(OSError):
        return any(os.readlink(each) == wanted for each in folder.iterdir())
    return False
