"""The settings file: what wins, what is damaged, what is kept."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.domain.settings import Language, SecondCall, Settings, table
from softphone.host.settings import Loaded, SettingsFile, read_value

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def load(path: Path, content: object = None, **over: object) -> Loaded:
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return SettingsFile(path, over).load(NOW)


@pytest.fixture
def path(home: Path) -> Path:
    return home / "settings.json"


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert load(path) == Loaded(Settings())


def test_what_was_kept_is_there_at_the_next_start(path: Path) -> None:
    mine = replace(Settings(), ring_s=30, second_call=SecondCall.WAITING, break_reasons=("Tea",), ear_volume=0.5)
    file = SettingsFile(path)
    file.load(NOW)
    file.keep(mine)
    assert load(path).settings == mine
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_only_what_differs_from_the_defaults_is_written(path: Path) -> None:
    file = SettingsFile(path)
    file.load(NOW)
    file.keep(replace(Settings(), country="AT"))
    assert json.loads(path.read_text()) == {"country": "AT"}
    file.keep(Settings())
    assert json.loads(path.read_text()) == {}


def test_the_command_line_wins_is_locked_and_is_not_written(path: Path) -> None:
    path.write_text('{"country": "AT", "ring_s": 30}')
    file = SettingsFile(path, {"country": "CH"})
    loaded = file.load(NOW)
    assert loaded.settings == replace(Settings(), country="CH", ring_s=30)
    assert loaded.locked == {"country"}
    file.keep(replace(loaded.settings, ring_s=40))
    assert json.loads(path.read_text()) == {"country": "AT", "ring_s": 40}


def test_a_name_from_a_newer_aside_stays_in_the_file(path: Path) -> None:
    path.write_text('{"hue": "mauve"}')
    file = SettingsFile(path)
    assert file.load(NOW) == Loaded(Settings())
    file.keep(replace(Settings(), country="AT"))
    assert json.loads(path.read_text()) == {"hue": "mauve", "country": "AT"}


@pytest.mark.allows_log("^settings_bad names=ring_s,language,break_reasons$")
def test_values_that_make_no_sense_are_reported_and_the_others_hold(path: Path) -> None:
    loaded = load(path, {"ring_s": 4, "language": "tlh", "break_reasons": "Tea", "country": "AT"})
    assert loaded.settings == replace(Settings(), country="AT")
    assert loaded.bad_names == ("ring_s", "language", "break_reasons")


@pytest.mark.allows_log("^settings_damaged kept=settings-20261121T093000.damaged.json$")
@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"{" * 5000, b"[" * 500_000, b'{"a":"' + b"x" * 2_000_000]
)
def test_a_damaged_file_is_kept_aside_and_the_defaults_hold(path: Path, content: bytes) -> None:
    loaded = load(path, content)
    assert loaded == Loaded(Settings(), kept_aside="settings-20261121T093000.damaged.json")
    assert path.with_name(loaded.kept_aside).read_bytes() == content
    assert not path.exists()


@pytest.mark.allows_log("^settings_unreadable error=IsADirectoryError$")
def test_a_file_that_cannot_be_read_is_said_to_be_so(path: Path) -> None:
    path.mkdir()
    assert load(path) == Loaded(Settings(), unwritable=True)


def test_a_write_that_fails_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text('{"country": "AT"}')
    file = SettingsFile(path)
    file.load(NOW)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError):
        file.keep(replace(Settings(), country="CH"))
    assert path.read_text() == '{"country": "AT"}'
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.allows_log("^settings_bad names=")
def test_any_values_whatever_give_settings() -> None:
    json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())

    @given(st.dictionaries(st.sampled_from([entry.name for entry in table()]), json_values))
    def load_them(values: dict[str, object]) -> None:
        loaded = SettingsFile(Path("/nonexistent/settings.json"), values).load(NOW)
        assert isinstance(loaded.settings, Settings)

    load_them()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("ring_s", "30", 30),
        ("ear_volume", "0.5", 0.5),
        ("language", "de", Language.GERMAN),
        ("break_reasons", "Tea, Lunch", ("Tea", "Lunch")),
        ("ask_receipts", "no", False),
        ("country", "AT", "AT"),
    ],
)
def test_a_setting_can_be_given_as_text(path: Path, name: str, text: str, value: object) -> None:
    assert read_value(name, text) == value
    assert getattr(load(path, **{name: read_value(name, text)}).settings, name) == value


@pytest.mark.parametrize(("name", "text"), [("ring_s", "soon"), ("ring_s", "1"), ("language", "tlh"), ("hue", "1")])
def test_text_that_is_no_setting_is_refused(name: str, text: str) -> None:
    with pytest.raises(ValueError):
        read_value(name, text)
