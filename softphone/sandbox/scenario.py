"""The scripts of the practice world as values: who calls, what is said, what the experts answer.

The files are ours but may be edited by anybody who trains agents, so they are checked: BadScenario names the place.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from softphone.host.paths import resource

_T = TypeVar("_T")


class BadScenario(ValueError):
    """A script that cannot be played; the text names file and field."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something the customer says: `wait_s` after the call was answered, or after the end of the line before.
    With `after_answer` it also waits until an expert has answered in this call."""

    wait_s: float
    file: str
    after_answer: bool = False


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `expert` does with a question: read it, begin to type, send. All counted from its arrival."""

    expert: str
    read_s: float
    type_s: float
    send_s: float
    text: str
    words: tuple[str, ...] = ()


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: str
    number: str
    name: str
    says: tuple[Line, ...]
    gives_up_s: float = 30.0  # nobody answers
    hangs_up_s: float = 60.0  # after the last line
    calls_again_s: float = 0.0  # when nobody answered
    calls_again_times: int = 2
    ask: str = ""  # a question that fits, for tours and first steps
    headers: dict[str, str] = {}  # msgspec copies it for each
    answer: tuple[Reply, ...] = ()


class _Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[Reply, ...]
    default: tuple[Reply, ...]


def scenarios(folder: Path | None = None) -> tuple[Scenario, ...]:
    """All scripts in the order of their file names. Raises BadScenario."""
    found = sorted((folder or resource("demo/scenarios")).glob("*.toml"))
    if not found:
        raise BadScenario("no scenario")
    loaded = tuple(_decode(path, Scenario) for path in found)
    for path, scenario in zip(found, loaded, strict=True):
        for line in scenario.says:
            if not speech(line).is_file():
                raise BadScenario(f"{path.name}: no speech {line.file}")
    return loaded


def general_answers() -> tuple[Reply, ...]:
    """What experts answer outside any scenario; rules first, then one default (no words) each."""
    answers = _decode(resource("demo/answers.toml"), _Answers)
    return answers.rule + answers.default


def speech(line: Line) -> Path:
    return resource("demo/speech") / Path(line.file).name


def choose(replies: tuple[Reply, ...], expert: str, question: str) -> Reply | None:
    """The first reply of `expert` with a word that begins a word of `question`, or with no words at all."""
    asked = re.findall(r"[\w-]+", question.casefold())
    for reply in replies:
        if reply.expert != expert:
            continue
        wanted = tuple(word.casefold() for word in reply.words)
        if not wanted or any(word.startswith(wanted) for word in asked):
            return reply
    return None


def _decode(path: Path, kind: type[_T]) -> _T:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise BadScenario(f"{path.name}: {error}") from None
