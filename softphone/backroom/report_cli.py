"""`aside report FILE`: what *Report a problem* shows, into a file, for whoever asks for it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from softphone.backroom import report
from softphone.host.clock import Clock
from softphone.host.paths import Home, open_home
from softphone.host.patience import came_true
from softphone.host.settings import SettingsFile

WAIT_S = 12.0


def main(words: Sequence[str], ask_desk: Callable[[Home, str], bool]) -> int:
    """`ask_desk` says whether a desk runs there and was asked to write the report."""
    parser = argparse.ArgumentParser("aside report", description="Everything about a problem, and nothing of anybody.")
    parser.add_argument("--home", metavar="DIR", help="every file, socket and pid file in DIR")
    parser.add_argument("file", metavar="FILE", type=Path)
    given = parser.parse_args(words)
    path = given.file.expanduser().absolute()
    home = open_home(given.home)
    try:
        before = _which(path)
        asked = ask_desk(home, str(path))
        if asked and came_true(lambda: _which(path) != before, WAIT_S):
            _say(f"Written: {path}")
            return 0
        now = Clock().now()
        text = report.compose(home, SettingsFile(home.settings_file).load(now).settings, "", now)
        report.keep(str(path), text)
    except OSError as error:
        sys.stderr.write(f"{path} cannot be written: {error.strerror or type(error).__name__}\n")
        return 1
    why = "did not answer" if asked else "does not run"
    _say(f"Written: {path} (Aside {why}, so the SIP of the last ten minutes is not in it)")
    return 0


def _which(path: Path) -> int:
    """The desk puts another file in its place, at once and whole."""
    return path.stat().st_ino if path.exists() else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
