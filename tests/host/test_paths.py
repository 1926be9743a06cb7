"""Every file has its place, and only its owner enters it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from softphone.host.paths import MAX_SOCKET_PATH_BYTES, open_home, private_folder, resource, write_privately
from softphone.host.token import VARIABLE, read_token, take_token, write_token


def every_path(home_argument: Path) -> list[Path]:
    home = open_home(home_argument)
    return [
        home.settings_file,
        home.store_file,
        home.token_file,
        home.log_file("engine"),
        home.crash_file("desk"),
        home.pid_file("engine"),
        home.lock_file("engine"),
        Path(home.socket_name("engine")),
    ]


def test_everything_of_a_given_home_is_under_it(home: Path) -> None:
    assert all(path.is_relative_to(home) for path in every_path(home))
    assert open_home(home).arguments == ["--home", str(home)]


def test_a_relative_home_means_the_same_to_a_process_started_elsewhere(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    assert open_home("here").arguments == ["--home", str(home / "here")]


def test_without_a_home_the_system_says_where(home: Path) -> None:
    own = open_home()
    assert own.arguments == []
    assert own.store_file.is_relative_to(os.environ["XDG_DATA_HOME"])
    assert own.settings_file.is_relative_to(os.environ["XDG_CONFIG_HOME"])


def test_folders_are_closed_to_others_even_if_they_were_open(home: Path) -> None:
    (home / "run").mkdir(mode=0o755)
    opened = open_home(home)
    for folder in (opened.config, opened.data, opened.log, opened.run):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_is_a_link_is_refused(home: Path) -> None:
    (home / "elsewhere").mkdir()
    (home / "run").symlink_to(home / "elsewhere")
    with pytest.raises(PermissionError):
        private_folder(home / "run")


def test_the_socket_of_a_deep_home_stands_in_a_short_private_folder(home: Path) -> None:
    deep = open_home(home / ("d" * 60) / ("e" * 60))
    name = deep.socket_name("engine")
    assert len(name) <= MAX_SOCKET_PATH_BYTES
    assert stat.S_IMODE(Path(name).parent.stat().st_mode) == 0o700
    assert name == open_home(deep.given).socket_name("engine")
    Path(name).parent.rmdir()


def test_a_file_is_written_whole_and_only_its_owner_reads_it(home: Path) -> None:
    path = home / "x"
    write_privately(path, b"one")
    write_privately(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in home.iterdir()] == ["x"]


def test_what_is_not_shipped_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        resource("sounds/of-silence.wav")


def test_what_we_ship_is_found() -> None:
    assert resource("icons/bell.svg").is_file()


def test_a_token_is_handed_over_by_the_environment_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "from-parent")
    assert take_token() == "from-parent"
    assert VARIABLE not in os.environ
    assert take_token() != "from-parent"


def test_an_engine_without_a_token_makes_one_that_desks_can_read(home: Path) -> None:
    place = open_home(home)
    assert read_token(place) == ""
    token = take_token()
    assert len(token) >= 32
    assert take_token() != token
    assert write_token(place, token)
    assert read_token(place) == token
    assert stat.S_IMODE(place.token_file.stat().st_mode) == 0o600


def test_a_token_file_that_is_no_text_is_no_token(home: Path) -> None:
    place = open_home(home)
    place.token_file.write_bytes(b"\xff\xfe")
    assert read_token(place) == ""
