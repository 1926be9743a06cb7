"""What dies in a call on Asterisk 22: our engine, or the PBX itself. Each says how long it took (`-s` shows it)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import trustme

from softphone.domain.call import Ending, Phase
from softphone.domain.line import LineState, Transport
from softphone.domain.protocol import Answer, Dial, HangUp, LineChanged, TakeBack
from tests.engine.agents import Agent
from tests.peers.asterisk import HOST, Asterisk, phone_of, running_asterisk

pytestmark = pytest.mark.peer("Asterisk 22")

TAKEN_BACK_S = 3.0  # from a new engine on its line: how soon that comes is this machine's affair
BACK_UDP_S, BACK_TCP_S = 3.0, 1.0  # from the moment the PBX answers again


def in_a_call(asterisk: Asterisk, agent: Agent, customer: Agent) -> str:
    """The agent's name for the call of a customer."""
    agent.come_up()
    customer.come_up()
    customer.do(Dial("c", "101"))
    theirs = agent.phase(Phase.OFFERED).call_id
    agent.do(Answer(theirs))
    for one in (agent, customer):
        one.phase(Phase.TALKING)
        one.hears()
    return theirs


@pytest.mark.proves("a killed engine's call is taken back (RFC 3891)")
def test_a_new_engine_takes_the_call_of_a_killed_one_back(asterisk: Asterisk) -> None:
    with phone_of(asterisk, "101", mic_hz=440, ear_hz=880) as anna, \
            phone_of(asterisk, "trunk", mic_hz=880, ear_hz=440) as customer:  # fmt: skip
        in_a_call(asterisk, anna, customer)
        lost = anna.calls()[-1]
        killed = time.monotonic()
        anna.kill()
        anna.start()
        anna.come_up()
        begun = time.monotonic()
        anna.do(TakeBack(lost))
        taken = anna.phase(Phase.TALKING)
        anna.hears()
        took = time.monotonic() - begun
        assert taken.taken_back
        assert taken.call_id == lost.call_id
        customer.hears()
        assert not [call for call in customer.calls() if call.phase is Phase.ENDED]
        total = time.monotonic() - killed
        print(f"\ncall heard again {took:.2f} s after the new engine was up, {total:.2f} s after the kill")  # noqa: T201
        assert took < TAKEN_BACK_S
        # It is a whole call again: its end is told both ways.
        customer.do(HangUp("c"))
        assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE


@pytest.mark.proves("a killed engine's call is taken back (RFC 3891)")
def test_a_customer_of_the_queue_is_taken_back_too(asterisk: Asterisk) -> None:
    with phone_of(asterisk, "101", mic_hz=440, ear_hz=880) as anna, \
            phone_of(asterisk, "trunk", mic_hz=880, ear_hz=440) as customer:  # fmt: skip
        anna.come_up()
        asterisk.cli("queue add member PJSIP/101 to support")
        customer.come_up()
        customer.do(Dial("c", "9000"))
        anna.do(Answer(anna.phase(Phase.OFFERED).call_id))
        anna.phase(Phase.TALKING)
        anna.hears()
        lost = anna.calls()[-1]
        anna.kill()
        anna.start()
        anna.come_up()
        anna.do(TakeBack(lost))
        anna.hears()
        customer.hears()
        assert not [call for call in customer.calls() if call.phase is Phase.ENDED]
        asterisk.cli("queue remove member PJSIP/101 from support")


@pytest.mark.proves("PBX killed under a call: told, registered again by itself")
@pytest.mark.parametrize(("transport", "told_s", "back_s"), [
    (Transport.UDP, 15.0, BACK_UDP_S), (Transport.TCP, 1.0, BACK_TCP_S), (Transport.TLS, 1.0, BACK_TCP_S),
])  # fmt: skip
def test_a_pbx_that_dies_is_told_and_registered_with_as_soon_as_it_is_back(
    ca: trustme.CA, ca_file: Path, transport: Transport, told_s: float, back_s: float
) -> None:
    user = "201" if transport is Transport.TLS else "101"
    with running_asterisk(ca.issue_cert(HOST)) as pbx, \
            phone_of(pbx, user, ear_hz=440, transport=transport, ca=ca_file) as anna:  # fmt: skip
        anna.come_up()
        anna.do(Dial("echo", "*43"))
        anna.phase(Phase.TALKING)
        anna.hears()
        begun = time.monotonic()
        pbx.kill()
        anna.until(LineChanged, lambda e: e.line.state is LineState.LOST, deadline_s=told_s)
        told = time.monotonic() - begun
        pbx.start()
        begun = time.monotonic()
        anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED, deadline_s=60)
        back = time.monotonic() - begun
        print(f"\n{transport.value}: told after {told:.2f} s, registered {back:.2f} s after the PBX was up")  # noqa: T201
        assert back < back_s
        # What the PBX forgot the agent ends; the next call comes as ever.
        anna.do(HangUp("echo"))
        if not any(call.phase is Phase.ENDED for call in anna.calls()):
            anna.phase(Phase.ENDED, deadline_s=40)
        anna.do(Dial("again", "*43"))
        anna.phase(Phase.TALKING)
        anna.hears()
