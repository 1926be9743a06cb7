"""What every source file here keeps to. The rules and their reasons: README, "How the code reads"."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("softphone", "tests", "benchmarks", "packaging")
LONGEST_FILE = 400
# They say nothing about what a thing is, and files with such names grow without end.
EMPTY_WORDS = frozenset(
    ["manager", "controller", "handler", "helper", "helpers", "util", "utils", "common", "base", "data", "info", "misc"]
)
# Names that Qt, PJSIP and miniaudio gave to what we override.
OVERRIDES = frozenset(
    {
        "data",
        "setData",
        "headerData",
        "mimeData",
        "insertFromMimeData",
        "canInsertFromMimeData",
        "onMwiInfo",
        "_data_callback",
    }
)

SOURCES = sorted(path.relative_to(ROOT) for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
TESTS = [path for path in SOURCES if path.parts[0] == "tests"]
TEXTS = [
    *SOURCES,
    *(path.relative_to(ROOT) for folder in ("packaging", "resources", ".ci") for path in (ROOT / folder).rglob("*")),
    *(Path(name) for name in ("dev", "dev.cmd", "pyproject.toml", "README.md", ".gitignore")),
]
TEXT_SUFFIXES = frozenset({"", ".py", ".md", ".toml", ".cmd", ".ts", ".json", ".csv", ".svg", ".qss", ".txt"})
MACHINE_PATH = re.compile(r"(?<![\w.\-])/(?:root|work|farm|home/\w+|Users/\w+)/|[A-Z]:\\Users\\\w")
# Written so that this file does not find itself.
NOT_IN_TESTS = {
    "time" + ".sleep(": "wait for the event, with a deadline",
    "qtbot" + ".wait(": "wait for the signal",
    "Magic" + "Mock": "a small fake that is a real thing",
    "pytest.mark" + ".skip": "a test runs or is not there",
    "pytest" + ".skip(": "a test runs or is not there",
    "importor" + "skip": "a test runs or is not there",
    "x" + "fail": "a test holds or is not there",
}
PUT_OFF = re.compile("TO" + r"DO|FIX" + r"ME|\bXX" + r"X\b|\bHA" + r"CK\b")


def everything_wrong(found: Iterator[str]) -> None:
    wrong = list(found)
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def definitions(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def words(name: str) -> set[str]:
    """The words of a name in any case: `read_ending`, `CustomerPane`."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_no_file_is_longer_than_can_be_held_in_mind() -> None:
    lengths = ((path, len(read(path).splitlines())) for path in SOURCES)
    everything_wrong(f"{path}: {lines} lines" for path, lines in lengths if lines > LONGEST_FILE)


def test_every_module_says_why_it_exists() -> None:
    modules = ((path, ast.parse(read(path))) for path in SOURCES)
    silent = (path for path, module in modules if module.body and not ast.get_docstring(module))
    everything_wrong(f"{path}: no docstring" for path in silent)


def test_names_say_what_a_thing_is() -> None:
    def wrong() -> Iterator[str]:
        for path in SOURCES:
            if words(path.stem) & EMPTY_WORDS:
                yield f"{path}: the file's name says nothing"
            for line, name in definitions(path):
                sentence = name.startswith("test_")
                if words(name) & EMPTY_WORDS and name not in OVERRIDES and not sentence:
                    yield f"{path}:{line}: {name} says nothing"

    everything_wrong(wrong())


def test_tests_are_sentences_that_wait_for_events() -> None:
    def wrong() -> Iterator[str]:
        for path in TESTS:
            for line, text in enumerate(read(path).splitlines(), 1):
                yield from (f"{path}:{line}: {sign} {why}" for sign, why in NOT_IN_TESTS.items() if sign in text)
            for line, name in definitions(path):
                if name.startswith("test_") and name.count("_") < 3:
                    yield f"{path}:{line}: {name} is no sentence"

    everything_wrong(wrong())


def test_nothing_is_put_off_in_a_comment() -> None:
    everything_wrong(
        f"{path}:{line}: {text.strip()}"
        for path in SOURCES
        for line, text in enumerate(read(path).splitlines(), 1)
        if PUT_OFF.search(text)
    )


def test_no_file_knows_one_persons_machine() -> None:
    everything_wrong(
        f"{path}:{line}: {text.strip()[:100]}"
        for path in TEXTS
        if (ROOT / path).is_file() and path.suffix in TEXT_SUFFIXES and path.name != Path(__file__).name
        for line, text in enumerate(read(path).splitlines(), 1)
        if MACHINE_PATH.search(text)
    )
