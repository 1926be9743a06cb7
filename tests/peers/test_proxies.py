"""A line over TLS through proxies of other people that ask for a password, to Asterisk 22."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.line import LineFault, LineState, Transport
from softphone.domain.protocol import Dial, HangUp, LineChanged
from tests.peers.asterisk import Asterisk, phone_of
from tests.peers.proxies import running_proxy

pytestmark = pytest.mark.peer("Asterisk 22")


@pytest.mark.proves("TLS through proxies with a password (tinyproxy, microsocks)")
@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_a_call_goes_through_a_proxy_that_knows_us_and_a_refusal_is_told_as_the_proxy_s(
    asterisk: Asterisk, ca_file: Path, scheme: str
) -> None:
    with (
        running_proxy(scheme) as proxy,
        phone_of(asterisk, "201", mic_hz=440, ear_hz=440, transport=Transport.TLS, ca=ca_file) as anna,
    ):
        anna.line = replace(anna.line, proxy=proxy.url("wrong"))
        anna.configure()
        assert anna.until(LineChanged, lambda e: e.line.state is LineState.LOST).line.fault is LineFault.PROXY
        anna.line = replace(anna.line, proxy=proxy.url())
        anna.configure()
        assert anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED).line.secured
        assert asterisk.tls_server.rpartition(":")[2] in proxy.said
        anna.do(Dial("c", "*43"))
        assert anna.phase(Phase.TALKING).secured
        anna.hears()
        anna.do(HangUp("c"))
        anna.phase(Phase.ENDED)
