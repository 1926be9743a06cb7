"""Calls on an encrypted tape, where the policy names a key. `recorders` is all that the engine needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from softphone.engine.recording.recorder import Recorder


def recorders(folder: Path) -> Callable[[str, str, datetime], Recorder]:
    """What opens a recorder for a call, with its tape in `folder`. Raises BadKey for a recipient that is none."""

    def open_recorder(call_id: str, recipient: str, now: datetime) -> Recorder:
        from softphone.engine.recording.recorder import Recorder  # with pyrage: only where somebody records
        from softphone.engine.recording.tape import Tape, read_recipient
        from softphone.host.paths import private_folder

        key = read_recipient(recipient)
        name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{call_id[:12]}.tape"
        path = folder / "".join(letter for letter in name if letter.isalnum() or letter in ".-")
        return Recorder(call_id, path.name, lambda: Tape(private_folder(folder) / path.name, key), now)

    return open_recorder
