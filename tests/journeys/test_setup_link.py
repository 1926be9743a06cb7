"""A set-up link is opened while Aside runs: real processes, the reference server, a real key store, a line at the end.

The link comes on the command line, as a browser or a mail program brings it; the questions are clicked through.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from pytestqt.qtbot import QtBot

from softphone.host.paths import open_home
from tests.backroom.setup_servers import setup_server
from tests.backroom.test_vault import UNLOCKED
from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DrivenDesk
from tests.sandbox.running import running_pbx

PASSWORD = "s3cret-of-204"
NOW = datetime.now(UTC)
TOMORROW, YESTERDAY = ((NOW + timedelta(days=days)).isoformat() for days in (1, -1))
GOOD, OLD, USED = "GOOD-1234-5678", "OLD0-1234-5678", "USED-1234-5678"


class Site:
    """IT's set-up server, who vouches for it, and an agent's PC whose key store is unlocked."""

    def __init__(self, qtbot: QtBot, programs: Programs, folder: Path, place: Path) -> None:
        self._qtbot, self._programs, self.folder, self.place = qtbot, programs, folder, place
        ca = trustme.CA()
        self.certificate = ca.issue_cert("localhost")
        ca.cert_pem.write_to_path(place / "ca.pem")
        self.keys = place / "keys"
        self.keys.mkdir(mode=0o700)

    @contextmanager
    def serving(self, answer: dict[str, Any]) -> Iterator[int]:
        codes = {
            GOOD: {"expires": TOMORROW, "answer": answer},
            OLD: {"expires": YESTERDAY, "answer": answer},
            USED: {"expires": TOMORROW, "answer": answer, "claim": "of another PC", "done": True},
        }
        with setup_server(self.place, codes, self.certificate, breaks_off=True) as port:
            yield port

    def codes(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.place / "codes.json").read_text())
        return told

    def until_used_up(self, code: str) -> None:
        self._qtbot.waitUntil(lambda: bool(self.codes()[code].get("done")), timeout=20_000)

    def desk(self) -> DrivenDesk:
        """On a private bus with a key store that keeps what it has from one start to the next."""
        env = [f"HOME={self.keys}", f"XDG_DATA_HOME={self.keys}", f"XDG_RUNTIME_DIR={self.keys}"]
        bus = ("env", "-u", "DBUS_SESSION_BUS_ADDRESS", *env, "dbus-run-session", "--", "bash", "-c", UNLOCKED, "desk")
        policy = (f"line_ca_files={self.place / 'ca.pem'}", "setup_hosts=localhost, 127.0.0.1", "http_proxy=")
        return DrivenDesk(self._qtbot, self._programs, self.folder, "own=key-store", *policy, within=bus)

    def open(self, link: str) -> None:
        """As the system does when somebody clicks on it: a second start of Aside, which hands it over and ends."""
        program = self._programs.start([sys.executable, "-m", "softphone", "--home", str(self.folder), link])
        self._qtbot.waitUntil(lambda: program.poll() is not None, timeout=30_000)
        assert program.returncode == 0


@pytest.fixture
def site(qtbot: QtBot, programs: Programs, folder: Path, tmp_path: Path) -> Site:
    return Site(qtbot, programs, folder, tmp_path)


def says(desk: DrivenDesk, sentence: str) -> None:
    shown = desk.order("set_up", says="all")["labels"]
    assert any(sentence in text for text in shown), shown


def pictured(desk: DrivenDesk, name: str) -> None:
    """For whoever wants to look: ASIDE_PICTURES names a folder."""
    if folder := os.environ.get("ASIDE_PICTURES"):
        desk.order("picture", path=f"{folder}/setup-{name}.png")


def test_a_link_from_the_command_line_sets_this_phone_up_and_a_bad_one_changes_nothing(site: Site) -> None:
    with running_pbx({"204": PASSWORD}) as pbx:
        answer = {
            "version": 1,
            "sender": "ACME contact centre",
            "settings": {"line_server": pbx.server, "line_user": "204", "ring_s": 33},
            "experts": "name,address,topics\nKern,301,Warranty\n",
            "secrets": {"line_password": PASSWORD, "crm_token": "t0ken-of-crm"},
        }
        with site.serving(answer) as port:
            desk = site.desk()
            desk.shows(store="encrypted", set_up="", server="")
            untouched = {"server": "", "experts": [], "secret": desk.order("state")["secret"]}

            site.open(f"aside://setup/evil.example:{port}/{GOOD}")
            desk.shows(set_up="failed", **untouched)
            says(desk, "does not let evil.example")
            for host, code, sentence in (
                (f"127.0.0.1:{port}", GOOD, "could not prove that it is"),
                (f"localhost:{port}", OLD, "too old"),
                (f"localhost:{port}", USED, "used already"),
                (f"localhost:{port}", "NEVER-1234-567", "does not know this code"),
                ("localhost:9", GOOD, "does not answer"),
            ):
                site.open(f"aside://setup/{host}/{code}")
                desk.shows(set_up="asked", **untouched)
                says(desk, f"Let {host} set up this phone?")
                desk.order("set_up", press="go")
                desk.shows(set_up="failed", **untouched)
                says(desk, sentence)
                says(desk, "Nothing was changed.")
                pictured(desk, sentence.split()[-1])
            assert "claim" not in site.codes()[GOOD], "nobody was told the code who did not prove to be the server"

            site.open(f"aside://setup/localhost:{port}/{GOOD}")
            desk.shows(set_up="asked")
            pictured(desk, "asked")
            desk.order("set_up", press="go")
            desk.shows(set_up="failed", **untouched)
            says(desk, "broke off")
            pictured(desk, "cut-off")
            desk.order("set_up", press="go")
            desk.shows(set_up="offered", **untouched)
            says(desk, "ACME contact centre (localhost")
            says(desk, "into the key store")
            pictured(desk, "offered")
            desk.order("set_up", press="go")
            desk.shows(set_up="done", server=pbx.server, experts=["Kern"], line="registered")
            pictured(desk, "done")
            site.until_used_up(GOOD)

            site.open(f"aside://setup/localhost:{port}/{GOOD}")
            desk.shows(set_up="asked")
            desk.order("set_up", press="go")
            desk.shows(set_up="failed", server=pbx.server, line="registered")
            says(desk, "used already")
            desk.leave()

            again = site.desk()
            again.shows(server=pbx.server, experts=["Kern"], secret="known", line="registered")
            again.leave()
    home = open_home(site.folder)
    files = [path for place in (site.folder, site.keys, home.config) for path in place.rglob("*") if path.is_file()]
    for secret in (PASSWORD, "t0ken-of-crm", GOOD):
        assert [path for path in files if secret.encode() in path.read_bytes()] == []
