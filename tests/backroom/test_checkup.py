"""What a check-up finds at real servers: certificates, a CRM, a clock, names; and what `aside doctor` prints."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import msgspec
import pytest
import trustme

from softphone.backroom import checkup_cli
from softphone.backroom.checkup import Checkup
from softphone.domain.checkup import Check, Finding, Verdict
from softphone.domain.line import Transport
from softphone.domain.settings import Settings
from softphone.host.paths import Home, open_home
from tests.backroom.servers import CrmServer, answer

LONG_AGO = datetime.now(UTC) - timedelta(days=2)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home")


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


async def locked() -> bool:
    return False


async def looked(
    home: Home, settings: Settings, is_open: Callable[[], Awaitable[bool]] = locked
) -> dict[Check, Finding]:
    found = await Checkup(home, is_open, lambda: "token").look(settings, ())
    return {finding.check: finding for finding in found}


async def tls_seen(home: Home, certificate: trustme.LeafCert, trusted: Path | None) -> Finding:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    async with server:
        line = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        files = (str(trusted),) if trusted else ()
        settings = Settings(line_server=line, line_transport=Transport.TLS, line_ca_files=files)
        return (await looked(home, settings))[Check.TLS]


def test_a_pc_with_nothing_set_up_says_so_and_that_is_no_fault(home: Home) -> None:
    found = asyncio.run(looked(home, Settings()))

    assert [found[check].verdict for check in (Check.DNS, Check.TLS, Check.CRM, Check.CLOCK)] == [Verdict.UNSET] * 4
    assert found[Check.DISK].verdict is Verdict.PASSED
    assert found[Check.KEY_STORE] == Finding(Check.KEY_STORE, Verdict.FAILED, "closed")


@pytest.mark.parametrize(
    ("name", "expires", "trusted", "why"),
    [
        ("127.0.0.1", None, True, "good"),
        ("127.0.0.1", LONG_AGO, True, "certificate_expired"),
        ("pbx.example", None, True, "certificate_other_name"),
        ("127.0.0.1", None, False, "certificate_unknown_issuer"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_told_apart(
    home: Home, ca: trustme.CA, tmp_path: Path, name: str, expires: datetime | None, trusted: bool, why: str
) -> None:
    path = tmp_path / "ca.pem"
    ca.cert_pem.write_to_path(path)
    certificate = ca.issue_cert(name, not_after=expires)
    found = asyncio.run(tls_seen(home, certificate, path if trusted else None))

    assert found.why == why
    assert found.verdict is (Verdict.PASSED if why == "good" else Verdict.FAILED)


@pytest.mark.parametrize(
    ("status", "off_s", "crm", "clock"),
    [
        (404, 0, "answers", "right"),
        (200, 4000, "answers", "wrong"),
        (401, 0, "refused", "right"),
        (500, 0, "ill", "right"),
    ],
)
def test_a_crm_tells_whether_it_knows_us_and_what_time_it_is(
    home: Home, status: int, off_s: int, crm: str, clock: str
) -> None:
    async def run() -> dict[Check, Finding]:
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=off_s), usegmt=True)
        async with CrmServer([answer(status, {"customers": []}, Date=date)]) as server:
            found = await looked(home, Settings(crm_address=server.address))
            assert server.asked[0].headers["authorization"] == "Bearer token"
            return found

    found = asyncio.run(run())
    assert (found[Check.CRM].why, found[Check.CLOCK].why) == (crm, clock)


def test_a_name_that_nobody_has_and_a_crm_that_is_not_there_are_told(home: Home) -> None:
    settings = Settings(line_server="pbx.invalid:5060", crm_address="http://127.0.0.1:9")
    found = asyncio.run(looked(home, settings))

    assert found[Check.DNS] == Finding(Check.DNS, Verdict.FAILED, "not_found", "pbx.invalid")
    assert found[Check.CRM] == Finding(Check.CRM, Verdict.FAILED, "not_there", "127.0.0.1:9")


def test_the_command_asks_the_desk_that_runs_and_ends_with_one_where_something_is_not_good(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    found = (
        Finding(Check.LINE, Verdict.PASSED, "registered", "sip:anna@pbx"),
        Finding(Check.DISK, Verdict.FAILED, "full", "0.2"),
    )

    def desk(_home: Home, path: str) -> bool:
        Path(path).write_bytes(msgspec.json.encode(found))
        return True

    assert checkup_cli.main(["--home", str(home.given), "--lang", "de"], desk, lambda _host: "") == 1
    assert capsys.readouterr().out == (
        "gut        Leitung: Die Telefonanlage kennt uns: sip:anna@pbx.\n"
        "nicht gut  Festplatte: Nur 0.2 GB sind frei.\n"
    )


def test_without_a_desk_the_command_looks_itself_and_says_what_only_a_desk_knows(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    checkup_cli.main(["--home", str(home.given), "--lang", "en"], lambda _home, _path: False, lambda _host: "")
    said = capsys.readouterr().out

    assert "Line: Aside does not run" in said
    assert "GB are free" in said
