"""What IT decides for this PC: settings that are managed (and locked) or recommended, where each system keeps them.

    Linux     /etc/aside/policies/managed/*.json and …/recommended/*.json, of root alone; a later name wins
    Windows   HKLM, then HKCU: Software\\Policies\\Aside\\Aside, recommended under its key Recommended
    macOS     /Library/Managed Preferences/chat.aside.aside.plist, recommended in its dictionary Recommended

A name nobody knows and a value that makes no sense are told and left out. A security setting fails closed: told
wrongly, it is locked at its default, which is always the stricter one; and so are all of them under a managed file
that cannot be read at all.
"""

from __future__ import annotations

import logging
import plistlib
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from softphone import APP_ID
from softphone.domain.settings import Entry, table
from softphone.domain.text import clean

LINUX_ROOT = Path("/etc/aside/policies")
MAC_FILE = Path(f"/Library/Managed Preferences/{APP_ID}.plist")
WINDOWS_KEY = r"Software\Policies\Aside\Aside"
RECOMMENDED = "Recommended"
SCHEMA = "$schema"  # for whoever edits the file
MAX_FILE_BYTES = 1024 * 1024

log = logging.getLogger("aside.settings")

_ENTRIES = {entry.name: entry for entry in table()}


class Layer(Struct, frozen=True):
    """One place as it was read. `values` is None where it is there and cannot be read."""

    source: str
    values: Mapping[str, Any] | None
    managed: bool


class Policy(Struct, frozen=True):
    managed: Mapping[str, Any] = {}
    recommended: Mapping[str, Any] = {}
    sources: Mapping[str, str] = {}  # of what is managed, by name
    complaints: tuple[str, ...] = ()  # "10-line.json: ring_s"


# Whether a value fits its setting, and how it is kept then: `settings.fitting`.
Fitting = Callable[[Entry, Any], tuple[Any, bool]]


def read_policy(fitting: Fitting, layers: Iterable[Layer] | None = None) -> Policy:
    """What holds at this start. Never raises; `layers` in rising order of weight, by default those of this system."""
    managed: dict[str, Any] = {}
    recommended: dict[str, Any] = {}
    sources: dict[str, str] = {}
    complaints: list[str] = []
    for layer in layers if layers is not None else system_layers():
        if layer.values is None:
            complaints.append(layer.source)
            closed = {name: entry.default for name, entry in _ENTRIES.items() if entry.security and layer.managed}
            managed |= closed
            sources |= dict.fromkeys(closed, layer.source)
            continue
        for name, given in layer.values.items():
            if name == SCHEMA:
                continue
            entry = _ENTRIES.get(name)
            value, good = fitting(entry, given) if entry is not None else (None, False)
            if not good:
                complaints.append(f"{layer.source}: {clean(name, 60)}")
            if entry is None or not (good or (entry.security and layer.managed)):
                continue
            (managed if layer.managed else recommended)[name] = value if good else entry.default
            if layer.managed:
                sources[name] = layer.source
    if complaints:
        log.warning("policy_bad what=%s", ", ".join(complaints))
    return Policy(managed, recommended, sources, tuple(complaints))


def system_layers() -> list[Layer]:
    if sys.platform == "win32":
        return _of_registry()
    if sys.platform == "darwin":
        return _of_plist(MAC_FILE, owner=0)
    return of_folders(LINUX_ROOT, owner=0)


def of_folders(root: Path, owner: int) -> list[Layer]:
    """The JSON files under `root`, by name. One that somebody else than `owner` could have written is none."""
    layers = []
    for folder in (root / "recommended", root / "managed"):
        try:
            files = sorted(path for path in folder.iterdir() if path.suffix == ".json")
        except OSError:
            continue
        for path in files:
            if all(_only_written_by(owner, each) for each in (root, folder, path)):
                layers.append(Layer(path.name, _json(path), folder.name == "managed"))
            else:
                log.warning("policy_not_trusted file=%s", path.name)
    return layers


def _of_plist(path: Path, owner: int) -> list[Layer]:
    if not path.exists() or not _only_written_by(owner, path):
        return []
    try:
        with path.open("rb") as file:
            told = plistlib.loads(file.read(MAX_FILE_BYTES))
    except (OSError, ValueError, plistlib.InvalidFileException):
        return [Layer(path.name, None, managed=True)]
    if not isinstance(told, dict):
        return [Layer(path.name, None, managed=True)]
    recommended = told.pop(RECOMMENDED, {})
    told = {name: value for name, value in told.items() if not name.startswith("Payload")}  # the profile's own
    return [Layer(path.name, recommended, managed=False), Layer(path.name, told, managed=True)]


def _json(path: Path) -> Mapping[str, Any] | None:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            return None
        return msgspec.json.decode(content, type=dict[str, Any])
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _only_written_by(owner: int, path: Path) -> bool:
    try:
        found = path.stat()
    except OSError:
        return False
    return found.st_uid == owner and not found.st_mode & 0o022


def _of_registry() -> list[Layer]:
    """HKCU below HKLM: what is said for the whole PC wins."""
    layers: list[Layer] = []
    if sys.platform == "win32":
        import winreg

        for hive, name in ((winreg.HKEY_CURRENT_USER, "HKCU"), (winreg.HKEY_LOCAL_MACHINE, "HKLM")):
            for key, managed in ((rf"{WINDOWS_KEY}\{RECOMMENDED}", False), (WINDOWS_KEY, True)):
                try:
                    with winreg.OpenKey(hive, key) as opened:
                        count = winreg.QueryInfoKey(opened)[1]
                        found = [winreg.EnumValue(opened, n) for n in range(count)]
                except FileNotFoundError:
                    continue
                except OSError:
                    layers.append(Layer(name, None, managed))
                    continue
                layers.append(Layer(name, {word: of_registry(word, value) for word, value, _ in found}, managed))
    return layers


def of_registry(name: str, value: Any) -> Any:
    """A registry's value in the type of its setting: it has no truth values and no fractions."""
    entry = _ENTRIES.get(name)
    if entry is None:
        return value
    if entry.kind is bool and isinstance(value, int):
        return bool(value)
    if entry.kind is float and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value
