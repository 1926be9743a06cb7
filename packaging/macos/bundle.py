"""What macOS is told of the app: Info.plist with the version and the oldest system that its libraries run on."""

from __future__ import annotations

import platform
import plistlib
from pathlib import Path
from typing import Any

from project import version

HERE = Path(__file__).resolve().parent
# What the wheels inside were built for; PJSIP's ask for most. A test compares it with uv.lock.
OLDEST = {"arm64": "14.0", "x86_64": "15.0"}


def property_list(machine: str | None = None) -> dict[str, Any]:
    """`machine` is arm64 or x86_64, by default what this Python runs as: the app is frozen for that alone."""
    told: dict[str, Any] = plistlib.loads((HERE / "Info.plist").read_bytes())
    told["CFBundleShortVersionString"] = told["CFBundleVersion"] = version()
    told["LSMinimumSystemVersion"] = OLDEST[machine or platform.machine()]
    return told
