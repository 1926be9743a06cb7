"""The word on the command line picks a program, and a program loads only what it needs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from softphone import BUILD

ROOT = Path(__file__).resolve().parents[2]
WINDOW = ("PySide6.QtWidgets", "PySide6.QtGui")
HEAVY = (*WINDOW, "pjsua2", "httpx", "keyring", "apsw", "miniaudio", "phonenumbers", "vobject", "dns")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "softphone", *words], capture_output=True, text=True, timeout=60)


def loaded_by(code: str) -> set[str]:
    """Which of the heavy modules are loaded when `code` has run."""
    show = f"import sys\n{code}\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == BUILD
    assert run("--version").stdout == f"Aside {BUILD}\n"
    assert run("engine", "--version").stdout == f"Aside {BUILD}\n"


def test_help_loads_no_program() -> None:
    assert loaded_by("import softphone.__main__") == set()


def test_the_engine_loads_no_window_no_store_and_no_network_of_the_desk() -> None:
    assert loaded_by("import softphone.engine.main, softphone.engine.pjsua.phone") == {"pjsua2"}


@pytest.mark.parametrize("words", [("engine", "--no-such"), ("panel", "x"), ("engine", "--sound", "loud")])
def test_words_that_mean_nothing_are_refused_with_what_would(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "usage: aside" in done.stderr


def test_a_windowed_program_without_streams_does_not_stumble_over_them() -> None:
    code = (
        "import sys; sys.stdout = sys.stderr = None\n"
        "from softphone.__main__ import main\n"
        "try: main(['engine', '--version'])\n"
        "except SystemExit as end: raise SystemExit(40 + (end.code or 0))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 40
