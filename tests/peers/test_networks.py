"""From one network to another under a live call: the line is proven again, the caller heard from the new place."""

from __future__ import annotations

import select
import socket
import subprocess
import time
from collections.abc import Generator

import pytest

from softphone.domain.call import Hold, Phase
from softphone.domain.line import LineFault, LineState
from softphone.domain.protocol import Answer, EngineNotice, HangUp, LineChanged, SetHold, Trouble
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx, sdp
from tests.peers.namespaces import PBX, TwoWays, two_ways

pytestmark = pytest.mark.peer("bare socket")


@pytest.fixture
def ways() -> Generator[TwoWays]:
    with two_ways() as ways:
        ways.up("wifi")
        yield ways


@pytest.fixture
def raw(ways: TwoWays) -> Generator[RawPbx]:
    with ways.at_the_pbx(lambda: RawPbx(PBX)) as raw:
        yield raw


@pytest.fixture
def rtp(ways: TwoWays) -> Generator[socket.socket]:
    def make() -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((PBX, 0))
        return made

    with ways.at_the_pbx(make) as made:
        yield made


@pytest.fixture
def anna(ways: TwoWays, raw: RawPbx) -> Generator[Agent]:
    with Agent("anna", raw.server, within=ways.within) as agent:
        agent.configure()
        raw.register()
        yield agent
        agent.kill()


def sound_comes_from(rtp: socket.socket, address: str, raw: RawPbx, within_s: float = 8.0) -> float:
    """When the first packet from there came; the PBX answers meanwhile."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        ready, _, _ = select.select([rtp, raw.socket], [], [], 0.1)
        if rtp in ready:
            _, source = rtp.recvfrom(2_000)
            if source[0] == address:
                return time.monotonic()
        elif raw.socket in ready:
            raw.drain(0)
    raise AssertionError(f"no sound from {address}")


@pytest.mark.proves("from Wi-Fi to cable under a call")
@pytest.mark.parametrize("both_at_once", [False, True])
def test_a_call_goes_on_from_wifi_to_cable(
    ways: TwoWays, raw: RawPbx, rtp: socket.socket, anna: Agent, both_at_once: bool
) -> None:
    offer = sdp(port=rtp.getsockname()[1], host=PBX)
    raw.invite(body=offer)
    call = anna.phase(Phase.OFFERED)
    anna.do(Answer(call.call_id))
    raw.within("ACK", raw.response(200, "INVITE"), 1)
    anna.phase(Phase.TALKING)
    sound_comes_from(rtp, ways.address("wifi"), raw)

    if both_at_once:
        ways.up("cable")  # the new default route; Wi-Fi is still there
        left_at = time.monotonic()
    else:
        ways.down("wifi")
        left_at = time.monotonic()
        anna.until(LineChanged, lambda e: e.line.state is LineState.LOST and e.line.fault is LineFault.NO_NETWORK, 3)
        ways.up("cable")
        left_at = time.monotonic()
    again = raw.request("INVITE")
    assert ways.address("cable") in (again.value("Contact") or "")
    assert f"c=IN IP4 {ways.address('cable')}".encode() in again.body
    raw.answer(again, 200, body=offer)
    heard_at = sound_comes_from(rtp, ways.address("cable"), raw)
    anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
    assert raw.contact is not None
    assert raw.contact.host == ways.address("cable")
    assert heard_at - left_at < 4

    anna.do(SetHold(call.call_id, True))  # the dialog lives in both directions
    hold = raw.request("INVITE")
    raw.answer(hold, 200, body=sdp("recvonly", port=rtp.getsockname()[1], host=PBX))
    anna.call(lambda call: call.hold is Hold.OURS)
    anna.do(HangUp(call.call_id))
    assert raw.request("BYE").call_id == again.call_id


def test_who_is_not_the_pbx_reaches_nobody_from_the_network(ways: TwoWays, raw: RawPbx, anna: Agent) -> None:
    """The carrier's socket is the only one that the network sees, and it hears the PBX alone."""
    assert raw.contact is not None
    seen = subprocess.run([*ways.within, "ss", "-Hntul"], check=True, capture_output=True, text=True).stdout.split("\n")
    open_to_all = [line.split()[4] for line in seen if line and not line.split()[4].startswith(("127.", "[::1]"))]
    assert open_to_all == [f"{raw.contact.host}:{raw.contact.port}"]
    with ways.at_the_pbx(lambda: RawPbx("10.91.1.1")) as stranger:
        stranger.contact = raw.contact
        stranger.invite(body=sdp(host="10.91.1.1"))
        anna.until(EngineNotice, lambda e: e.trouble is Trouble.STRANGER)
        assert not select.select([stranger.socket], [], [], 0.5)[0]
    raw.invite(body=sdp(host=PBX))
    anna.phase(Phase.OFFERED)
    assert len({call.call_id for call in anna.calls()}) == 1


def test_an_idle_line_is_lost_in_seconds_and_proven_again_where_the_network_is(
    ways: TwoWays, raw: RawPbx, anna: Agent
) -> None:
    anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
    ways.down("wifi")
    gone_at = time.monotonic()
    anna.until(LineChanged, lambda e: e.line.fault is LineFault.NO_NETWORK)
    assert time.monotonic() - gone_at < 3
    ways.up("cable")
    back_at = time.monotonic()
    raw.contact = None
    while raw.contact is None or raw.contact.host != ways.address("cable"):
        raw.contact = None
        raw.register()
    anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
    assert time.monotonic() - back_at < 4
