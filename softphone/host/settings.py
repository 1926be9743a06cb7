"""The agent's own settings file, and who wins: policy > command line > the agent's own > recommended > default.

A file that cannot be read is kept aside under a dated name, never deleted; a value that makes no sense is
left out and reported; a name we do not know stays in the file, because a newer Aside may have written it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.settings import Entry, Settings, table
from softphone.host.paths import write_privately
from softphone.host.policy import Policy, read_policy

# A settings file of ours has some kilobytes.
MAX_FILE_BYTES = 1024 * 1024

log = logging.getLogger("aside.settings")

_ENTRIES = {entry.name: entry for entry in table()}
_TYPES = get_type_hints(Settings)


class Loaded(Struct, frozen=True):
    settings: Settings
    bad_names: tuple[str, ...] = ()  # values that made no sense; the default stands there
    locked: frozenset[str] = frozenset()  # not the agent's to change at this start
    managed: Mapping[str, str] = {}  # what policy locks, and where it says so
    complaints: tuple[str, ...] = ()  # of the policy: what made no sense there
    kept_aside: str = ""  # name of a damaged file that was put away
    unwritable: bool = False


class SettingsFile:
    """`over`, the command line, wins over the file value by value; what the policy manages wins over both."""

    def __init__(self, path: Path, over: Mapping[str, Any] | None = None, policy: Policy | None = None) -> None:
        self._path = path
        self._policy = policy if policy is not None else read_policy(fitting)
        self._over = {**_checked(over or {})[0], **self._policy.managed}
        self._own: dict[str, Any] = {}  # as in the file, unknown names included

    def load(self, now: datetime) -> Loaded:
        """What holds at this start. Never raises: a damaged file is put aside and the defaults hold."""
        kept_aside = ""
        unwritable = False
        try:
            self._own = self._read()
        except (msgspec.MsgspecError, ValueError, RecursionError):
            self._own = {}
            kept_aside, unwritable = self._put_aside(now)
        except OSError as error:
            log.warning("settings_unreadable error=%s", type(error).__name__)
            self._own = {}
            unwritable = True
        good, bad = _checked(self._own)
        return Loaded(
            settings=replace(Settings(), **{**self._policy.recommended, **good, **self._over}),
            bad_names=bad,
            locked=frozenset(self._over),
            managed=self._policy.sources,
            complaints=self._policy.complaints,
            kept_aside=kept_aside,
            unwritable=unwritable,
        )

    def keep(self, settings: Settings) -> None:
        """Write what differs from what holds without it, but never what is locked. Raises OSError."""
        default = replace(Settings(), **self._policy.recommended)
        own = {name: value for name, value in self._own.items() if name not in _ENTRIES or name in self._over}
        for name in _ENTRIES:
            value = getattr(settings, name)
            if name not in self._over and value != getattr(default, name):
                own[name] = msgspec.to_builtins(value)
        if own != self._own or not self._path.exists():
            write_privately(self._path, msgspec.json.format(msgspec.json.encode(own), indent=2) + b"\n")
            self._own = own

    def _read(self) -> dict[str, Any]:
        try:
            with self._path.open("rb") as file:
                content = file.read(MAX_FILE_BYTES + 1)
        except FileNotFoundError:
            return {}
        if len(content) > MAX_FILE_BYTES:
            raise ValueError("too large")
        return msgspec.json.decode(content, type=dict[str, Any])

    def _put_aside(self, now: datetime) -> tuple[str, bool]:
        aside = self._path.with_name(f"{self._path.stem}-{now:%Y%m%dT%H%M%S}.damaged.json")
        try:
            self._path.replace(aside)
        except OSError:
            log.warning("settings_damaged kept=in_place")
            return "", True
        log.warning("settings_damaged kept=%s", aside.name)
        return aside.name, False


def read_value(name: str, text: str) -> Any:
    """A setting given as text on the command line, NAME=VALUE. Raises ValueError for what makes no sense."""
    entry = _ENTRIES.get(name)
    if entry is None:
        raise ValueError(f"no setting is called {name}")
    given: Any = text
    if entry.kind is tuple:
        given = [part.strip() for part in text.split(",") if part.strip()]
    elif entry.kind is bool:
        given = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(text.lower(), text)
    value, good = _value(entry, given, strict=False)
    if not good:
        raise ValueError(f"{name} cannot be {text!r}")
    return value


def fitting(entry: Entry, given: Any) -> tuple[Any, bool]:
    """The value as the setting keeps it, and whether it fits its type and range."""
    return _value(entry, given, strict=True)


def _checked(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    good: dict[str, Any] = {}
    bad: list[str] = []
    for name, given in values.items():
        entry = _ENTRIES.get(name)
        if entry is None:
            continue
        value, fits = _value(entry, given, strict=True)
        if fits:
            good[name] = value
        else:
            bad.append(name)
    if bad:
        log.warning("settings_bad names=%s", ",".join(bad))
    return good, tuple(bad)


def _value(entry: Entry, given: Any, *, strict: bool) -> tuple[Any, bool]:
    try:
        value = msgspec.convert(given, _TYPES[entry.name], strict=strict)
    except (msgspec.ValidationError, ValueError, OverflowError):
        return None, False
    too_low = entry.low is not None and value < entry.low
    too_high = entry.high is not None and value > entry.high
    return value, not (too_low or too_high)
