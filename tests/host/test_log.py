"""The log: one line an event, nobody in it."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.host.log import LineFormatter, describe, open_log, shorten
from softphone.host.paths import open_home


def line(message: str, *arguments: object, error: BaseException | None = None) -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return LineFormatter().format(logging.LogRecord("call", 20, "f.py", 1, message, arguments, exc_info))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("offered number=+49 40 5550142", "offered number=…142"),
        ("offered number=+494055501422", "offered number=…422"),
        ("offered number=(040) 555-0142 queue=late", "offered number=(…142 queue=late"),
        ("dial target=sip:+494055501422@pbx.example", "dial target=sip:…422@pbx.example"),
        ("message to=anna.berg@pbx.example", "message to=…@pbx.example"),
        ("message to=<sips:anna@10.0.0.1:5061>", "message to=<sips:…@10.0.0.1:5061>"),
        ("extension=2041 code=486", "extension=…041 code=486"),
    ],
)
def test_numbers_and_people_are_shortened_and_the_rest_stays(said: str, written: str) -> None:
    assert shorten(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "started pid=1234567 unread_bytes=1048577 took_ms=12345",
        "ended call_id=0190aabb12345678 code=200",
        "flow local=127.0.0.1:50604",
        "bound address=[::1]:50604 version=0.1.0",
    ],
)
def test_what_counts_or_names_a_port_keeps_its_digits(said: str) -> None:
    assert shorten(said) == said


PLACES = ["number=%s", "%s", "to %s.", "(%s)", "a=%s b=1"]


@given(st.from_regex(r"[+]?[0-9]{7,15}", fullmatch=True), st.sampled_from(PLACES))
def test_no_number_is_ever_written_whole(number: str, place: str) -> None:
    assert number[-6:] not in line(place, number)


@given(st.text())
def test_any_text_makes_exactly_one_line(text: str) -> None:
    assert len(line("%s", text).splitlines()) == 1


def test_a_stranger_cannot_make_a_line_long_or_slow() -> None:
    for flood in ("x" * 1_000_000, "1 " * 500_000, "a@" * 500_000, "+" * 1_000_000):
        assert len(line("%s", flood)) < 1100


def test_the_text_of_an_exception_is_not_written_but_its_class_and_place_are() -> None:
    with pytest.raises(ValueError) as caught:
        int("Anna Berg +494055501422")
    written = line("failed", error=caught.value)
    assert "Anna" not in written
    assert "error=ValueError at=host/test_log.py:" in written
    assert describe(caught.value) in written


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    root = logging.getLogger()
    before, level, raises = root.handlers[:], root.level, logging.raiseExceptions
    yield root
    for added in [h for h in root.handlers if h not in before]:
        root.removeHandler(added)
        added.close()
    root.setLevel(level)
    logging.raiseExceptions = raises
    logging.captureWarnings(False)


def test_the_log_is_a_file_of_its_owner(home: Path, root_logger: logging.Logger) -> None:
    path = open_log(open_home(home), "engine")
    logging.getLogger("call").info("offered number=%s", "+494055501422")
    assert path.read_text().endswith("Z info call offered number=…422\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_costs_nothing_but_the_log(home: Path, root_logger: logging.Logger) -> None:
    place = open_home(home)
    place.log_file("engine").mkdir()
    open_log(place, "engine")
    logging.getLogger("call").info("offered")


def test_what_is_no_text_costs_no_line(home: Path, root_logger: logging.Logger) -> None:
    path = open_log(open_home(home), "engine")
    logging.getLogger("engine.sound").info("device=%s fell silent", "head\udcffset")
    assert path.read_text().endswith("device=head\\udcffset fell silent\n")
