"""The whole desk on a file system that is full indeed (a small tmpfs, so root is needed): in a call."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.processes import Programs, programs
from tests.journeys.test_full_disk import (
    a_call_on_a_full_disk,
    all_is_there,
    calls_from_the_first_minute,
    engine_is_written_down,
)
from tests.journeys.whole_desk import DEADLINE_MS, DrivenDesk, end_engine_and_world, in_a_call

__all__ = ["programs"]
SIZE = "8m"


class SmallDisk:
    """A home on a file system of its own, and what fills it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(folder)], check=True)

    def fill(self) -> None:
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in (65536, 1):
                with suppress(OSError):
                    while True:
                        ballast.write(b"x" * size)

    def empty(self) -> None:
        self._ballast.unlink()

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    disk = SmallDisk(tmp_path)
    yield disk
    end_engine_and_world(disk.folder)
    disk.unmount()


def test_on_a_full_file_system_the_call_goes_on_and_all_is_kept_once_there_is_room(
    qtbot: QtBot, programs: Programs, disk: SmallDisk
) -> None:
    desk = DrivenDesk(qtbot, programs, disk.folder)
    in_a_call(desk)
    a_call_on_a_full_disk(qtbot, desk, disk)
    desk.leave()
    desk = DrivenDesk(qtbot, programs, disk.folder)
    all_is_there(desk)
    desk.leave()


def test_a_desk_started_on_a_full_file_system_takes_calls_and_is_written_down_once_there_is_room(
    qtbot: QtBot, programs: Programs, disk: SmallDisk
) -> None:
    disk.fill()
    desk = calls_from_the_first_minute(qtbot, programs, disk.folder)
    assert not engine_is_written_down(disk.folder)
    disk.empty()
    qtbot.waitUntil(lambda: engine_is_written_down(disk.folder), timeout=DEADLINE_MS)
    desk.leave()
