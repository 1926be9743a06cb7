"""A phone behind a router: a PBX that sends sound to exactly the address of the SDP is heard by STUN or by a relay."""

from __future__ import annotations

import re
import select
import socket
import time
from collections.abc import Callable, Generator

import pytest
import trustme
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.line import Transport
from softphone.domain.nat import NatSetup
from softphone.domain.protocol import Answer, EngineNotice, Event, LevelsMeasured, QualityMeasured, Trouble
from softphone.domain.quality import Complaint
from softphone.domain.sip import Response
from tests.engine.agents import DEADLINE_S, LOUD_DBFS, Agent
from tests.engine.raw_pbx import RawPbx, sdp
from tests.peers.coturn import SETUP, Coturn, running_coturn, until_it_answers
from tests.peers.router import OUTSIDE, ROUTER, Router, router_between

pytestmark = pytest.mark.peer("coturn 4.6")


@pytest.fixture
def router() -> Generator[Router]:
    with router_between() as router:
        yield router


@pytest.fixture
def coturn(router: Router, ca: trustme.CA) -> Generator[Coturn]:
    with (
        running_coturn(OUTSIDE, ca.issue_cert(OUTSIDE), router.at_the_outside) as coturn,
        router.outside(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as asking,
    ):
        until_it_answers(asking, coturn)
        yield coturn


@pytest.fixture
def raw(router: Router) -> Generator[RawPbx]:
    with router.outside(lambda: RawPbx(OUTSIDE)) as raw:
        raw.behind_nat = True
        yield raw


class Echo:
    """The other side's sound: what comes is sent to the address of the SDP, and nowhere else."""

    def __init__(self, router: Router) -> None:
        def make() -> socket.socket:
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            made.bind((OUTSIDE, 0))
            return made

        self.socket = router.outside(make)
        self.to = ("", 0)

    @property
    def port(self) -> int:
        port: int = self.socket.getsockname()[1]
        return port

    def learn(self, body: bytes) -> None:
        host, port = re.search(rb"c=IN IP4 (\S+)", body), re.search(rb"m=audio (\d+)", body)
        assert host
        assert port
        self.to = (host[1].decode(), int(port[1]))
        while select.select([self.socket], [], [], 0)[0]:  # of a call before: a router takes ports that are knocked at
            self.socket.recv(2_000)

    def answer(self) -> None:
        try:
            self.socket.sendto(self.socket.recv(2_000), self.to)
        except OSError:  # no route to a private address
            return


@pytest.fixture
def echo(router: Router) -> Generator[Echo]:
    echo = Echo(router)
    with echo.socket:
        yield echo


@pytest.fixture
def anna(router: Router, raw: RawPbx, ca_file: object) -> Generator[Agent]:
    """She listens for her own tone."""
    with Agent("anna", raw.server, mic_hz=440, ear_hz=440, within=router.within) as agent:
        yield agent
        agent.kill()


def calls(raw: RawPbx, echo: Echo, anna: Agent, nat: NatSetup, *, known: bytes = b"") -> None:
    """A call is up. The engine learns of a server within seconds: until `known` stands in its SDP calls are ended."""
    anna.nat = nat
    anna.configure()
    raw.register()
    end = time.monotonic() + DEADLINE_S
    while True:
        raw.invite(body=sdp(port=echo.port, host=OUTSIDE))
        call = anna.phase(Phase.OFFERED)
        anna.do(Answer(call.call_id))
        ok = raw.response(200, "INVITE")
        raw.within("ACK", ok, 1)
        anna.phase(Phase.TALKING)
        if known in ok.body:
            echo.learn(ok.body)
            return
        assert time.monotonic() < end, ok.body
        raw.within("BYE", ok, 2)
        anna.phase(Phase.ENDED)
        raw.drain_and_answer(0.5)  # not so often that the gate takes it for a flood


def until_told(raw: RawPbx, echo: Echo, anna: Agent, wanted: Callable[[Event], bool]) -> None:
    """The PBX answers and echoes meanwhile."""
    end, read = time.monotonic() + DEADLINE_S, len(anna.events)
    while time.monotonic() < end:
        ready, _, _ = select.select([raw.socket, echo.socket, anna.process.stdout], [], [], 0.1)
        if echo.socket in ready:
            echo.answer()
        if raw.socket in ready:
            raw.drain_and_answer(0)
        anna.catch_up()
        if any(wanted(event) for event in anna.events[read:]):
            return
    raise AssertionError("it is not told")


def heard(event: Event) -> bool:
    return isinstance(event, LevelsMeasured) and event.caller_dbfs > LOUD_DBFS


def sounds_well(event: Event) -> bool:
    return isinstance(event, QualityMeasured) and event.quality.complaint is Complaint.NONE and event.quality.mos > 3


@pytest.mark.proves("sound through a router (STUN, ICE)")
def test_by_stun_the_pbx_is_told_where_the_router_is_seen(
    coturn: Coturn, raw: RawPbx, echo: Echo, anna: Agent
) -> None:
    calls(raw, echo, anna, NatSetup(stun=coturn.server), known=f"c=IN IP4 {ROUTER}".encode())
    assert echo.to[0] == ROUTER
    until_told(raw, echo, anna, heard)


RELAYS = [
    pytest.param(Transport.UDP, marks=pytest.mark.proves("sound through a relay (TURN over UDP)")),
    pytest.param(Transport.TCP, marks=pytest.mark.proves("sound through a relay (TURN over TCP)")),
    pytest.param(Transport.TLS, marks=pytest.mark.proves("sound through a relay (TURN over TLS)")),
]


@pytest.mark.parametrize("by", RELAYS)
def test_sound_goes_through_the_relay_both_ways(
    coturn: Coturn, raw: RawPbx, echo: Echo, anna: Agent, by: Transport, ca_file: object
) -> None:
    server = coturn.tls_server if by is Transport.TLS else coturn.server
    nat = replace(SETUP, relay=server, relay_by=by, relay_always=True, ca_files=(str(ca_file),))
    calls(raw, echo, anna, nat, known=f"c=IN IP4 {OUTSIDE}".encode())
    assert echo.to[0] == OUTSIDE
    until_told(raw, echo, anna, heard)
    assert coturn.allocated


@pytest.mark.proves("nothing comes on the direct way: heard through the relay")
def test_when_nothing_comes_the_call_is_led_through_the_relay_by_itself(
    router: Router, coturn: Coturn, raw: RawPbx, echo: Echo, anna: Agent
) -> None:
    router.shut(echo.port)
    calls(raw, echo, anna, replace(SETUP, relay=coturn.server))
    anna.until(QualityMeasured, lambda e: e.quality.complaint is Complaint.RELAY_TRIED)
    again = raw.request("INVITE")
    echo.learn(again.body)
    assert echo.to[0] == OUTSIDE
    raw.answer(again, 200, body=sdp(port=echo.port, host=OUTSIDE))
    until_told(raw, echo, anna, heard)
    until_told(raw, echo, anna, sounds_well)
    assert coturn.allocated


@pytest.mark.proves("ICE finds no way: heard through the relay")
def test_when_ice_finds_no_way_the_call_is_led_through_the_relay_too(
    coturn: Coturn, raw: RawPbx, echo: Echo, anna: Agent
) -> None:
    """The other side's only candidate answers nobody, until it is spoken to through the relay."""
    anna.nat = replace(SETUP, relay=coturn.server, ice=True)
    anna.configure()
    raw.register()
    candidate = f"a=candidate:1 1 UDP 2130706431 {OUTSIDE} {echo.port} typ host\r\n"
    ice = f"a=rtcp-mux\r\na=ice-ufrag:mute\r\na=ice-pwd:{'x' * 24}\r\n{candidate}"
    ok = offers_ice(anna, raw, sdp(port=echo.port, host=OUTSIDE) + ice.encode())
    raw.within("ACK", ok, 1)
    anna.until(QualityMeasured, lambda e: e.quality.complaint is Complaint.RELAY_TRIED)
    again = raw.request("INVITE")
    echo.learn(again.body)
    assert echo.to[0] == OUTSIDE
    raw.answer(again, 200, body=sdp(port=echo.port, host=OUTSIDE))
    until_told(raw, echo, anna, heard)
    until_told(raw, echo, anna, sounds_well)
    assert coturn.allocated


def test_a_relay_that_refuses_our_password_is_told_and_costs_no_call(
    coturn: Coturn, raw: RawPbx, echo: Echo, anna: Agent
) -> None:
    wrong = replace(SETUP, relay=coturn.server, relay_password="wrong", relay_always=True)
    anna.nat = wrong
    anna.configure()
    raw.register()
    anna.until(EngineNotice, lambda e: e.trouble is Trouble.RELAY_REFUSED)
    calls(raw, echo, anna, wrong)
    anna.until(QualityMeasured, lambda e: e.quality.complaint is Complaint.ONE_WAY)
    assert not [call for call in anna.calls() if call.phase is Phase.ENDED]


def offers_ice(agent: Agent, raw: RawPbx, body: bytes) -> Response:
    """A call to this agent that is answered with candidates; one without, because it did not know of them yet, ends."""
    end = time.monotonic() + DEADLINE_S
    while True:
        raw.invite(body=body)
        call = agent.phase(Phase.OFFERED)
        agent.do(Answer(call.call_id))
        ok = raw.response(200, "INVITE")
        if b"a=candidate:" in ok.body:
            return ok
        assert time.monotonic() < end, ok.body
        raw.within("ACK", ok, 1, body=b"" if body else sdp(host=OUTSIDE))
        raw.within("BYE", ok, 2)
        agent.phase(Phase.ENDED)
        raw.drain_and_answer(0.5)


@pytest.mark.proves("sound through a router (STUN, ICE)")
def test_two_of_ours_find_each_other_by_ice_through_the_router(router: Router, coturn: Coturn, raw: RawPbx) -> None:
    with (
        router.outside(lambda: RawPbx(OUTSIDE)) as other,
        Agent("anna", raw.server, mic_hz=440, ear_hz=880, within=router.within) as anna,
        Agent("bert", other.server, mic_hz=880, ear_hz=440, within=router.at_the_outside) as bert,
    ):
        for agent, pbx in ((anna, raw), (bert, other)):
            agent.nat = NatSetup(ice=True, stun=coturn.server)
            agent.configure()
            pbx.register()
        offer = offers_ice(anna, raw, b"")
        answer = offers_ice(bert, other, offer.body)
        raw.within("ACK", offer, 1, body=answer.body)
        other.within("ACK", answer, 1)
        anna.hears()
        bert.hears()
        anna.kill()
        bert.kill()
