"""TLS with SRTP and nothing less, on Asterisk 22 with the recipe of packaging/pbx, and certificates of every kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from softphone.domain.call import Phase
from softphone.domain.line import LineFault, LineState, Transport
from softphone.domain.protocol import Answer, Dial, HangUp, LineChanged
from tests.peers.asterisk import HOST, Asterisk, phone_of, running_asterisk

pytestmark = pytest.mark.peer("Asterisk 22")

LONG_AGO = datetime.now(UTC) - timedelta(days=2)


@pytest.mark.proves("TLS and SRTP alone")
def test_a_call_over_tls_is_secured_from_both_ends(asterisk: Asterisk, ca_file: Path) -> None:
    with (
        phone_of(asterisk, "201", mic_hz=440, ear_hz=880, transport=Transport.TLS, ca=ca_file) as anna,
        phone_of(asterisk, "202", mic_hz=880, ear_hz=440, transport=Transport.TLS, ca=ca_file) as bert,
    ):
        for agent in (anna, bert):
            agent.configure()
            assert agent.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED).line.secured
        anna.do(Dial("c", "202"))
        bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
        assert anna.phase(Phase.TALKING).secured
        assert bert.phase(Phase.TALKING).secured
        anna.hears()
        bert.hears()
        anna.do(HangUp("c"))
        bert.phase(Phase.ENDED)


@pytest.mark.proves("TLS and SRTP alone")
def test_a_phone_in_the_clear_is_bridged_and_only_the_secured_leg_says_secured(
    asterisk: Asterisk, ca_file: Path
) -> None:
    with (
        phone_of(asterisk, "201", transport=Transport.TLS, ca=ca_file) as anna,
        phone_of(asterisk, "102", mic_hz=880, ear_hz=440) as bert,
    ):
        anna.come_up()
        bert.come_up()
        anna.do(Dial("c", "102"))
        bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
        assert anna.phase(Phase.TALKING).secured
        assert not bert.phase(Phase.TALKING).secured


@pytest.mark.proves("certificates: expired, wrong name, foreign")
@pytest.mark.parametrize(("name", "expired", "foreign", "wanted"), [
    ("pbx.example.com", False, False, LineFault.CERTIFICATE_OTHER_NAME),
    (HOST, True, False, LineFault.CERTIFICATE_EXPIRED),
    (HOST, False, True, LineFault.CERTIFICATE_UNKNOWN_ISSUER),
])  # fmt: skip
def test_a_wrong_certificate_is_refused_and_nothing_is_registered(
    ca: trustme.CA, ca_file: Path, name: str, expired: bool, foreign: bool, wanted: LineFault
) -> None:
    issuer = trustme.CA() if foreign else ca
    until = {"not_before": LONG_AGO - timedelta(days=9), "not_after": LONG_AGO} if expired else {}
    with (
        running_asterisk(issuer.issue_cert(name, **until)) as pbx,
        phone_of(pbx, "201", transport=Transport.TLS, ca=ca_file) as anna,
    ):
        anna.configure()
        assert anna.until(LineChanged, lambda e: e.line.state is LineState.LOST).line.fault is wanted
        assert "201/sip" not in pbx.cli("pjsip show contacts")
