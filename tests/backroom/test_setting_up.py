"""Set-up links at the reference server, over real TLS: all or nothing, once, and from nobody else."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from softphone.backroom.keys import Keys
from softphone.backroom.ports import Closed, NotKept, Secret, SecretName
from softphone.backroom.setting_up import SettingUp, schema
from softphone.backroom.vault import MemoryVault
from softphone.domain.facts import Fact
from softphone.domain.facts.setting_up import SetUpFailed, SetUpFetched, SetUpKept
from softphone.domain.line import Transport
from softphone.domain.matrix import LogInMatrix
from softphone.domain.setting_up import FetchSetUp, FinishSetUp, Secrets, SetUpLink, TakeSetUp, Why
from softphone.domain.settings import Settings
from tests.backroom.setup_servers import setup_server

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CODE = "AB12-CD34-EF56"
LATER = (datetime.now(UTC) + timedelta(days=1)).isoformat()
EARLIER = (datetime.now(UTC) - timedelta(days=1)).isoformat()
ANSWER = {
    "version": 1,
    "sender": "ACME contact centre",
    "settings": {"line_server": "pbx.example:5061", "line_user": "204", "line_transport": "tls", "ring_s": 30},
    "experts": "name,address,topics\nKern,301,Warranty\n",
    "secrets": {"line_password": "s3cret", "crm_token": "t0ken", "matrix_user": "anna", "matrix_password": "m4trix"},
}
ACCOUNTS = ((Secrets.LINE, "204@pbx.example:5061"), (Secrets.TEAM, ""), (Secrets.RELAY, ""))


class Pc:
    """One person's PC: its key store, and what it was told."""

    def __init__(self, place: str = "pc") -> None:
        self.facts: list[Fact] = []
        self.log_ins: list[LogInMatrix] = []
        self.vault = MemoryVault()
        keys = Keys(self.vault, self.facts.append, lambda: NOW)
        self.setting_up = SettingUp(self.vault, keys, place, self.facts.append, lambda: NOW, self._log_in)

    async def _log_in(self, effect: LogInMatrix) -> None:
        self.log_ins.append(effect)

    @property
    def why(self) -> Why | None:
        return next((fact.why for fact in reversed(self.facts) if isinstance(fact, SetUpFailed)), None)


class Town:
    """A set-up server and who trusts it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ca = trustme.CA()
        self.certificate = self.ca.issue_cert("localhost")
        self.ca.cert_pem.write_to_path(folder / "ca.pem")

    def settings(self, **more: Any) -> Settings:
        return Settings(line_ca_files=(str(self.folder / "ca.pem"),), **more)

    def run(self, act: Callable[[SetUpLink], Awaitable[None]], *, host: str = "localhost", **row: Any) -> None:
        codes = {CODE: {"expires": LATER, "answer": ANSWER, **row}}
        with setup_server(self.folder, codes, self.certificate) as port:
            asyncio.run(act(SetUpLink(host, port, CODE)))  # type: ignore[arg-type]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_a_link_fills_line_experts_and_key_store_and_is_used_up(town: Town) -> None:
    pc, other = Pc(), Pc("another pc")

    async def act(link: SetUpLink) -> None:
        await pc.setting_up.do(FetchSetUp(link, town.settings()))
        (fetched,) = pc.facts
        assert isinstance(fetched, SetUpFetched)
        parcel = fetched.parcel
        assert dict(parcel.settings)["line_transport"] is Transport.TLS
        assert [expert.address for expert in parcel.experts] == ["sip:301@pbx.example:5061"]
        assert parcel.secrets == (Secrets.LINE, Secrets.CRM, Secrets.MATRIX)
        assert "s3cret" not in repr(fetched)
        assert await pc.vault.fetch(SecretName.SIP_PASSWORD, "204@pbx.example:5061") == NotKept(), "not yet"
        await other.setting_up.do(FetchSetUp(link, town.settings()))
        assert other.why is Why.USED, "another PC has the code"
        await pc.setting_up.do(TakeSetUp(ACCOUNTS))
        assert pc.facts[-1] == SetUpKept(NOW)
        assert await pc.vault.fetch(SecretName.SIP_PASSWORD, "204@pbx.example:5061") == Secret("s3cret")
        assert await pc.vault.fetch(SecretName.CRM_TOKEN) == Secret("t0ken")
        await pc.setting_up.do(FinishSetUp())
        assert pc.log_ins == [LogInMatrix("anna", "m4trix")]
        await pc.setting_up.do(FetchSetUp(link, town.settings()))
        assert pc.why is Why.USED

    town.run(act)


def test_who_was_cut_off_before_the_end_gets_the_same_again(town: Town) -> None:
    async def act(link: SetUpLink) -> None:
        for pc in (Pc(), Pc()):  # the second: Aside was killed, and started again
            await pc.setting_up.do(FetchSetUp(link, town.settings()))
            assert isinstance(pc.facts[-1], SetUpFetched)

    town.run(act)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"expires": EARLIER}, Why.EXPIRED),
        ({"done": True}, Why.USED),
        ({"answer": {**ANSWER, "version": 2}}, Why.NOT_UNDERSTOOD),
        ({"answer": {**ANSWER, "settings": {"ring_s": 4000}}}, Why.NOT_UNDERSTOOD),
        ({"answer": {**ANSWER, "settings": {"record_consent": False}}}, Why.NOT_UNDERSTOOD),
        ({"answer": {**ANSWER, "settings": {"lift_masks": True}}}, Why.NOT_UNDERSTOOD),
        ({"answer": {**ANSWER, "experts": "nothing\nof use"}}, Why.NOT_UNDERSTOOD),
        ({"answer": {**ANSWER, "sender": "x" * 300_000}}, Why.NOT_UNDERSTOOD),
        ({"answer": [1]}, Why.NOT_UNDERSTOOD),
    ],
)
def test_what_is_over_or_makes_no_sense_changes_nothing_and_says_why(town: Town, row: dict[str, Any], why: Why) -> None:
    pc = Pc()

    async def act(link: SetUpLink) -> None:
        await pc.setting_up.do(FetchSetUp(link, town.settings()))
        await pc.setting_up.do(TakeSetUp(ACCOUNTS))
        assert await pc.vault.fetch(SecretName.SIP_PASSWORD, "204@pbx.example:5061") == NotKept()

    town.run(act, **row)
    assert pc.facts == [SetUpFailed(NOW, why)]


def test_an_unknown_code_and_a_server_that_is_not_there_are_told_apart(town: Town) -> None:
    pc = Pc()

    async def act(link: SetUpLink) -> None:
        await pc.setting_up.do(FetchSetUp(SetUpLink(link.host, link.port, "WRONG-CODE"), town.settings()))
        assert pc.why is Why.UNKNOWN
        await pc.setting_up.do(FetchSetUp(SetUpLink("localhost", 9, CODE), town.settings()))
        assert pc.why is Why.NOT_THERE

    town.run(act)


def key_hash(certificate: trustme.LeafCert) -> str:
    key = x509.load_pem_x509_certificate(certificate.cert_chain_pems[0].bytes()).public_key()
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def test_nothing_is_said_to_a_host_that_cannot_prove_itself_or_that_policy_does_not_want(town: Town) -> None:
    good = key_hash(town.certificate)

    async def act(link: SetUpLink) -> None:
        for settings, why in (
            (Settings(), Why.CERTIFICATE),
            (town.settings(setup_hosts=("setup.example",)), Why.HOST_NOT_ALLOWED),
            (town.settings(setup_hosts=(f"localhost={'0' * 64}",)), Why.PINNED_OTHER),
        ):
            pc = Pc()
            await pc.setting_up.do(FetchSetUp(link, settings))
            assert pc.facts == [SetUpFailed(NOW, why)]
        pc = Pc("the one that may")
        await pc.setting_up.do(FetchSetUp(link, town.settings(setup_hosts=(f"localhost={good}",))))
        assert isinstance(pc.facts[-1], SetUpFetched), "the code was not spent on the others"

    town.run(act)


def test_a_server_that_breaks_off_in_the_middle_leaves_everything_as_it_was(town: Town) -> None:
    pc = Pc()

    async def run() -> None:
        import ssl

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"version": 1, "settings": {"line_ser')
            await writer.drain()
            writer.close()

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        town.certificate.configure_cert(context)
        async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as server:
            port = server.sockets[0].getsockname()[1]
            await pc.setting_up.do(FetchSetUp(SetUpLink("localhost", port, CODE), town.settings()))

    asyncio.run(run())
    assert pc.facts == [SetUpFailed(NOW, Why.CUT_OFF)]


def test_a_closed_key_store_takes_nothing_and_the_link_can_be_used_afterwards(town: Town) -> None:
    pc = Pc()

    async def act(link: SetUpLink) -> None:
        await pc.setting_up.do(FetchSetUp(link, town.settings()))
        pc.vault.closed = Closed.LOCKED
        await pc.setting_up.do(TakeSetUp(ACCOUNTS))
        assert pc.why is Why.KEY_STORE
        pc.vault.closed = None
        await pc.setting_up.do(FetchSetUp(link, town.settings()))
        await pc.setting_up.do(TakeSetUp(ACCOUNTS))
        assert pc.facts[-1] == SetUpKept(NOW)

    town.run(act)


class FullVault(MemoryVault):
    """Takes one secret and is locked then."""

    async def keep(self, name: SecretName, value: str, account: str = "") -> Any:
        if account.startswith("team"):
            return Closed.LOCKED
        return await super().keep(name, value, account)


def test_a_key_store_that_closes_between_two_secrets_has_the_first_as_it_was(town: Town) -> None:
    pc = Pc()
    pc.vault = FullVault()
    pc.setting_up._vault = pc.vault
    both = {**ANSWER, "secrets": {"line_password": "new", "team_password": "t34m"}}

    async def act(link: SetUpLink) -> None:
        await pc.vault.keep(SecretName.SIP_PASSWORD, "old", "204@pbx.example:5061")
        await pc.setting_up.do(FetchSetUp(link, town.settings()))
        await pc.setting_up.do(TakeSetUp((ACCOUNTS[0], (Secrets.TEAM, "team@pbx.example:5061"))))
        assert pc.why is Why.KEY_STORE
        assert await pc.vault.fetch(SecretName.SIP_PASSWORD, "204@pbx.example:5061") == Secret("old")

    town.run(act, answer=both)


def test_the_schema_names_all_that_a_server_may_send() -> None:
    described = schema()["$defs"]
    assert set(described["Answer"]["properties"]) == set(ANSWER)
    assert {secret.value for secret in Secrets} | {"matrix_user"} == set(described["Given"]["properties"])
