"""Starting with the session on Linux: one desktop file, there when it is wanted and gone when it is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from softphone.host.autostart import follow


def written(config: Path) -> Path:
    return config / "autostart/aside.desktop"


def test_it_is_written_once_and_taken_away(tmp_path: Path) -> None:
    follow(True, "/usr/bin/aside", tmp_path)
    assert 'Exec="/usr/bin/aside"\n' in written(tmp_path).read_text()
    before = written(tmp_path).stat().st_mtime_ns
    follow(True, "/usr/bin/aside", tmp_path)
    assert written(tmp_path).stat().st_mtime_ns == before
    follow(False, "/usr/bin/aside", tmp_path)
    follow(False, "/usr/bin/aside", tmp_path)
    assert not written(tmp_path).exists()


@pytest.mark.parametrize("program", ["/opt/with blank/aside", '/opt/a"b$c`d/aside', "/opt/100%/aside"])
def test_a_path_of_any_kind_is_started_as_it_is(tmp_path: Path, program: str) -> None:
    follow(True, program, tmp_path)
    (line,) = (row for row in written(tmp_path).read_text().splitlines() if row.startswith("Exec="))
    string = line.removeprefix("Exec=").replace("\\\\", "\\")  # the string's own escape comes off first
    said = subprocess.check_output(["sh", "-c", "printf %s " + string.replace("%%", "%")], text=True)
    assert said == program


def test_a_tree_of_sources_starts_with_nobodys_session(tmp_path: Path) -> None:
    follow(True, None, tmp_path)
    assert not written(tmp_path).exists()


@pytest.mark.allows_log("^autostart_not_set error=")
def test_a_folder_that_cannot_be_written_costs_nothing_but_a_line_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where a folder should be")
    follow(True, "/usr/bin/aside", tmp_path)


