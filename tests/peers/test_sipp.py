"""sipp as a customer through Asterisk, and as a PBX whose calls cannot be taken."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from softphone.domain.call import Ending, Phase
from softphone.domain.protocol import Answer
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx
from tests.peers.asterisk import DEADLINE_S, Asterisk, free_port, phone_of

pytestmark = pytest.mark.peer("sipp 3.6")

SCENARIOS = Path(__file__).with_name("sipp")
CALLS = 10


@contextmanager
def sipp(scenario: str, to: str, service: str, port: int, calls: int) -> Iterator[subprocess.Popen[bytes]]:
    """One call after the other. It leaves with 0 when each went as written."""
    program = shutil.which("sipp") or "sipp"
    words = ("-sf", str(SCENARIOS / f"{scenario}.xml"), "-s", service, "-i", "127.0.0.1", "-p", str(port))
    limits = ("-m", str(calls), "-l", "1", "-r", "4", "-timeout", "60", "-nostdin")
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([program, to, *words, *limits], stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(DEADLINE_S)


@pytest.mark.proves("call in")
def test_ten_customers_in_a_row_are_answered_and_each_end_is_theirs(asterisk: Asterisk) -> None:
    with phone_of(asterisk, "101") as anna:
        anna.come_up()
        with sipp("customer", asterisk.server, "101", free_port(), CALLS) as customers:
            for _ in range(CALLS):
                call_id = anna.phase(Phase.OFFERED).call_id
                anna.do(Answer(call_id))
                assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE
            assert customers.wait(DEADLINE_S) == 0


@pytest.mark.proves("malformed SIP (RFC 4475 and more)")
def test_calls_with_sound_nobody_can_have_are_refused_and_the_phone_works_on() -> None:
    with RawPbx() as raw, Agent("anna", raw.server) as anna:
        anna.configure()
        raw.register()
        assert raw.contact is not None
        raw.socket.close()
        to = f"{raw.contact.host}:{raw.contact.port}"
        with sipp("broken", to, "anna", raw.port, 5) as pbx:
            assert pbx.wait(DEADLINE_S) == 0
        assert anna.process.poll() is None
        assert [call for call in anna.calls() if call.phase is Phase.OFFERED] == []
        anna.kill()
