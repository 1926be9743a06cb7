"""HTTPS through the proxy of settings, policy or system: set-up and new versions like the CRM, with its log-in, and
its password in no file and no log."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import trustme
from msgspec.structs import replace

from softphone.backroom.crm import CrmClient
from softphone.backroom.keys import Keys
from softphone.backroom.ports import Closed
from softphone.backroom.setting_up import SettingUp
from softphone.backroom.updates import newer_version
from softphone.backroom.vault import MemoryVault
from softphone.backroom.way_out import Proxies
from softphone.domain.effects import KeepPassword
from softphone.domain.facts import Fact
from softphone.domain.facts.setting_up import SetUpFailed, SetUpFetched
from softphone.domain.matrix import LogInMatrix
from softphone.domain.setting_up import FetchSetUp, SetUpLink, Why
from softphone.domain.settings import Settings
from softphone.domain.updates import AskForUpdates
from softphone.domain.web_proxy import PROXY
from tests.backroom.servers import CrmServer, answer
from tests.backroom.setup_servers import setup_server
from tests.backroom.test_setting_up import ANSWER, CODE, LATER, key_hash
from tests.backroom.test_updates import Release
from tests.backroom.web_proxies import WebProxy, web_proxy

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOST = "setup.example"  # a name that only the proxy knows
LINK = SetUpLink(HOST, 443, CODE)
PASSWORD = "pr0xy:s3cret/@"


async def nobody(_: LogInMatrix) -> None:
    """No log-in is part of it."""


class Pc:
    """Its settings name the proxy, its key store may have the password."""

    def __init__(self, folder: Path, system: str = "", vault: MemoryVault | None = None) -> None:
        self.settings = Settings(line_ca_files=(str(folder / "ca.pem"),))
        self.facts: list[Fact] = []
        self.vault = vault or MemoryVault()
        self.keys = Keys(self.vault, self.facts.append, lambda: NOW)
        self.asked_of_system: list[str] = []
        self._system = system
        self.proxies = Proxies(lambda: self.settings.http_proxy, self._ask_system, self.keys.proxy_password)
        self.setting_up = SettingUp(
            self.vault, self.keys, "pc", self.facts.append, lambda: NOW, nobody, self.proxies
        )

    def _ask_system(self, host: str) -> str:
        self.asked_of_system.append(host)
        return self._system

    async def fetch(self, proxy: str, **settings: object) -> Why | None:
        """Why it was not had; None where it was."""
        self.settings = replace(self.settings, http_proxy=proxy, **settings)
        await self.setting_up.do(FetchSetUp(LINK, self.settings))
        last = self.facts[-1]
        assert isinstance(last, SetUpFetched | SetUpFailed)
        return last.why if isinstance(last, SetUpFailed) else None


@pytest.fixture
def certificate(tmp_path: Path) -> trustme.LeafCert:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    return ca.issue_cert(HOST)


def behind(
    folder: Path, certificate: trustme.LeafCert, act: Callable[[WebProxy], Awaitable[None]], login: str = ""
) -> None:
    """A set-up server that is reached through the proxy alone."""

    async def run(port: int) -> None:
        async with web_proxy({HOST: port}, login) as proxy:
            await act(proxy)

    with setup_server(folder, {CODE: {"expires": LATER, "answer": ANSWER}}, certificate) as port:
        asyncio.run(run(port))


def test_a_set_up_goes_through_the_proxy_and_its_key_is_still_looked_at_first(
    tmp_path: Path, certificate: trustme.LeafCert
) -> None:
    async def act(proxy: WebProxy) -> None:
        pc, way = Pc(tmp_path), f"http://{proxy.address}"
        assert await pc.fetch("") is Why.NOT_THERE, "its name is known to the proxy alone"
        assert await pc.fetch(way, setup_hosts=(f"{HOST}={'0' * 64}",)) is Why.PINNED_OTHER
        assert await pc.fetch(way, setup_hosts=(f"{HOST}={key_hash(certificate)}",)) is None
        assert proxy.asked == [f"{HOST}:443"] * 2
        pc.settings = replace(pc.settings, line_ca_files=())
        assert await pc.fetch(way) is Why.CERTIFICATE

    behind(tmp_path, certificate, act)


def test_a_proxy_that_refuses_is_not_there_or_makes_no_sense_is_said_and_nothing_goes_round_it(
    tmp_path: Path, certificate: trustme.LeafCert
) -> None:
    async def act(proxy: WebProxy) -> None:
        for wish in (f"http://{proxy.address}", "http://127.0.0.1:9", "proxy.example:3128", "ftp://a.b", "http://"):
            assert await Pc(tmp_path).fetch(wish) is Why.PROXY, wish
        assert proxy.refused == 1
        assert proxy.asked == []

    behind(tmp_path, certificate, act, login="anna:right")


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("kept", ["in the setting", "in the key store", "typed while the key store is closed"])
def test_a_proxy_with_a_log_in_gets_it_and_no_log_does(
    tmp_path: Path, certificate: trustme.LeafCert, kept: str, scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    """By policy the password may stand beside the address; what an agent types goes into the key store."""
    caplog.set_level(logging.DEBUG)

    async def act(proxy: WebProxy) -> None:
        pc = Pc(tmp_path)
        wish = f"{scheme}://anna@{proxy.address}"
        if kept == "in the setting":
            wish = f"{scheme}://anna:pr0xy%3As3cret%2F%40@{proxy.address}"
        else:
            pc.vault.closed = Closed.LOCKED if kept.startswith("typed") else None
            await pc.keys.keep_password(KeepPassword(f"anna@{proxy.address}", PASSWORD, PROXY))
        if kept == "in the key store":  # Aside was started again
            pc = Pc(tmp_path, vault=pc.vault)
        assert await pc.fetch(wish) is None
        assert proxy.refused == 0

    behind(tmp_path, certificate, act, login=f"anna:{PASSWORD}")
    logging.getLogger("test").debug("heard")
    assert "heard" in caplog.text
    for secret in (PASSWORD, "pr0xy", "s3cret", HOST, CODE):
        assert secret not in caplog.text


def test_the_system_names_the_proxy_where_the_setting_says_so_and_is_asked_by_name(
    tmp_path: Path, certificate: trustme.LeafCert
) -> None:
    async def act(proxy: WebProxy) -> None:
        pc = Pc(tmp_path, system=f"http://{proxy.address}")
        assert Settings().http_proxy == "system"
        assert await pc.fetch("system") is None
        assert await pc.fetch("system") is None, "the same claim gets the same again"
        assert pc.asked_of_system == [HOST], "for a minute what it said is taken to hold"
        assert await pc.proxies.to("http://localhost:8080/customers") == "", "this computer is reached without one"
        assert proxy.asked == [f"{HOST}:443"] * 2

    behind(tmp_path, certificate, act)


@pytest.mark.allows_log("^updates_not_known why=not_there")
def test_new_versions_are_asked_for_through_the_same_proxy_and_a_changed_setting_counts_at_once(tmp_path: Path) -> None:
    release = Release(tmp_path)
    pc = Pc(tmp_path)

    async def run() -> None:
        body = release.file({"stable": "9.0"})
        server = CrmServer([answer(200, body)])
        async with server, web_proxy({}) as proxy, CrmClient(pc.proxies) as client:
            ask = AskForUpdates("https://updates.example/aside.json", "stable", release.public)
            pc.settings = replace(pc.settings, http_proxy=f"http://{proxy.address}")
            assert await newer_version(client, ask) == "", "the proxy does not know it"
            with pytest.raises(httpx.ProxyError):
                async with client.stream("GET", ask.address):
                    pass
            pc.settings = replace(pc.settings, http_proxy="")
            assert await newer_version(client, replace(ask, address=server.address)) == "9.0"

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("https_proxy", "http://127.0.0.1:9")  # of the environment nothing is taken but by "system"
        environment.setenv("http_proxy", "http://127.0.0.1:9")
        asyncio.run(run())


def test_a_list_is_read_over_tls_through_the_proxy(tmp_path: Path, certificate: trustme.LeafCert) -> None:
    """The client of CRM, lists and new versions: certificates are the system's, so this one is not believed."""
    pc = Pc(tmp_path)

    async def act(proxy: WebProxy) -> None:
        pc.settings = replace(pc.settings, http_proxy=f"http://{proxy.address}")
        async with CrmClient(pc.proxies) as client:
            with pytest.raises(httpx.ConnectError) as refused:
                async with client.stream("GET", f"https://{HOST}/list.csv"):
                    pass
        cause = refused.value.__cause__
        while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
            cause = cause.__cause__ or cause.__context__
        assert cause is not None
        assert proxy.asked == [f"{HOST}:443"]

    behind(tmp_path, certificate, act)
