"""Dialled → talking, through a real Asterisk that answers at once (its echo, *43): what a call costs before it is one.

As an agent has it: from the command to the phone until the phone says that the call stands, digest included. Peer:
baresip as another user of the same Asterisk, told by its control socket. No Asterisk: dashes.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

import trustme

from benchmarks.engine import Desk, engine_on, private_home, registered
from benchmarks.loop import Loop
from benchmarks.table import Row
from softphone.domain.call import Phase
from softphone.domain.line import LineSetup
from softphone.domain.protocol import CallChanged, Dial, HangUp
from tests.peers.asterisk import HOST, Asterisk, running_asterisk
from tests.peers.baresip import Baresip, running_baresip
from tests.peers.trees import ASTERISK

NAME = "set-up through Asterisk"
CALLS, WARM_UP = 30, 3
ECHO = "*43"
BREATH_S = 0.15  # the gate lets ten new calls a second through


def measure() -> list[Row]:
    with an_asterisk() as pbx:
        ours = _of_aside(pbx) if pbx else ()
        theirs = _of_baresip(pbx) if pbx and shutil.which("baresip") else ()
    return [Row(NAME, "aside", ours, "ms"), Row(NAME, "baresip", theirs, "ms")]


@contextmanager
def an_asterisk() -> Iterator[Asterisk | None]:
    """One with our recipe; None where it cannot be unpacked (no apt, no network)."""
    try:
        ASTERISK.build()
    except (OSError, RuntimeError):
        yield None
        return
    with running_asterisk(trustme.CA().issue_cert(HOST)) as pbx:
        yield pbx


def line_of(pbx: Asterisk, user: str) -> LineSetup:
    return LineSetup(user=user, server=pbx.server, password=f"change-me-{user}")


def _of_aside(pbx: Asterisk) -> tuple[float, ...]:
    loop = Loop()
    with private_home() as home, engine_on(loop, home, line_of(pbx, "101"), registered) as (desk, _):
        samples = []
        for n in range(WARM_UP + CALLS):
            call_id = f"bench-{n}"
            at = time.perf_counter()
            desk.send(Dial(call_id, ECHO))
            loop.until(lambda call_id=call_id: in_phase(desk, call_id, Phase.TALKING), "the answer")  # type: ignore[misc]
            samples.append((time.perf_counter() - at) * 1000)
            desk.send(HangUp(call_id))
            loop.until(lambda call_id=call_id: in_phase(desk, call_id, Phase.ENDED), "its end")  # type: ignore[misc]
            loop.rest(BREATH_S)
    loop.close()
    return tuple(samples[WARM_UP:])


def _of_baresip(pbx: Asterisk) -> tuple[float, ...]:
    with running_baresip("102", "change-me-102", pbx.server, ";audio_codecs=g722") as phone:
        pbx.wait_for("pjsip show contacts", lambda said: "102/sip:102" in said)  # it says so once, to nobody
        samples = []
        for _ in range(WARM_UP + CALLS):
            at = time.perf_counter()
            _dial(phone, f"sip:{ECHO}@{pbx.server}")
            samples.append((time.perf_counter() - at) * 1000)
            phone.do("hangup")
            phone.until("CALL_CLOSED")
    return tuple(samples[WARM_UP:])


def _dial(phone: Baresip, uri: str) -> None:
    phone.do("dial", uri)
    phone.until("CALL_ESTABLISHED")


def in_phase(desk: Desk, call_id: str, phase: Phase) -> bool:
    calls = (event.call for event in desk.events if isinstance(event, CallChanged))
    return any(call.call_id == call_id and call.phase is phase for call in calls)
