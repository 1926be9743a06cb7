"""What a report holds, and what must never be in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from softphone.backroom import report, report_cli
from softphone.domain.settings import Settings
from softphone.host.paths import Home, open_home

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home")


def test_a_report_says_how_aside_is_set_up_and_not_who_anybody_is(home: Home) -> None:
    settings = Settings(
        line_server="pbx.example:5061",
        line_user="anna.schmidt",
        line_display_name="Anna Schmidt",
        line_proxy="http://schmidt:geheim@proxy.example:8080",
        crm_address="https://crm.example/k/5ecret-key?token=abc",
        emergency_numbers=("19222",),
    )
    home.log_file("engine").write_text("x info aside.engine line said=+494055501420 to=anna.schmidt@pbx.example\n")
    text = report.compose(home, settings, "--- in 1.0 s ago\nREGISTER sip:pbx\n", NOW)
    for said in ("pbx.example:5061", "REGISTER sip:pbx", "http://proxy.example:8080", "PySide6"):
        assert said in text
    for secret in ("schmidt", "Schmidt", "geheim", "5ecret", "token=abc", "19222", "4055501420", f"{Path.home()}/"):
        assert secret not in text, secret


def test_only_the_end_of_a_long_log_is_in_it(home: Home) -> None:
    home.log_file("desk").write_text("first\n" + "line\n" * 100_000 + "last\n")
    text = report.compose(home, Settings(), "", NOW)
    assert "last" in text
    assert "first" not in text
    assert len(text) < 200_000


def test_without_a_desk_the_command_writes_what_there_is(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.txt"
    assert report_cli.main(["--home", str(home.given), str(file)], lambda _home, _path: False) == 0
    assert "does not run" in capsys.readouterr().out
    assert "line_transport = udp" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0


def test_a_desk_that_runs_writes_it(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "report.txt"
    file.write_text("of yesterday")

    def desk(_home: Home, path: str) -> bool:
        report.keep(path, "of today")
        return True

    assert report_cli.main(["--home", str(home.given), str(file)], desk) == 0
    assert file.read_text() == "of today"
    assert "Written" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_said(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "no" / "report.txt"
    assert report_cli.main(["--home", str(home.given), str(missing)], lambda _home, _path: False) == 1
    assert "cannot be written" in capsys.readouterr().err
