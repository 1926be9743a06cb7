"""Picks the program: desk, engine, panel, practice or book. Each loads only what it needs.

    aside [LINK …]                 the desk; a tel: or sip: link goes to the window that is open, or opens one
    aside practice                 the desk in a practice world: its own home, a customer who calls, experts who answer
    aside tour DIR                 the whole main job with nobody at the keys, into pictures and tour.json
    aside book import FILE …       the customer book
    aside answers import FILE      kept answers, as JSON Lines; or export
    aside doctor                   what works and what does not, a line each
    aside report FILE              what a report of a problem holds, into a file
    aside audit export FILE        who was asked and what was masked, never what was said
    aside tape show FILE …         a recording, for the holder of its key
    aside engine, panel, world     what the desk and the engine start by themselves
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from softphone import BUILD

if TYPE_CHECKING:
    from softphone.host.paths import Home

if TYPE_CHECKING:
    from softphone.host.relaunch import EarlyEngine


def main(words: Sequence[str] | None = None) -> int:
    _give_streams()
    given = list(sys.argv[1:] if words is None else words)
    if given[:1] == ["engine"]:
        return _engine(given[1:])
    if given[:1] == ["panel"]:
        return _panel(given[1:])
    if given[:1] == ["world"]:
        from softphone.sandbox import main as world

        return world.main(given[1:])
    if given[:1] == ["book"]:
        from softphone.backroom import book_cli

        return book_cli.main(given[1:], desk=_RunningDesk)
    if given[:1] == ["answers"]:
        from softphone.backroom.answers import cli as answers_cli

        return answers_cli.main(given[1:])
    if given[:1] == ["report"]:
        from softphone.backroom import report_cli
        from softphone.host.only_one import tell_to_report

        return report_cli.main(given[1:], lambda home, path: tell_to_report(home.socket_name("desk"), path))
    if given[:1] == ["doctor"]:
        from softphone.backroom import checkup_cli
        from softphone.host.only_one import tell_to_check
        from softphone.host.proxy import ask_system

        return checkup_cli.main(given[1:], lambda home, path: tell_to_check(home.socket_name("desk"), path), ask_system)
    if given[:1] == ["audit"]:
        from softphone.backroom import audit_cli

        return audit_cli.main(given[1:])
    if given[:1] == ["tape"]:
        from softphone.engine.recording import tape_cli

        return tape_cli.main(given[1:])
    if given[:1] == ["tour"]:
        from softphone import tour

        return tour.main(given[1:])
    return _desk(given[1:], practice=True) if given[:1] == ["practice"] else _desk(given, practice=False)


def _desk(words: list[str], *, practice: bool) -> int:
    parser = _desk_words("aside practice" if practice else "aside")
    given = parser.parse_args(words)
    gc.disable()  # until the window stands: nothing that loading makes is garbage
    early = None if given.set else _engine_ahead(given.home, practice)  # a word that is wrong starts nothing
    from softphone import app

    try:
        options = app.Options.read(given, practice=practice)
    except ValueError as error:
        parser.error(str(error))
    return app.main(options, early)


def _engine_ahead(home_given: str | None, practice: bool) -> EarlyEngine | None:
    """The engine loads on one core while the window does on the other. Nothing where either runs, or seems to."""
    from softphone.host.paths import open_home
    from softphone.host.relaunch import EarlyEngine, Launcher, engine_words, read_pid

    home = open_home(home_given)
    no_screen = sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & os.environ.keys()
    if no_screen or read_pid(home, "desk") or read_pid(home, "engine"):
        return None
    launcher = Launcher(home)
    try:
        return EarlyEngine(launcher, launcher.start(engine_words(practice)))
    except OSError:
        return None  # the desk tries again, and says so


def _desk_words(name: str) -> argparse.ArgumentParser:
    parser = _words(name, "The agent softphone that keeps an expert at the agent's side.")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting for this start, not to be changed"
    )
    parser.add_argument("links", nargs="*", metavar="LINK", help="tel: or sip: link, put into the dialler")
    return parser


def _engine(words: list[str]) -> int:
    parser = _words("aside engine", "The phone; started by the desk.")
    parser.add_argument("--sound", choices=["system", "none"], default="system")
    parser.add_argument("--relaunch-desk", action="store_true", help="start the desk again when it dies")
    parser.add_argument("desk", nargs="*", metavar="WORD", help="after --, words for the desk that is started again")
    given = parser.parse_args(words)
    from softphone.engine.main import Options
    from softphone.engine.main import main as engine

    desk = tuple(given.desk) if given.relaunch_desk else None
    return engine(Options(given.home, given.sound == "none", desk))


def _panel(words: list[str]) -> int:
    given = _words("aside panel", "Name, mute and end for a call whose desk died.").parse_args(words)
    from softphone.ui import panel

    return panel.main(given.home)


class _RunningDesk:
    """How `aside book` reaches the window that is open."""

    def __init__(self, home: Home) -> None:
        self._name = home.socket_name("desk")

    def runs(self) -> bool:
        from softphone.host.only_one import somebody_runs

        return somebody_runs(self._name)

    def forget(self, number: str) -> bool:
        from softphone.host.only_one import tell_to_forget

        return tell_to_forget(self._name, number)


def _words(name: str, what: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(name, description=what)
    parser.add_argument("--version", action="version", version=f"Aside {BUILD}")
    parser.add_argument("--home", metavar="DIR", help="every file, socket and pid file in DIR")
    return parser


def _give_streams() -> None:
    """A windowed program on Windows has none, and the first print would end it."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


if __name__ == "__main__":
    sys.exit(main())
