"""The project file and the contracts between packages."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
LICENCE = "GPL-3.0-or-later"


def test_every_dependency_says_why_it_is_there() -> None:
    lines = PROJECT.splitlines()
    wanted = re.compile(r'^    "[A-Za-z][\w.\-]*(\[[\w,]+\])?[<>=~!;].*",?$')
    silent = [
        line.strip()
        for before, line in pairwise(lines)
        if wanted.match(line) and not before.strip().startswith("#")
    ]

    assert silent == []


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads(PROJECT)
    locked = {package["name"] for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]}
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=~!; ]", line)[0].lower().replace("_", "-") for line in asked}

    assert names - locked == set()


def test_the_licence_is_named_where_people_look() -> None:
    assert tomllib.loads(PROJECT)["project"]["license"] == LICENCE
    assert LICENCE in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert any(LICENCE in path.read_text(encoding="utf-8") for path in (ROOT / "softphone" / "ui").rglob("*.py"))


def test_imports_point_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)

    assert found.returncode == 0, found.stdout + found.stderr


def test_bare_words_in_front_name_parts_and_the_rest_is_pytests() -> None:
    script = "import sys; sys.path.insert(0, 'packaging'); import words; print(words._parts('soak', sys.argv[1:]))"

    def parts(*args: str) -> list[str]:
        said = subprocess.check_output([sys.executable, "-c", script, *args], cwd=ROOT, text=True)
        return list(ast.literal_eval(said))

    assert parts("kills", "orphans", "-k", "engine", "-x") == [
        "tests/soak/test_kills.py", "tests/soak/test_orphans.py", "-k", "engine", "-x",
    ]  # fmt: skip
    assert parts("-k", "engine") == ["tests/soak", "-k", "engine"]
