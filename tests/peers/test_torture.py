"""Odd and broken SIP from the very address of the PBX: the right answer or silence, and the phone works on."""

from __future__ import annotations

import contextlib
import select
import time
from collections.abc import Generator

import pytest

from softphone.domain.call import Phase
from softphone.domain.protocol import Answer, GiveBack, HangUp
from softphone.domain.sip import Message, Response, read
from softphone.domain.sip_address import BadMessage
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx, sdp
from tests.peers.torture import CASES, RINGS, SILENCE, Case, wire

pytestmark = pytest.mark.peer("bare socket")

ANSWER_S = 3.0
PACE_S = 0.15  # ten calls a second are let through at most


@pytest.fixture(scope="module")
def raw() -> Generator[RawPbx]:
    with RawPbx() as pbx:
        yield pbx


@pytest.fixture(scope="module")
def anna(raw: RawPbx) -> Generator[Agent]:
    with Agent("anna", raw.server) as agent:
        agent.configure()
        raw.register()
        yield agent
        agent.kill()


def heard(raw: RawPbx, wait_s: float) -> Message | None:
    """The next that can be read at all."""
    if select.select([raw.socket], [], [], wait_s)[0]:
        with contextlib.suppress(BadMessage):
            return read(raw.socket.recvfrom(65_536)[0])
    return None


def answers(raw: RawPbx, sent: bytes, number: int) -> set[int | None]:
    """To one case: what came before the answer to an OPTIONS that was sent behind it."""
    assert raw.contact is not None
    me = str(raw.contact)
    to = (raw.contact.host, raw.contact.port or 5060)
    raw.socket.sendto(sent, to)
    select.select([], [], [], PACE_S)
    probe = Case("probe", f"OPTIONS {{me}} SIP/2.0\nCall-ID: probe-{number}", frozenset({200}))
    raw.socket.sendto(wire(probe, me, raw.server, 100_000 + number), to)
    found: set[int | None] = set()
    end = time.monotonic() + ANSWER_S
    while time.monotonic() < end:
        match heard(raw, end - time.monotonic()):
            case Response() as response if response.call_id == f"probe-{number}":
                return found or {SILENCE}
            case Response() as response if response.call_id in (f"torture-{number}", f"a{number}", f"b{number}"):
                found.add(response.status)
            case Response(call_id=""):  # to what had none
                found.add(400)
            case _:
                pass
    raise AssertionError("the phone does not answer any more")


def give_back_all(anna: Agent) -> None:
    """What rings is given back, so that a leg is free for the next; read what it told so far."""
    anna.catch_up()
    newest = {call.call_id: call for call in anna.calls()}
    for call in newest.values():
        if call.phase is Phase.OFFERED:
            anna.do(GiveBack(call.call_id, 486))


@pytest.mark.proves("malformed SIP (RFC 4475 and more)")
@pytest.mark.timeout(300)
def test_each_is_answered_right_or_not_at_all_and_the_next_call_comes(raw: RawPbx, anna: Agent) -> None:
    assert raw.contact is not None
    pid = anna.process.pid
    wrong = []
    for number, case in enumerate(CASES, 1):
        found = answers(raw, wire(case, str(raw.contact), raw.server, number), number) - {100}
        found = found or {SILENCE}
        if not found & case.wanted:
            wrong.append(f"{case.name}: {sorted(map(str, found))}, not {sorted(map(str, case.wanted))}")
        if RINGS in found:
            give_back_all(anna)
    assert not wrong, "\n".join(wrong)
    assert anna.process.poll() is None
    assert anna.process.pid == pid

    raw.invite(body=sdp())
    offered = anna.call(lambda call: call.phase is Phase.OFFERED and call.party.number == "+4940123")
    anna.do(Answer(offered.call_id))
    ok = raw.response(200, "INVITE")
    raw.within("ACK", ok, 1)
    anna.call(lambda call: call.call_id == offered.call_id and call.phase is Phase.TALKING)
    anna.do(HangUp(offered.call_id))
    assert raw.request("BYE").call_id == ok.call_id
