"""Somebody lives in the practice world: real engines, real SIP and RTP, nothing faked."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from softphone.domain.call import Phase
from softphone.domain.line import LineState, Transport
from softphone.domain.presence import Reach
from softphone.domain.protocol import (
    Answer,
    CallChanged,
    ComposingReceived,
    GiveBack,
    HangUp,
    LineChanged,
    MessageAccepted,
    MessageReceived,
    MessageRefused,
    PresenceChanged,
    ReceiptReceived,
    SendMessage,
    WatchPresence,
)
from softphone.host.paths import open_home
from softphone.sandbox.world_file import last_world, running_world
from tests.sandbox.living import DEADLINE_MS, living_world, real_agent
from tests.sandbox.phone import RawPhone
from tests.sandbox.running import running_pbx

LOUD_MULAW = 0x40  # G.711: half of the segments; comfort noise and silence are far below


@pytest.mark.parametrize("transport", [Transport.UDP, Transport.TCP])
def test_a_customer_calls_an_expert_answers_and_everybody_leaves(
    qtbot: QtBot, home: Path, transport: Transport
) -> None:
    with living_world(qtbot, home / "w") as world:
        server, password = world.file.server, world.file.agent.password
        play = world.file.scenarios[0]
        with real_agent(qtbot, home / "a", server, password, transport) as agent:
            assert world.order(do="start", scenario=play.id) == {"scenario": "late-order"}
            offered = agent.wait_for(CallChanged, lambda e: e.call.phase is Phase.OFFERED).call
            assert (offered.party.number, offered.party.name) == (play.number, play.name)
            assert (offered.context.queue, offered.context.brand) == ("Orders", "Nordlicht Service")
            assert (offered.context.language, offered.context.waited_s) == ("de", 41)
            assert world.wait_for(event="invite")["at"] > 0
            agent.send(Answer(offered.call_id))
            agent.wait_for(CallChanged, lambda e: e.call.phase is Phase.TALKING)
            world.wait_for(event="customer", doing="talking")

            kern = next(e for e in world.file.experts if e.name == "J. Kern")
            agent.send(SendMessage("q1", kern.address, play.ask))
            accepted = agent.wait_for(MessageAccepted)
            agent.wait_for(ReceiptReceived, lambda e: e.imdn_id == accepted.imdn_id and not e.seen)
            agent.wait_for(ReceiptReceived, lambda e: e.imdn_id == accepted.imdn_id and e.seen)
            agent.wait_for(ComposingReceived, lambda e: e.active)
            answer = agent.wait_for(MessageReceived)
            assert answer.sender == kern.address
            assert answer.text.startswith("Yes, until March. Part AD-7")

            agent.send(HangUp(offered.call_id))
            agent.wait_for(CallChanged, lambda e: e.call.phase is Phase.ENDED)
            world.wait_for(event="customer", doing="idle")
        assert world.end() == 0
        assert running_world(open_home(home / "w")) is None


def test_a_phone_that_is_not_ours_hears_the_customer_speak_and_hang_up(qtbot: QtBot, home: Path) -> None:
    with living_world(qtbot, home) as world:
        port = int(world.file.server.rpartition(":")[2])
        with RawPhone("204", world.file.agent.password, port) as phone, socket.socket(type=socket.SOCK_DGRAM) as ear:
            ear.bind(("127.0.0.1", 0))
            ear.settimeout(10)
            assert phone.register().status == 200
            world.order(do="start", scenario="product-question")
            invite = phone.expect_request("INVITE")
            sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            sdp += f"m=audio {ear.getsockname()[1]} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
            phone.reply(invite, 200, sdp.encode())
            phone.expect_request("ACK")
            loud = 0
            while loud < 25:  # half a second of it
                packet = ear.recv(2048)
                if packet[1] & 0x7F == 0 and max(~byte & 0x7F for byte in packet[12:]) > LOUD_MULAW:
                    loud += 1
            world.order(do="end")
            phone.reply(phone.expect_request("BYE"), 200)
            world.wait_for(event="customer", doing="idle", ending="hung_up_here")


def test_an_expert_who_is_never_there_is_refused_and_presence_is_known(qtbot: QtBot, home: Path) -> None:
    with living_world(qtbot, home / "w") as world:
        kern, _, novak, *_ = world.file.experts
        assert not novak.present
        with real_agent(qtbot, home / "a", world.file.server, world.file.agent.password) as agent:
            agent.send(SendMessage("q1", novak.address, "Hello?"))
            assert agent.wait_for(MessageRefused).code == 480
            agent.send(WatchPresence((kern.address, novak.address)))
            agent.wait_for(
                PresenceChanged, lambda e: e.uri == kern.address and e.presence.reach is Reach.AVAILABLE
            )
            assert not [e for e in agent.events if isinstance(e, PresenceChanged) and e.uri == novak.address
                        and e.presence.reach is Reach.AVAILABLE]  # fmt: skip


def test_the_world_keeps_port_and_password_for_the_next_time(qtbot: QtBot, home: Path) -> None:
    with living_world(qtbot, home) as world:
        first = world.file
    again = last_world(open_home(home))
    assert again is not None
    assert not again.ready
    with living_world(qtbot, home) as world:
        assert (world.file.agent, world.file.server) == (first.agent, first.server)


def test_a_world_that_plays_by_itself_calls_and_a_killed_one_is_taken_over(qtbot: QtBot, home: Path) -> None:
    with living_world(qtbot, home / "w", "--auto") as world:
        with real_agent(qtbot, home / "a", world.file.server, world.file.agent.password) as agent:
            offered = agent.wait_for(CallChanged, lambda e: e.call.phase is Phase.OFFERED).call
            agent.send(GiveBack(offered.call_id))
            assert world.wait_for(event="customer", doing="waiting")["ending"] == "no_answer"
        world.process.kill()
        world.process.wait()
    with living_world(qtbot, home / "w") as world:
        # The engines of the killed one are still there; the new world speaks to them.
        assert world.order(do="status") == {"ready": True, "customer": "idle", "scenario": ""}
        assert world.end() == 0


def test_a_silent_pbx_is_noticed_and_a_restarted_one_found_again(qtbot: QtBot, home: Path) -> None:
    with running_pbx({"204": "pw"}) as pbx:
        pbx.turn(do="longest", s=6)
        with real_agent(qtbot, home, pbx.server, "pw") as agent:
            agent.wait_for(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
            pbx.turn(do="silent", on=True)
            qtbot.waitUntil(lambda: agent.actor.line.state is LineState.LOST, timeout=DEADLINE_MS)
            assert agent.actor.line.next_try_at is not None
            pbx.restart()
            qtbot.waitUntil(lambda: agent.actor.registered, timeout=DEADLINE_MS)
            assert len(pbx.registered("204")) == 1


def test_a_refused_password_is_final_and_told(qtbot: QtBot, home: Path) -> None:
    with running_pbx({"204": "pw"}) as pbx, real_agent(qtbot, home, pbx.server, "pw") as agent:
        pbx.turn(do="refuse_passwords", on=True)
        agent.actor.become("204", "Agent", "wrong")
        qtbot.waitUntil(lambda: agent.actor.line.state is LineState.REFUSED, timeout=DEADLINE_MS)
        assert agent.actor.line.code in (401, 403)
