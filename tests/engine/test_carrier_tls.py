"""TLS lines of real engines: a good certificate carries secured calls, any other is explained and never let through."""

from __future__ import annotations

import ssl
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.line import LineFault, LineState, Transport
from softphone.domain.protocol import Answer, Dial, HangUp, LineChanged
from tests.engine.agents import Agent
from tests.engine.fronts import TlsFront
from tests.sandbox.running import RunningPbx, running_pbx

LONG_AGO = datetime.now(UTC) - timedelta(days=2)


@pytest.fixture(scope="module")
def pbx() -> Generator[RunningPbx]:
    with running_pbx({"anna": "pw", "bert": "pw"}) as running:
        yield running


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


def front_of(pbx: RunningPbx, cert: trustme.LeafCert) -> TlsFront:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return TlsFront(context, pbx.port)


def agent_of(user: str, front: TlsFront, ca: trustme.CA, folder: Path, **tones: int) -> Agent:
    path = folder / "ca.pem"
    ca.cert_pem.write_to_path(path)
    agent = Agent(user, f"localhost:{front.port}", transport=Transport.TLS, **tones)
    agent.line = replace(agent.line, ca_files=(str(path),))
    return agent


def fault(agent: Agent) -> LineFault:
    agent.configure()
    return agent.until(LineChanged, lambda e: e.line.state is LineState.LOST).line.fault


def test_a_call_over_tls_is_heard_and_says_that_it_is_secured(pbx: RunningPbx, ca: trustme.CA, tmp_path: Path) -> None:
    with (
        front_of(pbx, ca.issue_cert("localhost")) as front,
        agent_of("anna", front, ca, tmp_path, mic_hz=440, ear_hz=880) as anna,
        agent_of("bert", front, ca, tmp_path, mic_hz=880, ear_hz=440) as bert,
    ):
        for agent in (anna, bert):
            agent.configure()
            assert agent.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED).line.secured
        assert set(front.versions) == {"TLSv1.3"}
        anna.do(Dial("a1", f"sip:bert@{pbx.server}"))
        bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
        assert anna.phase(Phase.TALKING).secured
        assert bert.phase(Phase.TALKING).secured
        anna.hears()
        bert.hears()
        anna.do(HangUp("a1"))
        bert.phase(Phase.ENDED)


def test_the_keys_of_a_call_never_reach_a_phone_that_cannot_use_them(
    pbx: RunningPbx, ca: trustme.CA, tmp_path: Path
) -> None:
    with (
        front_of(pbx, ca.issue_cert("localhost")) as front,
        agent_of("anna", front, ca, tmp_path) as anna,
        Agent("bert", pbx.server) as bert,
    ):
        anna.come_up()
        bert.come_up()
        bert.do(Dial("b1", "anna"))  # in the clear: refused, a TLS line has no call without SRTP
        assert bert.phase(Phase.ENDED).ending_code == 488


@pytest.mark.parametrize(("name", "expired", "foreign", "wanted"), [
    ("pbx.example.com", False, False, LineFault.CERTIFICATE_OTHER_NAME),
    ("localhost", True, False, LineFault.CERTIFICATE_EXPIRED),
    ("localhost", False, True, LineFault.CERTIFICATE_UNKNOWN_ISSUER),
    ("pbx.example.com", True, True, LineFault.CERTIFICATE_UNKNOWN_ISSUER),
])  # fmt: skip
def test_a_wrong_certificate_is_refused_and_said_why(
    pbx: RunningPbx, ca: trustme.CA, tmp_path: Path, name: str, expired: bool, foreign: bool, wanted: LineFault
) -> None:
    issuer = trustme.CA() if foreign else ca
    until = {"not_before": LONG_AGO - timedelta(days=9), "not_after": LONG_AGO} if expired else {}
    with front_of(pbx, issuer.issue_cert(name, **until)) as front, agent_of("anna", front, ca, tmp_path) as anna:
        assert fault(anna) is wanted
        assert pbx.registered("anna") == []


def test_where_nobody_speaks_tls_nothing_falls_back_to_less(pbx: RunningPbx, ca: trustme.CA, tmp_path: Path) -> None:
    with Agent("anna", pbx.server, transport=Transport.TLS) as anna:
        assert fault(anna) in (LineFault.TLS_FAILED, LineFault.UNREACHABLE)
        assert pbx.registered("anna") == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_a_pbx_with_an_older_tls_is_refused_and_said_so(pbx: RunningPbx, ca: trustme.CA, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")  # else this OpenSSL would not speak it either
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    ca.issue_cert("localhost").configure_cert(context)
    with TlsFront(context, pbx.port) as front, agent_of("anna", front, ca, tmp_path) as anna:
        assert fault(anna) is LineFault.TLS_FAILED
        assert front.versions == []


def test_a_certificate_of_our_own_is_shown_where_the_pbx_asks_for_one(
    pbx: RunningPbx, ca: trustme.CA, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    ca.issue_cert("localhost").configure_cert(context)
    ca.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    ours = tmp_path / "ours.pem"
    ca.issue_cert("anna").private_key_and_cert_chain_pem.write_to_path(ours)
    with TlsFront(context, pbx.port) as front, agent_of("anna", front, ca, tmp_path) as anna:
        assert fault(anna) is not LineFault.NONE
        anna.line = replace(anna.line, client_certificate=str(ours))
        anna.come_up()
        assert front.versions == ["TLSv1.2"]
